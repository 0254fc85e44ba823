//! HTML of other programs as Markdown: what has a form there gets it, of the
//! rest the words stay.

use ego_tree::NodeRef;
use scraper::{Html, Node};

/// Blocks, parted by empty lines.
pub(super) fn blocks(html: &str) -> Vec<String> {
    let parsed = Html::parse_fragment(html);
    let mut writer = Writer::default();
    parsed.root_element().children().for_each(|child| writer.block(child));
    writer.end();
    writer.blocks
}

/// One line.
pub(super) fn line(html: &str) -> String {
    blocks(html).join(" ").split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text in which no sign of Markdown means anything.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        let means = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => around(text, at),
            '~' => before == Some('~') || after == Some('~'),
            '&' => after.is_some_and(|c| c.is_alphabetic() || c == '#'),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a line of underscores stands at one side of a word: within a word, or
/// alone as a gap, it is a sign like others.
fn around(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches('_').chars().next_back();
    let after = text[at..].trim_start_matches('_').chars().next();
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let alone = |c: Option<char>| c.is_none_or(char::is_whitespace);
    !(inside(before) && inside(after) || alone(before) && alone(after))
}

/// A paragraph whose first signs begin no list, quote or heading.
fn begun(text: &str) -> String {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let listed = digits > 0 && text[digits..].starts_with(['.', ')']);
    if listed {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['>', '#', '-', '+', '=', '|', '_']) { format!("\\{text}") } else { text.to_owned() }
}

#[derive(Default)]
struct Writer {
    blocks: Vec<String>,
    /// The paragraph that is being written.
    text: String,
}

impl Writer {
    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.blocks.push(begun(&text));
        }
    }

    fn block(&mut self, node: NodeRef<'_, Node>) {
        let name = node.value().as_element().map(|element| element.name());
        match name {
            Some("p" | "div" | "section" | "article" | "header" | "footer" | "figure") => {
                self.end();
                node.children().for_each(|child| self.block(child));
                self.end();
            }
            Some("pre") => {
                self.end();
                let code = words(node);
                let fence = if code.contains("```") { "````" } else { "```" };
                self.blocks.push(format!("{fence}\n{}\n{fence}", code.trim_end_matches('\n')));
            }
            Some("ul" | "ol") => {
                self.end();
                let items = node.children().filter(|child| is(*child, "li")).enumerate();
                let mark = |at: usize| if name == Some("ol") { format!("{}. ", at + 1) } else { "- ".to_owned() };
                let items: Vec<String> = items.map(|(at, item)| indented(&mark(at), &inner(item))).collect();
                self.blocks.push(items.join("\n"));
            }
            Some("blockquote") => {
                self.end();
                let text = inner(node).join("\n\n");
                self.blocks.push(
                    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n"),
                );
            }
            Some("table") => {
                self.end();
                self.blocks.push(table(node));
            }
            Some("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                self.end();
                // Headings have a meaning of their own here.
                let text = inner(node).join(" ");
                self.blocks.push(format!("**{text}**"));
            }
            Some("hr") => {
                self.end();
                self.blocks.push("***".to_owned());
            }
            _ => inline(node, &mut self.text),
        }
    }
}

fn is(node: NodeRef<'_, Node>, name: &str) -> bool {
    node.value().as_element().is_some_and(|element| element.name() == name)
}

fn inner(node: NodeRef<'_, Node>) -> Vec<String> {
    let mut writer = Writer::default();
    node.children().for_each(|child| writer.block(child));
    writer.end();
    writer.blocks
}

fn indented(mark: &str, blocks: &[String]) -> String {
    let space = " ".repeat(mark.len());
    let text = blocks.join("\n\n");
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{space}{line}") });
    format!("{mark}{}", lines.collect::<Vec<_>>().join("\n").trim_start())
}

