//! Does a build with a memory equal a build without, byte for byte? And does a
//! page's key tell whether its bytes change?

use crate::support::{build, lines, output, snapshot};
use crosstrain::pipeline::{Build, Pipeline};
use crosstrain::source::{Input, Snapshot, SourcePath};
use std::collections::BTreeMap;

/// A small generator of numbers; the same on every machine (Knuth's MMIX constants).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// 200 random edits of a book with every kind: after each, the warm build has
/// the bytes and the problems of a cold one, and a page whose key did not
/// change has its old bytes.
#[test]
fn warm_equals_cold_after_each_of_200_edits() {
    let mut dice = Dice(7);
    let mut current = book();
    let mut pipeline = Pipeline::new();
    let mut last: Option<BTreeMap<String, (crosstrain::source::Digest, Vec<u8>)>> = None;
    let (mut rendered, mut glances) = (0, 0);
    let mut before: Option<(Snapshot, Build)> = None;
    for step in 0..200 {
        let what = edit(&mut current, &mut dice, step);
        let glance = before.take().and_then(|(old, build)| glance(&mut pipeline, &build, &old, &current));
        let warm = pipeline.build(&current);
        if let Some((route, key, html)) = glance {
            glances += 1;
            let page = warm.page_at(&route).unwrap();
            assert_eq!(html, warm.page(page).unwrap(), "a glance at {route} after edit {step}: {what}");
            assert_eq!(key, warm.page_key(page), "the key of {route} after edit {step}: {what}");
        }
        let cold = build(&current);
        assert_eq!(
            lines(&warm.diagnostics, &current),
            lines(&cold.diagnostics, &current),
            "problems after edit {step}: {what}"
        );
        let (warm_pages, cold_pages) = (keyed(&warm), keyed(&cold));
        for (route, (_, bytes)) in &cold_pages {
            let found = warm_pages.get(route).map(|(_, bytes)| String::from_utf8_lossy(bytes));
            assert_eq!(found, Some(String::from_utf8_lossy(bytes)), "{route} after edit {step}: {what}");
        }
        assert_eq!(warm_pages.len(), cold_pages.len(), "files after edit {step}: {what}");
        if let Some(last) = &last {
            for (route, (key, bytes)) in &warm_pages {
                match last.get(route) {
                    Some((old_key, old)) if old_key == key => {
                        assert_eq!(
                            String::from_utf8_lossy(old),
                            String::from_utf8_lossy(bytes),
                            "{route} has the key it had, but other bytes, after edit {step}: {what}"
                        );
                    }
                    _ => rendered += 1,
                }
            }
        }
        last = Some(warm_pages);
        before = Some((current.clone(), warm));
    }
    assert!(glances > 5, "an edited page was shown ahead of the others {glances} times");
    // If every page were written again on each edit, the keys would be worth nothing.
    let all = last.unwrap().len() * 200;
    assert!(rendered * 2 < all, "{rendered} of {all} files were written again");
}

/// What authors see first of an edit of a text is what they see of it in the end.
#[test]
fn a_glance_shows_what_the_build_shows() {
    let (mut current, mut pipeline, mut dice) = (book(), Pipeline::new(), Dice(3));
    let mut last = pipeline.build(&current);
    let mut glances = 0;
    for step in 0..80 {
        let old = current.clone();
        let texts: Vec<_> = old.inputs.keys().filter(|path| path.extension() == "md").cloned().collect();
        let path = &texts[dice.roll(texts.len())];
        let Some(Input::Text(file)) = old.inputs.get(path) else { continue };
        let more = match dice.roll(4) {
            0 => format!("Sentence {step} about term {}.", dice.roll(12)),
            1 => format!("See [[t{}]].", dice.roll(12)),
            2 => format!("| a | b |\n|---|---|\n| {step} | *c* |"),
            _ => format!("Only `text {step}`."),
        };
        current.insert(path.clone(), format!("{}\n{more}\n", file.text));
        let look = glance(&mut pipeline, &last, &old, &current);
        last = pipeline.build(&current);
        if let Some((route, key, html)) = look {
            glances += 1;
            let page = last.page_at(&route).unwrap();
            assert_eq!((html, key), (last.page(page).unwrap(), last.page_key(page)), "{route}: {more}");
        }
    }
    assert!(glances > 40, "{glances} of 80 edits were shown ahead of the rest");
}

