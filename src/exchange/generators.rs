//! Sites of Hugo and Docusaurus: folders of Markdown, with notations of their own.

use super::{Ask, Source, Taken, folder};
use crate::entry::Kind;
use crate::record::Sort;

/// What makes a generator's pages different from others.
struct Generator {
    /// Where its pages are, if the whole site was named.
    pages: &'static str,
    /// What its fields are here; `-` for those that only it needs.
    fields: &'static [(&'static str, &'static str)],
    /// The field that puts pages in order.
    order: &'static str,
    /// Its notations as plain Markdown.
    text: fn(&str, &str, &mut Taken) -> String,
}

const HUGO: Generator = Generator {
    pages: "content/",
    fields: &[
        ("linktitle", "-"),
        ("description", "summary"),
        // Addresses of the old site, not other names.
        ("aliases", "-"),
        ("categories", "category"),
        ("date", "-"),
        ("lastmod", "-"),
        ("publishdate", "-"),
        ("weight", "-"),
        ("type", "-"),
        ("layout", "-"),
        ("url", "-"),
        ("menu", "-"),
        ("cascade", "-"),
        ("toc", "-"),
    ],
    order: "\nweight:",
    text: hugo_text,
};

const DOCUSAURUS: Generator = Generator {
    pages: "docs/",
    fields: &[
        ("id", "-"),
        ("slug", "-"),
        ("description", "summary"),
        ("sidebar_label", "-"),
        ("sidebar_position", "-"),
        ("hide_title", "-"),
        ("hide_table_of_contents", "-"),
        ("pagination_label", "-"),
        ("pagination_next", "-"),
        ("pagination_prev", "-"),
        ("custom_edit_url", "-"),
        ("image", "-"),
        ("last_update", "-"),
        ("toc_min_heading_level", "-"),
        ("toc_max_heading_level", "-"),
    ],
    order: "\nsidebar_position:",
    text: docusaurus_text,
};

pub(super) fn hugo(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    read(&HUGO, source, ask)
}

pub(super) fn docusaurus(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    read(&DOCUSAURUS, source, ask)
}

fn read(generator: &Generator, source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    let sort = ask.sort.unwrap_or(Sort::Entry(Kind::Page));
    let whole = source.keys().any(|path| path.starts_with(generator.pages));
    let mut lost = Taken::default();
    let mut pages = Source::new();
    for (path, bytes) in source {
        // Files of `static/` stand at the root of such a site.
        let path = match (path.strip_prefix("static/"), path.strip_prefix(generator.pages)) {
            (Some(path), _) if !path.ends_with(".md") => path,
            (_, Some(path)) if whole => path,
            _ if whole => continue,
            _ => path.as_str(),
        };
        let markdown = path.strip_suffix(".mdx").or(path.strip_suffix(".md"));
        match (markdown, std::str::from_utf8(bytes)) {
            (Some(stem), Ok(text)) => {
                let text = (generator.text)(path, &text.replace("\r\n", "\n"), &mut lost);
                pages.insert(format!("{stem}.md"), text.into_bytes());
            }
            _ => {
                pages.insert(path.to_owned(), bytes.clone());
            }
        }
    }
    let fields = generator.fields.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
    // What the author says comes first.
    let renamed: Vec<(String, String)> = ask.renamed.iter().cloned().chain(fields).collect();
    let mut taken = folder::read(&pages, &Ask { sort: Some(sort), renamed: &renamed, ..*ask })?;
    taken.notes.splice(0..0, lost.notes);
    // Pictures are where the site had them.
    for (from, _) in &taken.files {
        taken.inside.extend(pages.get(from).map(|bytes| (from.clone(), bytes.clone())));
    }
    let ordered = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|text| text.contains(generator.order));
    if pages.values().any(|bytes| ordered(bytes)) {
        let order = generator.order.trim_matches(['\n', ':']);
        taken.lost("all pages", format!("`{order}` orders nothing here: pages are listed by file name, in SUMMARY.md"));
    }
    if sort == Sort::Entry(Kind::Page) {
        taken.contents = format!("# {}\n\n", ask.name);
        for incoming in &taken.records {
            let title = incoming.record.field("title").and_then(|node| node.scalar()).unwrap_or_default();
            taken.contents.push_str(&format!("- [{title}]({}.md)\n", incoming.record.slug));
        }
    }
    Ok(taken)
}

/// Lines with whether each is prose: neither front matter nor code.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let front = ["---", "+++"].into_iter().find(|mark| text.lines().next() == Some(*mark));
    let mut in_front = front.is_some();
    let mut fence: Option<&str> = None;
    text.lines().enumerate().map(move |(number, line)| {
        if in_front {
            in_front = number == 0 || Some(line) != front;
            return (number + 1, line, false);
        }
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        let shown = fence.is_some() || mark.is_some();
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        (number + 1, line, !shown)
    })
}

