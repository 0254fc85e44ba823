//! How fast is a build, and how does it grow?
//!
//! `cargo bench` writes books of 200, 2,000 and 10,000 terms (with modules, roles
//! and quizzes in proportion), builds each with the released program, and prints
//! times beside the time of `cp -r` of the output on the same disk, taken in the
//! same run: ratios travel between machines, seconds do not.
//!
//! `cargo bench -- 100000` builds a book of that size instead;
//! `cargo bench -- --in DIR` works below another folder (a memory file system, say).

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures the world and prints")]

mod editor;

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_crosstrain");

fn main() {
    let mut sizes = Vec::new();
    let mut base = std::env::temp_dir();
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--in" => base = PathBuf::from(args.next().expect("a folder")),
            size => sizes.push(size.parse().expect("a number of terms")),
        }
    }
    if sizes.is_empty() {
        sizes = vec![200, 2_000, 10_000];
    }
    let folder = base.join(format!("crosstrain-bench-{}", std::process::id()));
    println!(
        "{:>7} {:>7} {:>8} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9} {:>9} {:>8} {:>8}",
        "terms", "pages", "output", "cold", "CPU", "cp -r", "ratio", "per page", "no change", "edit", "memory", "start"
    );
    for terms in sizes {
        fs::create_dir_all(&folder).expect("a folder");
        measure(&folder, terms);
        fs::remove_dir_all(&folder).expect("the folder goes");
    }
    println!(
        "\nratio: cold build / cp -r of its output, best of three each. edit: from writing a file to the new page over HTTP,"
    );
    println!(
        "median of nine, the watcher's 10 ms of quiet included. start: of `serve` to its first page, in a folder with the last site.\n\
         memory: peak of the cold build."
    );
}

fn measure(folder: &Path, terms: usize) {
    write_book(folder, terms);
    // Each run has a folder of its own, and nothing is deleted before the end:
    // ext4 searches long for free inodes where many were deleted in the last minutes.
    let mut cold = Run::default();
    let mut copied = Duration::MAX;
    for at in 0..3 {
        let run = build(folder, &format!("public{at}"));
        if cold.wall.is_zero() || run.wall < cold.wall {
            cold = run;
        }
        copied = copied.min(copy(&folder.join(format!("public{at}")), &folder.join(format!("copy{at}"))));
    }
    let unchanged = (0..3).map(|_| build(folder, "public0").wall).min().unwrap_or_default();
    let (files, bytes) = size(&folder.join("public0"));
    let (first, _) = serve(folder, terms, 0);
    build(folder, "public");
    let (start, edit) = serve(folder, terms, 9);
    println!(
        "{terms:>7} {files:>7} {:>6.1}MB {:>7.0}ms {:>7.0}ms {:>7.0}ms {:>6.2}x {:>7.1}us {:>7.0}ms {:>7.1}ms {:>6.0}MB {:>6.0}ms",
        bytes as f64 / 1e6,
        ms(cold.wall),
        ms(cold.cpu),
        ms(copied),
        cold.wall.as_secs_f64() / copied.as_secs_f64(),
        cold.wall.as_secs_f64() * 1e6 / files as f64,
        ms(unchanged),
        ms(edit),
        cold.memory as f64 / 1e6,
        ms(start),
    );
    println!("        start without a site to stand in until all is read: {:.0} ms", ms(first));
    editor::measure(folder, terms);
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

#[derive(Default)]
struct Run {
    wall: Duration,
    cpu: Duration,
    memory: u64,
}

/// One build, with what the system says it took (`/proc`, so Linux only; zero elsewhere).
fn build(folder: &Path, out: &str) -> Run {
    let started = Instant::now();
    let mut child =
        Command::new(PROGRAM).args(["build", "-q", "-o", out]).current_dir(folder).spawn().expect("the program");
    let mut run = Run::default();
    let status = loop {
        if let Some(status) = child.try_wait().expect("waiting") {
            break status;
        }
        let pid = child.id();
        run.memory = run.memory.max(peak(pid));
        run.cpu = run.cpu.max(cpu(pid));
        std::thread::sleep(Duration::from_millis(1));
    };
    run.wall = started.elapsed();
    assert!(status.success(), "the build failed");
    run
}

fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kilo| kilo * 1024)
}