/// What a first look at the only edited page shows: its address, key and text.
fn glance(
    pipeline: &mut Pipeline,
    last: &Build,
    old: &Snapshot,
    new: &Snapshot,
) -> Option<(String, crosstrain::source::Digest, String)> {
    let digest = |snapshot: &Snapshot, path| snapshot.inputs.get(path).map(Input::digest);
    let mut changed = new.inputs.keys().chain(old.inputs.keys()).filter(|path| digest(old, path) != digest(new, path));
    let path = changed.next().filter(|path| changed.all(|other| other == *path))?;
    let look = pipeline.glance(last, new, path)?;
    let route = look.site.route(look.site.at_path(path)?).to_owned();
    let page = look.page_at(&route)?;
    Some((route, look.page_key(page), look.page(page).unwrap()))
}

fn keyed(build: &Build) -> BTreeMap<String, (crosstrain::source::Digest, Vec<u8>)> {
    let keys: BTreeMap<String, _> = build.bundle().into_iter().map(|(path, (key, _))| (path, key)).collect();
    let mut keyed: BTreeMap<_, _> =
        output(build).into_iter().map(|(path, bytes)| (path.clone(), (keys[&path], bytes))).collect();
    // The search index has one key for all its files, names included.
    let index: Vec<u8> = build.search().iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes].concat()).collect();
    keyed.insert("the search index".to_owned(), (build.search_key(), index));
    keyed
}

/// An edit of a term's text writes that page, not the site.
#[test]
fn one_edit_writes_few_pages() {
    let mut current = book();
    let mut pipeline = Pipeline::new();
    let before = pipeline.build(&current);
    let path = "content/glossary/t3.md";
    let text = current.text(&SourcePath::from(path)).unwrap().text.replace("What it does.", "What it really does.");
    current.insert(path, text);
    let after = pipeline.build(&current);
    assert_eq!(after.stats.parsed, 1, "one file changed");
    let changed: Vec<&str> = (0..after.plan.len())
        .filter(|page| before.page_key(before.page_at(&after.plan[*page].route).unwrap()) != after.page_key(*page))
        .map(|page| after.plan[page].route.as_str())
        .collect();
    assert_eq!(changed, ["glossary/t3.html"]);
}

/// Forms stand by their module, in the order in which they are met; a form that changes
/// its turn moves on pages that say nothing else of it, warm as cold.
#[test]
fn quizzes_stand_in_the_order_in_which_they_are_met() {
    let quiz = |title: &str, mode: &str| {
        format!(
            "---\ntitle: {title}\nmodule: m\nmode: {mode}\n---\n\n## Which of {title}?\n\n```question\nsurvey: true\n```\n\n- [ ] Yes\n- [ ] No\n"
        )
    };
    let mut current = book();
    current.insert("content/quizzes/a.md", quiz("A form", "post"));
    current.insert("content/quizzes/z.md", quiz("Z form", "pre"));
    let listed = |build: &Build| {
        let page = build.page(build.page_at("quizzes/index.html").unwrap()).unwrap();
        let mut places: Vec<_> =
            ["q.html", "a.html", "z.html"].map(|name| (page.find(&format!("\"{name}\"")), name)).into();
        places.sort();
        places.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    let mut pipeline = Pipeline::new();
    assert_eq!(listed(&pipeline.build(&current)), ["z.html", "q.html", "a.html"]);
    current.insert("content/quizzes/a.md", quiz("A form", "check"));
    let (warm, cold) = (pipeline.build(&current), build(&current));
    assert_eq!(listed(&warm), ["z.html", "a.html", "q.html"]);
    assert_eq!(keyed(&warm), keyed(&cold));
}

/// The number of threads makes no difference to any byte.
#[test]
fn one_thread_and_four_write_the_same() {
    let current = book();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| output(&build(&current)))
    };
    let (one, four) = (with(1), with(4));
    assert_eq!(one.keys().collect::<Vec<_>>(), four.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(four[path] == *bytes, "{path} differs");
    }
}

