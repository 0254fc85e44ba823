//! Do commands that change the author's files change what was meant, and nothing else?
//!
//! The law of renaming, on the shipped book: with a file name that occurs
//! nowhere, writing the old name for the new one restores every file but for the
//! redirect; the result has no new problem; and renaming back restores
//! everything but the redirect.

use crate::support::{TODAY, lines, root};
use crosstrain::edit::{Change, applied, link, rename};
use crosstrain::entry::Kind;
use crosstrain::host::disk::Book;
use crosstrain::mend::mend;
use crosstrain::pipeline::{Build, Pipeline};
use crosstrain::source::{Snapshot, SourcePath};

const NEW: &str = "zebra-crossing-nine";

fn shipped() -> Snapshot {
    Book::find(&root()).unwrap().read(TODAY, true).unwrap()
}

/// A few entries of each kind: those that most leads to, and some others.
fn sample(build: &Build, snapshot: &Snapshot) -> Vec<SourcePath> {
    let mut sample = Vec::new();
    for kind in Kind::ALL {
        let mut entries: Vec<_> = build.site.of_kind(kind).collect();
        entries.sort_by_key(|(ix, _)| std::cmp::Reverse(crosstrain::site::Site::into(&build.site, *ix).len()));
        sample.extend(entries.iter().take(2).map(|(_, entry)| entry.file.path.clone()));
        sample.extend(entries.iter().skip(2).step_by(17).map(|(_, entry)| entry.file.path.clone()));
    }
    // What an included file outside of the book's folder links to can't be renamed; the command says so.
    sample.retain(|path| {
        let name = format!("{}.md", path.stem());
        let written = |path: &SourcePath| snapshot.text(path).is_some_and(|file| file.text.contains(&name));
        !snapshot.expanded.iter().any(|(path, file)| file.text.contains(&name) && !written(path))
    });
    assert!(sample.len() > 25, "the shipped book has grown smaller");
    sample
}

fn renamed(build: &Build, snapshot: &Snapshot, from: &SourcePath, name: &str) -> (Vec<Change>, SourcePath) {
    let to = SourcePath::new(format!("{}/{name}.md", from.folder()));
    let ix = build.site.at_path(from).unwrap_or_else(|| panic!("{from}"));
    let work = rename(&build.site, snapshot, ix, &to).unwrap_or_else(|message| panic!("{from}: {message}"));
    (work.changes.files(snapshot), to)
}

/// A text without its `was`, and without front matter that held nothing else.
fn without_was(text: &str) -> String {
    let kept: String = text.split_inclusive('\n').filter(|line| !line.starts_with("was: ")).collect();
    kept.strip_prefix("---\n---\n\n").map(str::to_owned).unwrap_or(kept)
}

#[test]
fn renaming_changes_what_was_meant_and_nothing_else() {
    let snapshot = shipped();
    let mut pipeline = Pipeline::new();
    let build = pipeline.build(&snapshot);
    let before = lines(&build.diagnostics, &snapshot);
    for from in sample(&build, &snapshot) {
        let old = from.stem().to_owned();
        let (changes, to) = renamed(&build, &snapshot, &from, NEW);
        for change in &changes {
            let restored = without_was(&change.after.replace(NEW, &old));
            assert_eq!(restored, without_was(&change.before), "{from} in {:?}", change.from);
        }
        // What is included is read from the disk, which a snapshot in memory has not.
        if changes.iter().filter_map(|change| change.from.as_ref()).any(|path| snapshot.expanded.contains_key(path)) {
            continue;
        }
        let after = applied(&snapshot, &changes);
        let there = pipeline.build(&after);
        // Places and names differ where the page's name is shown; the problems do not.
        let now: Vec<String> = lines(&there.diagnostics, &after);
        assert!(
            kinds(&now) == kinds(&before),
            "{from}: {:#?}",
            now.iter().filter(|line| !before.contains(line)).collect::<Vec<_>>()
        );
        let old_route = build.site.route(build.site.at_path(&from).unwrap());
        assert!(there.page_at(old_route).is_some(), "{from}: nothing at the old address");
        // And back.
        let (changes, _) = renamed(&there, &after, &to, &old);
        let back = applied(&after, &changes);
        for (path, input) in &snapshot.inputs {
            let text = |snapshot: &Snapshot| without_was(&snapshot.text(path).unwrap_or_else(|| panic!("{path}")).text);
            assert_eq!(back.inputs.get(path).map(|_| text(&back)), Some(text(&snapshot)), "{from}: {path}");
            let _ = input;
        }
        assert_eq!(back.inputs.len(), snapshot.inputs.len());
        let moved = &back.text(&from).unwrap().text;
        assert!(moved.contains(NEW) && !moved.contains(&format!("was: [{old}]")), "{from}: {moved}");
    }
}

/// Linking mentions adds links and nothing else, raises no problem, and leaves
/// nothing to be linked.
#[test]
fn linking_adds_links_and_nothing_else() {
    let snapshot = shipped();
    let mut pipeline = Pipeline::new();
    let build = pipeline.build(&snapshot);
    let before = kinds(&lines(&build.diagnostics, &snapshot));
    let mut linked = 0;
    for (ix, entry) in build.site.of_kind(Kind::Term).step_by(19) {
        let changes = link(&build.site, &snapshot, ix);
        linked += changes.replacements().0;
        let files = changes.files(&snapshot);
        for change in &files {
            let folder = if change.to.folder().ends_with("glossary") { "" } else { "../glossary/" };
            let target = format!("]({folder}{}.md)", entry.id.slug);
            let unlinked = |text: &str| text.replace(&target, "").replace('[', "");
            assert_eq!(unlinked(&change.after), unlinked(&change.before), "{}", change.to);
        }
        let after = applied(&snapshot, &files);
        let there = pipeline.build(&after);
        // A link by hand explains a word, so there may be fewer problems.
        let mut known = before.clone();
        for found in kinds(&lines(&there.diagnostics, &after)) {
            let at = known.iter().position(|kind| *kind == found);
            known.swap_remove(at.unwrap_or_else(|| panic!("{}: {found}", entry.id.slug)));
        }
        let again = there.site.at_path(&entry.file.path).unwrap();
        assert!(link(&there.site, &after, again).is_empty(), "{}", entry.id.slug);
    }
    assert!(linked > 20, "{linked}");
}

