//! Mistakes in questions.

use super::Mistake;
use super::text::Plant;
use std::ops::Range;

const QUIZZES: &str = "content/quizzes/";

/// A choice: its line, its words, whether it is right, and the feedback under it.
struct Choice {
    line: Range<usize>,
    words: Range<usize>,
    right: bool,
    feedback: Option<Range<usize>>,
}

/// A random question with one right choice out of several: its heading and its choices.
fn question(plant: &mut Plant<'_>) -> Option<(Range<usize>, Vec<Choice>)> {
    let heading = plant.line(|line| line.starts_with("## ") && line.contains("{#"))?;
    let end = plant.text[heading.end..].find("\n## ").map_or(plant.text.len(), |at| heading.end + at);
    let mut choices: Vec<Choice> = Vec::new();
    for line in plant.lines().into_iter().filter(|line| line.start >= heading.end && line.end <= end) {
        let text = &plant.text[line.clone()];
        if text.starts_with("- [") && text.get(4..6) == Some("] ") {
            let words = line.start + 6..line.end;
            choices.push(Choice { right: &text[3..4] == "x", words, line, feedback: None });
        } else if text.starts_with("  > ")
            && let Some(last) = choices.last_mut()
        {
            last.feedback = Some(line);
        }
    }
    let section = &plant.text[heading.end..end];
    let plain = section.contains("```question") && !section.contains("predict:") && !section.contains("survey:");
    let one = choices.iter().filter(|choice| choice.right).count() == 1;
    (plain && one && (4..=5).contains(&choices.len())).then_some((heading, choices))
}

fn pick(plant: &mut Plant<'_>, right: bool) -> Option<(Range<usize>, Choice, Vec<Choice>)> {
    let (heading, mut choices) = question(plant)?;
    let all: Vec<usize> = (0..choices.len()).filter(|at| choices[*at].right == right).collect();
    let at = plant.one_of(all)?;
    Some((heading, choices.remove(at), choices))
}

