//! Questions in GIFT, the short notation of Moodle's question banks: one bank
//! for each category.

use super::html::{blocks, line, plain};
use super::question::{Asked, Choice, Way};
use super::{Ask, Source, Taken, text};
use crate::entry::Kind;
use crate::record::Sort;

pub(super) fn read(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    if ask.sort.is_some_and(|sort| sort != Sort::Entry(Kind::Quiz)) {
        return Err("questions become a quiz; leave --kind out".to_owned());
    }
    let mut taken = Taken::default();
    let mut banks: Vec<(String, Vec<Asked>)> = Vec::new();
    let mut category = ask.name.to_owned();
    for (number, part) in parts(text(source, "")?) {
        let at = format!("line {number}");
        if let Some(path) = part.strip_prefix("$CATEGORY:") {
            category = named(path);
            continue;
        }
        match question(&part, &at, &mut taken) {
            Ok(asked) => {
                if banks.last().is_none_or(|(name, _)| *name != category) {
                    banks.push((category.clone(), Vec::new()));
                }
                if let Some((_, questions)) = banks.last_mut() {
                    questions.push(asked);
                }
            }
            Err(why) => taken.left_out(&at, why),
        }
    }
    let number: usize = banks.iter().map(|(_, questions)| questions.len()).sum();
    let names: Vec<&str> = banks.iter().map(|(name, _)| name.as_str()).collect();
    taken.understood.push(format!("{number} questions: {}", names.join(", ")));
    super::question::bring(banks, ask, &mut taken);
    Ok(taken)
}

/// Questions and commands with the line each begins on: parted by empty lines,
/// without comments.
fn parts(text: &str) -> Vec<(usize, String)> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("//") {
            continue;
        }
        if line.is_empty() || line.starts_with("$CATEGORY:") {
            open = false;
        }
        match parts.last_mut().filter(|_| open) {
            Some((_, part)) => {
                part.push('\n');
                part.push_str(line);
            }
            None if !line.is_empty() => {
                parts.push((at + 1, line.to_owned()));
                open = !line.starts_with("$CATEGORY:");
            }
            None => {}
        }
    }
    parts
}

/// The last part of a category's path; slashes within it are doubled.
fn named(path: &str) -> String {
    let path = path.trim().replace("//", "\u{1}");
    path.rsplit('/').next().unwrap_or_default().replace('\u{1}', "/").trim().to_owned()
}

fn question(part: &str, at: &str, taken: &mut Taken) -> Result<Asked, String> {
    let (name, rest) = match part.strip_prefix("::").and_then(|rest| split(rest, "::")) {
        Some((name, rest)) => (literal(name).trim().to_owned(), rest.trim()),
        None => (String::new(), part),
    };
    let (format, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((format @ ("html" | "moodle" | "plain" | "markdown"), rest)) => (format, rest),
        _ => ("moodle", rest),
    };
    let (before, rest) = split(rest, "{").ok_or("it has no answers in braces; a description is no question")?;
    let (inside, after) = split(rest, "}").ok_or("its brace is not closed")?;
    // Words may follow the gap that is to be filled.
    let whole =
        if after.trim().is_empty() { before.to_owned() } else { format!("{} _____ {}", before.trim(), after.trim()) };
    let mut paragraphs = prose(&whole, format);
    if paragraphs.is_empty() {
        return Err("it asks nothing".to_owned());
    }
    // A heading is one line of words; anything else is told below it.
    let heads = !paragraphs[0].starts_with("```") && !paragraphs[0].contains('\n');
    let stem = if heads { paragraphs.remove(0) } else { plain(&name) };
    let (answers, general) = match split(inside, "####") {
        Some((answers, general)) => (answers.trim(), prose(general, format).join("\n\n")),
        None => (inside.trim(), String::new()),
    };
    let mut way = way(answers, format, at, taken)?;
    if let Way::Choices(choices) = &mut way
        && choices.iter().all(|choice| !choice.right)
    {
        return Err("none of its choices is right".to_owned());
    }
    Ok(Asked { at: at.to_owned(), name, stem, scenario: paragraphs.join("\n\n"), explanation: general, way })
}

/// What stands before and after the first mark that is not escaped.
fn split<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && text[at..].starts_with(mark) {
            return Some((&text[..at], &text[at + mark.len()..]));
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// Text without GIFT's escapes.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match (c, signs.peek()) {
            ('\\', Some('n')) => {
                signs.next();
                out.push('\n');
            }
            ('\\', Some(next)) if "~=#{}:\\".contains(*next) => out.extend(signs.next()),
            _ => out.push(c),
        }
    }
    out
}

/// Text in one of the notations that GIFT knows, as blocks of Markdown.
fn prose(text: &str, format: &str) -> Vec<String> {
    let text = literal(text);
    match format {
        "markdown" => text.trim().split("\n\n").map(str::to_owned).filter(|block| !block.is_empty()).collect(),
        "plain" => Some(plain(text.trim())).filter(|text| !text.is_empty()).into_iter().collect(),
        _ => blocks(&text),
    }
}

fn short(text: &str, format: &str) -> String {
    match format {
        "html" | "moodle" => line(&literal(text)),
        _ => prose(text, format).join(" ").replace('\n', " "),
    }
}

/// One answer as it is written.
struct Answer<'a> {
    right: bool,
    /// What it is worth, in percent, where that is said.
    weight: Option<f64>,
    text: &'a str,
    feedback: &'a str,
}

