//! Laws about pages.

use super::{Order, Page, PagePlan, Shared, Theme, key, page, plan, shared};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::entry::{self, Place};
use crate::site::{self, Inputs, Memory, Site};
use crate::source::{Date, Digest, SourceFile};
use crate::summary;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

const BOOK: &str = "[book]\ntitle = \"Book\"\nsrc = \"content\"\n[output.crosstrain]\nhero = [\"live\"]\n\
    edit = \"https://edit.example/{path}\"\n[output.crosstrain.teams.red]\nlabel = \"Red\"\n\
    [output.crosstrain.teams.blue]\nlabel = \"Blue\"\n[output.crosstrain.categories]\nweb = \"Web\"\n";

/// A book in memory: files by path below `content`.
type Files = BTreeMap<String, String>;

/// A small book with something of every kind, all of it tied together.
fn book() -> Files {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    [
        file("glossary/cache.md", "---\ntitle: Cache\ndefinition: \"A kept copy.\"\naliases: [kept copy]\ncategory: web\naudience: red\nrelated: [server]\nfacts: [F1]\n---\n\n## In one picture\n\nTrays.\n\n## Why Red cares\n\n### Speed\n\nThe server is far.\n\n## Why Blue cares\n\nLoad.\n\n## What both sides agree on\n\nSay how late.\n\n## Phrasebook\n\n| Who | Says | Hears | Instead |\n|---|---|---|---|\n| Red | \"Clear it\" | All | \"These\" |\n\n## Questions to ask each other\n\n### Red asks Blue\n\n- Who?\n"),
        file("glossary/server.md", "---\ntitle: Server\ndefinition: \"A program that answers.\"\n---\n\n## How it works\n\nIt answers. See [the cache](cache.md#picture) and [[live]].\n"),
        file("glossary/page.md", "---\ntitle: Page\ndefinition: \"What a visitor sees.\"\nbroader: [server]\n---\n\nText about a server and a kept copy.\n"),
        file("false-friends/live.md", "---\ntitle: Live\nword: live\nsummary: \"Two meanings.\"\nmeanings:\n  red: \"Seen by people.\"\n  blue: \"Runs.\"\nsay_instead:\n  red: \"visible\"\n  blue: \"running\"\nterms: [server]\n---\n\n## Story\n\nOnce.\n"),
        file("modules/copies.md", "---\ntitle: Copies\nsummary: \"Play.\"\nminutes: 30\nobjectives:\n  - {id: find, level: apply, text: Find copies}\nteaches: [cache]\nuses: [plan]\nquiz: copies\nmaterials: [cards]\n---\n\n## Run of show\n\n### Game\n\n```activity\nminutes: 30\nlead: red\nobjective: find\n```\n\nPlay with a cache.\n\n> [!SAY] Go.\n"),
        file("workshops/day.md", "---\ntitle: Day\nsummary: \"A day.\"\nstart: 2027-01-14 09:00\nmodules: [copies]\nbreaks:\n  - {after: copies, minutes: 10}\npeople: {min: 4, max: 8}\nfollow_up:\n  - {do: Write, owner: all, days: 2}\n---\n\nAbout the cache.\n\n### Hello\n\n```activity\nminutes: 10\nlead: blue\n```\n\nSay it.\n\n> [!DO] Smile.\n"),
        file("roles/writer.md", "---\ntitle: Writer\nsummary: \"Writes.\"\nteam: red\nvocabulary:\n  cache: {level: explain, because: \"it hides your change\"}\n---\n\n## A day\n\nText.\n"),
        file("paths/first.md", "---\ntitle: First\nsummary: \"Go.\"\nfor: red\nsteps: [cache, copies, plan]\n---\n\nIntro.\n\n## How\n\nSlowly.\n"),
        file("quizzes/copies.md", "---\ntitle: Copies quiz\nmodule: copies\n---\n\n## Which copy? {#which}\n\n```question\nobjective: find\nterms: [cache]\n```\n\nLook at [[server]].\n\n- [x] Mine\n  > Yes.\n- [ ] Yours\n  > No.\n\n> Because.\n"),
        file("worksheets/plan.md", "---\ntitle: Plan\nsummary: \"Fill in.\"\nminutes: 20\n---\n\n## Group\n\n### Title {#title}\n\n```field\ntype: text\nexample: \"A\"\n```\n\nHelp.\n"),
        file("frictions/late.md", "---\ntitle: Late\nsummary: \"Late again.\"\nsymptom: \"Shouting.\"\nsides: {red: \"A\", blue: \"B\"}\nagreement: \"Soon.\"\nterms: [cache]\nworksheets: [plan]\n---\n\n## Story\n\nText.\n"),
        file("facts/web.toml", "[[fact]]\nid = \"F1\"\nclaim = \"It is so.\"\nsource = \"RFC\"\nchecked = 2026-01-01\nreview_by = 2026-12-01\n"),
        file("handbook/SUMMARY.md", "# Summary\n\n- [Start](start.md)\n  - [Deep](deep.md)\n"),
        file("handbook/start.md", "# Start\n\nAbout the cache. [Deep](deep.md)\n"),
        file("handbook/deep.md", "# Deep\n\n## Section\n\nText.\n"),
    ]
    .into_iter()
    .collect()
}

