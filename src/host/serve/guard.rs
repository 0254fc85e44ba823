//! Who may ask the preview. It shows what is not published yet, so other sites
//! that are open in the author's browser must not read it: neither through a
//! name of theirs that leads here (DNS rebinding) nor by loading its files.

use super::body::{Response, plain};
use hyper::StatusCode;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::net::{IpAddr, SocketAddr};

/// Sent with every answer.
pub(super) const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// The refusal of a request, if it is one to refuse.
pub(super) fn refusal(headers: &HeaderMap, bound: SocketAddr) -> Option<Response> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST).unwrap_or_default();
    if !is_ours(host, bound) {
        let help = format!("The preview answers to http://{bound}/ only, not to other names.\n");
        return Some(plain(StatusCode::MISDIRECTED_REQUEST, &help));
    }
    let own = text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    let fetch = |name| text(HeaderName::from_static(name));
    // A link from elsewhere may open a page; anything else is another site that reads ours.
    let opened = fetch("sec-fetch-mode") == Some("navigate") && fetch("sec-fetch-dest") == Some("document");
    let near = fetch("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let refused = "Other sites can't read the preview.\n";
    (!own || !near && !opened).then(|| plain(StatusCode::FORBIDDEN, refused))
}

/// Whether a request's `Host` means this server: `localhost` or an address in
/// numbers, which no owner of a domain can point elsewhere, and our port.
fn is_ours(host: &str, bound: SocketAddr) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    if port != Some(bound.port()) {
        return false;
    }
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let numbers = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    match numbers.parse::<IpAddr>() {
        // Who serves a whole network is reached under whatever address leads there.
        Ok(address) => !bound.ip().is_loopback() || address.is_loopback(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&'static str, &'static str)]) -> Option<StatusCode> {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        refusal(&headers, "127.0.0.1:1313".parse().unwrap()).map(|response| response.status())
    }

    #[test]
    fn only_our_own_names_are_answered() {
        for host in ["127.0.0.1:1313", "localhost:1313", "LOCALHOST:1313", "[::1]:1313", "127.0.0.2:1313"] {
            assert_eq!(asked(&[("host", host)]), None, "{host}");
        }
        for host in [
            "evil.example:1313",
            "127.0.0.1",
            "localhost:80",
            "localhost.evil.example:1313",
            "10.0.0.1:1313",
            "",
            "[::1]",
        ] {
            assert_eq!(asked(&[("host", host)]), Some(StatusCode::MISDIRECTED_REQUEST), "{host}");
        }
        assert_eq!(asked(&[]), Some(StatusCode::MISDIRECTED_REQUEST));
        let network: SocketAddr = "0.0.0.0:1313".parse().unwrap();
        assert!(is_ours("10.0.0.1:1313", network) && !is_ours("evil.example:1313", network));
    }

    #[test]
    fn other_sites_may_link_but_not_read() {
        let host = ("host", "localhost:1313");
        assert_eq!(asked(&[host, ("origin", "http://localhost:1313")]), None);
        assert_eq!(asked(&[host, ("origin", "https://evil.example")]), Some(StatusCode::FORBIDDEN));
        assert_eq!(asked(&[host, ("origin", "null")]), Some(StatusCode::FORBIDDEN));
        let (cross, same) = (("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-origin"));
        assert_eq!(asked(&[host, same, ("sec-fetch-mode", "no-cors")]), None);
        assert_eq!(asked(&[host, cross, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]), None);
        assert_eq!(
            asked(&[host, cross, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")]),
            Some(StatusCode::FORBIDDEN)
        );
        assert_eq!(asked(&[host, cross, ("sec-fetch-mode", "no-cors")]), Some(StatusCode::FORBIDDEN));
    }
}
