//! The files that pages load: joined, slimmed and named after their content.

use super::slim;
use super::strings::Strings;
use crate::source::{Digest, gathered};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of a theme by path below its folder.
pub(super) type Files = BTreeMap<String, Arc<[u8]>>;

/// Style sheets that every page loads, in the order of their layers; those a book adds
/// come last.
const STYLES: [&str; 5] = ["tokens", "base", "layout", "parts", "print"];

/// What a sort of page loads beyond that: the name, and the files it is made of.
const SHEETS: [(&str, &[&str]); 16] = [
    ("css_home", &["rows", "home", "friends"]),
    ("css_term", &["term", "claims", "quiz"]),
    ("css_friend", &["term", "friend"]),
    ("css_quiz", &["rows", "review", "quiz", "score"]),
    ("css_list", &["rows", "list", "friends", "book"]),
    ("css_facts", &["list", "claims"]),
    ("css_map", &["map"]),
    ("css_module", &["rows", "notes", "module"]),
    ("css_present", &["notes", "groups", "present"]),
    ("css_room", &["groups", "room"]),
    ("css_form", &["rows", "module", "quiz", "score"]),
    ("css_path", &["rows", "path"]),
    ("css_sheet", &["rows", "sheet"]),
    ("css_book", &["book"]),
    ("css_search", &["search"]),
    ("css_card", &["card"]),
];

/// The style of papers that only those who run a workshop open.
const WORKSHOP: &str = "workshop";

/// The sheet of a sort of page, by the name that [`super::view`] gives it.
pub(super) fn sheet_of(kind: &str) -> &'static str {
    match kind {
        "home" => "css_home",
        "term" => "css_term",
        "false-friend" | "friction" => "css_friend",
        "quiz" | "placement" => "css_quiz",
        "module" | "workshop" | "guide" | "workbook" | "run" => "css_module",
        "present" => "css_present",
        "room" => "css_room",
        "results" => "css_form",
        "path" | "role" | "learning" => "css_path",
        "worksheet" => "css_sheet",
        "page" | "contents" => "css_book",
        "map" => "css_map",
        "facts" | "coverage" => "css_facts",
        "search" => "css_search",
        "lost" | "moved" => "",
        _ => "css_list",
    }
}

/// Scripts by the name templates use, and the files each is made of. The last one
/// knows where those are that pages load only when somebody asks for what they do.
const SCRIPTS: [(&str, &[&str]); 20] = [
    ("sheet", &["sheet.js"]),
    ("quiz", &["grade.js", "quiz.js"]),
    ("search", &["search.js", "search-ui.js"]),
    ("share", &["share.js"]),
    ("card", &["card.js"]),
    ("filter", &["filter.js"]),
    ("feedback", &["feedback.js"]),
    ("path", &["path.js"]),
    ("learning", &["fsrs.js", "progress.js", "learning.js"]),
    ("review", &["review.js"]),
    ("placement", &["placement.js"]),
    ("map", &["map.js"]),
    ("home", &["home.js"]),
    ("clock", &["clock.js"]),
    ("present", &["present-core.js", "present.js"]),
    ("tools", &["groups.js", "tools.js"]),
    ("room", &["room.js"]),
    ("form", &["grade.js", "codes.js", "form.js"]),
    ("results", &["codes.js", "results.js", "results-ui.js"]),
    ("site", &["site.js"]),
];

/// Scripts that are loaded on demand.
const ON_DEMAND: [&str; 6] = ["share", "card", "review", "feedback", "css_search", "css_card"];

/// Where pages find what they load, and the files themselves.
#[derive(Debug, Default)]
pub(super) struct Assets {
    /// By output path.
    pub(super) files: BTreeMap<String, Arc<[u8]>>,
    /// Output paths by the name templates use: `css`, `workshop_css`, `site`, `quiz`, …, `icon`, `font`.
    pub(super) names: BTreeMap<&'static str, String>,
}

/// Makes the files.
pub(super) fn assets(files: &Files, strings: &Strings) -> Assets {
    let mut assets = Assets::default();
    let mut renamed = Vec::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("assets/").filter(|name| !name.ends_with(".css") && !name.ends_with(".js"))
        else {
            continue;
        };
        let output = assets.add(name, bytes.clone());
        renamed.push((name.to_owned(), output));
    }
    let style = style(files, &renamed);
    assets.add_named("css", "site.css", style);
    for (name, parts) in SHEETS {
        let parts = parts.iter().filter_map(|part| text(files, &format!("assets/css/{part}.css")));
        assets.add_named(name, &format!("{}.css", &name[4..]), parts.map(slim::css).collect());
    }
    if let Some(style) = text(files, &format!("assets/css/{WORKSHOP}.css")) {
        assets.add_named("workshop_css", "workshop.css", slim::css(style));
    }
    for (name, parts) in SCRIPTS {
        let scripts = parts.iter().filter_map(|part| text(files, &format!("assets/js/{part}")));
        let script = scripts.map(slim::js).collect::<Vec<_>>().join(";\n");
        if !script.is_empty() {
            let script = assets.words(name, &script, strings) + &script;
            assets.add_named(name, &format!("{name}.js"), script);
        }
    }
    for (name, path) in [("icon", "icons/icon.svg"), ("font", "fonts/atkinson-next.woff2")] {
        if let Some((_, output)) = renamed.iter().find(|(known, _)| known == path) {
            assets.names.insert(name, output.clone());
        }
    }
    assets
}

