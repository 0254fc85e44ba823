//! Gives every byte an address: file, span, line and column; holds the input snapshot.
//!
//! Nothing here knows what the bytes mean. A [`Span`] is a byte range inside
//! one file; which file is said beside it ([`Place`]), so that parsed files can
//! be remembered and moved between builds without renumbering.

pub mod active;
pub mod bits;
mod date;
mod digest;
pub mod eight;
mod gathered;
mod line_index;
mod path;
mod portable;
mod snapshot;
mod span;

pub use date::Date;
pub use digest::{Digest, Hasher};
pub use eight::Eight;
pub use gathered::gathered;
pub use line_index::{LineCol, LineIndex};
pub use path::SourcePath;
pub use portable::{is_device, portable};
pub use snapshot::{Asset, IncludeProblem, Input, Snapshot, SourceFile};
pub use span::{Place, Span, Spanned};
