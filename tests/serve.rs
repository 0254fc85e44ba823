//! Does the preview answer its author, and nobody else, whatever is thrown at it?

use crosstrain::host::disk::Book;
use crosstrain::host::serve::{Pages, Preview, Shown, listen};
use crosstrain::host::writer::{self, Kept};
use crosstrain::pipeline::Build;
use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const SECRET: &str = "THE-SECRET";

/// A small book, with a secret beside it and a large file in it.
fn book() -> (TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("secret.txt", SECRET.as_bytes());
    write("book/book.toml", crate::support::CONFIG.as_bytes());
    write("book/content/glossary/.hidden", SECRET.as_bytes());
    write("book/content/glossary/a.md", b"---\ntitle: Ay\ndefinition: \"x\"\naudience: it\n---\n\nText.\n");
    write("book/content/glossary/p.png", b"picture");
    write("book/content/large.bin", &vec![7; 20 << 20]);
    let book = Book::find(&folder.path().join("book")).unwrap();
    (folder, book)
}

fn built(book: &Book) -> Arc<Build> {
    Arc::new(crate::support::build(&book.read(crate::support::TODAY, true).unwrap()))
}

fn start(book: &Book, pages: Option<Pages>) -> Preview {
    let listener = listen(IpAddr::V4(Ipv4Addr::LOCALHOST), 0).unwrap();
    Preview::start(listener, book.src_dir(), pages.map(Shown::new)).unwrap()
}

/// A preview of that book.
fn preview() -> (TempDir, Preview) {
    let (folder, book) = book();
    let preview = start(&book, Some(Pages::Built(built(&book))));
    (folder, preview)
}

/// The site of that book as it lies in its folder, if it is one that may be shown.
fn kept(book: &Book) -> Option<Kept> {
    Kept::find(&book.build_dir, || book.stamp(crate::support::TODAY).with_drafts(true))
}

fn write(book: &Book) {
    let made_of = book.stamp(crate::support::TODAY).with_drafts(true);
    writer::write(&built(book), &book.src_dir(), &book.build_dir, Some(made_of)).unwrap();
}