fn cpu(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

fn copy(from: &Path, to: &Path) -> Duration {
    let started = Instant::now();
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().expect("cp").success());
    started.elapsed()
}

fn size(folder: &Path) -> (usize, u64) {
    let mut total = (0, 0);
    for entry in fs::read_dir(folder).expect("the output").flatten() {
        let metadata = entry.metadata().expect("metadata");
        let (files, bytes) = if metadata.is_dir() { size(&entry.path()) } else { (1, metadata.len()) };
        total = (total.0 + files, total.1 + bytes);
    }
    total
}

/// Start of the preview to its first page, and an edit to the page that shows it.
fn serve(folder: &Path, terms: usize, edits: usize) -> (Duration, Duration) {
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    let started = Instant::now();
    let child = Command::new(PROGRAM)
        .args(["serve", "-qq", "--port", &port.to_string()])
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let _guard = Guard(child);
    let page = format!("/glossary/term-{}.html", terms / 2);
    until(port, &page, "Definition");
    let start = started.elapsed();
    let path = folder.join(format!("content/glossary/term-{}.md", terms / 2));
    let text = fs::read_to_string(&path).expect("the term");
    let mut taken: Vec<Duration> = (0..edits)
        .map(|edit| {
            // Nobody saves again before the problems of the last edit are told.
            std::thread::sleep(Duration::from_millis(300 + terms as u64 / 50));
            let started = Instant::now();
            fs::write(&path, format!("{text}\nEdit number {edit}.\n")).expect("writing");
            until(port, &page, &format!("Edit number {edit}."));
            started.elapsed()
        })
        .collect();
    taken.sort();
    (start, taken.get(edits / 2).copied().unwrap_or_default())
}

struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(port: u16, page: &str, wanted: &str) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !get(port, page).is_some_and(|body| body.contains(wanted)) {
        assert!(Instant::now() < deadline, "{page} never showed `{wanted}`");
        std::thread::sleep(Duration::from_micros(500));
    }
}

fn get(port: u16, page: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(stream, "GET {page} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n").ok()?;
    let mut body = String::new();
    stream.read_to_string(&mut body).ok()?;
    Some(body)
}

/// A generator of numbers that is the same everywhere (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// A word; common words come often, as in real text.
    fn word(&mut self) -> String {
        const STARTS: [&str; 16] =
            ["ca", "lo", "mi", "re", "tra", "ser", "pub", "con", "da", "pri", "ma", "ne", "ti", "vo", "su", "che"];
        const ENDS: [&str; 12] =
            ["ched", "nal", "vice", "sent", "ta", "ket", "work", "mer", "lish", "son", "rate", "ding"];
        const SMALL: [&str; 8] = ["the", "of", "and", "to", "in", "it", "that", "with"];
        if self.roll(5) < 2 {
            return SMALL[self.roll(8)].to_owned();
        }
        let rank = self.roll(60) * self.roll(60);
        format!("{}{}", STARTS[rank % 16], ENDS[rank / 16 % 12])
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// Sentences as long as people write them, without the last one's full stop.
    fn prose(&mut self, count: usize) -> String {
        let (mut text, mut left) = (String::new(), count);
        while left > 0 {
            let long = (6 + self.roll(10)).min(left);
            left -= long;
            let mut sentence = self.words(long);
            sentence[..1].make_ascii_uppercase();
            text.push_str(if text.is_empty() { "" } else { ". " });
            text.push_str(&sentence);
        }
        text
    }
}

