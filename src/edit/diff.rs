//! Changes as `git apply` understands them.

use super::Change;
use imara_diff::{Algorithm, Diff, Hunk, InternedInput};
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
        if change.before != change.after {
            let before = if change.from.is_some() { format!("a/{from}") } else { "/dev/null".to_owned() };
            let _ = write!(text, "--- {before}\n+++ b/{}\n{}", change.to, hunks(&change.before, &change.after));
        }
    }
    text
}

/// Lines of the surroundings that are shown.
const AROUND: u32 = 1;

/// What differs, in pieces with some lines around them (POSIX, diff -u).
fn hunks(before: &str, after: &str) -> String {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let mut pieces: Vec<Vec<Hunk>> = Vec::new();
    for hunk in diff.hunks() {
        match pieces.last_mut() {
            Some(piece) if piece.last().is_some_and(|last| hunk.before.start - last.before.end <= 2 * AROUND) => {
                piece.push(hunk);
            }
            _ => pieces.push(vec![hunk]),
        }
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(before), lines(after));
    pieces.iter().map(|piece| shown(piece, &old, &new)).collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn shown(piece: &[Hunk], old: &[&str], new: &[&str]) -> String {
    let (Some(first), Some(last)) = (piece.first(), piece.last()) else { return String::new() };
    let lead = first.before.start.min(AROUND);
    let tail = (old.len() as u32 - last.before.end).min(AROUND);
    let header = |sign: char, from: u32, to: u32| {
        // Nothing stands behind the line before it.
        format!("{sign}{},{}", from + u32::from(to > from), to - from)
    };
    let from = header('-', first.before.start - lead, last.before.end + tail);
    let to = header('+', first.after.start - lead, last.after.end + tail);
    let mut text = format!("@@ {from} {to} @@\n");
    let mut put = |sign: char, lines: &[&str]| {
        for line in lines {
            let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
            let _ = write!(text, "{sign}{line}{end}");
        }
    };
    let mut at = first.before.start - lead;
    for hunk in piece {
        put(' ', &old[at as usize..hunk.before.start as usize]);
        put('-', &old[hunk.before.start as usize..hunk.before.end as usize]);
        put('+', &new[hunk.after.start as usize..hunk.after.end as usize]);
        at = hunk.before.end;
    }
    put(' ', &old[at as usize..(at + tail) as usize]);
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
