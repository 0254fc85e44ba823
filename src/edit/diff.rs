//! Changes as `git apply` understands them.

use super::Change;
use imara_diff::{Algorithm, Diff, InternedInput, Interner, Token, UnifiedDiffConfig, UnifiedDiffPrinter};
use std::fmt::{self, Write};

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
        if change.before != change.after {
            let before = if change.from.is_some() { format!("a/{from}") } else { "/dev/null".to_owned() };
            let _ = write!(text, "--- {before}\n+++ b/{}\n{}", change.to, hunks(&change.before, &change.after));
        }
    }
    text
}

fn hunks(before: &str, after: &str) -> String {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let mut around = UnifiedDiffConfig::default();
    around.context_len(1);
    diff.unified_diff(&Lines(&input.interner), around, &input).to_string()
}

/// Lines as `git apply` reads them, with a word on those that no line end closes.
struct Lines<'a>(&'a Interner<&'a str>);

impl Lines<'_> {
    fn line(&self, mut out: impl Write, sign: char, token: Token) -> fmt::Result {
        let line = self.0[token];
        let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
        write!(out, "{sign}{line}{end}")
    }
}

impl UnifiedDiffPrinter for Lines<'_> {
    fn display_header(&self, mut out: impl Write, old: u32, new: u32, old_len: u32, new_len: u32) -> fmt::Result {
        // Nothing stands behind the line before it (POSIX, diff -u).
        let first = |start: u32, len: u32| start + u32::from(len > 0);
        writeln!(out, "@@ -{},{old_len} +{},{new_len} @@", first(old, old_len), first(new, new_len))
    }

    fn display_context_token(&self, out: impl Write, token: Token) -> fmt::Result {
        self.line(out, ' ', token)
    }

    fn display_hunk(&self, mut out: impl Write, before: &[Token], after: &[Token]) -> fmt::Result {
        before.iter().try_for_each(|token| self.line(&mut out, '-', *token))?;
        after.iter().try_for_each(|token| self.line(&mut out, '+', *token))
    }
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
