use super::*;
use crate::entry::question::{Level, Pair, WhoseItem};
use proptest::prelude::*;
use serde_json::Value;

fn question(interaction: Interaction) -> Question {
    Question {
        id: "q".into(),
        stem: "Stem?".into(),
        scenario: String::new(),
        interaction,
        explanation: String::new(),
        objective: None,
        level: Level::Remember,
        difficulty: 1,
        perspective: None,
        keep_order: false,
    }
}

fn choices(right: &[bool]) -> Vec<Choice> {
    let one = |&correct: &bool| Choice { text: "c".into(), correct, feedback: String::new() };
    right.iter().map(one).collect()
}

fn of(interaction: Interaction, response: Response) -> Grade {
    grade(&question(interaction), &response)
}

#[test]
fn multiple_counts_right_minus_wrong() {
    let all = || Interaction::Multiple(choices(&[true, true, true, false, false]));
    let score = |picked: &[usize]| of(all(), Response::Choices(picked.to_vec())).score;
    assert_eq!(score(&[0, 1, 2]), 1.0);
    assert_eq!(score(&[0, 1]), 2.0 / 3.0);
    assert_eq!(score(&[0, 1, 3]), 1.0 / 3.0);
    assert_eq!(score(&[0, 3, 4]), 0.0);
    let full = of(all(), Response::Choices(vec![0, 1, 3]));
    assert_eq!(full.marks, [Mark::Right, Mark::Right, Mark::Missed, Mark::Wrong, Mark::Blank]);
    assert!(!full.right);
}