impl Assets {
    /// What a script says, in the language of the book, and where it finds others: as the
    /// first line of the script, so that pages need not carry it.
    fn words(&self, name: &str, script: &str, strings: &Strings) -> String {
        let said = |group: &str| strings.json(|word| word.strip_prefix(group).is_some_and(|word| says(script, word)));
        let words = match name {
            "site" | "card" | "review" | "share" => said("page."),
            "feedback" => said("feedback."),
            "search" => said("search."),
            "quiz" => strings.json(crate::quiz::is_spoken_by_script),
            "present" | "tools" => said("present."),
            "form" => said("form."),
            "results" => said("results."),
            _ => return String::new(),
        };
        let found = |name: &&'static str| Some((*name, self.names.get(name)?.as_str()));
        let others: BTreeMap<&str, &str> = gathered(ON_DEMAND.iter().filter(|_| name == "site").filter_map(found));
        let others =
            if others.is_empty() { String::new() } else { format!(",{{assets:{}}}", super::json::text(&others)) };
        format!("globalThis.crosstrainWords=Object.assign(globalThis.crosstrainWords||{{}},{words}{others});\n")
    }

    /// Adds a file and returns its output path. Licences keep their names.
    fn add(&mut self, name: &str, bytes: Arc<[u8]>) -> String {
        let file = name.rsplit('/').next().unwrap_or(name);
        let output = match file.rsplit_once('.') {
            Some((stem, extension)) if extension != "txt" => {
                format!("assets/{stem}.{}.{extension}", Digest::of(&bytes).short())
            }
            _ => format!("assets/{file}"),
        };
        self.files.insert(output.clone(), bytes);
        output
    }

    fn add_named(&mut self, key: &'static str, name: &str, text: String) {
        let output = self.add(name, Arc::from(text.into_bytes()));
        self.names.insert(key, output);
    }
}

/// Whether a script says a word: it stands there in quotes, or what it begins with does
/// (`behind` for `behind.one`, `mistake.` for `mistake.check`).
fn says(script: &str, word: &str) -> bool {
    let stems = word.match_indices('.').flat_map(|(at, _)| [&word[..at], &word[..=at]]);
    stems.chain([word]).any(|stem| script.contains(&format!("'{stem}'")))
}

/// All style sheets as one, with the addresses of fonts and pictures replaced.
fn style(files: &Files, renamed: &[(String, String)]) -> String {
    let known = || STYLES.iter().chain(SHEETS.iter().flat_map(|(_, parts)| *parts)).chain([&WORKSHOP]);
    let own = |path: &str| known().any(|name| path == format!("assets/css/{name}.css"));
    let added = files.keys().filter(|path| path.starts_with("assets/") && path.ends_with(".css") && !own(path));
    let paths = STYLES.iter().map(|name| format!("assets/css/{name}.css")).chain(added.cloned());
    let joined: String = paths.filter_map(|path| text(files, &path)).map(slim::css).collect();
    renamed.iter().fold(joined, |style, (name, output)| {
        let output = output.strip_prefix("assets/").unwrap_or(output);
        style.replace(&format!("url(../{name})"), &format!("url({output})"))
    })
}

fn text<'a>(files: &'a Files, path: &str) -> Option<&'a str> {
    std::str::from_utf8(files.get(path)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_given_the_words_that_it_says() {
        let script = "say('open'); count('people', 2); say('mistake.' + why);";
        for said in ["open", "people.one", "people.other", "mistake.check"] {
            assert!(says(script, said), "{said}");
        }
        for other in ["opened", "mistake", "more.people", "check"] {
            assert!(!says(script, other), "{other}");
        }
    }

    #[test]
    fn files_are_named_after_their_content_and_found_by_the_style_sheet() {
        let files: Files = [
            ("assets/css/base.css", "@font-face { src: url(../fonts/f.woff2) }"),
            ("assets/css/zz.css", "b {}"),
            ("assets/fonts/f.woff2", "font"),
            ("assets/fonts/f-OFL.txt", "licence"),
        ]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), Arc::from(text.as_bytes())))
        .collect();
        let assets = assets(&files, &Strings::default());
        let font = format!("f.{}.woff2", Digest::of(b"font").short());
        let style = String::from_utf8(assets.files[&assets.names["css"]].to_vec()).expect("text");
        assert_eq!(style, format!("@font-face{{src:url({font})}}b{{}}"));
        assert!(assets.files.contains_key(&format!("assets/{font}")));
        assert!(assets.files.contains_key("assets/f-OFL.txt"));
    }
}