struct Built {
    site: Site,
    theme: &'static Theme,
    shared: Shared,
    plan: Vec<PagePlan>,
    diagnostics: Diagnostics,
}

/// Loading a theme takes longer than everything else here, so it is done once.
static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let config = Config::parse(&SourceFile::new("book.toml".into(), BOOK.to_owned()), &mut Diagnostics::new());
    let (theme, found) = Theme::load(&BTreeMap::new(), &config);
    assert!(found.is_empty(), "{found:?}");
    theme
});

fn build(files: &Files, today: &str) -> Built {
    let config = Config::parse(&SourceFile::new("book.toml".into(), BOOK.to_owned()), &mut Diagnostics::new());
    build_with(files, today, config)
}

fn build_with(files: &Files, today: &str, config: Config) -> Built {
    let mut diagnostics = Diagnostics::new();
    let config = Arc::new(config);
    let (mut entries, mut facts, mut runs, mut contents) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (below, text) in files {
        let file = Arc::new(SourceFile::new(format!("content/{below}").as_str().into(), text.clone()));
        if below.ends_with("SUMMARY.md") {
            contents = summary::parse(&file, &mut diagnostics);
            for item in &mut contents {
                if let summary::Item::Chapter(summary::Chapter { path: Some(path), .. }) = item {
                    *path = format!("handbook/{path}");
                }
            }
            continue;
        }
        match entry::place(below, true, false) {
            Place::Entry(id) => entries.push(Arc::new(entry::lower(id, &file, &config, &mut diagnostics))),
            Place::Facts => facts.extend(entry::fact::lower(&file, &mut diagnostics)),
            Place::Run => runs.push(entry::run::lower(&file, &mut diagnostics)),
            Place::Unknown => {}
        }
    }
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    let today = Date::parse(today).expect("a day");
    let assets = BTreeMap::from([("pictures/a.png".to_owned(), Digest(1))]);
    let inputs = Inputs {
        config,
        entries,
        drafts: Vec::new(),
        facts,
        runs,
        contents,
        assets,
        today,
        memory: &Memory::default(),
    };
    let site = site::resolve(inputs, &mut diagnostics);
    let shared = shared(&site, &THEME, Arc::new(Order::new(&site)));
    let plan = plan(&site, &mut diagnostics);
    Built { site, theme: &THEME, shared, plan, diagnostics }
}

impl Built {
    fn page(&self, route: &str) -> String {
        let plan = self.plan.iter().find(|plan| plan.route == route).expect("a page of this address");
        page(&self.site, self.theme, &self.shared, plan).expect("a page")
    }

    fn keys(&self) -> BTreeMap<String, Digest> {
        let key = |plan: &PagePlan| (plan.route.clone(), key(&self.site, self.theme, &self.shared, plan));
        self.plan.iter().map(key).collect()
    }
}

