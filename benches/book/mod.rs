//! A made-up book of any size, the same on every machine.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A generator of numbers that is the same everywhere (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// A word; common words come often, as in real text.
    fn word(&mut self) -> String {
        const STARTS: [&str; 16] =
            ["ca", "lo", "mi", "re", "tra", "ser", "pub", "con", "da", "pri", "ma", "ne", "ti", "vo", "su", "che"];
        const ENDS: [&str; 12] =
            ["ched", "nal", "vice", "sent", "ta", "ket", "work", "mer", "lish", "son", "rate", "ding"];
        const SMALL: [&str; 8] = ["the", "of", "and", "to", "in", "it", "that", "with"];
        if self.roll(5) < 2 {
            return SMALL[self.roll(8)].to_owned();
        }
        let rank = self.roll(60) * self.roll(60);
        format!("{}{}", STARTS[rank % 16], ENDS[rank / 16 % 12])
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// Sentences as long as people write them, without the last one's full stop.
    fn prose(&mut self, count: usize) -> String {
        let (mut text, mut left) = (String::new(), count);
        while left > 0 {
            let long = (6 + self.roll(10)).min(left);
            left -= long;
            let mut sentence = self.words(long);
            sentence[..1].make_ascii_uppercase();
            text.push_str(if text.is_empty() { "" } else { ". " });
            text.push_str(&sentence);
        }
        text
    }
}

/// Writes a book whose pages are as long as those of the shipped one, and that has
/// as little to complain about.
pub(crate) fn write(folder: &Path, terms: usize) {
    let mut dice = Dice(terms as u64);
    let put = |path: String, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("writing");
    };
    put(
        "book.toml".into(),
        "[book]\ntitle = \"Bench\"\nsrc = \"content\"\n[output.crosstrain.teams.a]\nlabel = \"A\"\n[output.crosstrain.teams.b]\nlabel = \"B\"\n[output.crosstrain.categories]\nc0 = \"Zero\"\nc1 = \"One\"\nc2 = \"Two\"\n".into(),
    );
    for at in 0..terms {
        let text = term(&mut dice, at, terms);
        put(format!("content/glossary/term-{at}.md"), text);
    }
    for at in 0..(terms / 20).max(1) {
        let objective = "{id: one, level: apply, text: \"Do one thing\"}";
        let mut module = format!(
            "---\ntitle: Module {at}\nminutes: 60\nobjectives:\n  - {objective}\nteaches: [term-{}, term-{}]\nquiz: quiz-{at}\n---\n\n## Run of show\n",
            dice.roll(terms),
            dice.roll(terms)
        );
        for part in 0..4 {
            let _ = write!(
                module,
                "\n### Part {part}\n\n```activity\nminutes: 15\nlead: both\nmethod: pairs\nobjective: one\n```\n\n{}.\n\n> [!SAY] {}.\n",
                dice.prose(60),
                dice.prose(40)
            );
        }
        put(format!("content/modules/module-{at}.md"), module);
        let mut quiz = format!("---\ntitle: Quiz {at}\nmodule: module-{at}\n---\n");
        for question in 0..5 {
            let _ = write!(
                quiz,
                "\n## {}? {{#q-{at}-{question}}}\n\n```question\nobjective: one\nterms: [{}]\nlevel: apply\n```\n\n- [ ] {} one\n  > {} one.\n- [x] {} two\n  > {} two.\n- [ ] {} three\n  > {} three.\n\n> {}.\n",
                dice.words(12),
                (0..4)
                    .map(|more| format!("term-{}", (at * 20 + question * 4 + more) % terms))
                    .collect::<Vec<_>>()
                    .join(", "),
                dice.words(8),
                dice.prose(20),
                dice.words(8),
                dice.prose(20),
                dice.words(8),
                dice.prose(20),
                dice.prose(20)
            );
        }
        put(format!("content/quizzes/quiz-{at}.md"), quiz);
    }
    for at in 0..(terms / 50).max(1) {
        let vocabulary: String = (0..6).map(|step| format!("  term-{}: explain\n", (at * 50 + step) % terms)).collect();
        put(
            format!("content/roles/role-{at}.md"),
            format!(
                "---\ntitle: Role {at}\nteam: a\nvocabulary:\n{vocabulary}---\n\n## A day\n\n{}.\n",
                dice.prose(300)
            ),
        );
    }
}

fn term(dice: &mut Dice, at: usize, terms: usize) -> String {
    let mut text = format!(
        "---\ntitle: Term {at} {}\naliases: [alias {at}]\ndefinition: \"Definition {}.\"\ncategory: c{}\npriority: core\naudience: both\nrelated: [term-{}, term-{}, term-{}, term-{}]\n---\n",
        dice.word(),
        dice.words(16),
        at % 3,
        (at + 1) % terms,
        (at + terms - 1) % terms,
        (at + 7) % terms,
        (at + terms - 7) % terms
    );
    for heading in [
        "Why A cares",
        "Why B cares",
        "What both sides agree on",
        "How it works",
        "On a shared project",
        "Where the teams trip",
        "You may hear",
    ] {
        let _ = write!(
            text,
            "\n## {heading}\n\n{} alias {} {}.\n\n- {}.\n- {}.\n",
            dice.prose(35),
            dice.roll(terms),
            dice.words(15),
            dice.words(12),
            dice.words(12)
        );
    }
    text
}
