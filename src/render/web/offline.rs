//! What keeps a copy of the site in the browser: the service worker, the list of what
//! belongs to the copy, and the manifest that makes the site installable.

use super::Web;
use crate::render::json;
use crate::render::plan::Page;
use crate::source::{Digest, Hasher, gathered};
use serde::Serialize;
use std::collections::BTreeMap;

/// Larger books are kept page by page, as they are read.
const MOST_PAGES: usize = 3_000;

/// What the worker keeps, with the digest of each page.
#[derive(Serialize)]
struct Offline<'a> {
    pages: BTreeMap<&'a str, String>,
    files: Vec<&'a str>,
    search: String,
}

#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: String,
    description: &'a str,
    lang: &'a str,
    dir: &'a str,
    id: &'static str,
    start_url: &'static str,
    scope: &'static str,
    display: &'static str,
    background_color: &'static str,
    theme_color: &'static str,
    icons: Vec<Icon<'a>>,
}

#[derive(Serialize)]
struct Icon<'a> {
    src: &'a str,
    sizes: &'static str,
    r#type: &'static str,
}

pub(super) fn files(web: &Web<'_>, pages: &[Digest], search: Digest) -> Vec<(String, Vec<u8>)> {
    let config = &web.site.config;
    let kept = web.plan.iter().zip(pages).filter(|(plan, _)| !matches!(plan.page, Page::Redirect { .. }));
    let assets: Vec<String> = web.theme.assets().map(|(path, _)| path).filter(|path| !path.ends_with(".txt")).collect();
    let pictures = web.site.assets.keys().map(String::as_str);
    let offline = Offline {
        pages: match web.plan.len() {
            ..=MOST_PAGES => gathered(kept.map(|(plan, key)| (plan.route.as_str(), key.short()))),
            _ => BTreeMap::new(),
        },
        files: assets.iter().map(String::as_str).chain(pictures).collect(),
        search: format!("search/{}/head.js", config.language),
    };
    let list = json::text(&offline);
    let mut version = Hasher::new();
    version.part(&list).number(search.0);
    web.site.assets.values().for_each(|digest| {
        version.number(digest.0);
    });
    let worker = web.theme.file("assets/worker/sw.js").map(|text| crate::render::slim::js(&text)).unwrap_or_default();
    let shell = ["css", "site", "quiz", "search", "icon", "font"].iter().filter_map(|name| web.theme.asset(name));
    let shell: Vec<&str> = shell.chain(["index.html", "all.html", "404.html"]).collect();
    let first = format!("const VERSION='{}',SHELL={};\n", version.finish().short(), json::text(&shell));
    let icon = web.theme.asset("icon").map(|src| Icon { src, sizes: "any", r#type: "image/svg+xml" });
    let manifest = Manifest {
        name: &config.title,
        short_name: config.title.chars().take(24).collect(),
        description: &config.description,
        lang: &config.language,
        dir: web.theme.direction(),
        id: "./",
        start_url: "index.html",
        scope: "./",
        display: "minimal-ui",
        background_color: "#fcfdfe",
        theme_color: "#fcfdfe",
        icons: icon.into_iter().collect(),
    };
    vec![
        ("sw.js".to_owned(), (first + &worker).into_bytes()),
        ("offline.json".to_owned(), list.into_bytes()),
        ("site.webmanifest".to_owned(), json::text(&manifest).into_bytes()),
    ]
}
