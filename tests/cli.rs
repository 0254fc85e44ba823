//! Are the commands wired, and do exit codes hold?

use crate::support::{CONFIG, root};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crosstrain"))
        .args(args)
        .current_dir(folder)
        .env("CROSSTRAIN_TODAY", "2026-11-21")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs, expects an exit code, and returns both streams.
fn expect(folder: &Path, args: &[&str], code: i32) -> (String, String) {
    let output = run(folder, args);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{out}\n{err}");
    (out, err)
}

fn book(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("book.toml"), CONFIG).unwrap();
    fs::create_dir_all(folder.path().join("content/glossary")).unwrap();
    fs::write(folder.path().join("content/glossary/a.md"), text).unwrap();
    folder
}

const GOOD: &str =
    "---\ntitle: Ay\ndefinition: \"Something.\"\naudience: it\nrelated: []\n---\n\n## Why IT cares\n\nText.\n";
const BAD: &str = "---\ntitle: Ay\ndefinition: \"Something.\"\nrelated: [nowhere]\n---\n";

#[test]
fn a_new_site_builds_and_checks_clean() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = expect(folder.path(), &["init", "hb"], 0);
    assert!(out.starts_with("Created hb with"), "{out}");
    let site = folder.path().join("hb");
    let (out, err) = expect(&site, &["check", "--strict"], 0);
    assert_eq!((out.as_str(), err.contains("No problems")), ("", true), "{err}");
    let (_, err) = expect(&site, &["build"], 0);
    assert!(err.contains("into public/") && err.contains("largest page"), "{err}");
    assert!(site.join("public/index.html").is_file());
    expect(&site, &["init", "."], 2);
}

#[test]
fn every_kind_has_a_template_without_errors() {
    let folder = tempfile::tempdir().unwrap();
    expect(folder.path(), &["init", "."], 0);
    for kind in ["term", "false-friend", "module", "workshop", "path", "role", "quiz", "worksheet", "friction", "page"]
    {
        let (out, _) = expect(folder.path(), &["new", kind, "Zebra: \"crossing\" & more"], 0);
        assert!(out.starts_with("Created content/"), "{out}");
        let (_, err) = expect(folder.path(), &["new", kind, "Zebra crossing more"], 2);
        assert!(err.contains("is there already"), "{err}");
    }
    let (out, _) = expect(folder.path(), &["check", "--format", "short"], 0);
    assert!(!out.contains("error"), "{out}");
}

#[test]
fn problems_end_with_one_and_leave_the_old_site() {
    let folder = book(GOOD);
    expect(folder.path(), &["build"], 0);
    let before = tree(&folder.path().join("public"));
    fs::write(folder.path().join("content/glossary/a.md"), BAD).unwrap();
    let (_, err) = expect(folder.path(), &["build"], 1);
    assert!(err.contains("Nothing was written"), "{err}");
    assert_eq!(tree(&folder.path().join("public")), before);
    expect(folder.path(), &["build", "--keep-going"], 1);
    assert_ne!(tree(&folder.path().join("public")), before);
    let (out, _) = expect(folder.path(), &["check", "--format", "short"], 1);
    assert!(
        out.contains("content/glossary/a.md:4:11: error[link-missing]: there is no term called `nowhere`"),
        "{out}"
    );
}

#[test]
fn a_build_without_change_writes_nothing() {
    let folder = book(GOOD);
    expect(folder.path(), &["build"], 0);
    let (_, err) = expect(folder.path(), &["build"], 0);
    assert!(err.contains(" 0 written"), "{err}");
    // A file that somebody changed is put right again.
    fs::write(folder.path().join("public/index.html"), "changed").unwrap();
    let (_, err) = expect(folder.path(), &["build"], 0);
    assert!(err.contains(" 1 written"), "{err}");
}

#[test]
fn files_of_others_are_left_alone() {
    let folder = book(GOOD);
    fs::create_dir(folder.path().join("public")).unwrap();
    fs::write(folder.path().join("public/thesis.txt"), "ten years of work").unwrap();
    let (_, err) = expect(folder.path(), &["build"], 2);
    assert!(err.contains("holds files that crosstrain did not write"), "{err}");
    assert!(folder.path().join("public/thesis.txt").is_file());
}