#[test]
fn every_page_can_be_made_and_links_only_to_pages_that_exist() {
    let built = build(&book(), "2026-06-01");
    assert!(built.diagnostics.is_empty(), "{:#?}", built.diagnostics);
    let routes: Vec<&str> = built.plan.iter().map(|plan| plan.route.as_str()).collect();
    assert!(routes.is_sorted());
    let (_, web) = super::web(&built.site, built.theme, &built.shared, &built.plan, Vec::new, Digest(0));
    let files: Vec<String> =
        built.theme.assets().map(|(path, _)| path).chain(web.into_iter().map(|(path, _)| path)).collect();
    for plan in built.plan.iter().filter(|plan| !matches!(plan.page, Page::Redirect { .. })) {
        let html = built.page(&plan.route);
        for (at, _) in html.match_indices("href=\"").chain(html.match_indices("src=\"")) {
            let address = html[at..].split('"').nth(1).expect("a quoted address");
            let path = address.split(['#', '?']).next().unwrap_or("");
            if path.is_empty() || path.contains("://") {
                continue;
            }
            let target = crate::source::SourcePath::new(plan.route.as_str()).join(path).expect("inside the site");
            let known = routes.contains(&target.as_str()) || files.iter().any(|file| file == target.as_str());
            assert!(known, "{} links to {address}", plan.route);
        }
        assert!(!html.contains(" style=") && !html.contains(" onclick="), "{}", plan.route);
    }
}

#[test]
fn nothing_on_a_page_names_the_shipped_teams() {
    let built = build(&book(), "2026-06-01");
    for plan in &built.plan {
        let html = built.page(&plan.route);
        assert!(!html.contains("Marketing") && !html.contains(">IT<"), "{}", plan.route);
    }
}

#[test]
fn an_edit_reaches_only_pages_that_show_it() {
    let mut files = book();
    let before = build(&files, "2026-06-01").keys();
    let text = files.get_mut("glossary/page.md").expect("a term");
    text.push_str("\nMore words.\n");
    let after = build(&files, "2026-06-01").keys();
    let changed: Vec<&String> = after.keys().filter(|route| after[*route] != before[*route]).collect();
    assert_eq!(changed, ["glossary/page.html"]);
}

/// The next number of a plain linear congruential sequence.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

/// Pairs of texts of which one replaces the other, wherever it stands.
const SWAPS: [(&str, &str); 24] = [
    ("title: Cache", "title: Store"),
    ("A kept copy.", "Something 'kept'."),
    ("aliases: [kept copy]", "aliases: [copy, visitor]"),
    ("audience: red", "audience: blue"),
    ("category: web\n", ""),
    ("related: [server]", "related: [page, server]"),
    ("cache.md#picture", "cache.md#agree"),
    ("## In one picture", "## How it works"),
    ("Say how late.", "Say who."),
    ("claim = \"It is so.\"", "claim = \"It is not.\""),
    ("minutes: 30", "minutes: 45"),
    ("Find copies", "Lose copies"),
    ("level: explain", "level: decide"),
    ("steps: [cache, copies, plan]", "steps: [plan, server]"),
    ("- [x] Mine\n  > Yes.\n- [ ] Yours", "- [ ] Mine\n  > Yes.\n- [x] Yours"),
    ("terms: [cache]", "terms: [server]"),
    ("[[server]]", "[[page]]"),
    ("blue: \"Runs.\"", "blue: \"Works.\""),
    ("word: live", "word: server"),
    ("quiz: copies\n", ""),
    ("[Deep](deep.md)", "[Deeper](deep.md)"),
    ("Text.", "![a](../pictures/a.png) and a page."),
    ("summary: \"Go.\"", "summary: \"Stay.\"\nwas: [zero]"),
    ("title: Plan\n", "title: Plan\naliases: [server]\n"),
];

/// One change that an author might make. Files are missing for a moment only,
/// or the pages would have nothing to depend on.
fn edit(files: &mut Files, original: &Files, seed: &mut u64) {
    let missing = original.keys().find(|name| !files.contains_key(*name));
    if let Some(name) = missing {
        files.insert(name.clone(), original[name].clone());
        return;
    }
    if next(seed).is_multiple_of(8) {
        let name = original.keys().nth(next(seed) % original.len()).expect("a file");
        files.remove(name);
        return;
    }
    loop {
        let (from, to) = SWAPS[next(seed) % SWAPS.len()];
        let (from, to) = if next(seed).is_multiple_of(2) { (from, to) } else { (to, from) };
        if let Some(text) = files.values_mut().find(|text| !from.is_empty() && text.contains(from)) {
            *text = text.replacen(from, to, 1);
            return;
        }
    }
}

