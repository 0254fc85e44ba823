//! What the preview answers to the address of a file.

use super::body::{Body, Response, in_pieces, plain, response};
use super::{Build, Kept, RELOAD_AT};
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderValue};
use std::path::Path;

/// A file that an earlier build wrote.
pub(super) fn kept(kept: &Kept, route: &str) -> Response {
    let (status, bytes) = match kept.read(route) {
        Some(bytes) => (StatusCode::OK, bytes),
        None => match kept.read("404.html") {
            Some(bytes) => (StatusCode::NOT_FOUND, bytes),
            None => return plain(StatusCode::NOT_FOUND, ""),
        },
    };
    match String::from_utf8(bytes) {
        Ok(html) if status != StatusCode::OK || route.ends_with(".html") => page(status, &html),
        Ok(text) => file(route, Body::from(text)),
        Err(other) => file(route, Body::from(other.into_bytes())),
    }
}

/// A file of a build's site, made now.
pub(super) fn built(build: &Build, src: &Path, route: &str) -> Response {
    if let Some(page) = build.page_at(route) {
        return written(build, page, StatusCode::OK);
    }
    if let Some(bytes) = build.theme_asset(route) {
        return file(route, Body::from(bytes.to_vec()));
    }
    if route.starts_with("search/")
        && let Some((_, bytes)) = build.search().iter().find(|(path, _)| path == route)
    {
        return file(route, Body::from(bytes.to_vec()));
    }
    if build.site.assets.contains_key(route)
        && let Ok(asset) = std::fs::File::open(src.join(route))
    {
        return file(route, in_pieces(asset));
    }
    if let Some(bytes) = build.picture_at(route).and_then(|picture| build.picture(picture).ok()) {
        return file(route, Body::from(bytes));
    }
    match build.page_at("404.html") {
        Some(page) => written(build, page, StatusCode::NOT_FOUND),
        None => plain(StatusCode::NOT_FOUND, ""),
    }
}

fn written(build: &Build, at: usize, status: StatusCode) -> Response {
    match build.page(at) {
        Ok(html) => page(status, &html),
        Err(message) => fresh(plain(StatusCode::INTERNAL_SERVER_ERROR, &message)),
    }
}

/// A page, with what makes it load itself again.
fn page(status: StatusCode, html: &str) -> Response {
    let html = html.replacen("</body>", &format!("<script src=\"{RELOAD_AT}\" defer></script></body>"), 1);
    fresh(response(status, "text/html; charset=utf-8", Body::from(html)))
}

/// An answer that is good once.
fn fresh(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn file(route: &str, body: Body) -> Response {
    response(StatusCode::OK, content_type(route), body)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}