#[test]
fn what_cannot_run_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (_, err) = expect(folder.path(), &["build"], 2);
    assert!(err.contains("there is no book.toml in") && err.contains("crosstrain init"), "{err}");
    let (_, err) = expect(folder.path(), &["chek"], 2);
    assert!(err.contains("a similar subcommand exists: 'check'"), "{err}");
    let folder = book(GOOD);
    fs::write(folder.path().join("book.toml"), CONFIG.replace("\"content\"", "\"../elsewhere\"")).unwrap();
    let (_, err) = expect(folder.path(), &["check"], 2);
    assert!(err.contains("lies outside the book"), "{err}");
}

#[test]
fn a_taken_port_is_noticed_at_once() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let folder = book(GOOD);
    let (_, err) = expect(folder.path(), &["serve", "--port", &port], 2);
    assert!(err.contains("another program uses this port"), "{err}");
}

/// Writing fails in the middle: a limit on file size stands for a full disk.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_the_old_site() {
    let folder = book(GOOD);
    expect(folder.path(), &["build"], 0);
    let before = tree(&folder.path().join("public"));
    fs::write(folder.path().join("content/glossary/a.md"), GOOD.replace("Text.", &"Long. ".repeat(20_000))).unwrap();
    let script = format!("trap '' XFSZ; ulimit -f 40; exec '{}' build", env!("CARGO_BIN_EXE_crosstrain"));
    let output = Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("can't write"), "{}", text(&output.stderr));
    assert_eq!(tree(&folder.path().join("public")), before);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with(".public"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Killed at many moments, a build leaves the old site or the new one, whole.
#[cfg(unix)]
#[test]
fn a_killed_build_leaves_a_whole_site() {
    let folder = book(GOOD);
    for at in 0..150 {
        fs::write(folder.path().join(format!("content/glossary/t{at}.md")), GOOD.replace("Ay", &format!("Term {at}")))
            .unwrap();
    }
    expect(folder.path(), &["build"], 0);
    let versions = |word: &str| {
        for at in 0..150 {
            fs::write(
                folder.path().join(format!("content/glossary/t{at}.md")),
                GOOD.replace("Ay", &format!("Term {at}")).replace("Text.", word),
            )
            .unwrap();
        }
    };
    let mut last = tree(&folder.path().join("public"));
    for step in 0..40_u64 {
        versions(&format!("Version {step}."));
        let mut child = Command::new(env!("CARGO_BIN_EXE_crosstrain"))
            .arg("build")
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(step * 1_700));
        let _ = child.kill();
        child.wait().unwrap();
        let now = tree(&folder.path().join("public"));
        let version = |tree: &[(String, Vec<u8>)]| {
            tree.iter()
                .filter(|(path, _)| path.contains("glossary/t"))
                .map(|(_, bytes)| version_in(bytes))
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(version(&now).len(), 1, "step {step}: pages of several builds stand beside each other");
        assert_eq!(now.len(), last.len(), "step {step}: files are missing");
        last = now;
    }
    expect(folder.path(), &["build"], 0);
}

fn version_in(page: &[u8]) -> String {
    let page = text(page);
    page.split("Version ").nth(1).map_or(String::new(), |rest| rest.split('.').next().unwrap().to_owned())
}

fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The command line that the README promises is the one there is.
#[test]
fn the_readme_shows_the_help_there_is() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (help, _) = expect(&root(), &["--help"], 0);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for line in commands.lines().filter(|line| !line.trim_start().starts_with("help ")) {
        assert!(readme.contains(line.trim_end()), "the README lacks: {line}");
    }
}

/// What `crosstrain coverage` prints for people, spreadsheets and programs.
#[test]
fn coverage_is_a_table_in_three_forms() {
    let folder = tempfile::tempdir().unwrap();
    expect(folder.path(), &["init", "."], 0);
    let (out, _) = expect(folder.path(), &["coverage"], 0);
    for table in ["targets: ", "objectives: ", "terms: ", "balance: ", "due: "] {
        assert!(out.contains(&format!("\n{table}")) || out.starts_with(table), "{out}");
    }
    let (csv, _) = expect(folder.path(), &["coverage", "objectives", "--format", "csv"], 0);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("module,objective,text,activities,questions"));
    assert_eq!(
        lines.next(),
        Some(
            "Switch it off,choose-limits,Choose the limits at which a new feature is switched off,\"Two limits, one page\",orders-fall"
        )
    );
    expect(folder.path(), &["coverage", "--format", "csv"], 2);
    expect(folder.path(), &["coverage", "--format", "json", "-o", "c.json"], 0);
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("c.json")).unwrap()).unwrap();
    assert_eq!(json["tables"]["objectives"][0]["open"], false);
}

