//! Are other sites asked politely, in bounds, and are their answers understood?
//!
//! They are asked at a server of our own on loopback, which notes who asks, when
//! and how many at once.

use crate::support::{CONFIG, snapshot};
use crosstrain::diag::{Diagnostics, Level};
use crosstrain::external::{Answer, addresses, told};
use crosstrain::host::external::{Asked, Cache, Manners, ask};
use crosstrain::pipeline::Pipeline;
use crosstrain::source::LineIndex;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What the server saw.
#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<Request>>,
    now: AtomicUsize,
    most: AtomicUsize,
    over: AtomicBool,
}

#[derive(Clone)]
struct Request {
    line: String,
    agent: String,
    began: Instant,
    ended: Instant,
}

struct Server {
    seen: Arc<Seen>,
    base: String,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Seen::default());
        let ours = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ours.over.load(Ordering::SeqCst) {
                    return;
                }
                let seen = ours.clone();
                std::thread::spawn(move || serve(stream, &seen));
            }
        });
        Server { seen, base }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// How often a path was asked for, by method.
    fn asked(&self, path: &str) -> Vec<String> {
        let requests = self.seen.requests.lock().unwrap();
        let method = |request: &Request| Some(request.line.strip_suffix(&format!(" {path}"))?.to_owned());
        requests.iter().filter_map(method).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.seen.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.base.trim_start_matches("http://"));
    }
}

/// Answers requests of one connection.
fn serve(mut stream: TcpStream, seen: &Seen) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let (mut line, mut agent) = (String::new(), String::new());
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let began = Instant::now();
        let now = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most.fetch_max(now, Ordering::SeqCst);
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header).unwrap_or(0) == 0 || header.trim().is_empty() {
                break;
            }
            if let Some(name) = header.strip_prefix("user-agent: ").or(header.strip_prefix("User-Agent: ")) {
                agent = name.trim().to_owned();
            }
        }
        let line = line.trim().trim_end_matches(" HTTP/1.1").to_owned();
        let before = seen.requests.lock().unwrap().iter().filter(|request| request.line == line).count();
        let answered = answer(&mut stream, &line, before);
        // The request is over for the one who asks as soon as the head is there.
        seen.now.fetch_sub(1, Ordering::SeqCst);
        seen.requests.lock().unwrap().push(Request { line, agent, began, ended: Instant::now() });
        if !answered {
            return;
        }
    }
}

/// Whether the connection can be used again.
fn answer(stream: &mut TcpStream, line: &str, before: usize) -> bool {
    let head = line.starts_with("HEAD ");
    let path = line.split(' ').nth(1).unwrap_or_default();
    let mut say = |text: &str| stream.write_all(text.replace('\n', "\r\n").as_bytes()).is_ok();
    let mut status = |status: &str, more: &str| say(&format!("HTTP/1.1 {status}\ncontent-length: 0\n{more}\n"));
    match path {
        "/moved" => status("301 Moved Permanently", "location: /fine\n"),
        "/for-now" => status("302 Found", "location: /fine\n"),
        "/moved-for-now" => status("308 Permanent Redirect", "location: /for-now\n"),
        "/moved-away" => status("301 Moved Permanently", "location: /gone\n"),
        "/circle" => status("302 Found", "location: /circle\n"),
        "/out" => status("301 Moved Permanently", "location: ftp://example.org/\n"),
        "/missing" => status("404 Not Found", ""),
        "/gone" => status("410 Gone", ""),
        "/refused" => status("403 Forbidden", ""),
        "/broken" => status("500 Internal Server Error", ""),
        "/get-only" | "/liar" if head => status(if path == "/liar" { "404 Not Found" } else { "405 Not" }, ""),
        "/busy" if before == 0 => status("429 Too Many Requests", "retry-after: 0\n"),
        "/hang" => {
            std::thread::sleep(Duration::from_secs(3));
            false
        }
        "/huge" if !head => {
            let _ = say("HTTP/1.1 200 OK\ncontent-type: text/html\n\n");
            // Until the one who asks goes away, but not for ever.
            (0..100_000).all(|_| say(&"x".repeat(8192)));
            false
        }
        "/huge" => status("405 Method Not Allowed", ""),
        "/endless-head" => {
            let _ = say("HTTP/1.1 200 OK\n");
            (0..100_000).all(|number| say(&format!("x-{number}: {}\n", "x".repeat(1024))));
            false
        }
        "/nonsense" => {
            say("hello\n\n");
            false
        }
        _ => status("200 OK", ""),
    }
}

fn manners() -> Manners {
    Manners {
        pause: Duration::from_millis(20),
        timeout: Duration::from_millis(800),
        own_network: true,
        ..Manners::default()
    }
}

