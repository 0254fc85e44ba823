//! Makes one page.

use super::plan::{Page, PagePlan, Sheet};
use super::shared::Shared;
use super::template;
use super::theme::Theme;
use super::view::{self, Maker};
use crate::entry::EntryData;
use crate::site::{Ix, Site};
use serde::Serialize;
use tera::value::Key;
use tera::{Context, TeraResult, Value};

/// Makes one page. The error, which only a book's own template can cause, says where in
/// the template.
pub fn page(site: &Site, theme: &Theme, shared: &Shared, plan: &PagePlan) -> Result<String, String> {
    String::from_utf8(bytes(site, theme, shared, plan)?).map_err(|error| error.to_string())
}

/// The same as bytes, for those who only pass them on: nobody looks at each again.
pub fn bytes(site: &Site, theme: &Theme, shared: &Shared, plan: &PagePlan) -> Result<Vec<u8>, String> {
    let maker = Maker { site, theme, shared, route: &plan.route };
    match &plan.page {
        Page::Home => render(&maker, "home.html", view::home::view(&maker)),
        Page::ContentsHome => render(&maker, "contents.html", view::handbook::contents(&maker)),
        Page::Index(kind) => render(&maker, view::index::template(*kind), view::index::view(&maker, *kind)),
        Page::Entry(ix) => entry(&maker, *ix),
        Page::Sheet(ix, sheet) => self::sheet(&maker, *ix, *sheet),
        Page::Room => render(&maker, "room.html", view::present::room(&maker)),
        Page::All => render(&maker, "all.html", view::all::view(&maker)),
        Page::Facts(file) => render(&maker, "facts.html", view::facts::view(&maker, file.as_deref())),
        Page::Coverage => render(&maker, "coverage.html", view::coverage::view(&maker)),
        Page::Learning => render(&maker, "learning.html", view::learning::view(&maker)),
        Page::Placement => render(&maker, "placement.html", view::placement::view(&maker)),
        Page::News => render(&maker, "news.html", view::news::view(&maker)),
        Page::Symptoms => render(&maker, "symptoms.html", view::symptoms::view(&maker)),
        Page::Map => render(&maker, "map.html", view::map::view(&maker)),
        Page::Search => render(&maker, "search.html", view::plain::search(&maker)),
        Page::NotFound => render(&maker, "404.html", view::plain::not_found(&maker)),
        Page::Redirect { to } => render(&maker, "redirect.html", view::plain::redirect(&maker, to)),
    }
}

/// Draws one of the pictures for links on other sites.
pub fn picture(site: &Site, theme: &Theme, shared: &Shared, at: usize) -> Result<Vec<u8>, String> {
    super::picture::draw(&Maker { site, theme, shared, route: "" }, shared.social.face(at))
}

fn sheet(maker: &Maker<'_>, ix: Ix, sheet: Sheet) -> Result<Vec<u8>, String> {
    let template = format!("{}.html", sheet.word());
    match sheet {
        Sheet::Present => render(maker, &template, view::present::view(maker, ix)),
        Sheet::Pack => render(maker, &template, view::pack::view(maker, ix)),
        Sheet::Results => render(maker, &template, view::results::view(maker, ix)),
        Sheet::Guide | Sheet::Workbook | Sheet::Run => render(maker, &template, view::sheet::view(maker, ix, sheet)),
    }
}

fn entry(maker: &Maker<'_>, ix: Ix) -> Result<Vec<u8>, String> {
    match &maker.site.entry(ix).data {
        EntryData::Term(term) => render(maker, "term.html", view::term::view(maker, ix, term)),
        EntryData::FalseFriend(friend) => {
            render(maker, "false-friend.html", view::false_friend::view(maker, ix, friend))
        }
        EntryData::Module(module) => render(maker, "module.html", view::module::view(maker, ix, module)),
        EntryData::Workshop(workshop) => render(maker, "workshop.html", view::workshop::view(maker, ix, workshop)),
        EntryData::LearningPath(path) => render(maker, "path.html", view::learning_path::view(maker, ix, path)),
        EntryData::Role(role) => render(maker, "role.html", view::role::view(maker, ix, role)),
        EntryData::Quiz(quiz) => render(maker, "quiz.html", view::quiz::view(maker, ix, quiz)),
        EntryData::Worksheet(sheet) => render(maker, "worksheet.html", view::worksheet::view(maker, ix, sheet)),
        EntryData::Friction(friction) => render(maker, "friction.html", view::friction::view(maker, ix, friction)),
        EntryData::Page(_) => render(maker, "page.html", view::handbook::chapter(maker, ix)),
    }
}

fn render(maker: &Maker<'_>, template: &str, view: impl Serialize) -> Result<Vec<u8>, String> {
    if let Some(broken) = &maker.theme.faces.broken {
        return Err(broken.clone());
    }
    let values = Value::try_from_serializable(&view);
    // A list of everything weighs as much again in its values.
    drop(view);
    values.and_then(|values| write(maker, template, values)).map_err(|error| error.to_string())
}

/// Compiled once, not for each view.
fn write(maker: &Maker<'_>, name: &str, values: Value) -> TeraResult<Vec<u8>> {
    let mut context = Context::new();
    for (key, value) in values.into_map().into_iter().flatten() {
        match key {
            Key::Str(key) => context.insert_value(key, value),
            other => context.insert_value(other.to_string(), value),
        }
    }
    maker.shared.around.fill(maker.theme, &maker.shared.nav, &mut context)?;
    template::page(&maker.theme.tera, name, &context)
}
