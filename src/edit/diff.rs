//! Changes as `git apply` understands them.

use super::Change;
use std::fmt::Write;

/// The changes as one unified diff with git's headers.
pub fn diff(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        let from = change.from.as_ref().unwrap_or(&change.to);
        let moved = change.from.as_ref().is_some_and(|from| *from != change.to);
        if !moved && change.from.is_some() && change.before == change.after {
            continue;
        }
        let _ = writeln!(text, "diff --git a/{from} b/{}", change.to);
        if change.from.is_none() {
            text.push_str("new file mode 100644\n");
        }
        if moved {
            let _ = writeln!(text, "rename from {from}\nrename to {}", change.to);
        }
        let before = if change.from.is_some() { format!("a/{from}") } else { "/dev/null".to_owned() };
        let lines = similar::TextDiff::from_lines(change.before.as_str(), change.after.as_str());
        let _ = write!(text, "{}", lines.unified_diff().context_radius(1).header(&before, &format!("b/{}", change.to)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_shows_only_what_differs() {
        let change = Change {
            from: Some("a.md".into()),
            to: "b.md".into(),
            before: "1\n2\n3\n4\n5\n".into(),
            after: "1\n2\n3\n4\nfive\n".into(),
        };
        assert_eq!(
            diff(&[change]),
            "diff --git a/a.md b/b.md\nrename from a.md\nrename to b.md\n--- a/a.md\n+++ b/b.md\n@@ -4,2 +4,2 @@\n 4\n-5\n+five\n"
        );
    }
}
