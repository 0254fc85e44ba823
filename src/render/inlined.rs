//! A component is called with a table of its own, which costs more than most of them
//! write. Where there are thousands of pages, the components of the default theme are
//! written into their templates in place of the calls, before those are read.

use super::folded::replaced;
use std::collections::BTreeMap;

/// The templates with thousands of pages, or thousands of lines.
pub(super) const OFTEN: [&str; 3] = ["term.html", "glossary.html", "index.html"];

/// A component that can stand in place of its calls.
pub(super) struct Component<'a> {
    /// What is to be given.
    given: Vec<&'a str>,
    /// Names that stand for something else inside.
    own: Vec<&'a str>,
    body: &'a str,
}

/// The components that a template defines, by name, but those that keep something for later.
pub(super) fn components(template: &str) -> BTreeMap<&str, Component<'_>> {
    let mut found = BTreeMap::new();
    for part in template.split("{% component ").skip(1) {
        let Some((name, rest)) = part.split_once('(') else { continue };
        let Some((given, rest)) = rest.split_once(')') else { continue };
        let Some((body, _)) = rest.split_once("endcomponent") else { continue };
        let body = body.strip_prefix(" -%}").map(str::trim_start).or_else(|| body.strip_prefix(" %}"));
        let body =
            body.and_then(|body| body.strip_suffix("{%- ").map(str::trim_end).or_else(|| body.strip_suffix("{% ")));
        let Some(body) = body.filter(|body| !body.contains("{% set") && !body.contains("{%- set")) else { continue };
        let own = body.split("for ").skip(1).filter_map(|rest| rest.split_once(" in ")).map(|(name, _)| name);
        let own = own.flat_map(|names| names.split(", "));
        // What is taken from around (`@site`) has the same name there.
        let given = given.split(", ").filter(|name| !name.is_empty() && !name.starts_with('@'));
        found.insert(name, Component { given: given.collect(), own: own.collect(), body });
    }
    found
}

/// A template in which calls of the components are what these write.
pub(super) fn inlined(template: &str, components: &BTreeMap<&str, Component<'_>>) -> String {
    replaced(template, "{{ <", "/> }}", |call| written(call, components))
}

/// What a call like `{{ <links id="related" links={related}/> }}` stands for, if it gives
/// all that is asked for, by names and plain texts only.
fn written(call: &str, components: &BTreeMap<&str, Component<'_>>) -> Option<String> {
    let call = call.strip_prefix("{{ <")?.strip_suffix("/> }}")?;
    let (name, values) = call.split_once(' ')?;
    let component = components.get(name)?;
    let mut given = BTreeMap::new();
    for value in values.split(' ') {
        let (name, value) = value.split_once('=')?;
        let path = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
        let text = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte));
        let taken = path.is_some_and(|path| component.own.iter().any(|own| path.split('.').next() == Some(own)));
        if taken || !path.or(text).is_some_and(is_word) {
            return None;
        }
        given.insert(name, path.unwrap_or(value));
    }
    let all = component.given.len() == given.len() && component.given.iter().all(|name| given.contains_key(name));
    all.then(|| filled(component.body, &given))
}

/// A body with what was given in place of the names. White space around it stays what it
/// is, though its own tags may trim: an empty text stands between.
fn filled(body: &str, given: &BTreeMap<&str, &str>) -> String {
    const NOTHING: &str = "{{ \"\" }}";
    let mut filled = String::with_capacity(body.len() + 2 * NOTHING.len());
    if body.starts_with("{%-") || body.starts_with("{{-") {
        filled.push_str(NOTHING);
    }
    let mut rest = body;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let end = rest[at..].find('}').map_or(rest.len(), |end| at + end);
        filled.push_str(&rest[..at]);
        push_tag(&mut filled, &rest[at..end], given);
        rest = &rest[end..];
    }
    filled.push_str(rest);
    if body.ends_with("-%}") || body.ends_with("-}}") {
        filled.push_str(NOTHING);
    }
    filled
}

/// A tag in which names became what was given for them. Names of fields (after a dot), of
/// arguments (before `=`) and words in quotes stay.
fn push_tag(filled: &mut String, tag: &str, given: &BTreeMap<&str, &str>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (mut rest, mut quoted) = (tag, false);
    while let Some(c) = rest.chars().next() {
        let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
        if name.is_empty() {
            quoted ^= c == '"';
            filled.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let after = &rest[name.len()..];
        let argument = after.starts_with('=') && !after.starts_with("==");
        match given.get(name).filter(|_| !quoted && !argument && !filled.ends_with('.')) {
            Some(value) => filled.push_str(value),
            None => filled.push_str(name),
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_is_what_it_writes() {
        let parts = "{% component list(id, all, @t) -%}\n{%- if all %}<ul id=\"{{ id }}\">{% for one in all %}{{ one.all | f(id=id) }}\
                     {% endfor %}</ul>{% endif %}\n{%- endcomponent list %}";
        let components = components(parts);
        assert_eq!(
            inlined("<p>\n{{ <list id=\"x\" all={some.thing}/> }}\n", &components),
            "<p>\n{{ \"\" }}{%- if some.thing %}<ul id=\"{{ \"x\" }}\">{% for one in some.thing %}\
             {{ one.all | f(id=\"x\") }}{% endfor %}</ul>{% endif %}\n"
        );
    }

    #[test]
    fn only_what_is_certain_is_written_out() {
        let parts = "{% component a(x) %}{% for one in x %}{{ one }}{% endfor %}{% endcomponent a %}\
                     {% component b(x) %}{% set y = x %}{{ y }}{% endcomponent b %}";
        let components = components(parts);
        for left in [
            "{{ <a x={y or z}/> }}",
            "{{ <a x={one}/> }}",
            "{{ <a y={y}/> }}",
            "{{ <a x={y} z={y}/> }}",
            "{{ <a/> }}",
            "{{ <b x={y}/> }}",
            "{{ <c x={y}/> }}",
            "{{ <a x={y}>",
        ] {
            assert_eq!(inlined(left, &components), left);
        }
    }
}