#[test]
fn numbers_read_as_people_type_them() {
    let cases: &[(&str, &[f64])] = &[
        ("12,000", &[12.0, 12000.0]),
        ("12.000", &[12.0, 12000.0]),
        ("12 000", &[12000.0]),
        ("12\u{202f}000", &[12000.0]),
        ("1 234\u{a0}567", &[1_234_567.0]),
        ("1\u{2019}234'567.5", &[1_234_567.5]),
        ("1.234,5", &[1234.5]),
        ("1,234.5", &[1234.5]),
        ("1,234,567", &[1_234_567.0]),
        ("0,500", &[0.5]),
        (".5", &[0.5]),
        ("5.", &[5.0]),
        ("\u{2212}3", &[-3.0]),
        ("- 3,25", &[-3.25]),
        ("+7", &[7.0]),
        ("1234,567", &[1234.567]),
        ("12 %", &[12.0]),
        ("12,34,567", &[]),
        ("1.2.3", &[]),
        ("1,234.567.890", &[]),
        ("12 00", &[]),
        ("1e5", &[]),
        ("--3", &[]),
        (".", &[]),
        ("", &[]),
        ("twelve", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(&readings(text, "%"), expected, "{text:?}");
    }
}

#[test]
fn the_decimal_reading_wins() {
    let key = |answer: f64| Number {
        answer,
        tolerance: 1.0,
        unit: String::new(),
        hints: vec![(12.0, "twelve".into()), (12000.0, "thousand".into())],
    };
    let given = |answer: f64| of(Interaction::Number(key(answer)), Response::Text("12.000".into()));
    assert!(given(12.0).right && given(12000.0).right);
    assert_eq!(given(12.0).hint, None);
    assert_eq!(given(500.0).hint, Some(0));
}

#[test]
fn folding() {
    assert_eq!(fold("  Café—Crème! "), "cafe creme");
    assert_eq!(fold("A/B test"), fold("a-b  TEST"));
    assert_eq!(fold("\u{fb01}le"), "file");
    assert_eq!(fold(" => "), "=>");
    assert_eq!(fold(" \u{301} "), "");
}

fn list<T>(value: &Value, key: &str, item: impl Fn(&Value) -> T) -> Vec<T> {
    value[key].as_array().map(|all| all.iter().map(item).collect()).unwrap_or_default()
}

fn at(value: &Value) -> usize {
    value.as_i64().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The question that a key (as on a page) belongs to; only what grading looks at.
fn from_key(key: &Value) -> Interaction {
    let right = list(key, "right", at);
    let picks = || {
        let marks: Vec<bool> = (0..at(&key["n"])).map(|n| right.contains(&n)).collect();
        choices(&marks)
    };
    let class = |n: &Value| format!("class {n}");
    match key["kind"].as_str().unwrap_or_default() {
        "single" => Interaction::Single(picks()),
        "multiple" => Interaction::Multiple(picks()),
        "predict" => Interaction::Predict { team: "it".into(), choices: picks() },
        "survey" => Interaction::Survey(picks()),
        "order" => Interaction::Order(list(key, "items", class)),
        "match" => {
            Interaction::Match(list(key, "pairs", |n| Pair { left: "l".into(), right: class(n), why: String::new() }))
        }
        "whose" => Interaction::Whose(list(key, "teams", |team| WhoseItem {
            text: "t".into(),
            team: text(team),
            why: String::new(),
        })),
        "short-text" => Interaction::ShortText(ShortText {
            answers: list(key, "answers", text),
            hints: list(key, "hints", |hint| (text(&hint[0]), text(&hint[1]))),
        }),
        "number" => Interaction::Number(Number {
            answer: key["answer"].as_f64().expect("an answer"),
            tolerance: key["tolerance"].as_f64().expect("a tolerance"),
            unit: text(&key["unit"]),
            hints: list(key, "hints", |hint| (hint[0].as_f64().expect("a number"), text(&hint[1]))),
        }),
        "translate" => Interaction::Translate { model: String::new(), rubric: vec![String::new(); at(&key["n"])] },
        other => panic!("no such kind: {other}"),
    }
}

fn from_response(kind: &str, given: &Value) -> Response {
    let whole = serde_json::json!({ "all": given });
    match kind {
        "order" => Response::Order(list(&whole, "all", at)),
        "match" => Response::Pairs(list(&whole, "all", |n| (!n.is_null()).then(|| at(n)))),
        "whose" => Response::Teams(list(&whole, "all", |team| team.as_str().map(str::to_owned))),
        "short-text" | "number" => Response::Text(text(given)),
        "translate" => Response::Rubric(list(&whole, "all", |tick| tick == &Value::Bool(true))),
        _ => Response::Choices(list(&whole, "all", at)),
    }
}

#[test]
fn vectors() {
    let file = include_str!("../../tests/vectors/grade.json");
    let cases: Vec<Value> = serde_json::from_str(file).expect("JSON");
    assert!(cases.len() >= 100);
    for case in &cases {
        let key = &case["key"];
        let response = from_response(&text(&key["kind"]), &case["response"]);
        let got = of(from_key(key), response);
        let name = &case["name"];
        let expected = &case["expect"];
        assert!((got.score - expected["score"].as_f64().expect("a score")).abs() < 1e-9, "{name}: {got:?}");
        assert_eq!(Some(got.right), expected["right"].as_bool(), "{name}");
        let marks: String = got.marks.iter().map(|mark| mark.letter()).collect();
        assert_eq!(marks, text(&expected["marks"]), "{name}");
        assert_eq!(got.hint.map(|n| n as i64), expected["hint"].as_i64(), "{name}");
    }
}

fn any_interaction() -> impl Strategy<Value = Interaction> {
    let word = "[a-zA-Z+#é ]{1,8}";
    let picks = || prop::collection::vec(any::<bool>(), 0..6).prop_map(|right| choices(&right));
    let items = || prop::collection::vec("[ab]{1,2}", 0..6);
    let pair = |right: String| Pair { left: "l".into(), right, why: String::new() };
    let whose = |team: String| WhoseItem { text: "t".into(), team, why: String::new() };
    let texts = (prop::collection::vec(word, 0..3), prop::collection::vec((word, word), 0..3));
    let numbers = (-1e7..1e7f64, 0.0..10f64, prop::sample::select(vec!["", "%", "days", "€"]));
    prop_oneof![
        picks().prop_map(Interaction::Single),
        picks().prop_map(Interaction::Multiple),
        picks().prop_map(|choices| Interaction::Predict { team: "it".into(), choices }),
        picks().prop_map(Interaction::Survey),
        items().prop_map(Interaction::Order),
        items().prop_map(move |all| Interaction::Match(all.into_iter().map(pair).collect())),
        items().prop_map(move |all| Interaction::Whose(all.into_iter().map(whose).collect())),
        texts.prop_map(|(answers, hints)| Interaction::ShortText(ShortText { answers, hints })),
        numbers.prop_map(|(answer, tolerance, unit)| Interaction::Number(Number {
            answer,
            tolerance,
            unit: unit.into(),
            hints: vec![(answer * 2.0, "double".into())],
        })),
        items().prop_map(|rubric| Interaction::Translate { model: String::new(), rubric }),
    ]
}

fn any_response() -> impl Strategy<Value = Response> {
    let at = || prop_oneof![0usize..7, Just(usize::MAX)];
    prop_oneof![
        prop::collection::vec(at(), 0..7).prop_map(Response::Choices),
        prop::collection::vec(at(), 0..7).prop_map(Response::Order),
        prop::collection::vec(prop::option::of(at()), 0..7).prop_map(Response::Pairs),
        prop::collection::vec(prop::option::of("[ab]{1,2}"), 0..7).prop_map(Response::Teams),
        any::<String>().prop_map(Response::Text),
        "[0-9 .,'%-]{0,12}".prop_map(Response::Text),
        prop::collection::vec(any::<bool>(), 0..7).prop_map(Response::Rubric),
    ]
}

/// What somebody who knows everything answers; nothing if the key admits no answer.
fn perfect(interaction: &Interaction) -> Option<Response> {
    let picks = |all: &[Choice]| {
        let right = all.iter().enumerate().filter(|(_, choice)| choice.correct).map(|(at, _)| at);
        Response::Choices(right.collect())
    };
    Some(match interaction {
        Interaction::Single(all) | Interaction::Multiple(all) | Interaction::Survey(all) => picks(all),
        Interaction::Predict { choices, .. } => picks(choices),
        Interaction::Order(items) => Response::Order((0..items.len()).collect()),
        Interaction::Match(pairs) => Response::Pairs((0..pairs.len()).map(Some).collect()),
        Interaction::Whose(items) => Response::Teams(items.iter().map(|item| Some(item.team.clone())).collect()),
        Interaction::ShortText(key) => {
            Response::Text(key.answers.iter().find(|answer| !answer.trim().is_empty())?.clone())
        }
        Interaction::Number(key) => Response::Text(format!("{} {}", key.answer, key.unit)),
        Interaction::Translate { rubric, .. } => Response::Rubric(vec![true; rubric.len()]),
    })
}

proptest! {
    #[test]
    fn in_range_and_never_panics(interaction in any_interaction(), response in any_response()) {
        let got = of(interaction.clone(), response);
        prop_assert!((0.0..=1.0).contains(&got.score));
        prop_assert_eq!(got.right, got.score == 1.0);
        prop_assert_eq!(got.marks.len(), parts(&interaction));
        prop_assert!(!got.right || got.hint.is_none());
    }

    #[test]
    fn knowing_everything_scores_one(interaction in any_interaction()) {
        if let Some(response) = perfect(&interaction) {
            let got = of(interaction, response);
            prop_assert!(got.right && got.score == 1.0, "{:?}", got);
            prop_assert!(got.marks.iter().all(|mark| !matches!(mark, Mark::Wrong | Mark::Missed)));
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }
}
