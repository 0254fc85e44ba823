use super::*;
use crate::entry::question::{Choice, Level, Number, Pair, ShortText, WhoseItem};
use crate::quiz::{STRINGS, english};
use std::collections::HashSet;

fn choices() -> Vec<Choice> {
    ["Ship B", "Keep <running>", "Send & see", "Ask \"why\""]
        .iter()
        .enumerate()
        .map(|(at, text)| Choice { text: (*text).into(), correct: at == 1, feedback: format!("Reason {at}") })
        .collect()
}

fn all() -> Vec<Interaction> {
    let two_right = || choices().into_iter().map(|choice| Choice { correct: true, ..choice }).collect();
    let pair = |left: &str, right: &str| Pair { left: left.into(), right: right.into(), why: "Because".into() };
    let whose = |text: &str, team: &str| WhoseItem { text: text.into(), team: team.into(), why: "So".into() };
    vec![
        Interaction::Single(choices()),
        Interaction::Multiple(two_right()),
        Interaction::Order(vec!["One".into(), "Two".into(), "Three".into()]),
        Interaction::Match(vec![pair("a", "x"), pair("b", "y"), pair("c", "x")]),
        Interaction::ShortText(ShortText {
            answers: vec!["</script><b>".into(), "other".into()],
            hints: vec![("cache".into(), "Near".into())],
        }),
        Interaction::Number(Number {
            answer: 4.5,
            tolerance: 0.1,
            unit: "%".into(),
            hints: vec![(45.0, "Ten times".into())],
        }),
        Interaction::Whose(vec![whose("“Leads”", "it"), whose("“Users”", "mkt")]),
        Interaction::Predict { team: "it".into(), choices: choices() },
        Interaction::Translate { model: "Better".into(), rubric: vec!["Short".into(), "Kind".into()] },
        Interaction::Survey(choices()),
    ]
}

fn question(interaction: Interaction) -> Question {
    Question {
        id: "early-stop".into(),
        stem: "What <now>?".into(),
        scenario: "A day passed.".into(),
        interaction,
        explanation: "Stopping early is luck.".into(),
        objective: None,
        level: Level::Apply,
        difficulty: 1,
        perspective: None,
        keep_order: false,
    }
}

fn made(question: &Question, instance: &str) -> String {
    let teams = [("mkt".to_owned(), "Marketing & Co".to_owned()), ("it".to_owned(), "IT".to_owned())];
    let context = FormContext {
        number: Some((1, 4)),
        inline: &|text| escaped(text),
        block: &|text| format!("<p>{}</p>\n", escaped(text)),
        teams: &teams,
        strings: &|key| english(key).into(),
        bank: Some(("../ab-test/".into(), "A/B <test>".into())),
        instance,
    };
    form(question, &context)
}

/// Every element that opens closes, in order; attributes are quoted; ids are unique.
fn check(html: &str) {
    let mut open = Vec::new();
    let mut ids = HashSet::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a tag that ends");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).expect("a name");
        for attribute in [" style=", " on", " href=\"javascript"] {
            assert!(!tag.contains(attribute), "{tag}");
        }
        if let Some((_, id)) = tag.split_once(" id=\"") {
            assert!(ids.insert(id.split('"').next()), "twice: {tag}");
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if name != "input" {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn every_form_is_well_formed_and_its_labels_lead_somewhere() {
    for interaction in all() {
        let html = made(&question(interaction), "");
        check(&html);
        for reference in [" for=\"", " aria-describedby=\"", " aria-controls=\""] {
            for rest in html.split(reference).skip(1) {
                let id = rest.split('"').next().expect("an id");
                assert!(html.contains(&format!(" id=\"{id}\"")), "{reference}{id} in {html}");
            }
        }
        assert!(html.contains("<small>Question 1 of 4"));
        assert!(html.contains("What &lt;now&gt;?</legend>"));
        assert!(html.contains("A/B &lt;test&gt;</a>"));
        assert!(html.contains("<p role=\"status\""));
        assert!(html.contains("<summary>Answer</summary>"));
    }
}

#[test]
fn a_single_choice() {
    let html = made(&question(Interaction::Single(choices())), "");
    assert!(html.starts_with("<form class=\"q\" id=\"q-early-stop\" data-id=\"early-stop\" data-kind=\"single\""));
    assert_eq!(html.matches("type=\"radio\" name=\"q-early-stop\"").count(), 4);
    assert!(html.contains("value=\"1\"><span>Keep &lt;running&gt;</span>"));
    assert!(html.contains("{\"kind\":\"single\",\"n\":4,\"right\":[1]}"));
    assert!(html.contains("<b>✓ Right:</b> Keep &lt;running&gt;</p><p>Reason 1</p>"));
    let other = made(&question(Interaction::Single(choices())), "again");
    assert!(other.contains("id=\"q-early-stop-again\" data-id=\"early-stop\""));
    assert!(other.contains("name=\"q-early-stop-again\""));
}

#[test]
fn the_key_cannot_leave_its_script() {
    let html = made(&question(all().swap_remove(4)), "");
    assert_eq!(html.matches("</script>").count(), 1);
    assert!(html.contains("\\u003c/script>"));
}

#[test]
fn orders_hold() {
    let shown = |html: &str| -> Vec<usize> {
        html.split("name=\"q-early-stop\" value=\"").skip(1).filter_map(|rest| rest[..1].parse().ok()).collect()
    };
    let kept = Question { keep_order: true, ..question(Interaction::Single(choices())) };
    assert_eq!(shown(&made(&kept, "")), [0, 1, 2, 3]);
    assert_eq!(shown(&made(&question(Interaction::Survey(choices())), "")), [0, 1, 2, 3]);
    let true_or_false = question(Interaction::Single(choices().into_iter().take(2).collect()));
    assert_eq!(shown(&made(&true_or_false, "")), [0, 1]);
    let orders: HashSet<Vec<usize>> = (0..20)
        .map(|n| {
            let other = Question { id: format!("q{n}"), ..question(Interaction::Single(choices())) };
            let html = made(&other, "");
            html.split("value=\"").skip(1).take(4).filter_map(|rest| rest[..1].parse().ok()).collect()
        })
        .collect();
    assert!(orders.len() > 5, "{orders:?}");
}

#[test]
fn equal_partners_are_offered_once() {
    let html = made(&question(all().swap_remove(3)), "");
    assert_eq!(html.matches("<option value=\"0\">x</option>").count(), 3);
    assert_eq!(html.matches("<option value=\"2\">").count(), 0);
    assert!(html.contains("\"pairs\":[0,1,0]"));
}

#[test]
fn all_words_come_from_the_page() {
    let german = |key: &'static str| format!("[{key}]").into();
    let context = FormContext {
        number: Some((1, 2)),
        inline: &|text| escaped(text),
        block: &|text| escaped(text),
        teams: &[],
        strings: &german,
        bank: Some(("/".into(), "Bank".into())),
        instance: "",
    };
    let bare = Interaction::Number(Number { answer: 1.0, tolerance: 0.0, unit: String::new(), hints: Vec::new() });
    let html: String = all().into_iter().chain([bare]).map(|all| form(&question(all), &context)).collect();
    let html = html + &score_panel(&german);
    for (key, _) in STRINGS {
        let in_form = html.contains(&format!("[{key}]"));
        assert!(in_form || crate::quiz::is_spoken_by_script(key), "{key} is never said");
    }
}

#[test]
fn the_quick_way_to_a_key_writes_the_same() {
    for interaction in all() {
        let question = question(interaction);
        assert_eq!(in_script(&question), crate::quiz::key::key(&question).to_string().replace('<', "\\u003c"));
    }
}