fn table(node: NodeRef<'_, Node>) -> String {
    let rows = node.descendants().filter(|row| is(*row, "tr"));
    let cell = |cell: NodeRef<'_, Node>| inner(cell).join(" ").replace('|', "\\|").replace('\n', " ");
    let cells = |row: NodeRef<'_, Node>| {
        let cells = row.children().filter(|child| is(*child, "td") || is(*child, "th")).map(cell);
        cells.collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = rows.map(cells).filter(|row| !row.is_empty()).collect();
    let written = |row: &Vec<String>| format!("| {} |", row.join(" | "));
    let mut lines: Vec<String> = rows.iter().map(written).collect();
    if let Some(head) = rows.first() {
        lines.insert(1, format!("|{}", "---|".repeat(head.len())));
    }
    lines.join("\n")
}

fn words(node: NodeRef<'_, Node>) -> String {
    node.descendants().filter_map(|node| node.value().as_text().map(|text| text.to_string())).collect()
}

fn inline(node: NodeRef<'_, Node>, out: &mut String) {
    let element = match node.value() {
        Node::Text(text) => return spaced(&plain(text), out),
        Node::Element(element) => element,
        _ => return,
    };
    let mut inside = String::new();
    let mut within = |out: &mut String| {
        node.children().for_each(|child| inline(child, &mut inside));
        let text = inside.trim();
        // Marks stand at words, spaces outside of them.
        if inside.starts_with(' ') && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
        (text.to_owned(), inside.ends_with(' '))
    };
    let mark = match element.name() {
        "b" | "strong" => "**",
        "i" | "em" | "cite" | "dfn" => "*",
        "del" | "s" => "~~",
        "code" | "kbd" | "samp" | "tt" => {
            let text = words(node);
            let ticks = if text.contains('`') { "``" } else { "`" };
            let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
            return out.push_str(&format!("{ticks}{space}{text}{space}{ticks}"));
        }
        "br" => return out.push_str("\\\n"),
        "img" => {
            let (src, alt) = (element.attr("src").unwrap_or_default(), element.attr("alt").unwrap_or_default());
            return out.push_str(&format!("![{}]({})", plain(alt), address(src)));
        }
        "a" => {
            let (text, space) = within(out);
            match element.attr("href") {
                Some(href) => out.push_str(&format!("[{text}]({})", address(href))),
                None => out.push_str(&text),
            }
            return if space {
                out.push(' ')
            };
        }
        "script" | "style" => return,
        _ => "",
    };
    let (text, space) = within(out);
    if !text.is_empty() {
        out.push_str(&format!("{mark}{text}{mark}"));
    }
    if space {
        out.push(' ');
    }
}

/// Line ends and runs of spaces are one space each, as in a browser.
fn spaced(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            ' ' | '\n' | '\t' | '\r' if out.is_empty() || out.ends_with([' ', '\n']) => {}
            ' ' | '\n' | '\t' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}

fn address(address: &str) -> String {
    if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_form_gets_it() {
        let cases = [
            ("a <b>b</b> <i>c </i>d", "a **b** *c* d"),
            ("<p>one<p>two<br>three", "one\n\ntwo\\\nthree"),
            ("1. x", "1\\. x"),
            ("a ___ b", "a ___ b"),
            ("a*b _c_ d_e [f] &amp;lt; & g", "a\\*b \\_c\\_ d_e \\[f\\] \\&lt; & g"),
            ("<ul><li>a<li><p>b</p><p>c</p></ul>", "- a\n- b\n\n  c"),
            ("<pre><code>x\n  y\n</code></pre>", "```\nx\n  y\n```"),
            ("<a href='https://a.example/'>a</a><img src='b c.png' alt=d>", "[a](https://a.example/)![d](<b c.png>)"),
            ("<table><tr><th>a<th>b|<tr><td>c<td>d</table>", "| a | b\\| |\n|---|---|\n| c | d |"),
            ("<span style=x>a</span><script>b</script>", "a"),
        ];
        for (html, wanted) in cases {
            assert_eq!(blocks(html).join("\n\n"), wanted, "{html}");
        }
    }
}
