//! Reads YAML and TOML into a tree in which every value knows its place, and
//! decodes that tree against a table of fields.
//!
//! Why not derive: a derived reader stops at the first mistake, and an author
//! should see all of them in one run. The tables ([`Field`]) are also what
//! lists the fields of a kind in messages and templates, so the three agree.
//!
//! The only door to the YAML and TOML readers.

mod fields;
mod node;
mod toml;
mod write;
mod yaml;

pub use fields::{Field, Fields, Shape};
pub use node::{Map, Node, Value};
pub use toml::parse as parse_toml;
pub use write::{field as yaml_field, flow as yaml_flow, plain_or_quoted, toml_value};
pub use yaml::parse as parse_yaml;
