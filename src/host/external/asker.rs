//! Who asks.

use super::{Asked, Manners, reach};
use crate::external::Answer;
use crate::host::Outcome;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Response, StatusCode};
use url::Url;

/// Redirects that are followed.
const REDIRECTS: usize = 6;
/// The largest head of an answer.
const HEAD: usize = 64 * 1024;
/// How often a host that says "later" is asked again.
const AGAIN: usize = 1;
const NAME: &str = concat!("crosstrain/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");

/// Asks for addresses; of those beyond the bound nothing is said. Fails where the
/// program was built without.
pub fn ask<'a>(urls: impl IntoIterator<Item = &'a str>, manners: Manners) -> Outcome<Asked> {
    let mut queues: BTreeMap<String, VecDeque<&str>> = BTreeMap::new();
    let mut answers = BTreeMap::new();
    for url in urls.into_iter().take(manners.most) {
        match Url::parse(url).ok().and_then(|parsed| host(&parsed)) {
            Some(host) => queues.entry(host).or_default().push_back(url),
            None => drop(answers.insert(url.to_owned(), Answer::Missing("not an address".to_owned()))),
        }
    }
    let asker = Asker { agent: agent(manners), manners, hosts: Mutex::default(), unreached: AtomicUsize::new(0) };
    let queues = Mutex::new(queues);
    let answers = Mutex::new(answers);
    std::thread::scope(|scope| {
        for _ in 0..manners.hosts {
            scope.spawn(|| {
                while let Some((_, urls)) = lock(&queues).pop_first() {
                    for url in urls {
                        let answer = asker.ask(url);
                        lock(&answers).insert(url.to_owned(), answer);
                    }
                }
            });
        }
    });
    let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Asked { answers, unreached: asker.unreached.into_inner() })
}

fn agent(manners: Manners) -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(manners.timeout))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_response_header_size(HEAD)
        .user_agent(NAME)
        .accept("*/*");
    config.build().into()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Name and port: what is one server to us.
fn host(url: &Url) -> Option<String> {
    matches!(url.scheme(), "http" | "https")
        .then(|| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)))?
}

/// What is known of a host.
#[derive(Default)]
struct Host {
    asked: Option<Instant>,
    /// Why it is left alone for the rest of the run.
    closed: Option<String>,
}

struct Asker {
    agent: ureq::Agent,
    manners: Manners,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
    unreached: AtomicUsize,
}

/// No answer with a status: what is said instead.
struct Silence {
    answer: Answer,
    /// Whether a server was heard, or none was asked.
    reached: bool,
}

impl Silence {
    fn unsure(why: impl Into<String>) -> Silence {
        Silence { answer: Answer::Unsure(why.into()), reached: true }
    }

    fn unreached(answer: Answer) -> Silence {
        Silence { answer, reached: false }
    }
}

impl Asker {
    fn ask(&self, address: &str) -> Answer {
        let (mut at, mut for_good) = (address.to_owned(), true);
        for _ in 0..=REDIRECTS {
            let (status, headers) = match self.status(&at) {
                Ok(answer) => answer,
                Err(Silence { answer, reached }) => {
                    self.unreached.fetch_add(usize::from(!reached), Ordering::Relaxed);
                    return answer;
                }
            };
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return judged(status, (at != address && for_good).then_some(at));
            }
            let Some(next) = next(&at, &headers) else {
                return Answer::Unsure("leads on, and does not say where".to_owned());
            };
            for_good &= matches!(status.as_u16(), 301 | 308);
            at = next;
        }
        Answer::Unsure(format!("leads on more than {REDIRECTS} times"))
    }

    /// Asks one server once, and again where that makes sense.
    fn status(&self, at: &str) -> Result<(StatusCode, HeaderMap), Silence> {
        let url = Url::parse(at).map_err(|_| Silence::unsure("leads on to something that is no address"))?;
        let name = host(&url).ok_or_else(|| Silence::unsure("leads on to something that is no web page"))?;
        if !self.manners.own_network && reach::is_near(&url) {
            return Err(Silence::unsure("an address of this machine or its network: not asked"));
        }
        let host = lock(&self.hosts).entry(name).or_default().clone();
        // Whoever holds the host asks it; there is never a second request at the same time.
        let mut host = lock(&host);
        if let Some(why) = &host.closed {
            return Err(Silence::unsure(why));
        }
        let mut later = 0;
        let mut method = Method::Head;
        loop {
            let answer = self.request(&mut host, method, at)?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            drop(answer);
            if matches!(status.as_u16(), 429 | 503) {
                let wait = wait(&headers).unwrap_or(self.manners.pause * 5);
                if later == AGAIN || wait > self.manners.patience {
                    let why = format!("its host is busy ({}) and asks for patience", status.as_u16());
                    host.closed = Some(why.clone());
                    return Err(Silence::unsure(why));
                }
                later += 1;
                std::thread::sleep(wait);
            } else if status.as_u16() >= 400 && method == Method::Head {
                // Many servers answer `HEAD` with something else than the truth.
                method = Method::Get;
            } else {
                return Ok((status, headers));
            }
        }
    }

    fn request(&self, host: &mut Host, method: Method, at: &str) -> Result<Response<ureq::Body>, Silence> {
        if let Some(asked) = host.asked {
            std::thread::sleep(self.manners.pause.saturating_sub(asked.elapsed()));
        }
        let answer = match method {
            Method::Head => self.agent.head(at).call(),
            Method::Get => self.agent.get(at).call(),
        };
        host.asked = Some(Instant::now());
        answer.map_err(|error| silence(&error))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Head,
    Get,
}

fn judged(status: StatusCode, moved: Option<String>) -> Answer {
    match status.as_u16() {
        404 | 410 => match moved {
            Some(to) => Answer::Missing(format!("leads on to `{to}`, which answers {status}")),
            None => Answer::Missing(format!("answers {status}")),
        },
        code if code < 400 => moved.map_or(Answer::Fine, Answer::Moved),
        401 | 402 | 403 | 407 | 451 => Answer::Unsure(format!("answers {status}: perhaps not to programs")),
        _ => Answer::Unsure(format!("answers {status}")),
    }
}

/// Where a redirect leads.
fn next(at: &str, headers: &HeaderMap) -> Option<String> {
    let location = headers.get("location")?.to_str().ok()?;
    let mut url = Url::parse(at).ok()?.join(location).ok()?;
    url.set_fragment(None);
    Some(url.into())
}

/// For how long a host wants to be left alone, where it says so in seconds.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn silence(error: &ureq::Error) -> Silence {
    let unsure = |why: &str| Silence::unreached(Answer::Unsure(why.to_owned()));
    match error {
        ureq::Error::LargeResponseHeader(..) => Silence::unsure("its answer has no end"),
        ureq::Error::HostNotFound => Silence::unreached(Answer::Missing("there is no such host".to_owned())),
        ureq::Error::Timeout(_) => unsure("its host gives no answer in time"),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            unsure("its host gives no answer in time")
        }
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => unsure("no secure connection can be made"),
        error => unsure(&format!("no connection: {error}")),
    }
}
