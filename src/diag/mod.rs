//! Says what is wrong, where, and how to mend it; renders that for people and machines.
//!
//! An author's mistake is a [`Diagnostic`], plain data. Stages push theirs into
//! [`Diagnostics`] and go on. Levels are settled at the end, by configuration.

pub mod baseline;
mod diagnostic;
pub mod github;
pub mod human;
pub mod json;
mod lines;
pub mod lint;
mod nearest;
pub mod sarif;
pub mod short;
mod visible;

pub use diagnostic::{Diagnostic, Diagnostics, Edit, Fix, Label};
pub use lint::{Level, Lint};
pub use nearest::{Near, near, nearest};
pub use visible::visible;

/// What is said where a part of the program is asked for that it was built without.
pub fn without(feature: &str) -> String {
    format!("this program was built without that; build it with `cargo build --release --features {feature}`")
}
