//! Quizzes: grading an answer, and the form a reader answers on.
//!
//! [`grade`] is the reference; `themes/default/assets/js/grade.js` does the same
//! in the reader's browser, and `tests/vectors/grade.json` keeps the two alike.

mod grade;

pub use grade::{Grade, Mark, Response, fold, grade, readings};