/// Until the first build is ready, the site of the last one answers, if nothing
/// changed since; otherwise people wait for a moment.
#[test]
fn the_last_site_stands_in_while_nothing_changed() {
    let (_folder, book) = book();
    assert!(kept(&book).is_none());
    write(&book);
    let preview = start(&book, kept(&book).map(|kept| Pages::Kept(Arc::new(kept))));
    let page = get(preview.address, "/glossary/a.html", "");
    assert!(status(&page) == "200" && page.contains("/_crosstrain/reload.js"), "{page}");
    assert_eq!(status(&get(preview.address, "/glossary/b.html", "")), "404");
    preview.show(Shown::new(Pages::Built(built(&book))));
    assert_eq!(body(&page), body(&get(preview.address, "/glossary/a.html", "")));

    // The same text, saved again, may be another: only reading it would tell.
    let (term, text) = (book.src_dir().join("glossary/a.md"), "---\ntitle: Bee\n---\n");
    fs::write(&term, text).unwrap();
    assert!(kept(&book).is_none());
    let waiting = start(&book, None);
    let address = waiting.address;
    let asked = std::thread::spawn(move || get(address, "/glossary/a.html", ""));
    waiting.show(Shown::new(Pages::Built(built(&book))));
    assert!(asked.join().unwrap().contains("Bee"));
    write(&book);
    assert!(kept(&book).is_some());
    // Saved again without a change, which a build notices, and notes without writing a page.
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(9);
    fs::File::options().write(true).open(&term).unwrap().set_modified(long_ago).unwrap();
    assert!(kept(&book).is_none());
    write(&book);
    assert!(kept(&book).is_some());
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// Sends bytes and reads everything that comes back.
fn raw(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // A server that has heard enough may hang up before everything is said.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn get(address: SocketAddr, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    String::from_utf8_lossy(&raw(address, request.as_bytes())).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[test]
fn paths_never_lead_out_of_the_site() {
    let (_folder, preview) = preview();
    stays_inside(preview.address);
    let (_folder, book) = book();
    write(&book);
    stays_inside(start(&book, kept(&book).map(|kept| Pages::Kept(Arc::new(kept)))).address);
}

fn stays_inside(at: SocketAddr) {
    assert_eq!(status(&get(at, "/glossary/a.html", "")), "200");
    assert_eq!(status(&get(at, "/glossary/p.png?x=1", "")), "200");
    let up = ["..", "%2e%2e", "%2E%2e", ".%2e", "..%00", "....", "%252e%252e", "..%c0%af", "%uff0e%uff0e", "．．"];
    let slash = ["/", "%2f", "\\", "%5c", "//", "/./", "%252f", ";/"];
    let mut tried = 0;
    for up in up {
        for slash in slash {
            for start in ["/", "//", "/glossary/", "/glossary/p.png/", "/search/", "/assets/"] {
                let climb = format!("{up}{slash}").repeat(5);
                for path in [format!("{start}{climb}secret.txt"), format!("{start}{climb}etc/passwd")] {
                    let answer = get(at, &path, "");
                    assert!(!answer.contains(SECRET) && !answer.contains("root:"), "{path}");
                    assert!(matches!(status(&answer), "404" | "400"), "{path}: {}", status(&answer));
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 960);
    for path in [
        "/glossary/.hidden",
        "/glossary/a.md",
        "/book.toml",
        "/content/glossary/a.md",
        "/.crosstrain-manifest",
        "/etc/passwd",
    ] {
        assert_eq!(status(&get(at, path, "")), "404", "{path}");
    }
    for line in [
        "GET http://evil.example/ HTTP/1.1",
        "GET * HTTP/1.1",
        "CONNECT a:1 HTTP/1.1",
        "POST / HTTP/1.1",
        "DELETE /glossary/a.html HTTP/1.1",
        "TRACE / HTTP/1.1",
        "GET / HTTP/9.9",
        "\0\0\0",
        "GET /\u{1} HTTP/1.1",
    ] {
        let answer = raw(at, format!("{line}\r\nHost: evil.example\r\nConnection: close\r\n\r\n").as_bytes());
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.starts_with("HTTP/1.1 2"), "{line}: {answer}");
    }
}

#[test]
fn other_names_and_other_sites_are_refused() {
    let (_folder, preview) = preview();
    let at = preview.address;
    let port = at.port();
    let host = |host: &str| {
        let request = format!("GET /search/head.js HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        status(&String::from_utf8_lossy(&raw(at, request.as_bytes()))).to_owned()
    };
    assert_eq!(host(&format!("localhost:{port}")), host(&format!("127.0.0.1:{port}")));
    for name in [
        format!("evil.example:{port}"),
        "127.0.0.1".into(),
        "localhost".into(),
        format!("127.0.0.1.evil.example:{port}"),
        String::new(),
    ] {
        assert_eq!(host(&name), "421", "{name}");
    }
    assert_eq!(status(&get(at, "/_crosstrain/events?page=/", "Origin: https://evil.example\r\n")), "403");
    assert_eq!(status(&get(at, "/search/head.js", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n")), "403");
    let page = get(at, "/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n");
    assert_eq!(status(&page), "200");
    for header in
        ["x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin", "x-frame-options: SAMEORIGIN"]
    {
        assert!(page.to_ascii_lowercase().contains(&header.to_ascii_lowercase()), "{header}");
    }
}

/// A thousand connections that say nothing, a head without end and slow readers
/// neither stop the preview nor fill the memory. It runs by itself, since other
/// tests fill the memory of this process.
#[cfg(target_os = "linux")]
#[test]
fn connections_that_give_nothing_take_little() {
    let (folder, preview) = preview();
    let at = SocketAddr::new(preview.address.ip(), free_port());
    drop(preview);
    let connections = most_connections();
    let alone = Alone::start(&folder.path().join("book"), at);
    let before = alone.memory();
    let silent: Vec<TcpStream> = (0..connections)
        .map(|number| {
            let mut stream = TcpStream::connect(at).unwrap();
            // Some say nothing, some never come to an end, some ask for much and read nothing.
            let said = match number % 4 {
                0 => String::new(),
                1 => format!("GET / HTTP/1.1\r\nHost: {at}\r\nX-{number}: "),
                2 => "GET /".to_owned(),
                _ => format!("GET /large.bin HTTP/1.1\r\nHost: {at}\r\n\r\n"),
            };
            let _ = stream.write_all(said.as_bytes());
            stream
        })
        .collect();
    assert_eq!(status(&get(at, "/glossary/a.html", "")), "200", "the author is still answered");
    let grown = alone.memory().saturating_sub(before);
    assert!(grown < 200 << 20, "{} MB more", grown >> 20);
    drop(silent);
    let huge = format!("GET / HTTP/1.1\r\nHost: {at}\r\nX: {}\r\n\r\n", "x".repeat(30 << 20));
    let answer = raw(at, huge.as_bytes());
    assert!(!answer.starts_with(b"HTTP/1.1 2"), "a head of 30 MB is not read to its end");
    let many = format!("GET / HTTP/1.1\r\nHost: {at}\r\n{}\r\n", "X: y\r\n".repeat(5_000));
    assert!(!raw(at, many.as_bytes()).starts_with(b"HTTP/1.1 2"), "nor are 5,000 headers");
    let long = format!("GET /{} HTTP/1.1\r\nHost: {at}\r\n\r\n", "a/".repeat(100_000));
    assert!(!raw(at, long.as_bytes()).starts_with(b"HTTP/1.1 2"));
    assert_eq!(status(&get(at, "/glossary/a.html", "")), "200");
    let grown = alone.memory().saturating_sub(before);
    assert!(grown < 200 << 20, "{} MB more", grown >> 20);
}

/// A thousand, or what this process may open at most; the preview may open as many.
#[cfg(target_os = "linux")]
fn most_connections() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    let limit = limit.current.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap());
    assert!(limit >= 1_024, "a limit of {limit} open files is too low for this test");
    (limit / 2 - 200).min(1_000)
}

/// A preview in a process of its own.
#[cfg(target_os = "linux")]
struct Alone(std::process::Child);

#[cfg(target_os = "linux")]
impl Alone {
    fn start(book: &std::path::Path, at: SocketAddr) -> Alone {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_crosstrain"));
        let alone =
            Alone(program.args(["serve", "-qq", "--port", &at.port().to_string()]).current_dir(book).spawn().unwrap());
        while status(&get_if_there(at)) != "200" {
            std::thread::sleep(Duration::from_millis(20));
        }
        alone
    }

    /// What the process holds in memory, in bytes.
    fn memory(&self) -> usize {
        let text = fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
    }
}

#[cfg(target_os = "linux")]
impl Drop for Alone {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(target_os = "linux")]
fn get_if_there(at: SocketAddr) -> String {
    TcpStream::connect(at).map(|_| get(at, "/glossary/a.html", "")).unwrap_or_default()
}

/// A port that was free a moment ago.
#[cfg(target_os = "linux")]
fn free_port() -> u16 {
    listen(IpAddr::V4(Ipv4Addr::LOCALHOST), 0).unwrap().local_addr().unwrap().port()
}
