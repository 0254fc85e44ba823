//! Do other people's preprocessors run when they may, only when they may, and
//! whatever they do?

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// A plain book with one preprocessor, a program of its own folder.
struct Book {
    folder: tempfile::TempDir,
}

impl Book {
    /// With the text of a shell script as the program.
    fn new(script: &str) -> Book {
        let book = Book { folder: tempfile::tempdir().unwrap() };
        book.write("book/book.toml", "[book]\ntitle = \"Plain\"\n\n[preprocessor.upper]\ncommand = \"bin/upper\"\n");
        book.write("book/src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n  - [Two](sub/README.md)\n- [Draft]()\n");
        book.write("book/src/one.md", "# One\n\nfirst text\n\n{{#include part.txt}}\n\n[gone](gone.md)\n");
        book.write("book/src/part.txt", "included text");
        book.write("book/src/sub/README.md", "# Two\n\nsecond text\n");
        book.program(script);
        book
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A program. Another one writes it: a file that we have open for writing, and
    /// with us whatever another test starts at this moment, can't be run.
    fn executable(&self, path: &str, text: &str) {
        let draft = format!("{path}.draft");
        self.write(&draft, text);
        let [draft, path] = [&draft, path].map(|path| self.folder.path().join(path));
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(Command::new("cp").args([&draft, &path]).status().unwrap().success());
    }

    /// Every call leaves a line in `calls`.
    fn program(&self, script: &str) {
        let log = self.folder.path().join("calls");
        let text = format!("#!/bin/sh\necho \"$1\" >>'{}'\n{script}\n", log.display());
        self.executable("book/bin/upper", &text);
    }

    /// A program that is known to work chapter by chapter; each question leaves a
    /// line in `asked`.
    fn toc(&self, word: &str) {
        let script = "#!/bin/sh\n[ \"$1\" = supports ] && exit 0\npython3 -c 'import json, sys\ncontext, book = json.load(sys.stdin)\nnames = [item[\"Chapter\"][\"name\"] for item in book[\"items\"]]\nopen(\"../asked\", \"a\").write(\" \".join(names) + chr(10))\nprint(json.dumps(book).replace(\"text\", \"WORD\"))'\n";
        self.executable("path/mdbook-toc", &script.replace("WORD", word));
    }

    /// Where programs are found.
    fn path(&self) -> String {
        format!("{}:{}", self.folder.path().join("path").display(), std::env::var("PATH").unwrap_or_default())
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosstrain"));
        command
            .args(arguments)
            .current_dir(self.root())
            .env("XDG_CONFIG_HOME", self.folder.path().join("settings"))
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("HOME", self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs, expects an exit code, and returns what was said.
    fn says(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
        said
    }

    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("public").join(path)).unwrap()
    }

    /// Every file of the site, by path.
    fn site(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = walkdir::WalkDir::new(self.root().join("public")).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
    }

    fn calls(&self) -> usize {
        fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default().lines().count()
    }
}

/// Writes the book back with one word in capitals.
const UPPER: &str = "[ \"$1\" = supports ] && exit 0\npython3 -c 'import json, sys\ncontext, book = json.load(sys.stdin)\nassert context[\"renderer\"] == \"html\" and context[\"config\"][\"preprocessor\"][\"upper\"]\nprint(json.dumps(book).replace(\"text\", \"TEXT\"))'";

#[test]
fn nothing_runs_without_consent() {
    let book = Book::new(UPPER);
    let said = book.says(&["build"], 0);
    assert!(said.contains("Not run: upper (`bin/upper`). Chapters are shown as they were written."), "{said}");
    assert!(said.contains("crosstrain mdbook allow") && said.contains("--preprocessors"), "{said}");
    assert!(book.page("one.html").contains("first text") && book.page("one.html").contains("included text"));
    book.says(&["check"], 0);
    assert_eq!(book.calls(), 0);
}

#[test]
fn consent_is_for_once_or_for_a_machine() {
    let book = Book::new(UPPER);
    let said = book.says(&["build", "--preprocessors"], 0);
    assert!(!said.contains("Not run"), "{said}");
    assert!(said.contains("1 warning:") && said.contains("no page at `src/gone.md`"), "{said}");
    assert!(book.page("one.html").contains("first TEXT") && book.page("one.html").contains("included TEXT"));
    assert!(book.page("sub/index.html").contains("second TEXT"));
    book.says(&["build"], 0);
    assert!(book.page("one.html").contains("first text"), "consent once is not consent again");
    let said = book.says(&["mdbook", "allow"], 0);
    assert!(said.contains("upper (`bin/upper`)"), "{said}");
    book.says(&["build"], 0);
    assert!(book.page("one.html").contains("first TEXT"));
    // A command that changed was not allowed.
    let config = fs::read_to_string(book.root().join("book.toml")).unwrap();
    book.write("book/book.toml", &config.replace("bin/upper", "bin/upper --more"));
    let said = book.says(&["build"], 0);
    assert!(said.contains("Not run: upper (`bin/upper --more`)"), "{said}");
    book.write("book/book.toml", &config);
    book.says(&["mdbook", "allow", "--none"], 0);
    assert!(book.says(&["build"], 0).contains("Not run"));
}

#[test]
fn mistakes_are_told_where_the_author_wrote_them() {
    let book = Book::new(
        &UPPER.replace("json.dumps(book)", "json.dumps(book).replace(\"# One\", \"<!-- a -->\\\\n\\\\n# One\")"),
    );
    book.write("book/book.toml", "[preprocessor.upper]\ncommand = \"bin/upper\"\n\n[output.crosstrain]\n");
    let said = book.says(&["build", "--preprocessors"], 1);
    assert!(said.contains("src/one.md:7:8"), "{said}");
    book.write("book/src/one.md", "# One\n\na text with a [gone](gone.md)\n\n[lost](lost.md)\n");
    let said = book.says(&["build", "--preprocessors"], 1);
    assert!(said.contains("src/one.md:3:1\n") && said.contains("the text that a preprocessor made here"), "{said}");
    assert!(said.contains("src/one.md:5:8"), "{said}");
}

/// A program, what is said of it, and the exit code.
fn fails(script: &str, options: &[&str], says: &[&str]) {
    let book = Book::new(script);
    book.says(&["build"], 0);
    let before = book.site();
    let mut arguments = vec!["build"];
    arguments.extend(options);
    let said = book.says(&arguments, 2);
    for words in says {
        assert!(said.contains(words), "{script}\n{said}");
    }
    assert!(said.contains("the preprocessor upper (`bin/upper`)"), "{said}");
    assert!(book.site() == before, "{script}");
    assert!(nobody_is_left(&book.root()), "{script}");
}

/// Whether no process runs in a book's folder any more. One that was killed may
/// take a moment to go.
fn nobody_is_left(root: &Path) -> bool {
    let here = |entry: std::io::Result<fs::DirEntry>| {
        fs::read_link(entry.ok()?.path().join("cwd")).ok().filter(|folder| folder.starts_with(root))
    };
    (0..200).any(|_| {
        let Ok(mut all) = fs::read_dir("/proc").map(|all| all.filter_map(here)) else { return true };
        let alone = all.next().is_none();
        if !alone {
            std::thread::sleep(Duration::from_millis(50));
        }
        alone
    })
}

const ONCE: [&str; 1] = ["--preprocessors"];
const SHORT: [&str; 1] = ["--preprocessors=1"];
const SUPPORTS: &str = "[ \"$1\" = supports ] && exit 0\n";

#[test]
fn programs_that_hang_are_stopped() {
    let slow: &[&str] = &["did not end within 1 s and was stopped", "--preprocessors=SECONDS"];
    fails("sleep 1000", &SHORT, slow);
    fails(&format!("{SUPPORTS}sleep 1000"), &SHORT, slow);
    // What it started runs on, and holds the pipes.
    fails(&format!("{SUPPORTS}sleep 1000 &\nsleep 1001 &\nexit 0"), &SHORT, slow);
    fails(&format!("{SUPPORTS}trap '' TERM INT HUP PIPE\nwhile :; do sleep 1; done"), &SHORT, slow);
    // It closed its ends, and stays.
    fails(&format!("{SUPPORTS}exec >&- 2>&- <&-\nsleep 1000"), &SHORT, slow);
}

#[test]
fn programs_that_fail_are_named() {
    let status = "failed (exit status: 1)";
    fails(&format!("{SUPPORTS}exit 1"), &ONCE, &[status, "said nothing"]);
    fails(&format!("{SUPPORTS}echo 'no \\033[31mformulas today' >&2\nexit 1"), &ONCE, &[status, "formulas today"]);
    fails(&format!("{SUPPORTS}kill -9 $$"), &ONCE, &["signal: 9"]);
    fails("exit 0", &ONCE, &["answered nothing"]);
    fails(&format!("{SUPPORTS}echo 'Hello, world'"), &ONCE, &["did not answer with a book", "`Hello, world"]);
    fails(&format!("{SUPPORTS}echo '{{\"items\": [{{\"Chapter\": 3}}]}}'"), &ONCE, &["did not answer with a book"]);
    fails(&format!("{SUPPORTS}cat"), &ONCE, &["did not answer with a book"]);
    fails(&format!("{SUPPORTS}printf '\\377\\000'; cat"), &ONCE, &["did not answer with a book"]);
    fails(&format!("{SUPPORTS}yes '[[[['"), &ONCE, &["answered more than a book can have"]);
}

#[test]
fn programs_that_are_missing_are_named() {
    let book = Book::new(UPPER);
    book.says(&["build"], 0);
    let before = book.site();
    fs::remove_file(book.root().join("bin/upper")).unwrap();
    let said = book.says(&["build", "--preprocessors"], 2);
    assert!(said.contains("the preprocessor upper (`bin/upper`) is not installed"), "{said}");
    assert!(said.contains("`optional = true` in [preprocessor.upper]"), "{said}");
    assert!(book.site() == before);
    book.write("book/book.toml", "[preprocessor.upper]\ncommand = \"bin/upper\"\noptional = true\n");
    let said = book.says(&["build", "--preprocessors"], 0);
    assert!(said.contains("is not installed, and optional: left out"), "{said}");
    book.write("book/book.toml", "[preprocessor.upper]\ncommand = \" \"\n");
    let said = book.says(&["build", "--preprocessors"], 2);
    assert!(said.contains("`command` of [preprocessor.upper] in book.toml is empty"), "{said}");
    book.write("book/book.toml", "[preprocessor.no-such-program]\n");
    let said = book.says(&["build", "--preprocessors"], 2);
    assert!(said.contains("install it (cargo install mdbook-no-such-program)"), "{said}");
}

#[test]
fn programs_may_write_before_they_read_and_chatter() {
    // 1 MB before the first byte is read, in a book of 1 MB: whoever writes first waits for ever.
    let book = Book::new(&format!(
        "{SUPPORTS}head -c 1000000 /dev/zero | tr '\\0' ' '\nyes chatter | head -c 1000000 >&2\npython3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)[1]).replace(\"text\", \"TEXT\"))'"
    ));
    book.write("book/src/one.md", &format!("# One\n\nfirst text\n\n{}", "and on and on\n".repeat(70_000)));
    book.says(&["build", "--preprocessors"], 0);
    assert!(book.page("one.html").contains("first TEXT"));
}

#[test]
fn one_that_is_not_for_us_is_left_out() {
    let book = Book::new("exit 1");
    let said = book.says(&["build", "--preprocessors"], 0);
    assert!(said.contains("does not work for `html`: left out (exit status: 1)"), "{said}");
    assert!(book.page("one.html").contains("first text"));
    book.write("book/book.toml", "[preprocessor.upper]\ncommand = \"bin/upper\"\nrenderers = [\"pandoc\"]\n");
    book.says(&["build", "--preprocessors"], 0);
    assert_eq!(book.calls(), 1);
}

/// Programs made for mdBook 0.4 know a book by other names, and no nulls.
#[test]
fn programs_of_an_older_mdbook_are_understood() {
    let older = "python3 -c 'import json, sys\ncontext, book = json.load(sys.stdin)\nif \"sections\" not in book: sys.exit(\"missing field `sections`\")\nassert \"null\" not in json.dumps(context)\nprint(json.dumps(book).replace(\"text\", \"TEXT\"))'";
    let book = Book::new(&format!("{SUPPORTS}{older}"));
    book.says(&["build", "--preprocessors"], 0);
    assert!(book.page("sub/index.html").contains("second TEXT"));
}

#[test]
fn chapters_that_a_program_makes_up_are_told() {
    let more = UPPER.replace("print(", "book[\"items\"].append({\"Chapter\": {**book[\"items\"][0][\"Chapter\"], \"name\": \"Sources\", \"path\": \"sources.md\", \"source_path\": None}})\nprint(");
    let book = Book::new(&more);
    let said = book.says(&["build", "--preprocessors"], 0);
    assert!(said.contains("adds chapters, which are left out: Sources"), "{said}");
    assert!(book.page("one.html").contains("first TEXT"));
}

#[test]
fn includes_stay_in_the_book_whatever_a_program_writes() {
    let outside = UPPER.replace("\"TEXT\"", "\"{{#include ../../secret.txt}}\"");
    let book = Book::new(&outside);
    book.write("secret.txt", "the secret");
    book.write("book/book.toml", "[preprocessor.upper]\ncommand = \"bin/upper\"\nbefore = [\"links\"]\n\n[output.crosstrain]\nlints.link-missing = \"off\"\n");
    let said = book.says(&["build", "--preprocessors", "--keep-going"], 1);
    assert!(said.contains("lies outside the book"), "{said}");
    assert!(!book.page("one.html").contains("the secret"));
    // One that the author wrote is told where it stands, whatever was put before it.
    book.program(
        &UPPER.replace("json.dumps(book)", "json.dumps(book).replace(\"# One\", \"<!-- a -->\\\\n\\\\n# One\")"),
    );
    book.write("book/src/one.md", "# One\n\ntext\n\n{{#include ../../secret.txt}}\n");
    let said = book.says(&["build", "--preprocessors", "--keep-going"], 1);
    assert!(said.contains("src/one.md:5:12"), "{said}");
}

/// The preview of a book with `mdbook-toc` on the path: one that is known to
/// need no other chapter.
struct Preview {
    server: Child,
    port: u16,
}

impl Preview {
    fn of(book: &Book) -> Preview {
        let folder = book.folder.path().join("path");
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut server = Command::new(env!("CARGO_BIN_EXE_crosstrain"))
            .args(["serve", "--port", "0", "--preprocessors"])
            .current_dir(book.root())
            .env("PATH", path)
            .env("XDG_CACHE_HOME", book.folder.path().join("cache"))
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(server.stderr.take().unwrap());
        let mut lines = said.lines().map(Result::unwrap);
        let line = lines.find(|line| line.contains("Serving")).unwrap();
        let port = line.split(['/', ':']).find_map(|part| part.parse().ok()).unwrap();
        // Whoever can't say what he has to say stands still.
        std::thread::spawn(move || lines.for_each(drop));
        Preview { server, port }
    }

    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let host = format!("127.0.0.1:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut stream = self.ask(path);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits until an open page is told something.
    fn tells(&self, words: &str) {
        let mut stream = self.ask("/_crosstrain/events?page=/one.html");
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let (mut told, mut bytes) = (String::new(), [0; 1024]);
        while !told.contains(words) {
            let length = stream.read(&mut bytes).unwrap();
            assert!(length > 0, "{told}");
            told += &String::from_utf8_lossy(&bytes[..length]);
        }
    }

    /// Waits until a page shows something.
    fn shows(&self, path: &str, words: &str) {
        for _ in 0..600 {
            if self.get(path).contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{path} never shows `{words}`: {}", self.get(path));
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_preview_asks_only_about_what_is_new() {
    let book = Book::new(UPPER);
    book.write("book/book.toml", "[preprocessor.toc]\n");
    let asked = || fs::read_to_string(book.folder.path().join("asked")).unwrap();
    book.toc("TEXT");
    let preview = Preview::of(&book);
    preview.shows("/one.html", "included TEXT");
    assert_eq!(asked(), "One Two\n");
    book.write("book/src/sub/README.md", "# Two\n\nthird text\n");
    preview.shows("/sub/index.html", "third TEXT");
    assert_eq!(asked(), "One Two\nTwo\n");
    // What was included is part of a chapter, and came before.
    book.write("book/src/part.txt", "another text");
    preview.shows("/one.html", "another TEXT");
    assert_eq!(asked(), "One Two\nTwo\nOne\n");
    // Another program is asked about everything.
    book.toc("OTHER");
    book.write("book/src/one.md", "# One\n\nlast text\n");
    preview.shows("/one.html", "last OTHER");
    preview.shows("/sub/index.html", "third OTHER");
}

/// What a program answered for a chapter is kept for the next command, as long as
/// the program, its settings, the book's and the chapter are what they were.
#[test]
fn a_build_asks_only_about_what_is_new() {
    let book = Book::new(UPPER);
    let config = "[preprocessor.toc]\nmarker = \"m\"\n";
    book.write("book/book.toml", config);
    book.toc("TEXT");
    let build = |asked: &str| {
        let _ = fs::remove_file(book.folder.path().join("asked"));
        let output = book.command(&["build", "--preprocessors"]).env("PATH", book.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(fs::read_to_string(book.folder.path().join("asked")).unwrap_or_default(), asked);
        book.site()
    };
    let cold = build("One Two\n");
    assert!(book.page("one.html").contains("included TEXT"));
    assert!(build("") == cold, "a warm build is a cold build");
    // What nobody allowed does not come from memory.
    book.says(&["build"], 0);
    assert!(book.page("one.html").contains("included text"));
    book.write("book/src/part.txt", "another text");
    build("One\n");
    assert!(book.page("one.html").contains("another TEXT"));
    // Other settings, another program: everything is asked again.
    book.write("book/book.toml", &config.replace("\"m\"", "\"n\""));
    build("One Two\n");
    book.write("book/book.toml", &format!("{config}[book]\nlanguage = \"de\"\n"));
    build("One Two\n");
    book.toc("OTHER");
    build("One Two\n");
    assert!(book.page("one.html").contains("another OTHER"));
    build("");
    book.says(&["mdbook", "allow", "--none"], 0);
    build("One Two\n");
    // What is kept may be broken.
    for file in fs::read_dir(book.folder.path().join("cache/crosstrain")).unwrap() {
        fs::write(file.unwrap().path(), "[\"0\", {\"zz\": 3").unwrap();
    }
    build("One Two\n");
}

#[test]
fn diagrams_that_stay_text_are_told() {
    let diagram = r#""second text", "<pre class=\\u0022mermaid\\u0022>a</pre>""#;
    let book = Book::new(&UPPER.replace(r#""text", "TEXT""#, diagram));
    std::os::unix::fs::symlink("upper", book.root().join("bin/mdbook-mermaid")).unwrap();
    let config = fs::read_to_string(book.root().join("book.toml")).unwrap();
    book.write("book/book.toml", &config.replace("bin/upper", "bin/mdbook-mermaid"));
    let said = book.says(&["build", "--preprocessors"], 0);
    assert!(said.contains("they stay text, first in Two.") && said.contains("mmdc"), "{said}");
    book.write("book/src/sub/README.md", "# Two\n\nno diagram\n");
    let said = book.says(&["build", "--preprocessors"], 0);
    assert!(!said.contains("they stay text"), "{said}");
}

#[test]
fn a_preview_outlives_a_program_that_fails() {
    let book = Book::new(UPPER);
    let preview = Preview::of(&book);
    preview.shows("/one.html", "first TEXT");
    book.program("[ \"$1\" = supports ] && exit 0\necho broken >&2\nexit 1");
    book.write("book/src/one.md", "# One\n\nnew text\n");
    preview.tells("the preprocessor upper");
    assert!(preview.get("/one.html").contains("first TEXT"));
    book.program(UPPER);
    // The same bytes: what was to be mended was not the chapter.
    book.write("book/src/one.md", "# One\n\nnew text\n");
    preview.shows("/one.html", "new TEXT");
    // What the book comes to name later, nobody allowed.
    book.write("book/book.toml", "[preprocessor.upper]\ncommand = \"sh -c 'touch ../ran'\"\n");
    preview.shows("/one.html", "new text");
    assert!(!book.folder.path().join("ran").exists());
}

#[test]
fn whoever_ends_us_ends_what_we_started() {
    let book = Book::new(&format!("{SUPPORTS}touch ../started\nsleep 1000 &\nsleep 1000"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_crosstrain"))
        .args(["build", "--preprocessors"])
        .current_dir(book.root())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !book.folder.path().join("started").exists() {
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(nobody_is_left(&book.root()));
}