/// The law that warm builds stand on.
#[test]
fn equal_keys_mean_equal_bytes() {
    let original = book();
    let mut files = original.clone();
    let mut known: HashMap<(String, Digest), String> = HashMap::new();
    let mut seed = 7;
    let mut met = 0;
    for _ in 0..400 {
        edit(&mut files, &original, &mut seed);
        let today = ["2026-06-01", "2026-12-02"][next(&mut seed) % 2];
        let built = build(&files, today);
        for plan in &built.plan {
            let key = key(&built.site, built.theme, &built.shared, plan);
            let html = page(&built.site, built.theme, &built.shared, plan).expect("a page");
            match known.get(&(plan.route.clone(), key)) {
                Some(before) => {
                    met += 1;
                    assert!(
                        *before == html,
                        "{} changed and its key did not:\n{}",
                        plan.route,
                        difference(before, &html)
                    );
                }
                None => drop(known.insert((plan.route.clone(), key), html)),
            }
        }
    }
    assert!(met > 500, "keys hardly ever met ({met}): they depend on too much");
}

fn difference(a: &str, b: &str) -> String {
    let lines = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    lines.map_or("in length".to_owned(), |(a, b)| format!("- {a}\n+ {b}"))
}

#[test]
fn a_broken_template_is_reported_and_replaced() {
    let config = build(&book(), "2026-06-01").site.config.clone();
    let overlay = BTreeMap::from([
        ("templates/term.html".to_owned(), Arc::new(b"{% extends \"base.html\" %}{% block".to_vec())),
        (
            "templates/404.html".to_owned(),
            Arc::new(b"{% extends \"base.html\" %}{% block main %}Gone{% endblock %}".to_vec()),
        ),
    ]);
    let (theme, diagnostics) = Theme::load(&overlay, &config);
    let found: Vec<String> = diagnostics.iter().map(|found| found.place.path.to_string()).collect();
    assert_eq!(found, ["themes/theme/templates/term.html"]);
    let built = Built { theme: Box::leak(Box::new(theme)), ..build(&book(), "2026-06-01") };
    assert!(built.page("404.html").contains("Gone"));
    assert!(built.page("glossary/cache.html").contains("A kept copy."));
}

#[test]
fn a_book_decides_how_teams_are_shown() {
    let config = build(&book(), "2026-06-01").site.config.clone();
    let own = |label: &str| {
        let default = include_str!("../../themes/default/templates/components.html");
        let text = default.replace("{{ who.label }}</span>", &format!("{{{{ {label} }}}}!</span>"));
        BTreeMap::from([("templates/components.html".to_owned(), Arc::new(text.into_bytes()))])
    };
    let built = |label: &str| {
        let (theme, _) = Theme::load(&own(label), &config);
        Built { theme: Box::leak(Box::new(theme)), ..build(&book(), "2026-06-01") }
    };
    assert!(built("who.label").page("glossary/cache.html").contains("!</span>"));
    let broken = built("who.nobody");
    let plan = broken.plan.iter().find(|page| page.route == "glossary/cache.html").expect("a page");
    let error = page(&broken.site, broken.theme, &broken.shared, plan).expect_err("no such field");
    assert!(error.contains("components.html:1:"), "{error}");
}

#[test]
fn a_component_in_its_place_writes_what_its_call_does() {
    let config = build(&book(), "2026-06-01").site.config.clone();
    let default = include_str!("../../themes/default/templates/components.html");
    let own = |text: &str| {
        let overlay = BTreeMap::from([("templates/components.html".to_owned(), Arc::new(text.as_bytes().to_vec()))]);
        Built { theme: Box::leak(Box::new(Theme::load(&overlay, &config).0)), ..build(&book(), "2026-06-01") }
    };
    // Those that a book makes its own are called.
    let (called, in_place) = (own(default), build(&book(), "2026-06-01"));
    for route in ["glossary/cache.html", "glossary/index.html", "worksheets/index.html"] {
        assert_eq!(called.page(route), in_place.page(route));
    }
    let changed = own(&default.replace("<dl class=\"facts\">", "<dl class=\"ours\">"));
    assert!(changed.page("glossary/cache.html").contains("<dl class=\"ours\">"));
}

