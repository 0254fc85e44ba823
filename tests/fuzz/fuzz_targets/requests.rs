#![no_main]
#[path = "../inputs.rs"]
mod inputs;
libfuzzer_sys::fuzz_target!(|text: &str| inputs::requests(concat!(env!("CARGO_MANIFEST_DIR"), "/book").as_ref(), text));
