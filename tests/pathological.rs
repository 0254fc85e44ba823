//! Does building end, and in time that grows with the input and not with its square?
//!
//! Time is measured as a ratio of two sizes of the same input, so that the
//! machine's mood cancels out; a quadratic stage would show a ratio of 16.

use crate::support::{build, output, snapshot};
use std::time::{Duration, Instant};

#[test]
fn work_grows_with_the_input() {
    type Input = (&'static str, fn(usize) -> String);
    let inputs: [Input; 12] = [
        ("nested quotes", |n| format!("{} deep", ">".repeat(n))),
        ("nested lists", |n| (0..n / 50).map(|at| format!("{}- x\n", "  ".repeat(at % 200))).collect()),
        ("open brackets", |n| "[".repeat(n)),
        ("wiki openings", |n| "[[".repeat(n)),
        ("wiki links", |n| "[[a]] ".repeat(n)),
        ("broken links", |n| "[a](b ".repeat(n)),
        ("emphasis", |n| "*a _b ".repeat(n)),
        ("backticks", |n| (0..n / 20).map(|at| format!("{} a ", "`".repeat(at % 90 + 1))).collect()),
        ("headings", |n| (0..n / 4).map(|at| format!("## h {}\n\n", at % 7)).collect()),
        ("mentions", |n| "ay bees Ay's ".repeat(n)),
        ("notes", |n| "> [!SAY] x\n\n".repeat(n)),
        ("data blocks", |n| {
            (0..n / 20)
                .map(|at| format!("## q{at} {{#q{at}}}\n\n```question\nlevel: apply\n```\n\n- [x] a\n- [ ] b\n\n"))
                .collect()
        }),
    ];
    for (name, text) in inputs {
        // A busy machine can spoil a measurement, so a slow one is taken again;
        // what really grows with the square is slow every time.
        let ratio = (0..5).map(|_| ratio(&text(2_000), &text(8_000))).find(|ratio| *ratio < 12.0);
        assert!(ratio.is_some(), "{name}: four times the input takes more than 12 times as long, five times in a row");
    }
}

fn ratio(small: &str, large: &str) -> f64 {
    let (small, large) = (least(|| once(small)), least(|| once(large)));
    large.as_secs_f64() / small.as_secs_f64().max(0.002)
}

fn least(run: impl Fn() -> Duration) -> Duration {
    (0..3).map(|_| run()).min().unwrap()
}

fn once(text: &str) -> Duration {
    let term = format!("---\ntitle: Ay\naliases: [bee]\ndefinition: \"Something.\"\n---\n\n{text}\n");
    let other = "---\ntitle: Bee keeper\ndefinition: \"Someone.\"\n---\n".to_owned();
    let quiz = format!("---\ntitle: Q\n---\n\n{text}\n");
    let snapshot = snapshot([
        ("content/glossary/a.md", term.as_str()),
        ("content/glossary/b.md", other.as_str()),
        ("content/quizzes/q.md", quiz.as_str()),
    ]);
    let start = Instant::now();
    let build = build(&snapshot);
    drop(output(&build));
    start.elapsed()
}