#[test]
fn answers_are_understood() {
    let server = Server::start();
    let paths = [
        "/fine",
        "/moved",
        "/for-now",
        "/moved-for-now",
        "/moved-away",
        "/circle",
        "/out",
        "/missing",
        "/gone",
        "/refused",
        "/broken",
        "/get-only",
        "/liar",
        "/busy",
        "/hang",
        "/huge",
        "/endless-head",
        "/nonsense",
    ];
    let mut urls: Vec<String> = paths.iter().map(|path| server.at(path)).collect();
    // A server without TLS, asked for it; a port at which nobody listens; no address; no host.
    let secure = server.at("/secure").replace("http:", "https:");
    let nobody = format!("http://{}/", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    urls.extend([secure.clone(), nobody.clone(), "http://".to_owned()]);
    let Asked { answers, unreached } = ask(urls.iter().map(String::as_str), manners()).unwrap();
    // The one that says nothing, the one that speaks no HTTP, no TLS, nobody.
    assert_eq!((answers.len(), unreached), (urls.len(), 4));
    let of = |path: &str| answers[&server.at(path)].clone();
    let why = |answer: Answer| match answer {
        Answer::Missing(why) => format!("missing: {why}"),
        Answer::Unsure(why) => format!("unsure: {why}"),
        Answer::Moved(to) => format!("moved: {}", to.replace(&server.base, "")),
        Answer::Fine => "fine".to_owned(),
    };
    let told: Vec<String> =
        paths.iter().map(|path| format!("{path} {}", why(of(path)).replace(&server.base, ""))).collect();
    assert_eq!(
        told,
        [
            "/fine fine",
            "/moved moved: /fine",
            "/for-now fine",
            "/moved-for-now fine",
            "/moved-away missing: leads on to `/gone`, which answers 410 Gone",
            "/circle unsure: leads on more than 6 times",
            "/out unsure: leads on to something that is no web page",
            "/missing missing: answers 404 Not Found",
            "/gone missing: answers 410 Gone",
            "/refused unsure: answers 403 Forbidden: perhaps not to programs",
            "/broken unsure: answers 500 Internal Server Error",
            "/get-only fine",
            "/liar fine",
            "/busy fine",
            "/hang unsure: its host gives no answer in time",
            "/huge fine",
            "/endless-head unsure: its answer has no end",
            "/nonsense unsure: no connection: protocol: http parse fail: invalid HTTP version",
        ]
    );
    assert!(why(answers[&secure].clone()).starts_with("unsure: no "), "{:?}", answers[&secure]);
    assert!(why(answers[&nobody].clone()).starts_with("unsure: no connection"), "{:?}", answers[&nobody]);
    assert_eq!(answers["http://"], Answer::Missing("not an address".to_owned()));
    assert_eq!(server.asked("/fine")[0], "HEAD");
    assert_eq!(
        (server.asked("/get-only"), server.asked("/busy")),
        (vec!["HEAD".into(), "GET".into()], vec!["HEAD".into(); 2])
    );
}

#[test]
fn a_host_is_asked_one_thing_at_a_time() {
    let server = Server::start();
    let urls: Vec<String> = (0..12).map(|number| server.at(&format!("/page/{number}"))).collect();
    let answers = ask(urls.iter().map(String::as_str), manners()).unwrap().answers;
    assert!(answers.values().all(|answer| *answer == Answer::Fine) && answers.len() == 12, "{answers:?}");
    assert_eq!(server.seen.most.load(Ordering::SeqCst), 1);
    let requests = server.seen.requests.lock().unwrap();
    assert!(requests.iter().all(|request| request.agent.starts_with("crosstrain/")), "{}", requests[0].agent);
    for pair in requests.windows(2) {
        assert!(pair[1].began - pair[0].began >= manners().pause, "no pause");
        assert!(pair[1].began >= pair[0].ended);
    }
}

#[test]
fn what_is_asked_has_bounds() {
    let server = Server::start();
    let urls: Vec<String> = (0..9).map(|number| server.at(&format!("/{number}"))).collect();
    assert_eq!(ask(urls.iter().map(String::as_str), Manners { most: 4, ..manners() }).unwrap().answers.len(), 4);
    let near = ask([urls[0].as_str()], Manners { own_network: false, ..manners() }).unwrap().answers;
    assert!(matches!(&near[&urls[0]], Answer::Unsure(why) if why.ends_with("not asked")), "{near:?}");
    assert_eq!(server.asked("/0").len(), 1, "asked although it is near");
}

/// A host that wants more patience than we have is left alone for the rest of the run.
#[test]
fn a_host_that_asks_for_patience_is_left_alone() {
    let server = Server::start();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", busy.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for mut stream in busy.incoming().map_while(Result::ok) {
            let mut line = String::new();
            let _ = BufReader::new(stream.try_clone().unwrap()).read_line(&mut line);
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream
                .write_all(b"HTTP/1.1 503 Busy\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    let urls = [format!("{base}/one"), format!("{base}/two"), format!("{base}/three"), server.at("/fine")];
    let answers = ask(urls.iter().map(String::as_str), manners()).unwrap().answers;
    assert_eq!(answers.values().filter(|answer| matches!(answer, Answer::Unsure(_))).count(), 3);
    assert_eq!((asked.load(Ordering::SeqCst), &answers[&urls[3]]), (1, &Answer::Fine));
}

#[test]
fn answers_are_kept_for_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/links.json");
    let answers = BTreeMap::from([
        ("https://example.org/".to_owned(), Answer::Fine),
        ("https://example.org/moved".to_owned(), Answer::Moved("https://example.org/".to_owned())),
        ("https://example.org/gone".to_owned(), Answer::Missing("answers 410 Gone".to_owned())),
        ("https://example.org/slow".to_owned(), Answer::Unsure("no answer".to_owned())),
    ]);
    Cache::open(Some(path.clone())).unwrap().keep(&answers).unwrap();
    let known = |days: u64| {
        // As if the file had been written some days ago.
        let text = std::fs::read_to_string(&path).unwrap();
        let mut kept: serde_json::Value = serde_json::from_str(&text).unwrap();
        for known in kept.as_object_mut().unwrap().values_mut() {
            known["asked"] = (known["asked"].as_u64().unwrap() - days * 24 * 60 * 60).into();
        }
        let aged = folder.path().join("aged.json");
        std::fs::write(&aged, kept.to_string()).unwrap();
        let cache = Cache::open(Some(aged)).unwrap();
        answers.keys().filter(|url| cache.answer(url) == Some(&answers[*url])).count()
    };
    assert_eq!((known(0), known(2), known(8)), (3, 2, 0));
    std::fs::write(&path, "{\"half").unwrap();
    assert!(Cache::open(Some(path)).unwrap().answer("https://example.org/").is_none());
}

const TERM: &str = "---
title: Cookie
definition: \"A note that a browser keeps for a site.\"
category: basics
audience: it
sources:
  - {title: \"RFC 6265\", kind: standard, url: \"https://example.org/rfc\", checked: 2026-11-01}
facts: [F1]
---

## How it works

Read [the draft](https://example.org/draft#intro) and [it again](https://example.org/draft).

<!-- crosstrain: allow external-missing: its archive copy is linked beside it, by 2027-01 -->
";

const FACT: &str = "[[fact]]
id = \"F1\"
claim = \"It is so.\"
source = \"A standard\"
url = \"https://example.org/moved\"
checked = 2026-11-01
review_by = 2027-11-01
";

/// Each place where an address stands is told, at the level of the book, unless it is allowed.
#[test]
fn problems_stand_where_the_addresses_are() {
    let config = format!("{CONFIG}[output.crosstrain.lints]\nexternal-moved = \"error\"\n");
    let files = [("book.toml", config.as_str()), ("content/glossary/cookie.md", TERM), ("content/facts/f.toml", FACT)];
    let snapshot = snapshot(files);
    let mut pipeline = Pipeline::new();
    let built = pipeline.build(&snapshot);
    assert_eq!(built.diagnostics.iter().filter(|found| found.lint.name == "allow-unused").count(), 0);
    let found = addresses(&built.site, &snapshot);
    let urls: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(urls, ["https://example.org/draft", "https://example.org/moved", "https://example.org/rfc"]);
    let answers = BTreeMap::from([
        (urls[0].to_owned(), Answer::Missing("answers 404 Not Found".to_owned())),
        (urls[1].to_owned(), Answer::Moved("https://example.org/new".to_owned())),
        (urls[2].to_owned(), Answer::Missing("answers 410 Gone".to_owned())),
    ]);
    let lines = |found: &Diagnostics| -> Vec<String> {
        let line = |found: &crosstrain::diag::Diagnostic| {
            let text = &snapshot.text(&found.place.path).unwrap().text;
            let at = LineIndex::new(text).line_col(text, found.place.span.start as usize);
            format!("{}:{}:{} {}[{}]", found.place.path, at.line, at.column, found.level, found.lint.name)
        };
        found.iter().map(line).collect()
    };
    let all = told(&found, &answers);
    assert_eq!(
        lines(&all),
        [
            "content/glossary/cookie.md:13:18 warning[external-missing]",
            "content/glossary/cookie.md:13:66 warning[external-missing]",
            "content/facts/f.toml:5:8 note[external-moved]",
            "content/glossary/cookie.md:7:47 warning[external-missing]",
        ]
    );
    // The allowance stands in a section, and covers it.
    let judged = pipeline.judged(&built, &snapshot, all);
    assert_eq!(
        lines(&judged),
        ["content/facts/f.toml:5:8 error[external-moved]", "content/glossary/cookie.md:7:47 warning[external-missing]"]
    );
    let moved = judged.iter().find(|found| found.level == Level::Error).unwrap();
    assert_eq!(moved.fix.as_ref().unwrap().edits[0].text, "https://example.org/new");
}
