//! What stands around the content of every page: styles and scripts, the header, the
//! footer. It depends on little of a page, so it is rendered once for all pages that
//! have that in common.

use super::template;
use super::theme::Theme;
use rustc_hash::FxHashMap;
use std::sync::{PoisonError, RwLock};
use tera::value::Key;
use tera::{Context, Value};

/// What was rendered already.
#[derive(Default)]
pub(super) struct Around(RwLock<FxHashMap<Common, Parts>>);

/// All that these parts may depend on: `frame.root`, `frame.section`, `frame.kind`
/// and `frame.style`.
type Common = [String; 4];

/// The parts by the names under which templates see them, and the templates they are made by.
const PARTS: [(&str, &str); 3] = [("head", "head.html"), ("top", "top.html"), ("foot", "foot.html")];

type Parts = [Value; PARTS.len()];

impl Around {
    /// Adds `nav` and the parts to what a template sees.
    pub(super) fn fill(&self, theme: &Theme, nav: &Value, page: &mut Context) -> tera::TeraResult<()> {
        let frame = page.get("frame").and_then(Value::as_map);
        let part = |name: &'static str| frame.and_then(|frame| frame.get(&Key::Str(name))).and_then(Value::as_str);
        let common = ["root", "section", "kind", "style"].map(|name| part(name).unwrap_or_default().to_owned());
        page.insert_value("nav", nav.clone());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&common).cloned();
        let parts = match known {
            Some(known) => known,
            None => {
                let rendered = render(theme, nav, &common)?;
                self.0.write().unwrap_or_else(PoisonError::into_inner).insert(common, rendered.clone());
                rendered
            }
        };
        for ((name, _), part) in PARTS.into_iter().zip(parts) {
            page.insert_value(name, part);
        }
        Ok(())
    }
}

fn render(theme: &Theme, nav: &Value, [root, section, kind, style]: &Common) -> tera::TeraResult<Parts> {
    let mut context = Context::new();
    context.insert("frame", &serde_json::json!({"root": root, "section": section, "kind": kind, "style": style}));
    context.insert_value("nav", nav.clone());
    let mut parts = PARTS.map(|_| Value::none());
    for ((_, name), part) in PARTS.into_iter().zip(&mut parts) {
        let html = template::text(&theme.tera, name, &context)?;
        *part = Value::safe_string(html.trim_end_matches('\n'));
    }
    Ok(parts)
}
