//! Enriches an mdBook book: links to terms with hover cards, questions that
//! answer back, a glossary.
//!
//! Books come and go as mdBook's JSON, which is read leniently: later versions
//! may know more than we do. What is not ours is passed on as it came.

mod chapter;
mod glossary;
mod input;

pub use input::{Input, Mistaken};

use crate::export::Rendered;
use crate::site::Site;

/// Text of the script that goes with enriched chapters, without its words.
pub const SCRIPT: &str = concat!(
    include_str!("../../themes/default/assets/js/grade.js"),
    include_str!("../../themes/default/assets/js/quiz.js"),
    include_str!("cards.js")
);
/// The style sheet that goes with enriched chapters; its colours are the theme's own.
pub const STYLE: &str = include_str!("cards.css");

/// Enriches all chapters of an input whose chapters the site was built from, and
/// adds a glossary at the end if there are terms.
pub fn enrich(input: &mut Input, site: &Site, rendered: &dyn Rendered) {
    let glossary = input.free_path("glossary");
    input.each_chapter(&mut |path, content| chapter::enriched(site, rendered, path, content, &glossary));
    if let Some(content) = glossary::content(site, rendered) {
        input.append(&rendered.word("nav.term"), &glossary, &content);
    }
}
