//! The words of a quiz.

/// Key and English text of everything a quiz says. `{n}` and the like are filled in.
///
/// The first part stands in the form; the part that [`is_spoken_by_script`] names is
/// given to `quiz.js` as its first line.
pub const STRINGS: &[(&str, &str)] = &[
    ("quiz.number", "Question {n} of {total}"),
    ("quiz.shoes", "In the shoes of {team}"),
    ("quiz.choose_n", "Choose {n}."),
    ("quiz.order_hint", "Give every line its place, from 1 to {n}."),
    ("quiz.choose", "Choose"),
    ("quiz.your_answer", "Your answer"),
    ("quiz.your_version", "Your version"),
    ("quiz.digits", "in digits"),
    ("quiz.check", "Check answer"),
    ("quiz.compare", "Compare"),
    ("quiz.save", "Save answer"),
    ("quiz.sure", "How sure?"),
    ("quiz.guess", "guessing"),
    ("quiz.fair", "fairly"),
    ("quiz.certain", "certain"),
    ("quiz.retry", "Try again"),
    ("quiz.show", "Show answer"),
    ("quiz.answer", "Answer"),
    ("quiz.key_right", "Right"),
    ("quiz.key_wrong", "Not right"),
    ("quiz.or", "or"),
    ("quiz.tolerance", "give or take {n}"),
    ("quiz.if_said", "If you answered {answer}:"),
    ("quiz.model", "A good version"),
    ("quiz.rubric", "What yours has"),
    ("quiz.bank", "From {title}"),
    ("quiz.so_far", "So far"),
    ("quiz.score", "{n} of {total} right first time"),
    ("quiz.again", "Start again"),
    ("quiz.choose_first", "Choose an answer first."),
    ("quiz.write_first", "Write an answer first."),
    ("quiz.finish_first", "Answer every line first."),
    ("quiz.once", "Use each place once."),
    ("quiz.no_number", "Write a number in digits."),
    ("quiz.right", "Right."),
    ("quiz.wrong", "Not quite."),
    ("quiz.part", "{n} of {total} right so far."),
    ("quiz.can_retry", "Read the note and try again."),
    ("quiz.saved", "Saved on this device."),
    ("quiz.compared", "Compare yours with the one below and tick what yours has."),
    ("quiz.left", "{n} still to do."),
    ("quiz.done", "All answered."),
];

/// The English text of a key; the key itself if it is unknown.
pub fn english(key: &str) -> &str {
    let known = STRINGS.iter().find(|(name, _)| *name == key);
    known.map_or(key, |(_, text)| text)
}

/// Words with each `{name}` replaced by its value. A value is never looked at again, and
/// a name that has none stays.
pub fn filled(words: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(words.len() + 32);
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        let name = rest[at + 1..].split_once('}').map(|(name, _)| name);
        let value = name.and_then(|name| values.iter().find(|(known, _)| *known == name));
        let (text, end) = value.map_or(("{", at + 1), |(name, value)| (*value, at + name.len() + 2));
        filled.push_str(&rest[..at]);
        filled.push_str(text);
        rest = &rest[end..];
    }
    filled + rest
}

/// Whether `quiz.js` looks this key up.
pub fn is_spoken_by_script(key: &str) -> bool {
    let at = |wanted: &str| STRINGS.iter().position(|(name, _)| *name == wanted);
    key == "quiz.score" || at(key) >= at("quiz.choose_first")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_once() {
        assert_eq!(filled("{a} and {b}, {a}", &[("a", "{b}"), ("b", "2")]), "{b} and 2, {b}");
        assert_eq!(filled("{c} {a {a} }{", &[("a", "1")]), "{c} {a 1 }{");
    }

    #[test]
    fn the_script_says_what_is_listed() {
        let script = include_str!("../../themes/default/assets/js/quiz.js");
        for (key, _) in STRINGS {
            let short = key.strip_prefix("quiz.").expect("a key of quizzes");
            let said = script.contains(&format!("'{short}'"));
            assert!(said || !is_spoken_by_script(key), "{short} is never said");
            assert!(!script.contains(&format!("say('{short}'")) || is_spoken_by_script(key), "{short} is not given");
        }
        assert!(!is_spoken_by_script("quiz.unknown"));
        assert_eq!(english("quiz.unknown"), "quiz.unknown");
    }
}