/// Problems by name and how often, which a rename must not change.
fn kinds(lines: &[String]) -> Vec<String> {
    let mut kinds: Vec<String> =
        lines.iter().filter_map(|line| Some(line.split('[').nth(1)?.split(']').next()?.to_owned())).collect();
    kinds.sort();
    kinds
}

/// Slips that can be mended without asking, made in the shipped book, are mended
/// to the letter: what git would show afterwards is nothing, and the check is clean.
#[test]
fn mending_the_shipped_book_restores_it() {
    let snapshot = shipped();
    let clean = Pipeline::new().build(&snapshot);
    assert_eq!(clean.diagnostics.errors() + clean.diagnostics.warnings(), 0);
    assert!(mend(&mut Pipeline::new(), &snapshot, |_| true).files.is_empty(), "nothing to mend in what is clean");
    let slips = [
        ("content/glossary/", "\ndefinition: ", "\ndefintion: "),
        ("content/glossary/", "\naudience: both\n", "\naudience: Both\n"),
        ("content/glossary/", "checked: 2026-11-22", "checked: 22 November 2026"),
        ("content/modules/", "\nobjectives:\n", "\nobjectvies:\n"),
        ("content/modules/", "\npriority: should\n", "\npriority: shuold\n"),
        ("content/roles/", "\nworks_with: ", "\nworks_wiht: "),
        ("content/workshops/", "\nfollow_up:\n", "\nfolow_up:\n"),
        ("content/quizzes/", "\ndifficulty: ", "\ndificulty: "),
    ];
    let (mut wrong, mut made) = (snapshot.clone(), 0);
    for (at, (path, input)) in snapshot.inputs.iter().enumerate() {
        let (crosstrain::source::Input::Text(file), false) = (input, snapshot.expanded.contains_key(path)) else {
            continue;
        };
        let fitting: Vec<_> = slips
            .iter()
            .filter(|(folder, right, _)| path.as_str().starts_with(folder) && file.text.contains(right))
            .collect();
        if let Some((_, right, slip)) = fitting.get(at % fitting.len().max(1)) {
            wrong.insert(path.clone(), file.text.replacen(right, slip, 1));
            made += 1;
        }
    }
    assert!(made > 200, "{made} slips");
    let mut pipeline = Pipeline::new();
    let told = pipeline.build(&wrong).diagnostics.errors();
    assert!(told >= made, "{told} of {made} slips");
    let mended = mend(&mut pipeline, &wrong, |_| true);
    let after = applied(&wrong, &mended.files);
    assert_eq!(mended.changes, made);
    for path in snapshot.inputs.keys() {
        let text = |snapshot: &Snapshot| snapshot.text(path).map(|file| file.text.clone());
        assert_eq!(text(&after), text(&snapshot), "{path}");
    }
    let left = pipeline.build(&after).diagnostics;
    assert_eq!(left.errors() + left.warnings(), 0);
}

/// Git judges our diffs: 300 random changes, new files and moves among them, in one.
#[test]
fn git_applies_our_diffs() {
    use crate::incremental::Dice;
    const PIECES: [&str; 7] = ["a\n", "b\n", "c\r\n", "\n", "d e f\n", "é 🙂\n", "@@ -1 +1 @@\n"];
    let mut dice = Dice(7);
    let mut text = |pieces: &[&str], lines: usize| {
        let mut text: String = (0..dice.roll(lines + 1)).map(|_| pieces[dice.roll(pieces.len())]).collect();
        if dice.roll(3) == 0 {
            text.push_str("an end without a line end");
        }
        (text, dice.roll(6))
    };
    let folder = tempfile::tempdir().unwrap();
    let mut changes = Vec::new();
    for nth in 0..300 {
        let (before, how) = text(&PIECES, 12);
        let (tail, _) = text(&PIECES, 4);
        let cut = before.char_indices().map(|(at, _)| at).nth(before.chars().count() / 2).unwrap_or(0);
        let after = format!("{tail}{}{tail}", &before[cut..]);
        let (from, to) = (format!("{nth}.md"), format!("{nth}{}.md", if how == 1 { "-moved" } else { "" }));
        // An empty new file has nothing to show.
        let new = how == 0 && !after.is_empty();
        if !new {
            std::fs::write(folder.path().join(&from), &before).unwrap();
        }
        let from = (!new).then(|| SourcePath::new(from));
        let before = if new { String::new() } else { before };
        changes.push(Change { from, to: SourcePath::new(to), before, after });
    }
    let diff = folder.path().join("all.diff");
    std::fs::write(&diff, crosstrain::edit::diff(&changes)).unwrap();
    let git = std::process::Command::new("git")
        .args(["apply", "--verbose", "--whitespace=nowarn"])
        .arg(&diff)
        .current_dir(folder.path())
        .output()
        .unwrap();
    // Git also looks for a piece elsewhere, and says so: the numbers have to be right.
    let said = String::from_utf8_lossy(&git.stderr);
    assert!(git.status.success() && !said.contains("offset"), "{said}");
    for change in &changes {
        let text = std::fs::read_to_string(folder.path().join(change.to.as_str())).unwrap();
        assert_eq!(text, change.after, "{}", change.to);
    }
}
