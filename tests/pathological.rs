//! Does building end, with work that grows with the input and not with its square?
//!
//! Work is counted, not timed: the bytes that one thread asks for at two sizes
//! of the same input. The larger size would keep a stage that looks at all pairs
//! busy for minutes, so one that asks for no memory is noticed, too.

use crate::support::{build, output, snapshot};

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
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for (name, text) in inputs {
        let asked = |n: usize| alone.install(|| allocation_counter::measure(|| once(&text(n)))).bytes_total;
        let (small, large) = (asked(5_000), asked(40_000));
        assert!(large < small * 12, "{name}: eight times the input, {large} bytes after {small}");
    }
}

fn once(text: &str) {
    let term = format!("---\ntitle: Ay\naliases: [bee]\ndefinition: \"Something.\"\n---\n\n{text}\n");
    let other = "---\ntitle: Bee keeper\ndefinition: \"Someone.\"\n---\n".to_owned();
    let quiz = format!("---\ntitle: Q\n---\n\n{text}\n");
    let snapshot = snapshot([
        ("content/glossary/a.md", term.as_str()),
        ("content/glossary/b.md", other.as_str()),
        ("content/quizzes/q.md", quiz.as_str()),
    ]);
    drop(output(&build(&snapshot)));
}
