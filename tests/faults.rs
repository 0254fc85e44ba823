//! Is the site the old one or the new one, whole, whatever happens to a build?
//!
//! `CROSSTRAIN_TRIALS=300 cargo test --test main -- faults --nocapture` prints
//! what became of many builds; without it there are a few of each sort.
#![cfg(unix)]

use crate::support::below;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_crosstrain");
/// Enough pages that a build can be hit in each of its stages.
const TERMS: usize = 120;

type Site = BTreeMap<String, Vec<u8>>;

/// Two versions of one book, and a folder that all may write to.
struct Bench {
    folder: TempDir,
    seed: u64,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
        let bench = Bench { folder, seed };
        for version in ["old", "new"] {
            bench.write(&format!("{version}/book.toml"), crate::support::CONFIG.as_bytes());
            bench.write(&format!("{version}/content/glossary/picture.png"), version.repeat(100_000).as_bytes());
            for number in 0..TERMS {
                let text = format!(
                    "---\ntitle: Term {number}\ndefinition: \"The {version} one.\"\naudience: it\n---\n\n## Why IT cares\n\n{version} See [[term-{}]]. ![p](picture.png)\n",
                    (number + 1) % TERMS
                );
                bench.write(&format!("{version}/content/glossary/term-{number}.md"), text.as_bytes());
            }
        }
        bench
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn build(&self, version: &str, out: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(["build", "-q", "--keep-going", "-o"]).arg(self.path(out)).current_dir(self.path(version));
        command.env("CROSSTRAIN_TODAY", "2026-11-21").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Builds to the end, and gives the whole site.
    fn built(&self, version: &str, out: &str) -> Site {
        let output = self.build(version, out).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        site(&self.path(out))
    }

    /// A number below `end`; which one does not matter.
    fn random(&mut self, end: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % end.max(1)
    }
}

/// All files of a site; times stand in the manifest, so it is left out.
fn site(folder: &Path) -> Site {
    below(folder).into_iter().filter(|(path, _)| !path.starts_with(".crosstrain-manifest")).collect()
}

fn trials(few: usize) -> usize {
    std::env::var("CROSSTRAIN_TRIALS").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

/// Which of two sites a folder holds.
fn which<'a>(bench: &Bench, out: &str, old: &'a Site, new: &'a Site) -> &'static str {
    let found = site(&bench.path(out));
    if found == *new {
        return "new";
    }
    let strange: Vec<_> =
        found.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(
        found == *old,
        "neither the old site nor the new one: {} files, not as they were: {strange:?}",
        found.len()
    );
    "old"
}

/// Runs a command as somebody without rights if the tests have all of them.
fn unprivileged(mut command: Command) -> Command {
    if fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0) {
        command.uid(65_534).gid(65_534);
    }
    command
}

#[expect(clippy::disallowed_macros, reason = "the counts are for people")]
fn report(what: &str, counts: &BTreeMap<String, usize>) {
    println!("checked {what}: {counts:?}");
}

/// What became of builds that were killed in one stage.
#[derive(Default)]
struct Moment {
    trials: usize,
    changed: usize,
    /// The earliest and the latest kill, in microseconds after the start.
    first: Option<u64>,
    last: u64,
}

impl Moment {
    fn count(&mut self, changed: bool, after: u64) {
        self.trials += 1;
        self.changed += usize::from(changed);
        self.first = Some(self.first.map_or(after, |first| first.min(after)));
        self.last = self.last.max(after);
    }

