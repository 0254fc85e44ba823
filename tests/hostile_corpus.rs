//! Does hostile content stay harmless?
//!
//! A class is a file in `tests/hostile/`: a sentence of purpose, then cases. A
//! case begins with `=== name`, has files after `-- path --`, links after
//! `-> path = target`, and says what happens in lines that begin with `=>`.
//! `⟦202E⟧` stands for a character, `⟦10000*x⟧` for many, `{term}` for the
//! start of a sound term, `{outside}` for a folder beside the book with a
//! secret in it. Beyond what a case says, no page of any case may have anything
//! in it that runs, loads or leads to what runs, nothing may be written outside
//! the site, no secret may be in it, and no message may steer a terminal.
//!
//! `fields.txt` is a book with `§` in every field of every kind; each line of
//! `payloads.txt` is put into all of them. With `HOSTILE_SITE` set, the sites
//! are left there for a browser to open.

use crate::support::{CONFIG, TODAY, lines, root};
use crosstrain::data::Shape;
use crosstrain::diag::human::{self, Style};
use crosstrain::entry::{HEAD, Kind};
use crosstrain::host::disk::Book;
use crosstrain::host::writer;
use crosstrain::pipeline::Pipeline;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const TERM: &str = "---\ntitle: Ay\ndefinition: \"Something.\"\naudience: it\nrelated: [b]\n---\n\n## Why IT cares\n\n";
const OTHER: &str = "---\ntitle: Bee\ndefinition: \"A thing.\"\naudience: it\n---\n\n## Why IT cares\n\nText.\n";
const SECRET: &str = "THE-SECRET";

#[test]
#[expect(clippy::disallowed_macros, reason = "the counts are for people")]
fn hostile_content_stays_harmless() {
    let mut wrong = Vec::new();
    let mut counts = Vec::new();
    let mut pipeline = Pipeline::new();
    for path in crate::support::files("tests/hostile", "txt") {
        let class = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let cases = match class.as_str() {
            "payloads" => continue,
            "fields" => fields(&text),
            _ => cases(&text),
        };
        counts.push(format!("{class} {}", cases.len()));
        for (at, case) in cases.iter().enumerate() {
            let place = format!("{class}/{:03}-{}", at + 1, case.name.replace(' ', "-"));
            let problems = case.run(&mut pipeline, &place);
            wrong.extend(problems.into_iter().map(|problem| format!("{class}: {}: {problem}", case.name)));
        }
    }
    println!("checked {}", counts.join(", "));
    assert!(wrong.is_empty(), "{} problems\n{}", wrong.len(), wrong.join("\n"));
}

/// A field that is added to a kind is added to the corpus too.
#[test]
fn every_field_of_every_kind_is_attacked() {
    let text = fs::read_to_string(root().join("tests/hostile/fields.txt")).unwrap();
    let shapes = [Shape::Text, Shape::List, Shape::Group];
    for kind in Kind::ALL {
        let fields = HEAD.iter().chain(kind.fields()).filter(|field| shapes.contains(&field.shape));
        let missing: Vec<_> = fields.filter(|field| !text.contains(&format!("\n{}:", field.name))).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", kind.word());
    }
}

/// One attempt.
#[derive(Default)]
struct Case {
    name: String,
    files: Vec<(String, Vec<u8>)>,
    links: Vec<(String, String)>,
    expected: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.split_inclusive('\n').skip_while(|line| !line.starts_with("=== ")) {
        if let Some(name) = line.strip_prefix("=== ") {
            cases.push(Case { name: name.trim().to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().unwrap();
        if let Some(path) = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            case.files.push((spelled(path), Vec::new()));
        } else if let Some((path, target)) = line.strip_prefix("-> ").and_then(|rest| rest.split_once(" = ")) {
            case.links.push((spelled(path), spelled(target.trim())));
        } else if let Some(expected) = line.strip_prefix("=> ") {
            case.expected.push(spelled(expected.trim_end()));
        } else if let Some((_, bytes)) = case.files.last_mut() {
            bytes.extend(spelled(line).replace("{term}\n", TERM).bytes());
        }
    }
    cases
}

/// A text with `⟦…⟧` carried out.
fn spelled(text: &str) -> String {
    let mut spelled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟦') {
        let (what, after) = after.split_once('⟧').expect("⟦ needs ⟧");
        spelled.push_str(before);
        match what.split_once('*') {
            Some((times, what)) => spelled.push_str(&what.replace("\\n", "\n").repeat(times.parse().unwrap())),
            None => spelled.push(char::from_u32(u32::from_str_radix(what, 16).unwrap()).unwrap()),
        }
        rest = after;
    }
    spelled + rest
}

/// The book of all fields, once for each payload. A marker tells the places apart.
fn fields(text: &str) -> Vec<Case> {
    let payloads = fs::read_to_string(root().join("tests/hostile/payloads.txt")).unwrap();
    let book = &cases(text)[0];
    let places: usize = book.files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).matches('§').count()).sum();
    assert!(places >= 90, "{places} places");
    let filled = |(number, payload): (usize, &str)| {
        let mut place = 0;
        let fill = |(path, bytes): &(String, Vec<u8>)| {
            let mut text = String::new();
            for (at, part) in std::str::from_utf8(bytes).unwrap().split('§').enumerate() {
                if at > 0 {
                    place += 1;
                    let payload = spelled(payload).replace('@', &format!("{number}.{place}"));
                    let quoted = text.ends_with('"') && part.starts_with('"');
                    text += &if quoted { payload.replace('\\', "\\\\").replace('"', "\\\"") } else { payload };
                }
                text += part;
            }
            (path.clone(), text.into_bytes())
        };
        Case {
            name: format!("payload {number}"),
            files: book.files.iter().map(fill).collect(),
            expected: book.expected.clone(),
            ..Case::default()
        }
    };
    payloads.lines().filter(|line| !line.is_empty()).enumerate().map(filled).collect()
}

