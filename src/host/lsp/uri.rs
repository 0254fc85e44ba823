//! Between `file:` addresses (RFC 8089) and paths.

use super::protocol::Uri;
use crate::site::{decoded, push_encoded};
use std::path::{Path, PathBuf};

/// The path of a file's address; nothing for other schemes (`untitled:`, `git:` …).
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let path = decoded(&rest[rest.find('/')?..]);
    // On Windows the drive comes after a slash: `/c:/book`.
    let drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The address of a path; the path must be absolute.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let mut address = if path.starts_with('/') { "file://".to_owned() } else { "file:///".to_owned() };
    push_encoded(&mut address, &path);
    Some(Uri(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn any_path_comes_back() {
        for path in ["/a/b.md", "/with space/ü [x] 100%.md", "/a:b/c?d#e.md"] {
            let uri = uri_of(Path::new(path)).unwrap();
            assert_eq!(path_of(&uri), Some(PathBuf::from(path)), "{}", uri.0);
        }
        assert_eq!(path_of(&Uri("untitled:Untitled-1".to_owned())), None);
        assert_eq!(path_of(&Uri("file://localhost/a%20b".to_owned())), Some("/a b".into()));
    }
}