    #[expect(clippy::disallowed_macros, reason = "the table is for people")]
    fn table(moments: &BTreeMap<&str, Moment>) {
        println!(
            "| killed while | trials | after ms | site as before, whole | new site, whole |\n|---|---|---|---|---|"
        );
        for (when, Moment { trials, changed, first, last }) in moments {
            let (first, last) = (first.unwrap_or_default() / 1000, last / 1000);
            println!("| {when} | {trials} | {first}–{last} | {} | {changed} |", trials - changed);
        }
    }
}

#[test]
fn a_build_that_is_killed() {
    let mut bench = Bench::new();
    let started = Instant::now();
    let (new, old) = (bench.built("new", "reference/new"), bench.built("old", "out/site"));
    let longest = started.elapsed().as_micros() as u64 * 6 / 10;
    let mut moments: BTreeMap<&str, Moment> = BTreeMap::new();
    let mut killed = 0;
    while killed < trials(15) {
        let held = which(&bench, "out/site", &old, &new);
        let wanted = if held == "old" { "new" } else { "old" };
        let mut child = bench.build(wanted, "out/site").spawn().unwrap();
        let staging = bench.path(&format!("out/.site.new-{}", child.id()));
        let after = bench.random(longest);
        std::thread::sleep(Duration::from_micros(after));
        let _ = child.kill();
        let ended = child.wait().unwrap().success();
        let changed = which(&bench, "out/site", &old, &new) != held;
        let when = match (ended, staging.exists(), changed) {
            (true, ..) => "5. (it had ended by then)",
            (false, false, false) => "1. reading, checking",
            (false, true, false) => "2. writing beside the old site",
            (false, true, true) => "3. removing the old site",
            (false, false, true) => "4. ending",
        };
        assert!(changed || !ended, "it ended well and left the old site");
        killed += usize::from(!ended);
        moments.entry(when).or_default().count(changed, after);
    }
    assert_eq!(bench.built("new", "out/site"), new);
    let beside: Vec<_> = fs::read_dir(bench.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["site"], "what killed builds leave is swept away");
    Moment::table(&moments);
    report("killed builds", &BTreeMap::from([("killed".to_owned(), killed)]));
}

#[test]
fn several_builds_at_once() {
    let bench = Bench::new();
    let (new, old) = (bench.built("new", "reference/new"), bench.built("old", "out/site"));
    for _ in 0..trials(15).div_ceil(15) {
        let builds: Vec<_> =
            ["new", "old", "new", "old", "new"].map(|version| bench.build(version, "out/site").spawn().unwrap()).into();
        for build in builds {
            let output = build.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        which(&bench, "out/site", &old, &new);
    }
}

/// A disk that is full: a small one where we may mount, else a limit on the size of files.
#[test]
fn a_disk_that_is_full() {
    let bench = Bench::new();
    let old = bench.built("old", "reference/old");
    // Room for the old site and half of a new one.
    let size: usize = old.values().map(|bytes| bytes.len().next_multiple_of(4_096)).sum::<usize>() * 3 / 2;
    let script = format!(
        "mkdir disk && mount -t tmpfs -o size={size} none disk && cp -r reference/old disk/site && cd new && \
         {PROGRAM} build -q --keep-going -o ../disk/site; code=$?; cp -r ../disk/site ../after; exit $code"
    );
    let mountable = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"])
        .output()
        .is_ok_and(|output| output.status.success());
    let mut command = Command::new(if mountable { "unshare" } else { "sh" });
    if mountable {
        command.args(["-rm", "sh", "-c", &script]);
    } else {
        // A file of 300 kB is too large here; the signal is ignored, so writing fails.
        let limited = format!(
            "cp -r reference/old after && cd new && trap '' XFSZ && ulimit -f 100 && {PROGRAM} build -q --keep-going -o ../after"
        );
        command.args(["-c", &limited]);
    }
    let output = command.current_dir(bench.folder.path()).env("CROSSTRAIN_TODAY", "2026-11-21").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("can't"), "{said}");
    assert!(!mountable || said.contains("the disk is full"), "{said}");
    assert_eq!(site(&bench.path("after")), old);
}

#[test]
fn output_that_is_read_only_or_becomes_so() {
    let mut bench = Bench::new();
    let new = bench.built("new", "reference/new");
    fs::create_dir(bench.path("out")).unwrap();
    let mode =
        |mode: u32| fs::set_permissions(bench.folder.path().join("out"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o777);
    let started = Instant::now();
    assert!(unprivileged(bench.build("old", "out/site")).output().unwrap().status.success());
    let longest = started.elapsed().as_micros() as u64;
    let old = site(&bench.path("out/site"));
    mode(0o555);
    let output = unprivileged(bench.build("new", "out/site")).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(which(&bench, "out/site", &old, &new), "old");
    let mut counts = BTreeMap::new();
    for _ in 0..trials(10) {
        let mode = |mode: u32| fs::set_permissions(bench.path("out"), fs::Permissions::from_mode(mode)).unwrap();
        mode(0o777);
        let held = which(&bench, "out/site", &old, &new);
        let child = unprivileged(bench.build(if held == "old" { "new" } else { "old" }, "out/site")).spawn().unwrap();
        let delay = bench.random(longest);
        std::thread::sleep(Duration::from_micros(delay));
        fs::set_permissions(bench.path("out"), fs::Permissions::from_mode(0o555)).unwrap();
        let code = child.wait_with_output().unwrap().status.code();
        let after = which(&bench, "out/site", &old, &new);
        assert!(matches!(code, Some(0 | 2)), "{code:?}");
        assert_eq!(code == Some(0), after != held, "the exit code says what happened");
        *counts.entry(format!("exit {}", code.unwrap())).or_insert(0) += 1;
    }
    fs::set_permissions(bench.path("out"), fs::Permissions::from_mode(0o777)).unwrap();
    report("builds that lost their rights", &counts);
}

/// Says to others that it is over.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// While files change, a build sees some state of each; once they rest, the
/// next build is as if it were the first.
#[test]
fn files_that_change_while_they_are_read() {
    let bench = Bench::new();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0_usize;
            while !done.load(Ordering::Relaxed) {
                number += 1;
                let text = format!("---\ntitle: Term 5\ndefinition: \"Number {number}.\"\naudience: it\n---\n\n## Why IT cares\n\n{}\n", "text ".repeat(number % 5_000));
                fs::write(bench.path("old/content/glossary/term-5.md"), text).unwrap();
                fs::write(bench.path("old/content/glossary/picture.png"), vec![number as u8; 200_000 + number % 7]).unwrap();
                if number.is_multiple_of(3) {
                    let _ = fs::remove_file(bench.path("old/content/glossary/term-7.md"));
                } else {
                    bench.write("old/content/glossary/term-7.md", b"---\ntitle: Term 7\ndefinition: \"x\"\naudience: it\n---\n");
                }
            }
        });
        // The writer ends with the trials, also when one of them fails.
        let _ends = Ends(&done);
        for _ in 0..trials(8) {
            let output = bench.build("old", "out/site").output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            // A file that went between looking and copying ends the build; a half-read page is a mistake of its author.
            assert!(matches!(output.status.code(), Some(0..=2)) && !said.contains("panicked"), "{said}");
        }
    });
    bench.write("old/content/glossary/term-7.md", b"---\ntitle: Term 7\ndefinition: \"x\"\naudience: it\n---\n");
    assert_eq!(bench.built("old", "out/site"), bench.built("old", "cold/site"));
}

