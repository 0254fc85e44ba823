//! The Static Analysis Results Interchange Format, version 2.1.0 (OASIS), for
//! code hosts and dashboards.

use super::baseline::fingerprint;
use super::lines::Lines;
use super::lint::LINTS;
use super::{Diagnostic, Diagnostics, Fix, Level, Lint};
use crate::source::{Place, Snapshot};
use serde_json::{Value, json};
use std::fmt::Write;

/// Renders problems as a log of one run. `prefix` is the way from the
/// repository to the book, with a slash at its end, or nothing.
pub fn render(diagnostics: &Diagnostics, snapshot: &Snapshot, prefix: &str) -> String {
    let report = Report { lines: Lines::new(snapshot), prefix };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "crosstrain",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": LINTS.iter().map(|rule| self::rule(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(|diagnostic| report.result(diagnostic)).collect::<Vec<_>>(),
        }],
    });
    format!("{log}\n")
}

fn rule(rule: &Lint) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": level(rule.level)},
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}

struct Report<'a> {
    lines: Lines<'a>,
    prefix: &'a str,
}

impl Report<'_> {
    fn result(&self, diagnostic: &Diagnostic) -> Value {
        let mut text = diagnostic.message.clone();
        for more in diagnostic.help.iter().chain(&diagnostic.notes) {
            let _ = write!(text, "\n{more}");
        }
        let related = diagnostic.labels.iter().enumerate().map(|(at, label)| {
            let mut location = self.location(&label.place);
            location["id"] = at.into();
            location["message"] = json!({"text": label.text});
            location
        });
        let mut result = json!({
            "ruleId": diagnostic.lint.name,
            "ruleIndex": LINTS.iter().position(|rule| rule.name == diagnostic.lint.name),
            "level": level(diagnostic.level),
            "message": {"text": text},
            "locations": [self.location(&diagnostic.place)],
            "relatedLocations": related.collect::<Vec<_>>(),
            "partialFingerprints": {"crosstrain/v1": fingerprint(diagnostic)},
        });
        if let Some(fix) = &diagnostic.fix {
            result["fixes"] = json!([self.fix(fix)]);
        }
        result
    }

    fn location(&self, place: &Place) -> Value {
        json!({"physicalLocation": {"artifactLocation": self.artifact(place), "region": self.region(place)}})
    }

    fn artifact(&self, place: &Place) -> Value {
        json!({"uri": encoded(&format!("{}{}", self.prefix, place.path))})
    }

    fn region(&self, place: &Place) -> Value {
        let (start, end) = self.lines.of(place);
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }

    fn fix(&self, fix: &Fix) -> Value {
        let change = |edit: &super::Edit| {
            json!({
                "artifactLocation": self.artifact(&edit.place),
                "replacements": [{
                    "deletedRegion": self.region(&edit.place),
                    "insertedContent": {"text": edit.text},
                }],
            })
        };
        json!({
            "description": {"text": fix.title},
            "artifactChanges": fix.edits.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

/// Percent-encodes what can't stand in the path of an address.
fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => address.push(byte as char),
            byte => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}