/// `{{< figure >}}` and `{{< highlight >}}` have a form in Markdown; what has
/// none stands in the text and is named there.
fn hugo_text(_: &str, text: &str, _: &mut Taken) -> String {
    let mut out = String::with_capacity(text.len());
    for (_, line, is_prose) in prose(text) {
        let code = |name: &str| {
            let inside = line.trim().strip_prefix("{{<").or(line.trim().strip_prefix("{{%"))?;
            let inside = inside.strip_suffix(">}}").or(inside.strip_suffix("%}}"))?.trim();
            inside.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with(' ')).map(str::trim)
        };
        let line = match (is_prose, code("figure"), code("highlight"), code("/highlight")) {
            (true, Some(figure), ..) => {
                let words = attribute(figure, "alt").or(attribute(figure, "caption")).unwrap_or_default();
                format!("![{words}]({})", attribute(figure, "src").unwrap_or_default())
            }
            (true, _, Some(language), _) => format!("```{}", language.split(' ').next().unwrap_or_default()),
            (_, _, _, Some(_)) => "```".to_owned(),
            _ => line.to_owned(),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// `name="value"`.
fn attribute(text: &str, name: &str) -> Option<String> {
    let rest = &text[text.find(&format!("{name}=\""))? + name.len() + 2..];
    Some(rest[..rest.find('"')?].to_owned())
}

/// Notes between `:::` become quotes with a mark; imports and components of MDX
/// have nothing to run them here.
fn docusaurus_text(path: &str, text: &str, taken: &mut Taken) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut notes, mut running) = (0_usize, false);
    for (number, line, is_prose) in prose(text) {
        let at = format!("{path}:{number}");
        // What runs goes on to the next empty line.
        running &= is_prose && !line.trim().is_empty();
        if running {
            continue;
        }
        let trimmed = line.trim_start();
        if is_prose && trimmed.starts_with(":::") {
            let (kind, title) = note(trimmed);
            match kind {
                None => notes = notes.saturating_sub(1),
                Some(kind) => {
                    notes += 1;
                    out.push_str(&format!("> [!{kind}]\n"));
                    if !title.is_empty() {
                        out.push_str(&format!("> **{title}**\n>\n"));
                    }
                }
            }
            continue;
        }
        if is_prose && (line.starts_with("import ") && line.contains(" from ") || line.starts_with("export ")) {
            taken.lost(&at, format!("`{}` was left out: nothing runs it here", short(line)));
            running = true;
            continue;
        }
        let component = trimmed.strip_prefix("</").or(trimmed.strip_prefix('<'));
        if is_prose && component.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase())) {
            taken.lost(&at, format!("`{}` is a component; only the words in it came along", short(trimmed)));
            let words: String = trimmed.split('>').skip(1).collect::<Vec<_>>().join(">");
            let words = words.split('<').next().unwrap_or_default();
            if words.trim().is_empty() {
                continue;
            }
            out.push_str(&format!("{words}\n"));
            continue;
        }
        if notes > 0 {
            out.push_str(if line.is_empty() { ">" } else { "> " });
        }
        out.push_str(&if is_prose { without_comments(line) } else { line.to_owned() });
        out.push('\n');
    }
    out
}

/// A comment that names a heading is its id; all others say nothing to readers.
fn without_comments(line: &str) -> String {
    let mut line = line.to_owned();
    while let Some(start) = line.find("{/*") {
        let Some(length) = line[start..].find("*/}") else { break };
        let said = line[start + 3..start + length].trim();
        // In code it is what is shown.
        if line[..start].matches('`').count() % 2 == 1 {
            break;
        }
        let id = said.strip_prefix('#').filter(|_| line.starts_with('#'));
        let id = id.map_or_else(String::new, |id| format!("{{#{id}}}"));
        line.replace_range(start..start + length + 3, &id);
    }
    line
}

/// The mark and the title of `:::tip[Title]`; no mark for the end of a note.
fn note(line: &str) -> (Option<&'static str>, String) {
    let line = line.trim_start_matches(':').trim();
    let end = line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len());
    let mark = match &line[..end] {
        "" => return (None, String::new()),
        "tip" => "TIP",
        "warning" => "WARNING",
        "caution" | "danger" => "CAUTION",
        "important" => "IMPORTANT",
        _ => "NOTE",
    };
    (Some(mark), line[end..].trim().trim_matches(['[', ']']).to_owned())
}

fn short(line: &str) -> String {
    line.chars().take(40).collect()
}
