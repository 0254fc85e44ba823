//! Quizzes: grading an answer, and the form a reader answers on.
//!
//! [`grade()`] is the reference; `themes/default/assets/js/grade.js` does the same
//! in the reader's browser, and `tests/vectors/grade.json` keeps the two alike.

mod form;
mod grade;
mod key;
mod shuffle;
mod strings;

pub use form::{FormContext, answer, choice_order, form, keeps_order, score_panel};
pub use grade::{Grade, Mark, Response, fold, grade, readings};
pub use key::{key, kind};
pub use shuffle::{disordered, shuffled};
pub use strings::{STRINGS, english, filled, is_spoken_by_script};