/// Writes a book whose pages are as long as those of the shipped one, and that has
/// as little to complain about.
fn write_book(folder: &Path, terms: usize) {
    let mut dice = Dice(terms as u64);
    let put = |path: String, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("writing");
    };
    put(
        "book.toml".into(),
        "[book]\ntitle = \"Bench\"\nsrc = \"content\"\n[output.crosstrain.teams.a]\nlabel = \"A\"\n[output.crosstrain.teams.b]\nlabel = \"B\"\n[output.crosstrain.categories]\nc0 = \"Zero\"\nc1 = \"One\"\nc2 = \"Two\"\n".into(),
    );
    for at in 0..terms {
        let text = term(&mut dice, at, terms);
        put(format!("content/glossary/term-{at}.md"), text);
    }
    for at in 0..(terms / 20).max(1) {
        let objective = "{id: one, level: apply, text: \"Do one thing\"}";
        let mut module = format!(
            "---\ntitle: Module {at}\nminutes: 60\nobjectives:\n  - {objective}\nteaches: [term-{}, term-{}]\nquiz: quiz-{at}\n---\n\n## Run of show\n",
            dice.roll(terms),
            dice.roll(terms)
        );
        for part in 0..4 {
            let _ = write!(
                module,
                "\n### Part {part}\n\n```activity\nminutes: 15\nlead: both\nmethod: pairs\nobjective: one\n```\n\n{}.\n\n> [!SAY] {}.\n",
                dice.prose(60),
                dice.prose(40)
            );
        }
        put(format!("content/modules/module-{at}.md"), module);
        let mut quiz = format!("---\ntitle: Quiz {at}\nmodule: module-{at}\n---\n");
        for question in 0..5 {
            let _ = write!(
                quiz,
                "\n## {}? {{#q-{at}-{question}}}\n\n```question\nobjective: one\nterms: [{}]\nlevel: apply\n```\n\n- [ ] {} one\n  > {} one.\n- [x] {} two\n  > {} two.\n- [ ] {} three\n  > {} three.\n\n> {}.\n",
                dice.words(12),
                (0..4)
                    .map(|more| format!("term-{}", (at * 20 + question * 4 + more) % terms))
                    .collect::<Vec<_>>()
                    .join(", "),
                dice.words(8),
                dice.prose(20),
                dice.words(8),
                dice.prose(20),
                dice.words(8),
                dice.prose(20),
                dice.prose(20)
            );
        }
        put(format!("content/quizzes/quiz-{at}.md"), quiz);
    }
    for at in 0..(terms / 50).max(1) {
        let vocabulary: String = (0..6).map(|step| format!("  term-{}: explain\n", (at * 50 + step) % terms)).collect();
        put(
            format!("content/roles/role-{at}.md"),
            format!(
                "---\ntitle: Role {at}\nteam: a\nvocabulary:\n{vocabulary}---\n\n## A day\n\n{}.\n",
                dice.prose(300)
            ),
        );
    }
}

fn term(dice: &mut Dice, at: usize, terms: usize) -> String {
    let mut text = format!(
        "---\ntitle: Term {at} {}\naliases: [alias {at}]\ndefinition: \"Definition {}.\"\ncategory: c{}\npriority: core\naudience: both\nrelated: [term-{}, term-{}, term-{}, term-{}]\n---\n",
        dice.word(),
        dice.words(16),
        at % 3,
        (at + 1) % terms,
        (at + terms - 1) % terms,
        (at + 7) % terms,
        (at + terms - 7) % terms
    );
    for heading in [
        "Why A cares",
        "Why B cares",
        "What both sides agree on",
        "How it works",
        "On a shared project",
        "Where the teams trip",
        "You may hear",
    ] {
        let _ = write!(
            text,
            "\n## {heading}\n\n{} alias {} {}.\n\n- {}.\n- {}.\n",
            dice.prose(35),
            dice.roll(terms),
            dice.words(15),
            dice.words(12),
            dice.words(12)
        );
    }
    text
}