#[test]
fn a_clock_that_is_set_back() {
    let bench = Bench::new();
    let picture = bench.path("old/content/glossary/picture.png");
    bench.built("old", "out/site");
    let past = SystemTime::now() - Duration::from_secs(40 * 365 * 86_400);
    // Of the same size, and older than what stands there.
    fs::write(&picture, "OLD".repeat(100_000)).unwrap();
    fs::File::options().write(true).open(&picture).unwrap().set_modified(past).unwrap();
    assert_eq!(bench.built("old", "out/site"), bench.built("old", "cold/site"));
    // Written by a clock that was far ahead, then by one that is right again.
    let future = SystemTime::now() + Duration::from_secs(40 * 365 * 86_400);
    fs::write(&picture, "LDO".repeat(100_000)).unwrap();
    fs::File::options().write(true).open(&picture).unwrap().set_modified(future).unwrap();
    assert_eq!(bench.built("old", "out/site"), bench.built("old", "cool/site"));
    fs::write(&picture, "ODL".repeat(100_000)).unwrap();
    assert_eq!(bench.built("old", "out/site"), bench.built("old", "cooler/site"));
    let before_time = SystemTime::UNIX_EPOCH - Duration::from_secs(86_400);
    fs::write(&picture, "DLO".repeat(100_000)).unwrap();
    fs::File::options().write(true).open(&picture).unwrap().set_modified(before_time).unwrap();
    assert_eq!(bench.built("old", "out/site"), bench.built("old", "colder/site"));
    let mut earlier = bench.build("old", "out/site");
    assert!(earlier.env("CROSSTRAIN_TODAY", "1990-01-01").output().unwrap().status.success());
    let mut cold = bench.build("old", "coldest/site");
    assert!(cold.env("CROSSTRAIN_TODAY", "1990-01-01").output().unwrap().status.success());
    assert_eq!(site(&bench.path("out/site")), site(&bench.path("coldest/site")));
}
