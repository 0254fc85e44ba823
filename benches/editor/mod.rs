//! The language server, from an edit to what is wrong now, beside a cold check
//! of the same book.

use super::{Guard, PROGRAM, ms};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Measures and prints a line.
pub(super) fn measure(folder: &Path, terms: usize) {
    let check = (0..3).map(|_| check(folder)).min().unwrap_or_default();
    let name = format!("content/glossary/term-{}.md", terms / 2);
    let uri = format!("file://{}", folder.join(&name).display());
    let text = fs::read_to_string(folder.join(&name)).expect("the term");
    let started = Instant::now();
    let mut editor = Editor::start(folder);
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
    editor.tell("textDocument/didOpen", json!({"textDocument": document}));
    editor.until(&format!("\"uri\":{uri:?},\"version\":1"));
    let start = started.elapsed();
    let line = text.lines().count();
    let mut taken: Vec<Duration> = (2..11)
        .map(|version| {
            std::thread::sleep(Duration::from_millis(300));
            let started = Instant::now();
            let place = json!({"line": line, "character": 0});
            let change = json!({"range": {"start": place, "end": place}, "text": format!("[[nobody{version}]] ")});
            let document = json!({"uri": uri, "version": version});
            editor.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
            editor.until(&format!("\"uri\":{uri:?},\"version\":{version}"));
            started.elapsed()
        })
        .collect();
    taken.sort();
    println!(
        "        editor: problems {:.0} ms after an edit, its pause of 30 ms included; a cold check takes {:.0} ms, {:.1} times as long; first problems after {:.0} ms",
        ms(taken[4]),
        ms(check),
        check.as_secs_f64() / taken[4].as_secs_f64(),
        ms(start),
    );
}

fn check(folder: &Path) -> Duration {
    let started = Instant::now();
    let status = Command::new(PROGRAM)
        .args(["check", "-qq"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok(), "the check runs");
    started.elapsed()
}

/// A client that knows just enough of the protocol.
struct Editor {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _program: Guard,
}

impl Editor {
    fn start(folder: &Path) -> Editor {
        let mut program = Command::new(PROGRAM)
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let input = program.stdin.take().expect("a pipe");
        let output = BufReader::new(program.stdout.take().expect("a pipe"));
        let mut editor = Editor { input, output, _program: Guard(program) };
        // What changes on the disk is not measured, so nothing need watch it.
        let watched = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
        editor.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": watched}}));
        editor.until("serverInfo");
        editor.tell("initialized", json!({}));
        editor
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        self.input.flush().expect("the server listens");
    }

    /// Reads messages until one has some words in it.
    fn until(&mut self, words: &str) {
        loop {
            let mut length = 0;
            loop {
                let mut header = String::new();
                assert!(self.output.read_line(&mut header).expect("the server speaks") > 0, "the server went away");
                match header.trim_end().strip_prefix("Content-Length: ") {
                    Some(number) => length = number.parse().expect("a number"),
                    None if header.trim_end().is_empty() => break,
                    None => {}
                }
            }
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).expect("the server speaks");
            if String::from_utf8_lossy(&body).contains(words) {
                return;
            }
        }
    }
}