impl Case {
    /// Builds the case as a book on disk; says what is not as it should be.
    fn run(&self, pipeline: &mut Pipeline, place: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        // macOS and others have links in the path of their folder for such things.
        let folder = folder.path().canonicalize().unwrap();
        self.lay_out(&folder);
        let out = std::env::var_os("HOSTILE_SITE")
            .map_or_else(|| folder.join("site"), |site| PathBuf::from(site).join(place));
        let mut wrong = Vec::new();
        if self.expected.is_empty() {
            wrong.push("says nothing about what happens".to_owned());
        }
        let (said, refused) = match build(pipeline, &folder.join("book"), &out) {
            Ok(said) => (said, String::new()),
            Err(failure) => (String::new(), failure),
        };
        let site = read_all(&out);
        wrong.extend(self.expected.iter().filter_map(|line| unmet(line, &said, &refused, &site)));
        let trusted = self
            .files
            .iter()
            .any(|(path, bytes)| path == "book.toml" && String::from_utf8_lossy(bytes).contains("html = \"trusted\""));
        wrong.extend(harm(&site, trusted));
        let steers = |line: &&str| line.contains(|c: char| c.is_control() || is_bidi_control(c));
        wrong.extend(
            said.lines().chain(refused.lines()).filter(steers).map(|line| format!("steers the terminal: {line:?}")),
        );
        let beside: Vec<String> = read_all(&folder)
            .into_keys()
            .filter(|path| !path.starts_with("book/") && !path.starts_with("site/"))
            .collect();
        if beside != ["outside/secret.md", "outside/secret.txt"] {
            wrong.push(format!("something was written beside the site: {beside:?}"));
        }
        wrong
    }

    fn lay_out(&self, folder: &Path) {
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        write("book/book.toml", CONFIG.as_bytes());
        write("book/content/glossary/b.md", OTHER.as_bytes());
        write("outside/secret.md", SECRET.as_bytes());
        write("outside/secret.txt", SECRET.as_bytes());
        let outside = folder.join("outside").to_string_lossy().into_owned();
        for (path, bytes) in &self.files {
            let text = String::from_utf8_lossy(bytes).replace("{outside}", &outside);
            write(&format!("book/{path}"), text.as_bytes());
        }
        for (path, target) in &self.links {
            let path = folder.join("book").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(target.replace("{outside}", &outside), path).unwrap();
        }
    }
}

/// Builds and writes, whatever is wrong with the content; returns what was said.
fn build(pipeline: &mut Pipeline, book: &Path, out: &Path) -> Result<String, String> {
    let book = Book::find(book).map_err(|failure| failure.to_string())?;
    let snapshot = book.read(TODAY, true).map_err(|failure| failure.to_string())?;
    let build = pipeline.build(&snapshot);
    let said: Vec<String> = lines(&build.diagnostics, &snapshot);
    let shown = build.diagnostics.iter().map(|found| human::render(found, &snapshot, Style::PLAIN));
    let said = said.into_iter().chain(shown).collect::<Vec<_>>().join("\n");
    writer::write(&build, &book.src_dir(), out, None).map_err(|failure| failure.to_string())?;
    Ok(said)
}

fn read_all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files =
        walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    files
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            // What the book links to is not its own, and may have no end.
            let own = entry.file_type().is_file();
            (below, own.then(|| fs::read(entry.path()).ok()).flatten().unwrap_or_default())
        })
        .collect()
}

