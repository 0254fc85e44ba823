//! Laws about pages.
