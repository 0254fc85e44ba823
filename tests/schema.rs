//! Do the schemas accept what the reader accepts, and refuse what it refuses?
//!
//! The validator is somebody else's. Front matter, data blocks and facts of the
//! shipped book are valid; each of these with a mistake is not.

use crate::support::{CONFIG, TODAY, root};
use crosstrain::config::Config;
use crosstrain::data::{Node, parse_toml, parse_yaml};
use crosstrain::diag::Diagnostics;
use crosstrain::entry::Kind;
use crosstrain::generate::schemas;
use crosstrain::host::disk::Book;
use crosstrain::pipeline::Pipeline;
use crosstrain::record::AsJson;
use crosstrain::source::SourceFile;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeMap;

fn validators(config: &Config) -> BTreeMap<String, Validator> {
    let compiled = schemas(config).into_iter().map(|(name, schema)| {
        let validator = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, validator)
    });
    compiled.collect()
}

fn json(node: &Node) -> Value {
    serde_json::to_value(AsJson(node)).unwrap()
}

fn problems(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_shipped_book_is_valid() {
    let snapshot = Book::find(&root()).unwrap().read(TODAY, true).unwrap();
    let site = Pipeline::new().build(&snapshot).site;
    let validators = validators(&site.config);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (_, entry) in site.all() {
        let file = &entry.file;
        let front = entry.document.front_matter.map(|yaml| (format!("{}.json", entry.id.kind.word()), yaml));
        let blocks = entry.document.blocks.iter().map(|block| {
            let own = entry.id.kind == Kind::Workshop && block.name == "activity";
            (format!("{}{}.json", if own { "workshop-" } else { "" }, block.name), block.yaml)
        });
        for (schema, yaml) in front.into_iter().chain(blocks) {
            let text = yaml.text(&file.text);
            let node = parse_yaml(&file.path, text, 0, &mut Diagnostics::new()).unwrap();
            let found = problems(&validators[&schema], &json(&node));
            assert!(found.is_empty(), "{} against {schema}: {found:#?}\n{text}", file.path);
            *seen.entry(schema).or_default() += 1;
        }
    }
    for (path, _) in snapshot.inputs.iter().filter(|(path, _)| path.extension() == "toml") {
        let file = snapshot.text(path).unwrap();
        let node = parse_toml(path, &file.text, &mut Diagnostics::new());
        let found = problems(&validators["facts-file.json"], &json(&node));
        assert!(found.is_empty(), "{path}: {found:#?}");
        *seen.entry("facts-file.json".to_owned()).or_default() += 1;
    }
    // Every schema was tried, but for what the shipped book has none of.
    let untried: Vec<&String> = validators.keys().filter(|name| !seen.contains_key(*name)).collect();
    assert!(
        untried.iter().all(|name| ["fact.json", "page.json", "workshop-activity.json"].contains(&name.as_str())),
        "{untried:?}"
    );
}

#[test]
fn mistakes_are_refused() {
    let config = Config::parse(&SourceFile::new("book.toml".into(), CONFIG.to_owned()), &mut Diagnostics::new());
    let validators = validators(&config);
    let cases = [
        (
            "term",
            "title: A\ndefinition: x\naudience: it\nrelated: [b]\nreviewed: {it: 2026-01-02}\ncategory: basics",
            true,
        ),
        ("term", "title: A\ndefinition: 300\naliases: one\nreview_by:", true),
        ("term", "title: A", false),
        ("term", "title: A\ndefinition: x\naudiance: it", false),
        ("term", "title: A\ndefinition: x\naudience: sales", false),
        ("term", "title: A\ndefinition: x\ncategory: other", false),
        ("term", "title: A\ndefinition: x\nreviewed: {sales: 2026-01-02}", false),
        ("term", "title: A\ndefinition: x\nreview_by: soon", false),
        ("term", "title: A\ndefinition: x\nautolink: maybe", false),
        ("term", "title: A\ndefinition: x\nsources: [{publisher: y}]", false),
        ("role", "title: A\nteam: it\nvocabulary: {a: explain, b: {level: do, because: x}}", true),
        ("role", "title: A\nteam: it\nvocabulary: {a: know}", false),
        ("module", "title: A\nminutes: 30\nmaterials: [cards, {name: timer, each: pair}]\npeople: {min: 2}", true),
        ("module", "title: A\nminutes: half an hour", false),
        ("module", "title: A\nminutes: 30\nobjectives: [{id: a}]", false),
        ("module", "title: A\nminutes: 30\npeople: {least: 2}", false),
        ("false-friend", "title: A\nword: a\nmeanings: {marketing: x, it: y}", true),
        ("false-friend", "title: A\nword: a\nmeanings: {marketing: x, ti: y}", false),
        ("activity", "minutes: 20\nlead: both\nphase: practice", true),
        ("activity", "minutes: 20\nlead: nobody", false),
        ("question", "level: apply\nerrs: none", true),
        ("question", "levle: apply", false),
        ("field", "type: table\nexample: [[a, b]]", true),
        ("field", "type: tables", false),
    ];
    for (schema, yaml, valid) in cases {
        let node = parse_yaml(&"a.md".into(), yaml, 0, &mut Diagnostics::new()).unwrap();
        let found = problems(&validators[&format!("{schema}.json")], &json(&node));
        assert_eq!(found.is_empty(), valid, "{schema}: {yaml}\n{found:#?}");
    }
}
