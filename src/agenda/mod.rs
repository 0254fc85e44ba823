//! Puts modules on a clock: when everything begins, where the breaks go, what
//! can be cut, what it all adds up to.
//!
//! [`blocks`] knows minutes and nothing else: breaks, cuts and stretches are
//! arithmetic, tested as laws. [`clock`] knows days and zones. [`plan()`] joins the
//! two for a workshop or a single module of a site; [`totals`] adds up.

pub mod blocks;
pub mod clock;
pub mod cut;
pub mod ics;
mod past;
pub mod pauses;
mod plan;
pub mod totals;

pub use blocks::Block;
pub use clock::{Clock, Moment};
pub use past::{Past, past};
pub use plan::{Agenda, Item, Meeting, What, limit, of_module, of_workshop, plan};