pub(crate) const KINDS: &[Mistake] = &[
    Mistake {
        kind: "no choice is marked as right",
        rule: "quiz-no-answer",
        folder: QUIZZES,
        make: |plant| {
            let (_, right, others) = pick(plant, true)?;
            plant.put(right.line.start + 3..right.line.start + 4, " ");
            Some(right.line.start.min(others[0].line.start))
        },
    },
    Mistake {
        kind: "two choices are marked where one is foreseen",
        rule: "quiz-many-answers",
        folder: QUIZZES,
        make: |plant| {
            let predict = plant.line(|line| line.starts_with("predict: "))?;
            let end = plant.text[predict.end..].find("\n## ").map_or(plant.text.len(), |at| predict.end + at);
            let inside = |line: &Range<usize>| line.start > predict.end && line.end <= end;
            let boxes = plant.lines().into_iter().filter(inside);
            let boxes: Vec<_> = boxes.filter(|line| plant.text[line.clone()].starts_with("- [")).collect();
            let wrong = boxes.iter().filter(|line| plant.text[(*line).clone()].starts_with("- [ ]")).cloned().collect();
            let (first, wrong): (_, Range<usize>) = (boxes.first()?.start, plant.one_of(wrong)?);
            plant.put(wrong.start + 3..wrong.start + 4, "x");
            Some(first)
        },
    },
    Mistake {
        kind: "all choices are marked as right",
        rule: "quiz-many-answers",
        folder: QUIZZES,
        make: |plant| {
            let (_, choices) = question(plant)?;
            for choice in &choices {
                plant.put(choice.line.start + 3..choice.line.start + 4, "x");
            }
            Some(choices[0].words.start)
        },
    },
    Mistake {
        kind: "two choices that read the same",
        rule: "choice-duplicate",
        folder: QUIZZES,
        make: |plant| {
            let (_, wrong, others) = pick(plant, false)?;
            let other = plant.one_of(others.into_iter().filter(|choice| !choice.right).collect())?;
            let (first, second) = if wrong.line.start < other.line.start { (wrong, other) } else { (other, wrong) };
            let words = plant.text[first.words].to_uppercase();
            plant.put(second.words.clone(), &words);
            Some(second.words.start)
        },
    },
    Mistake {
        kind: "one feedback under two choices",
        rule: "feedback-duplicate",
        folder: QUIZZES,
        make: |plant| {
            let (_, wrong, others) = pick(plant, false)?;
            let other = plant.one_of(others.into_iter().filter(|choice| !choice.right).collect())?;
            let (first, second) = if wrong.line.start < other.line.start { (wrong, other) } else { (other, wrong) };
            let text = plant.text[first.feedback?].to_owned();
            plant.put(second.feedback?, &text);
            Some(second.words.start)
        },
    },
    Mistake {
        kind: "a wrong choice without its reason",
        rule: "feedback-missing",
        folder: QUIZZES,
        make: |plant| {
            let (_, wrong, _) = pick(plant, false)?;
            plant.cut_line(wrong.feedback?);
            Some(wrong.words.start)
        },
    },
    Mistake {
        kind: "feedback that says only: wrong",
        rule: "feedback-empty-words",
        folder: QUIZZES,
        make: |plant| {
            let (_, wrong, _) = pick(plant, false)?;
            let feedback = wrong.feedback?;
            plant.put(feedback.start + 4..feedback.end, "Wrong.");
            Some(wrong.words.start)
        },
    },
    Mistake {
        kind: "a choice that says: all of the above",
        rule: "all-of-the-above",
        folder: QUIZZES,
        make: |plant| {
            let (_, wrong, _) = pick(plant, false)?;
            plant.put(wrong.words.clone(), "All of the above");
            Some(wrong.words.start)
        },
    },
    Mistake {
        kind: "a choice that says: none of these",
        rule: "none-of-the-above",
        folder: QUIZZES,
        make: |plant| {
            let (_, wrong, _) = pick(plant, false)?;
            plant.put(wrong.words.clone(), "None of these");
            Some(wrong.words.start)
        },
    },
    Mistake {
        kind: "a question that never says why",
        rule: "explanation-missing",
        folder: QUIZZES,
        make: |plant| {
            let (heading, choices) = question(plant)?;
            let last = choices.last()?.line.start;
            let why = plant
                .lines()
                .into_iter()
                .find(|line| line.start > last && plant.text[line.clone()].starts_with("> "))?;
            let next = plant.text[last..].find("\n## ").map_or(plant.text.len(), |at| last + at);
            (why.end <= next).then_some(())?;
            plant.put(why.start..why.end, "");
            Some(heading.start + 3)
        },
    },
    Mistake {
        kind: "a question without an id",
        rule: "question-id",
        folder: QUIZZES,
        make: |plant| {
            let (heading, _) = question(plant)?;
            let id = plant.text[heading.clone()].find(" {#")? + heading.start;
            plant.put(id..heading.end, "");
            Some(heading.start + 3)
        },
    },
    Mistake {
        kind: "a second question under one heading",
        rule: "question-id",
        folder: QUIZZES,
        make: |plant| {
            let (heading, _) = question(plant)?;
            let block = plant.text[heading.end..].find("```question\n")? + heading.end;
            let end = plant.text[block..].find("\n```\n")? + block + 5;
            plant.put(end..end, "\n```question\n```\n");
            Some(end + 1)
        },
    },
    Mistake {
        kind: "an id used twice",
        rule: "question-id",
        folder: QUIZZES,
        make: |plant| {
            let (heading, _) = question(plant)?;
            let first = plant.text[..heading.start].find(" {#")?;
            let id = plant.text[first..].lines().next()?.to_owned();
            let own = plant.text[heading.clone()].find(" {#")? + heading.start;
            plant.put(own..heading.end, &id);
            Some(heading.start + 3)
        },
    },
    Mistake {
        kind: "an id that is used in another quiz",
        rule: "question-id",
        folder: QUIZZES,
        make: |plant| {
            let (heading, _) = question(plant)?;
            let other = plant.neighbor("content/quizzes")?;
            (other < plant.slug()).then_some(())?;
            let other = plant.read(&format!("content/quizzes/{other}.md"))?;
            let id = other[other.find(" {#")?..].lines().next()?.to_owned();
            let own = plant.text[heading.clone()].find(" {#")? + heading.start;
            plant.put(own..heading.end, &id);
            Some(heading.start + 3)
        },
    },
    Mistake {
        kind: "only two choices",
        rule: "choices-few",
        folder: QUIZZES,
        make: |plant| {
            let (heading, choices) = question(plant)?;
            let wrong: Vec<&Choice> = choices.iter().filter(|choice| !choice.right).collect();
            for choice in wrong[1..].iter().rev() {
                let feedback = choice.feedback.clone()?;
                plant.put(choice.line.start..feedback.end + 1, "");
            }
            Some(heading.start + 3)
        },
    },
    Mistake {
        kind: "more than five choices",
        rule: "choices-many",
        folder: QUIZZES,
        make: |plant| {
            let (heading, choices) = question(plant)?;
            let at = choices[0].line.start;
            for (number, name) in ["Bread", "Butter", "Jam"].iter().enumerate() {
                plant.insert(
                    at,
                    &format!("- [ ] {name} for everybody\n  > It helps at {number} o'clock and no later.\n"),
                );
            }
            Some(heading.start + 3)
        },
    },
    Mistake {
        kind: "a right choice that is much longer than the others",
        rule: "longest-is-right",
        folder: QUIZZES,
        make: |plant| {
            let (_, right, _) = pick(plant, true)?;
            let words = plant.text[right.words.clone()].trim_end_matches(['.', '"']).to_owned();
            // Longer, and the sentence is too long as well.
            (words.split_whitespace().count() < 9).then_some(())?;
            let long = format!(
                "{words}, as far as anybody in the room is able to tell before lunch on a rainy day in spring, and with patience"
            );
            plant.put(right.words.clone(), &long);
            Some(right.words.start)
        },
    },
    Mistake {
        kind: "a term that is not in the glossary",
        rule: "term-unknown",
        folder: QUIZZES,
        make: |plant| {
            let list = plant.value("terms")?;
            let name = plant.named(list)?;
            plant.misspell(name)
        },
    },
    Mistake {
        kind: "an objective that the module does not have",
        rule: "objective-unknown",
        folder: QUIZZES,
        make: |plant| {
            let value = plant.value("objective")?;
            plant.misspell(value)
        },
    },
    Mistake {
        kind: "a level of thinking that there is not",
        rule: "field-value",
        folder: QUIZZES,
        make: |plant| {
            let value = plant.value("level")?;
            plant.put(value.clone(), "guess");
            Some(value.start)
        },
    },
    Mistake {
        kind: "a field of a question misspelled",
        rule: "field-unknown",
        folder: QUIZZES,
        make: |plant| {
            let name = plant.one_of(vec!["terms", "level", "difficulty", "objective", "perspective"])?;
            let line = plant.line(|line| line.starts_with(&format!("{name}: ")))?;
            plant.misspell(line.start..line.start + name.len())
        },
    },
    Mistake {
        kind: "a difficulty that there is not",
        rule: "field-value",
        folder: QUIZZES,
        make: |plant| {
            let value = plant.value("difficulty")?;
            plant.put(value.clone(), "7");
            Some(value.start)
        },
    },
    Mistake {
        kind: "the desk of a team that there is not",
        rule: "field-value",
        folder: QUIZZES,
        make: |plant| {
            let value = plant.value("perspective")?;
            plant.put(value.clone(), "sales");
            Some(value.start)
        },
    },
    Mistake {
        kind: "a difficulty that is no number",
        rule: "field-value",
        folder: QUIZZES,
        make: |plant| {
            let value = plant.value("difficulty")?;
            plant.put(value.clone(), "hard");
            Some(value.start)
        },
    },
    Mistake {
        kind: "a short answer with one spelling",
        rule: "short-answer-one-form",
        folder: QUIZZES,
        make: |plant| {
            // A single one is there because there is no other.
            let line = plant.line(|line| line.starts_with("answers: [") && line.contains(','))?;
            let list = line.start + "answers: [".len();
            let first = plant.text[list..line.end].split(',').next()?.trim_end_matches(']').to_owned();
            plant.put(list..line.end, &format!("{first}]"));
            Some(list)
        },
    },
    Mistake {
        kind: "forms before and after on different objectives",
        rule: "forms-differ",
        folder: QUIZZES,
        make: |plant| {
            plant.slug().ends_with("-after").then_some(())?;
            let all: Vec<String> = {
                let values = plant.lines().into_iter().map(|line| plant.text[line].to_owned());
                values.filter_map(|line| line.strip_prefix("objective: ").map(str::to_owned)).collect()
            };
            let value = plant.value("objective")?;
            let own = plant.text[value.clone()].to_owned();
            (all.iter().filter(|name| **name == own).count() == 1).then_some(())?;
            let other = plant.one_of(all.into_iter().filter(|name| *name != own).collect())?;
            plant.put(value, &other);
            Some(plant.value("title")?.start)
        },
    },
];
