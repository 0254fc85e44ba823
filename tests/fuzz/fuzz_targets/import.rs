#![no_main]
#[path = "../inputs.rs"]
mod inputs;
libfuzzer_sys::fuzz_target!(|text: &str| inputs::import(text));
