//! Plans routes, builds views, runs templates: a [`Site`](crate::site::Site) into pages.
//!
//! Steps: [`plan()`] lists the pages; [`shared()`] computes once what many pages
//! need; [`key()`] says what a page depends on, without making it; [`page()`] makes
//! it. All are pure functions of their arguments, so that pages can be made in
//! parallel, in any order, or only when somebody asks for one.
//!
//! What a template sees is a struct of its own in [`view`], and nothing else:
//! templates decide how things look, views decide what there is. The only door
//! to Tera.

mod around;
mod assets;
mod body;
mod curly;
mod folded;
mod inlined;
mod json;
mod key;
#[cfg(feature = "cards")]
mod letters;
mod links;
mod names;
mod nav;
mod news;
mod order;
mod page;
#[cfg(feature = "cards")]
mod picture;
#[cfg(not(feature = "cards"))]
mod picture {
    pub(super) fn draw(_: &super::view::Maker<'_>, _: super::social::Face) -> Result<Vec<u8>, String> {
        Err(crate::diag::without("cards"))
    }
}
mod placement;
mod plan;
mod plural;
mod question;
mod shared;
mod slim;
mod social;
mod strings;
mod template;
mod theme;
mod tongues;
mod view;
mod web;

#[cfg(test)]
mod tests;

pub use key::key;
pub use order::Order;
pub use page::{bytes, page, picture};
pub use plan::{Page, PagePlan, Sheet, plan};
pub use shared::{Shared, shared};
pub use theme::Theme;
pub use tongues::{Tongue, Tongues};
pub use web::web;
