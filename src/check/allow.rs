//! What authors allow in a page: `<!-- crosstrain: allow NAME: reason, by 2027-01 -->`.
//!
//! At the top of a page an allowance covers the page; under a heading, that
//! heading and its section. It needs a reason, and may end with a day or month.

use crate::diag::{Diagnostic, Diagnostics, lint, near};
use crate::entry::Entry;
use crate::markdown::Remark;
use crate::site::Site;
use crate::source::{Date, Place, SourcePath, Span};
use std::collections::BTreeMap;

/// One allowance that can be used.
struct Allowance<'a> {
    entry: &'a Entry,
    remark: Remark,
    rule: &'static str,
    covers: Span,
    until: Option<Date>,
    used: bool,
}

/// Takes out what is allowed, and says what is wrong with the allowances. Where
/// `included` is true of a file, places are not those of its text, and its
/// allowances cover it whole.
pub fn apply(
    found: Diagnostics,
    site: &Site,
    included: impl Fn(&SourcePath) -> bool,
) -> (Diagnostics, Vec<Diagnostic>) {
    let mut about = Vec::new();
    let mut allowances: BTreeMap<&SourcePath, Vec<Allowance<'_>>> = BTreeMap::new();
    for (_, entry) in site.all() {
        for remark in &entry.document.remarks {
            match read(entry, *remark, included(&entry.file.path)) {
                Ok(allowance) => allowances.entry(&entry.file.path).or_default().push(allowance),
                Err(diagnostic) => about.push(*diagnostic),
            }
        }
    }
    if allowances.is_empty() {
        return (found, about);
    }
    let mut kept = Diagnostics::new();
    for diagnostic in found {
        let here = allowances.get_mut(&diagnostic.place.path).into_iter().flatten();
        let fits = |allowance: &&mut Allowance<'_>| {
            allowance.rule == diagnostic.lint.name && allowance.covers.contains(diagnostic.place.span.start as usize)
        };
        let mut allowed = false;
        for allowance in here.filter(fits) {
            allowance.used = true;
            allowed |= allowance.until.is_none_or(|until| site.today <= until);
        }
        if !allowed {
            kept.push(diagnostic);
        }
    }
    about.extend(allowances.into_values().flatten().filter_map(|allowance| idle(&allowance, site.today)));
    (kept, about)
}

/// What an allowance says, or what is wrong with it.
fn read(entry: &Entry, remark: Remark, whole: bool) -> Result<Allowance<'_>, Box<Diagnostic>> {
    const FORM: &str = "write `<!-- crosstrain: allow orphan: waiting for the data team, by 2027-01 -->`";
    let path = &entry.file.path;
    let invalid = |span: Span, message: String, label: &str| {
        Box::new(Diagnostics::at(path, span, lint::ALLOW_INVALID, message).label(label))
    };
    let text = remark.text.text(&entry.file.text);
    let Some(rest) = text.strip_prefix("allow ") else {
        return Err(Box::new(
            invalid(remark.text, "this comment is for crosstrain, but says nothing it knows".into(), "not `allow`")
                .help(FORM),
        ));
    };
    let (name, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let name_start = remark.text.start as usize + (text.len() - rest.len()) + (name.len() - name.trim_start().len());
    let name = name.trim();
    let name_span = Span::new(name_start, name_start + name.len());
    let Some(rule) = lint::find(name) else {
        let mut diagnostic = *invalid(name_span, format!("there is no check called `{name}`"), "unknown check");
        diagnostic = diagnostic.suggest(near(name, lint::LINTS.iter().map(|rule| rule.name)));
        return Err(Box::new(diagnostic));
    };
    let (reason, until) = match reason.rsplit_once(", by ") {
        Some((reason, date)) => (reason, Some(date.trim())),
        None => (reason, None),
    };
    if !reason.chars().any(char::is_alphabetic) {
        let message = format!("this allowance of `{name}` gives no reason");
        return Err(Box::new(invalid(remark.text, message, "why is it all right here?").help(FORM)));
    }
    let until = match until {
        None => None,
        Some(date) => match Date::parse_end(date) {
            Some(date) => Some(date),
            None => {
                let at = remark.text.end as usize - date.len();
                let (span, message) = (Span::new(at, at + date.len()), format!("`{date}` is not a month or a day"));
                return Err(Box::new(invalid(span, message, "until when?").help(FORM)));
            }
        },
    };
    let covers = if whole { None } else { remark.heading }.map_or(Span::new(0, entry.file.text.len() + 1), |heading| {
        let document = &entry.document;
        let section = document.section(heading, entry.file.text.len() + 1);
        Span { start: document.headings[heading].span.start, end: section.end }
    });
    Ok(Allowance { entry, remark, rule: rule.name, covers, until, used: false })
}

/// What is wrong with an allowance that could be read: its time is over, or nothing needs it.
fn idle(allowance: &Allowance<'_>, today: Date) -> Option<Diagnostic> {
    let path = &allowance.entry.file.path;
    let over = allowance.until.filter(|until| today > *until);
    let at = |rule, message: String| {
        let line = whole_line(&allowance.entry.file.text, allowance.remark.span);
        Diagnostics::at(path, allowance.remark.text, rule, message).fix(
            "take it out",
            Place::new(path, line),
            String::new(),
        )
    };
    match (allowance.used, over) {
        (true, None) => None,
        (true, Some(until)) => {
            let message = format!("`{}` was allowed here until {}", allowance.rule, until.spelled());
            let expired = Diagnostics::at(path, allowance.remark.text, lint::ALLOW_EXPIRED, message);
            Some(expired.label("its time is over").help("mend what it allows, or give it a new date and a reason"))
        }
        (false, _) if lint::on_request(allowance.rule) => None,
        (false, _) => Some(
            at(lint::ALLOW_UNUSED, format!("nothing here needs `{}` allowed", allowance.rule))
                .label("not needed")
                .safe_if(true),
        ),
    }
}

/// The comment with its line, if it has one to itself.
fn whole_line(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..span.start as usize]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[span.end as usize..]).map_or(text.len(), |at| at + span.end as usize + 1);
    let alone = text[start..span.start as usize].trim().is_empty() && text[span.end as usize..end].trim().is_empty();
    if alone { Span::new(start, end) } else { span }
}