/// Two modules, one workshop with a day and one without.
fn workshops() -> tempfile::TempDir {
    let folder = book(GOOD);
    let module = |name: &str, minutes: [u32; 2], priority: &str| {
        let activity = |title: &str, minutes: u32, priority: &str| {
            format!(
                "### {title}\n\n```activity\nminutes: {minutes}\npriority: {priority}\nobjective: do\n```\n\nGo.\n\n"
            )
        };
        let text = format!(
            "---\ntitle: {name}\nminutes: {}\npeople: {{min: 4, max: 10}}\nobjectives:\n  - {{id: do, level: apply, text: \"Do it\"}}\n---\n\n## Run of show\n\n{}{}",
            minutes[0] + minutes[1],
            activity("First, and best", minutes[0], "must"),
            activity("Second", minutes[1], priority),
        );
        fs::create_dir_all(folder.path().join("content/modules")).unwrap();
        fs::write(folder.path().join(format!("content/modules/{name}.md")), text).unwrap();
    };
    module("one", [40, 30], "could");
    module("two", [50, 20], "should");
    module("three", [80, 20], "should");
    fs::create_dir_all(folder.path().join("content/workshops")).unwrap();
    let day = "---\ntitle: Day\nstart: 2027-03-27 22:30\ntimezone: Europe/Dublin\nmodules: [one, two]\nfollow_up:\n  - {do: \"Write; send, file\", owner: Ann, days: 3}\n---\n";
    fs::write(folder.path().join("content/workshops/day.md"), day).unwrap();
    fs::write(folder.path().join("content/workshops/some.md"), "---\ntitle: Some day\nmodules: [one]\n---\n").unwrap();
    folder
}

#[test]
fn agendas_cuts_and_calendars_are_printed() {
    let folder = workshops();
    let (out, _) = expect(folder.path(), &["workshop", "list", "--format", "csv"], 0);
    assert!(out.contains("day,Day,in-person,1,155,one two\n"), "{out}");
    let (out, _) = expect(folder.path(), &["workshop", "agenda", "day", "--format", "csv"], 0);
    // A break is put in between the modules, and midnight passes.
    assert!(out.contains("1,2027-03-27 22:30,40,\"First, and best\",,,must,\n"), "{out}");
    assert!(out.contains("1,2027-03-27 23:40,15,Break,,break,,\n1,2027-03-27 23:55,50,"), "{out}");
    assert!(out.contains("1,2027-03-28 00:45,20,Second,,,should,\n"), "{out}");
    let later = ["workshop", "agenda", "day", "--start", "2027-03-28T00:00", "--format", "json"];
    let (out, _) = expect(folder.path(), &later, 0);
    // The clock jumps from one to two.
    assert!(out.contains("\"time\": \"2027-03-28 03:15\""), "{out}");
    let (out, err) = expect(folder.path(), &["workshop", "cut", "day", "--minutes", "115", "--format", "csv"], 0);
    assert!(out.contains(",0,30,Second\n") && err.contains("instead of 155"), "{out}{err}");
    let (_, err) = expect(folder.path(), &["workshop", "cut", "day", "--minutes", "60"], 2);
    assert!(err.contains("the musts take at least 90"), "{err}");
    // Two meetings stay two, and one that is long enough keeps its lunch.
    let series = "---\ntitle: Series\nsessions:\n  - {start: \"10:00\", modules: [one, three], breaks: [{after: one, minutes: 40, title: Lunch}]}\n  - {start: \"14:00\", modules: [two]}\n---\n";
    fs::write(folder.path().join("content/workshops/series.md"), series).unwrap();
    let (out, err) = expect(folder.path(), &["workshop", "cut", "series", "--minutes", "265", "--format", "csv"], 0);
    assert!(out.contains("\n1,10:40,40,,Lunch\n") && out.contains("\n2,14:00,50,,\"First, and best\"\n"), "{out}{err}");
    let (out, _) = expect(folder.path(), &["workshop", "ics", "day"], 0);
    assert!(out.contains("DTSTART:20270327T223000Z\r\nDTEND:20270328T010500Z"), "{out}");
    assert!(out.contains("SUMMARY;LANGUAGE=en:Write\\; send\\, file"), "{out}");
    // A day alone leaves the time of day as the page has it.
    let (out, err) = expect(folder.path(), &["workshop", "ics", "day", "--start", "2027-01-14"], 0);
    assert!(out.contains("DTSTART:20270114T223000Z") && err.is_empty(), "{out}{err}");
    let (_, err) = expect(folder.path(), &["workshop", "ics", "some", "--start", "2027-01-14"], 0);
    assert!(err.contains("times count as UTC"), "{err}");
    let (out, _) = expect(folder.path(), &["workshop", "ics", "day"], 0);
    // After the change of clocks the same time of day is an hour earlier for the rest of the world.
    assert!(out.contains("DTSTART:20270403T213000Z"), "{out}");
    for (args, says) in [
        (vec!["workshop", "ics", "some"], "add it to `content/workshops/some.md`, as `start: \"2027-01-14 09:00\"`"),
        (vec!["workshop", "agenda", "dya"], "did you mean `day`?"),
        (vec!["workshop", "agenda", "day", "--start", "2027-03-28T01:30"], "there is no such time"),
        (vec!["workshop", "agenda", "day", "--timezone", "Europe/Dublim"], "there is no such time"),
        (vec!["workshop", "agenda", "day", "--start", "noon"], "is not a time"),
    ] {
        let (_, err) = expect(folder.path(), &args, 2);
        assert!(err.contains(says), "{args:?}\n{err}");
    }
}

