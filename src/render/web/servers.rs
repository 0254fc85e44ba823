//! Rules for hosts that read them from files: what may be kept how long, and where old
//! addresses lead. Other servers find the same as text in the handbook.

use super::Web;
use crate::render::plan::Page;
use std::fmt::Write;

/// The folder of the site on its host, with a slash at both ends.
fn folder<'a>(web: &Web<'a>) -> &'a str {
    let url = web.site.config.url.as_deref().unwrap_or("/");
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// The folders of the other languages.
fn translations<'a>(web: &Web<'a>) -> impl Iterator<Item = String> + use<'a> {
    web.site.config.translations().map(|language| format!("{}/", language.id))
}

/// `_headers`, as Netlify and Cloudflare Pages read it. Names with a digest never change.
pub(super) fn headers(web: &Web<'_>) -> Vec<u8> {
    let root = folder(web);
    let mut text = format!(
        "{root}*\n  Cache-Control: public, max-age=0, must-revalidate\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n  Content-Security-Policy: frame-ancestors 'self'\n"
    );
    let kept = ["assets/*", "search/*/b*", "search/*/s*", "cards/*"];
    let folders = std::iter::once(String::new()).chain(translations(web));
    for path in folders.flat_map(|folder| kept.map(|path| format!("{folder}{path}"))) {
        let _ =
            write!(text, "\n{root}{path}\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n");
    }
    for path in ["terms.json", "embed.js"] {
        let _ = write!(text, "\n{root}{path}\n  Access-Control-Allow-Origin: *\n");
    }
    text.into_bytes()
}

/// `_redirects`, for the same hosts. Elsewhere the page at the old address leads on.
pub(super) fn redirects(web: &Web<'_>) -> Vec<u8> {
    let root = folder(web);
    let mut text = String::new();
    for plan in web.plan {
        if let Page::Redirect { to } = &plan.page {
            let target = crate::source::SourcePath::new(plan.route.as_str()).join(to);
            let target = target.filter(|_| !to.contains(':')).map_or(to.clone(), |path| format!("{root}{path}"));
            if !plan.route.contains(char::is_whitespace) && !target.contains(char::is_whitespace) {
                let _ = writeln!(text, "{root}{} {target} 301", plan.route);
            }
        }
    }
    text.into_bytes()
}
