//! Asks other sites whether pages are there: politely, in bounds, and not again
//! within a week.
//!
//! One request at a time for each host, with a pause in between. `HEAD` first;
//! `GET` where that is refused, and then nothing of the body is read. Who says
//! "later" is asked later, or left alone.

#[cfg(feature = "external")]
mod asker;
mod cache;
#[cfg(feature = "external")]
mod reach;

#[cfg(feature = "external")]
pub use asker::ask;
pub use cache::Cache;

use crate::external::Answer;
use std::collections::BTreeMap;
use std::time::Duration;

/// How much may be asked, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// Between two requests to one host.
    pub pause: Duration,
    /// For one request, from the name to the last byte of the head.
    pub timeout: Duration,
    /// The longest that a host may ask us to wait.
    pub patience: Duration,
    /// Hosts that are asked at the same time.
    pub hosts: usize,
    /// Addresses that are asked in one run.
    pub most: usize,
    /// Whether addresses of this machine and its network may be asked.
    pub own_network: bool,
}

impl Default for Manners {
    fn default() -> Manners {
        Manners {
            pause: Duration::from_secs(1),
            timeout: Duration::from_secs(20),
            patience: Duration::from_secs(30),
            hosts: 8,
            most: 2000,
            own_network: false,
        }
    }
}

/// What came of asking.
pub struct Asked {
    /// By address.
    pub answers: BTreeMap<String, Answer>,
    /// For how many addresses nothing was heard from any server.
    pub unreached: usize,
}

/// Asks nobody.
#[cfg(not(feature = "external"))]
pub fn ask<'a>(_: impl IntoIterator<Item = &'a str>, _: Manners) -> super::Outcome<Asked> {
    Err(super::Failure::new(crate::diag::without("external")))
}