#[test]
fn a_new_workshop_is_computed_and_a_pack_has_everything() {
    let folder = workshops();
    expect(folder.path(), &["new", "workshop", "Our day", "--modules", "one,two", "--start", "10:00"], 0);
    let made = fs::read_to_string(folder.path().join("content/workshops/our-day.md")).unwrap();
    assert!(made.contains("start: \"10:00\"\n") && made.contains("modules: [one, two]\nbudget: "), "{made}");
    assert!(made.contains("people: {min: 4, max: 10}\n"), "{made}");
    let out = text(&run(folder.path(), &["check", "--format", "short"]).stdout);
    assert!(!out.contains("our-day"), "{out}");
    let (_, err) = expect(folder.path(), &["new", "workshop", "Other", "--modules", "tow"], 2);
    assert!(err.contains("did you mean `two`?"), "{err}");
    let config = fs::read_to_string(folder.path().join("book.toml")).unwrap();
    let teams = "[output.crosstrain.teams.marketing]";
    let separate = format!("[output.crosstrain]\nfacilitator = \"separate\"\n{teams}");
    fs::write(folder.path().join("book.toml"), config.replace(teams, &separate)).unwrap();
    run(folder.path(), &["build", "--keep-going"]);
    assert!(!folder.path().join("public/workshops/day/guide.html").exists(), "the public sees no guide");
    assert!(folder.path().join("public/workshops/day/workbook.html").exists());
    let (out, _) = expect(folder.path(), &["workshop", "pack", "day"], 0);
    assert!(out.contains("guide") && out.contains("present"), "{out}");
    assert!(folder.path().join("day-pack/workshops/day/guide.html").is_file());
}

#[test]
fn a_past_run_is_kept_and_shown() {
    let folder = workshops();
    let record = "of = \"workshops/day\"\ndate = 2026-11-20\npeople = 9\n\n[[activity]]\nof = \"modules/one\"\nid = \"first-and-best\"\nplanned = 40\ntook = 46\n";
    let saved = folder.path().join("day.toml");
    fs::write(&saved, record).unwrap();
    let (out, _) = expect(folder.path(), &["new", "run", "day.toml"], 0);
    assert!(out.contains("content/runs/2026-11-20-day.toml"), "{out}");
    let (_, err) = expect(folder.path(), &["new", "run", "day.toml"], 2);
    assert!(err.contains("is there already"), "{err}");
    fs::write(
        &saved,
        record.replace("2026-11-20", "2026-11-21").replace("46", "52").replace("workshops/day", "workshops/dya"),
    )
    .unwrap();
    expect(folder.path(), &["new", "run", "day.toml"], 0);
    let out = text(&run(folder.path(), &["check", "--format", "short"]).stdout);
    assert!(
        out.contains("2026-11-21-dya.toml:1:") && out.contains("no workshop or module at `workshops/dya`"),
        "{out}"
    );
    run(folder.path(), &["build", "--keep-going"]);
    let page = fs::read_to_string(folder.path().join("public/modules/one.html")).unwrap();
    assert!(page.contains("took 46 to 52 min in 2 runs"), "{page}");
    fs::write(&saved, "title = 1\n").unwrap();
    let (_, err) = expect(folder.path(), &["new", "run", "day.toml"], 2);
    assert!(err.contains("is no record of a run"), "{err}");
}
