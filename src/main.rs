//! The `crosstrain` program.
fn main() {}
