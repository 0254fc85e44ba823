//! Names that every file system can hold, and that mean the same on each.

/// Whether every part of a path is a name on Linux, macOS and Windows alike
/// (Microsoft, *Naming Files, Paths, and Namespaces*).
pub fn portable(path: &str) -> bool {
    path.split('/').all(|part| {
        let unusual = |c: char| c.is_control() || "<>:\"|?*\\".contains(c) || ('\u{2028}'..='\u{202e}').contains(&c);
        !part.is_empty() && !part.contains(unusual) && !part.ends_with(['.', ' ']) && !is_device(part)
    })
}

/// Whether Windows takes a name for a device, whatever its extension.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    ["con", "prn", "aux", "nul"].iter().any(|device| stem.eq_ignore_ascii_case(device))
        || (stem.len() == 4
            && stem.is_char_boundary(3)
            && ["com", "lpt"].iter().any(|port| stem[..3].eq_ignore_ascii_case(port))
            && stem.as_bytes()[3].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::portable;

    #[test]
    fn names_that_some_system_refuses() {
        for path in ["a/b-c.md", "Über uns/ä b.png", "console.md", "com.md", "lpt.x/1", "a..b", ".hidden"] {
            assert!(portable(path), "{path}");
        }
        for path in
            ["a:b", "a/con.md", "NUL", "Com1.txt", "a.", "a /b", "a\nb", "x\u{202e}y", "a\\b", "a//b", "a?", "com¹x:"]
        {
            assert!(!portable(path), "{path}");
        }
    }
}