/// What an expectation misses.
fn unmet(line: &str, said: &str, refused: &str, site: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let page = |path: &str| site.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let met = if line == "fine" {
        !said.contains(": error[") && refused.is_empty()
    } else if let Some(code) = line.strip_prefix("says ") {
        said.contains(code)
    } else if let Some(text) = line.strip_prefix("refuses ") {
        refused.contains(text)
    } else if let Some(path) = line.strip_prefix("no ") {
        !site.contains_key(path)
    } else if let Some(path) = line.strip_prefix("file ") {
        site.contains_key(path)
    } else if let Some((path, text)) = line.split_once(" has ") {
        page(path).is_some_and(|page| page.contains(text))
    } else if let Some((path, text)) = line.split_once(" lacks ") {
        page(path).is_some_and(|page| !page.contains(text))
    } else {
        false
    };
    let main =
        |page: String| page.split_once("<main").map(|(_, rest)| rest.split("</main>").next().unwrap_or("").to_owned());
    let shown = line.split(' ').next().and_then(page).and_then(main).unwrap_or_default();
    (!met).then(|| {
        format!("expected `{line}`\n  said: {}\n  refused: {refused}\n  {shown}", said.replace('\n', "\n        "))
    })
}

/// What must be in no site.
fn harm(site: &BTreeMap<String, Vec<u8>>, trusted: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, bytes) in site {
        let text = String::from_utf8_lossy(bytes);
        if text.contains(SECRET) {
            wrong.push(format!("{path} holds the secret"));
        }
        let harmful = |c: char| c.is_control() || "<>:\"|?*\\".contains(c);
        if path.contains(harmful) || path.split('/').any(|part| part.ends_with(['.', ' '])) {
            wrong.push(format!("{path:?} is no name for a file everywhere"));
        }
        if path.ends_with(".html") && !trusted {
            wrong.extend(harm_in(&text).map(|harm| format!("{path}: {harm}")));
        }
    }
    wrong
}

/// What harms in a page. All pages are written by us, so a simple reader of
/// tags will do: attributes always stand in double quotes.
fn harm_in(html: &str) -> impl Iterator<Item = String> {
    const NEVER: [&str; 19] = [
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "base",
        "style",
        "math",
        "foreignobject",
        "animate",
        "set",
        "use",
        "template",
        "video",
        "audio",
        "source",
        "portal",
        "textarea-",
    ];
    let mut wrong = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let name = rest[..length].to_ascii_lowercase();
        rest = &rest[length..];
        if name.is_empty() {
            if !rest.starts_with(['/', '!']) {
                wrong.push(format!("a bare `<` before {:?}", rest.chars().take(20).collect::<String>()));
            }
            continue;
        }
        if NEVER.contains(&name.as_str()) {
            wrong.push(format!("has <{name}>"));
        }
        let mut source = String::new();
        while let Some((attribute, value, after)) = next_attribute(rest) {
            rest = after;
            if attribute.starts_with("on") || attribute == "srcdoc" || attribute == "srcset" || attribute == "ping" {
                wrong.push(format!("has <{name} {attribute}>"));
            }
            let value = value.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
            let scheme = value.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "").to_ascii_lowercase();
            let runs = ["javascript:", "vbscript:", "data:text", "data:application", "ms-msdt:", "file:"]
                .iter()
                .any(|bad| scheme.starts_with(bad));
            if runs
                && ["href", "src", "action", "formaction", "xlink:href", "cite", "data"].contains(&attribute.as_str())
            {
                wrong.push(format!("<{name} {attribute}=\"{value}\">"));
            }
            if attribute == "style" && !value.starts_with("text-align: ") {
                wrong.push(format!("has style={value:?}"));
            }
            if attribute == "src" || attribute == "type" {
                source = value;
            }
        }
        if name == "script" {
            let body = rest.strip_prefix('>').and_then(|rest| rest.split("</script").next()).unwrap_or("");
            let data = source == "application/json" || source == "application/ld+json";
            let known = data || source.contains("assets/") || body.starts_with("((d,f,l)=>");
            if !known || source.contains(':') || source.starts_with("//") {
                wrong.push(format!("has a script of its own: {source:?} {body:?}"));
            }
            rest = rest.split_once("</script").map_or("", |(_, after)| after);
        }
    }
    wrong.into_iter()
}

/// The next attribute of a tag: its name, its value as written, and what follows.
fn next_attribute(tag: &str) -> Option<(String, &str, &str)> {
    let tag = tag.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    let length = tag.find(|c: char| c.is_ascii_whitespace() || "/>=".contains(c))?;
    if length == 0 {
        return None;
    }
    let (name, rest) = (tag[..length].to_ascii_lowercase(), &tag[length..]);
    match rest.strip_prefix("=\"") {
        Some(quoted) => quoted.split_once('"').map(|(value, rest)| (name, value, rest)),
        None => Some((name, "", rest)),
    }
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}