fn way(answers: &str, format: &str, at: &str, taken: &mut Taken) -> Result<Way, String> {
    if answers.is_empty() {
        return Err("it is an essay; as a `translate` question it needs a model answer".to_owned());
    }
    if let Some(number) = answers.strip_prefix('#') {
        return numeric(number, format);
    }
    let upper = answers.split(['#', ' ']).next().unwrap_or_default().to_uppercase();
    if let "T" | "TRUE" | "F" | "FALSE" = upper.as_str() {
        return Ok(truth(upper.starts_with('T'), answers, format));
    }
    let all = listed(answers);
    if all.is_empty() {
        return Err(format!("`{answers}` is no answer"));
    }
    if all.iter().all(|answer| answer.right && split(answer.text, "->").is_some()) {
        if all.iter().any(|answer| !answer.feedback.is_empty()) {
            taken.lost(at, "feedback to pairs was left out");
        }
        let pair = |answer: &Answer<'_>| {
            split(answer.text, "->").map(|(left, right)| (short(left, format), plain(literal(right).trim())))
        };
        return Ok(Way::Pairs(all.iter().filter_map(pair).collect()));
    }
    // Moodle takes what has only right answers as one to be typed.
    if all.iter().all(|answer| answer.right) {
        return Ok(typed(&all, format, at, taken));
    }
    let weighted = all.iter().any(|answer| !answer.right && answer.weight.is_some_and(|weight| weight > 0.0));
    let partial = |answer: &Answer<'_>| weighted && answer.weight.is_some_and(|weight| weight > 0.0);
    let choice = |answer: &Answer<'_>| Choice {
        right: answer.right || partial(answer),
        text: short(answer.text, format),
        feedback: short(answer.feedback, format),
    };
    Ok(Way::Choices(all.iter().map(choice).collect()))
}

fn listed(answers: &str) -> Vec<Answer<'_>> {
    let mut starts = Vec::new();
    let mut escaped = false;
    for (at, c) in answers.char_indices() {
        if !escaped && (c == '=' || c == '~') {
            starts.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    let ends = starts.iter().skip(1).copied().chain([answers.len()]);
    let answer = |(start, end): (&usize, usize)| {
        let text = answers[start + 1..end].trim();
        let (weight, text) = match text.strip_prefix('%').and_then(|rest| rest.split_once('%')) {
            Some((weight, rest)) if weight.trim().parse::<f64>().is_ok() => (weight.trim().parse().ok(), rest),
            _ => (None, text),
        };
        let (text, feedback) = split(text, "#").unwrap_or((text, ""));
        Answer { right: answers[*start..].starts_with('='), weight, text: text.trim(), feedback: feedback.trim() }
    };
    starts.iter().zip(ends).map(answer).collect()
}

fn truth(right: bool, answers: &str, format: &str) -> Way {
    // The first feedback is for those who are wrong, the second for the others.
    let mut feedback = answers.split('#').skip(1).map(|text| short(text, format));
    let (wrong, fine) = (feedback.next().unwrap_or_default(), feedback.next().unwrap_or_default());
    let choice = |text: &str, is: bool| Choice {
        right: is == right,
        text: text.to_owned(),
        feedback: if is == right { fine.clone() } else { wrong.clone() },
    };
    Way::Choices(vec![choice("True", true), choice("False", false)])
}

fn typed(all: &[Answer<'_>], format: &str, at: &str, taken: &mut Taken) -> Way {
    let (wrong, right): (Vec<_>, Vec<_>) = all.iter().partition(|answer| answer.weight == Some(0.0));
    if right.iter().any(|answer| answer.weight.is_some_and(|weight| weight < 100.0)) {
        taken.lost(at, "an answer that is worth a part of the points is right here");
    }
    if right.iter().any(|answer| !answer.feedback.is_empty()) {
        taken.lost(at, "feedback to right answers was left out; the explanation is for it");
    }
    let words = |answer: &&Answer<'_>| literal(answer.text).trim().to_owned();
    let hints = wrong.iter().map(|answer| (words(answer), short(answer.feedback, format))).collect();
    Way::Typed { answers: right.iter().map(words).collect(), hints }
}

fn numeric(text: &str, format: &str) -> Result<Way, String> {
    let text = text.trim();
    let all = if text.starts_with(['=', '~']) {
        listed(text)
    } else {
        let (number, feedback) = split(text, "#").unwrap_or((text, ""));
        vec![Answer { right: true, weight: None, text: number.trim(), feedback }]
    };
    let parse = |text: &str| text.trim().parse::<f64>().map_err(|_| format!("`{}` is no number", text.trim()));
    let mut found = None;
    let mut hints = Vec::new();
    for answer in &all {
        let (value, tolerance) = match (answer.text.split_once(':'), answer.text.split_once("..")) {
            (_, Some((from, to))) => {
                let (from, to) = (parse(from)?, parse(to)?);
                (shown((from + to) / 2.0), shown((to - from).abs() / 2.0))
            }
            (Some((value, tolerance)), None) => (shown(parse(value)?), shown(parse(tolerance)?)),
            (None, None) => (shown(parse(answer.text)?), "0".to_owned()),
        };
        if answer.weight == Some(0.0) || !answer.right {
            hints.push((value, short(answer.feedback, format)));
        } else if found.replace((value, tolerance)).is_some() {
            return Err("it has several right numbers; here a question has one".to_owned());
        }
    }
    let (answer, tolerance) = found.ok_or("it has no right number")?;
    Ok(Way::Number { answer, tolerance, hints })
}

fn shown(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
