//! Runs templates, all of them into bytes: Tera's interpreter is compiled once for each
//! kind of output, and each weighs a hundredth of the program.

use tera::{Context, Tera, TeraResult};

/// As many bytes as most pages have at most, so that a page seldom moves while it grows.
const MOST_PAGES: usize = 24 * 1024;

/// A page.
pub(super) fn page(tera: &Tera, template: &str, context: &Context) -> TeraResult<Vec<u8>> {
    let mut page = Vec::with_capacity(MOST_PAGES);
    tera.render_to(template, context, &mut page)?;
    Ok(page)
}

/// What stands on several pages, or in other files.
pub(super) fn text(tera: &Tera, template: &str, context: &Context) -> TeraResult<String> {
    Ok(String::from_utf8(page(tera, template, context)?)?)
}

/// A component without a body.
pub(super) fn component(tera: &Tera, component: &str, context: &Context) -> TeraResult<String> {
    let mut text = Vec::new();
    tera.render_component_to(component, context, None, true, &mut text)?;
    Ok(String::from_utf8(text)?)
}
