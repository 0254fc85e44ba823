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

mod book;
mod editor;

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
    println!(
        "{:>7} {:>7} {:>8} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9} {:>9} {:>8} {:>8}",
        "terms", "pages", "output", "cold", "CPU", "cp -r", "ratio", "per page", "no change", "edit", "memory", "start"
    );
    for terms in sizes {
        // Goes however measuring ends: of the largest books it would fill a memory file system.
        let folder = tempfile::Builder::new().prefix("crosstrain-bench-").tempdir_in(&base).expect("a folder");
        measure(folder.path(), terms);
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
    book::write(folder, terms);
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
    let pid = child.id();
    // Looking costs the program time, too; ten milliseconds at the end are missed at most.
    let watcher = std::thread::spawn(move || {
        let mut run = Run::default();
        while Path::new("/proc").join(pid.to_string()).join("exe").exists() {
            run.memory = run.memory.max(peak(pid));
            run.cpu = run.cpu.max(cpu(pid));
            std::thread::sleep(Duration::from_millis(10));
        }
        run
    });
    let status = child.wait().expect("waiting");
    let wall = started.elapsed();
    assert!(status.success(), "the build failed");
    Run { wall, ..watcher.join().expect("what the program took") }
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
