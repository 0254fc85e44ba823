//! An ordinary chapter.

use super::Context;
use crate::data::Field;

pub(super) const FIELDS: &[Field] = &[];

/// An ordinary chapter. Its place in the book is `SUMMARY.md`'s business.
#[derive(Debug, Clone)]
pub struct Page;

pub(super) fn lower(_: &mut Context<'_, '_>) -> Page {
    Page
}