#[test]
fn two_pages_for_one_address_are_reported() {
    let mut files = book();
    files.insert("glossary/old.md".into(), "---\ntitle: Old\ndefinition: \"x\"\nwas: [server, older]\n---\n".into());
    let built = build(&files, "2026-06-01");
    let found: Vec<&str> = built.diagnostics.iter().map(|found| found.lint.name).collect();
    assert_eq!(found, ["slug-duplicate"]);
    assert!(built.page("glossary/older.html").contains("url=old.html"));
}

#[test]
fn links_inside_borrowed_questions_count() {
    let mut files = book();
    let before = build(&files, "2026-06-01");
    let plan = files.get_mut("worksheets/plan.md").expect("a worksheet");
    *plan = plan.replace("title: Plan\n", "title: Plan\naliases: [server]\n");
    let after = build(&files, "2026-06-01");
    let route = "glossary/cache.html";
    assert_ne!(before.page(route), after.page(route));
    assert_ne!(before.keys()[route], after.keys()[route]);
}

#[test]
fn the_words_of_quizzes_are_those_their_script_knows() {
    for (key, words) in crate::quiz::STRINGS {
        assert_eq!(THEME.strings.get(key), *words, "{key}");
    }
}

/// A word that no script says would travel for nothing, and one that is missing would
/// show as its name.
#[test]
fn scripts_say_the_words_they_are_given() {
    let search = include_str!("../../themes/default/assets/js/search-ui.js");
    let page = ["site.js", "card.js", "share.js", "review.js"].map(|name| THEME.script(name)).join("\n");
    for (group, script, call) in [("search", search, " t('"), ("page", page.as_str(), "say('")] {
        let words = THEME.strings.below(group);
        assert!(words.len() > 4);
        for (key, _) in words {
            let (key, dot) = key.split_once('.').map_or((key, "'"), |(key, _)| (key, "."));
            assert!(script.contains(&format!("'{key}{dot}")), "{group}.{key} is never said");
        }
        for (at, _) in script.match_indices(call) {
            let key = script[at + call.len()..].split('\'').next().expect("a name");
            let name = format!("{group}.{}", if key.ends_with('.') { format!("{key}other") } else { key.to_owned() });
            assert_ne!(THEME.strings.get(&name), name, "no words for it");
        }
    }
}

/// A language that ships is complete: every word of the English file, with the same places
/// to fill in, in every plural form that its numbers need.
#[test]
fn german_is_complete() {
    let read = |name: &str| {
        let mut strings = super::strings::Strings::of(name);
        let mut diagnostics = Diagnostics::new();
        strings.read(&"x.toml".into(), THEME.locale(name), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        strings
    };
    let (english, german) = (read("en"), read("de"));
    let places = |words: &str| {
        let mut places: Vec<String> =
            words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        places.sort();
        places
    };
    let (ours, theirs) = (english.all(), german.all());
    let lacking: Vec<_> = ours.keys().filter(|name| !theirs.contains_key(*name)).collect();
    let unknown: Vec<_> = theirs.keys().filter(|name| !ours.contains_key(*name)).collect();
    assert!(lacking.is_empty() && unknown.is_empty(), "lacking {lacking:?}, unknown {unknown:?}");
    for (name, words) in &ours {
        // `one` may do without its number: `or read the only word there is`.
        if !name.ends_with(".one") {
            assert_eq!(places(words), places(theirs[name]), "{name}");
        }
    }
    let same = ours.iter().filter(|(name, words)| theirs[*name] == **words).count();
    assert!(same * 10 < ours.len(), "{same} words are still English");
}

/// What a PNG says of itself: width and height.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some((number(16)?, number(20)?))
}

