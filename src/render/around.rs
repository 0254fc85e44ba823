//! What stands above and below the content of every page. It depends on little
//! of a page, so it is rendered once for all pages that have that in common.

use super::theme::Theme;
use rustc_hash::FxHashMap;
use std::sync::{PoisonError, RwLock};
use tera::{Context, Value};

/// Headers and footers that were rendered already.
#[derive(Default)]
pub(super) struct Around(RwLock<FxHashMap<Common, (Value, Value)>>);

/// All that a header and a footer may depend on: `frame.root`, `frame.section`
/// and `frame.kind`.
type Common = [String; 3];

impl Around {
    /// Adds `nav`, `top` and `foot` to what a template sees.
    pub(super) fn fill(&self, theme: &Theme, nav: &Value, page: &mut Context) -> tera::TeraResult<()> {
        let frame = page.get("frame").cloned().unwrap_or_else(Value::none);
        let part = |name: &str| frame.get_from_path(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let common = ["root", "section", "kind"].map(part);
        page.insert_value("nav", nav.clone());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&common).cloned();
        let (top, foot) = match known {
            Some(known) => known,
            None => {
                let rendered = render(theme, nav, &common)?;
                self.0.write().unwrap_or_else(PoisonError::into_inner).insert(common, rendered.clone());
                rendered
            }
        };
        page.insert_value("top", top);
        page.insert_value("foot", foot);
        Ok(())
    }
}

fn render(theme: &Theme, nav: &Value, [root, section, kind]: &Common) -> tera::TeraResult<(Value, Value)> {
    let mut context = Context::new();
    context.insert("frame", &serde_json::json!({"root": root, "section": section, "kind": kind}));
    context.insert_value("nav", nav.clone());
    let part = |name: &str| -> tera::TeraResult<Value> {
        let html = theme.tera.render(name, &context)?;
        Ok(Value::safe_string(html.trim_end_matches('\n')))
    };
    Ok((part("top.html")?, part("foot.html")?))
}