/// A book with a bit of everything, all of it connected.
pub(crate) fn book() -> Snapshot {
    let mut files: Vec<(String, String)> = Vec::new();
    for at in 0..12 {
        let (next, other) = ((at + 1) % 12, (at + 5) % 12);
        files.push((
            format!("content/glossary/t{at}.md"),
            format!(
                "---\ntitle: Term {at}\naliases: [word {at}]\ndefinition: \"A thing of sort number {at}.\"\ncategory: basics\naudience: {}\nrelated: [t{next}]\n---\n\n## Why Marketing cares\n\n### Seen\n\nIt is like term {other}.\n\n## Why IT cares\n\nSee [[t{next}]].\n\n## How it works\n\nWhat it does.\n",
                ["both", "marketing", "it"][at % 3],
            ),
        ));
    }
    let activity = |name: &str| {
        format!(
            "### {name}\n\n```activity\nminutes: 15\nlead: both\nmethod: pairs\nobjective: do-it\n```\n\nTalk about word 3.\n\n> [!SAY] Hello.\n\n"
        )
    };
    files.push(("content/modules/m.md".into(), format!("---\ntitle: Module\nminutes: 30\nobjectives:\n  - {{id: do-it, level: apply, text: \"Do it\"}}\nteaches: [t1, t2]\nuses: [w]\nquiz: q\n---\n\n## Run of show\n\n{}{}", activity("One"), activity("Two"))));
    files.push(("content/workshops/day.md".into(), "---\ntitle: Day\nstart: 2027-03-28 00:30\ntimezone: Europe/Dublin\nformat: remote\npeople: {min: 4, max: 8}\nmodules: [m]\nfollow_up:\n  - {do: Write, owner: all, days: 2}\n---\n\nAbout term 8.\n\n## Run of show\n\n### Hello\n\n```activity\nminutes: 15\nremote: Wave\n```\n\nWord 2.\n\n> [!DO] Smile.\n".into()));
    files.push(("content/runs/day.toml".into(), "of = \"workshops/day\"\ndate = 2026-11-01\n[[activity]]\nof = \"modules/m\"\nid = \"one\"\nplanned = 15\ntook = 18\n".into()));
    files.push(("content/quizzes/q.md".into(), "---\ntitle: Quiz\nmodule: m\n---\n\n## Which? {#which}\n\n```question\nobjective: do-it\nterms: [t1, t4]\nlevel: apply\n```\n\n- [ ] No\n  > Not this.\n- [x] Yes\n  > This.\n\n> Because.\n".into()));
    files.push((
        "content/paths/p.md".into(),
        "---\ntitle: Path\nfor: marketing\nsteps: [t1, m, w]\n---\n\nGo.\n".into(),
    ));
    files.push((
        "content/roles/r.md".into(),
        "---\ntitle: Role\nteam: it\nworks_with: [s]\nvocabulary: {t1: explain, t2: aware}\n---\n\n## A day\n\nLong.\n"
            .into(),
    ));
    files.push((
        "content/roles/s.md".into(),
        "---\ntitle: Other role\nteam: marketing\nvocabulary: {t5: do}\n---\n\n## A day\n\nShort.\n".into(),
    ));
    files.push((
        "content/worksheets/w.md".into(),
        "---\ntitle: Sheet\n---\n\n### Name {#name}\n\n```field\ntype: text\nexample: Fern\n```\n\nWhose?\n".into(),
    ));
    files.push(("content/frictions/f.md".into(), "---\ntitle: Friction\nsymptom: Noise.\nsides: {marketing: Late., it: Early.}\nterms: [t6]\nworksheets: [w]\n---\n\n## How it goes\n\nBadly.\n".into()));
    files.push(("content/false-friends/lead.md".into(), "---\ntitle: Lead\nword: lead\nmeanings: {marketing: A buyer., it: A boss.}\nterms: [t7]\n---\n\n## The misunderstanding\n\nYes.\n".into()));
    files.push(("content/facts/f.toml".into(), "[[fact]]\nid = \"F1\"\nclaim = \"It is so.\"\nsource = \"A standard\"\nevidence = \"primary\"\nchecked = 2026-11-01\nreview_by = 2027-11-01\n".into()));
    files.push(("content/handbook/one.md".into(), "# One\n\nSee [two](two.md) and term 9.\n".into()));
    files.push(("content/handbook/two.md".into(), "# Two\n\n## Part\n\nText.\n".into()));
    files.push((
        "content/SUMMARY.md".into(),
        "# Summary\n\n- [One](handbook/one.md)\n  - [Two](handbook/two.md)\n".into(),
    ));
    // With the page for authors, which shows something of everything.
    let settings = crate::support::CONFIG.replacen("[output", "[output.crosstrain]\nauthors = true\n[output", 1);
    files.push(("book.toml".into(), settings));
    snapshot(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// Changes something, and says what.
fn edit(book: &mut Snapshot, dice: &mut Dice, step: usize) -> String {
    let paths: Vec<SourcePath> = book.inputs.keys().cloned().collect();
    let path = paths[dice.roll(paths.len())].clone();
    let Some(Input::Text(file)) = book.inputs.get(&path) else { return "nothing".into() };
    let text = file.text.clone();
    let replaced = |from: &str, to: &str| text.replacen(from, to, 1);
    let (what, new): (&str, Option<String>) = match dice.roll(16) {
        0 => ("adds a sentence", Some(format!("{text}\nSentence {step} about term {}.\n", dice.roll(12)))),
        1 => ("changes the title", Some(replaced("title: ", &format!("title: New{step} ")))),
        2 => ("breaks the front matter", Some(replaced("---\n", "---\nbroken: [\n"))),
        3 => ("mends the front matter", Some(replaced("broken: [\n", ""))),
        4 => ("removes the file", None),
        5 => ("changes an alias", Some(replaced("aliases: [word", &format!("aliases: [name{step}")))),
        6 => ("changes the definition", Some(replaced("sort number", &format!("kind number {step}")))),
        7 => ("links somewhere", Some(format!("{text}\nSee [[t{}]].\n", dice.roll(14)))),
        8 => ("changes the audience", Some(replaced("audience: both", "audience: it"))),
        9 => ("changes a heading", Some(replaced("## ", &format!("## {step} ")))),
        10 => ("changes a choice", Some(replaced("- [x] Yes", &format!("- [x] Yes {step}")))),
        11 => ("changes minutes", Some(replaced("minutes: 15", "minutes: 20"))),
        12 => ("makes it a draft", Some(replaced("---\n", "---\nstatus: draft\n"))),
        13 => ("changes the start", Some(replaced("00:30", "03:30"))),
        14 if path.as_str().ends_with(".toml") => ("changes what it took", Some(replaced("took = 1", "took = 2"))),
        14 => ("changes the lead", Some(replaced("lead: both", "lead: it"))),
        _ => {
            let at = dice.roll(20);
            let new = format!(
                "---\ntitle: Fresh {step}\ndefinition: \"Something fresh.\"\nrelated: [t1]\n---\n\n## How it works\n\nLike term {at}.\n"
            );
            book.insert(format!("content/glossary/n{at}.md").as_str(), new);
            return format!("adds n{at}.md");
        }
    };
    match new {
        Some(new) => book.insert(path.clone(), new),
        None => drop(book.inputs.remove(&path)),
    }
    // What was removed comes back one day.
    if book.inputs.len() < 19 {
        let fresh = self::book();
        for (path, input) in fresh.inputs {
            book.inputs.entry(path).or_insert(input);
        }
    }
    format!("{what} in {path}")
}