#[test]
fn links_to_a_published_site_bring_a_picture_of_whose_word_it_is() {
    let published = |title: &str| {
        let text = BOOK
            .replace("title = \"Book\"", &format!("title = \"{title}\""))
            .replace("hero =", "url = \"https://book.example/at\"\nhero =");
        let config = Config::parse(&SourceFile::new("book.toml".into(), text), &mut Diagnostics::new());
        let (theme, found) = Theme::load(&BTreeMap::new(), &config);
        assert!(found.is_empty(), "{found:?}");
        let built = build_with(&book(), "2026-11-22", config);
        let shared = shared(&built.site, &theme, Arc::new(Order::new(&built.site)));
        (built, theme, shared)
    };
    let (built, theme, shared) = published("Book");
    let pictures: Vec<(String, Digest)> = shared.pictures().map(|(path, key)| (path.to_owned(), key)).collect();
    // One for the site, and one for each kind and team that has pages.
    assert!(pictures.len() > 10 && pictures.len() < 30, "{pictures:?}");
    let image = |route: &str| {
        let plan = built.plan.iter().find(|plan| plan.route == route).expect("a page");
        let html = page(&built.site, &theme, &shared, plan).expect("a page");
        let (_, rest) = html.split_once("og:image\" content=\"").expect("a picture");
        rest.split_once('"').expect("an end").0.to_owned()
    };
    assert!(image("index.html").starts_with("https://book.example/at/cards/site."));
    assert!(image("glossary/cache.html").contains("/cards/term-0-red."));
    assert_eq!(image("glossary/server.html"), image("glossary/page.html"), "pages share their picture");
    let drawn: Vec<Vec<u8>> =
        (0..pictures.len()).map(|at| super::picture(&built.site, &theme, &shared, at).expect("a picture")).collect();
    assert!(drawn.iter().all(|png| png_size(png) == Some((1200, 630))));
    assert_eq!(drawn[0], super::picture(&built.site, &theme, &shared, 0).expect("a picture"), "drawn alike each time");
    // Letters that the font lacks are left out, not drawn as boxes: one such title is like another.
    let (one, one_theme, one_shared) = published("語彙");
    let (two, two_theme, two_shared) = published("辞書");
    let first = super::picture(&one.site, &one_theme, &one_shared, 0).expect("a picture");
    assert_eq!(first, super::picture(&two.site, &two_theme, &two_shared, 0).expect("a picture"));
    assert_ne!(first, drawn[0]);
    // A theme's own drawing has no fonts either, and says so instead of losing its words.
    let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg"><text>Book</text></svg>"#.to_vec();
    let own = BTreeMap::from([("templates/card.xml".to_owned(), Arc::new(drawing))]);
    let (theirs, _) = Theme::load(&own, &built.site.config);
    let refused = super::picture(&built.site, &theirs, &shared, 0).expect_err("no drawing");
    assert!(refused.contains("`<text>`"), "{refused}");
    // Nobody could find the pictures of a site without an address.
    let plain = build(&book(), "2026-11-22");
    assert_eq!(plain.shared.pictures().count(), 0);
}

#[test]
fn a_mistake_is_reported_with_its_place() {
    let report = |address: &str, part: &str| {
        let text = BOOK.replace("hero =", &format!("report = \"{address}\"\nhero ="));
        let config = Config::parse(&SourceFile::new("book.toml".into(), text), &mut Diagnostics::new());
        let built = build_with(&book(), "2026-11-22", config);
        let maker = super::view::Maker {
            site: &built.site,
            theme: built.theme,
            shared: &built.shared,
            route: "quizzes/copies.html",
        };
        maker.report(part)
    };
    assert_eq!(report("a@b.example", "which"), "mailto:a@b.example?subject=quizzes/copies.html%23which");
    assert_eq!(report("mailto:a@b.example", "which"), "mailto:a@b.example?subject=quizzes/copies.html%23which");
    assert_eq!(
        report("https://b.example/new?title={page}", "q"),
        "https://b.example/new?title=quizzes/copies.html%23q"
    );
    assert_eq!(report("https://b.example/form", "q"), "https://b.example/form");
}
