//! What a curriculum promises, teaches and tests, and what is missing between
//! them. Pure questions to a [`Site`]; the command, the checks and the page for
//! authors ask the same ones.

mod balance;
mod due;
mod reach;
mod table;
mod trace;

pub use balance::{Balance, balance};
pub use due::{Due, due};
pub use reach::{Book, Gap, Remedy, Target, targets};
pub use table::{Row, Table, tables};
pub use trace::{Trace, traces};
