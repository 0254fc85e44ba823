//! Events into HTML, cut into the parts that pages are put together from.

use super::DATA_BLOCKS;
use super::bare::bare;
use super::events::events_again;
use super::raw::{may_lead_to, sanitised, without_comments};
use super::words::same;
use super::written::Written;
use super::{Dialect, Document, LinkKind, RawHtml};
use crate::source::Span;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A piece of a page, in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Ordinary content.
    Html(String),
    /// A table of Markdown, unless it stands in something else or among an author's HTML.
    Table(String),
    /// A top-level heading: its position in [`Document::headings`] and its words as HTML.
    Heading(usize, String),
    /// A data block, by position in [`Document::blocks`].
    Block(usize),
    /// A facilitator note: its mark in lower case (`say`, `do`, `watch` …) and its content.
    Note(String, String),
}

/// What a link becomes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// The address to write.
    pub href: String,
    /// A class, such as `term`; may be empty.
    pub class: &'static str,
    /// The words of a wiki link that has none of its own.
    pub words: String,
}

/// Knows where links lead from the page being written.
pub trait Links {
    /// The target of a link; `None` leaves it as the author wrote it.
    fn target(&self, kind: LinkKind, target: &str) -> Option<Target>;
}

/// Leaves every link alone.
pub struct AsWritten;

impl Links for AsWritten {
    fn target(&self, _: LinkKind, _: &str) -> Option<Target> {
        None
    }
}

/// A term found in running text, which becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// The address of the term's page.
    pub href: String,
}

/// Writes the body of a file, given what it was parsed into in the same dialect. `mentions` are in order and do not overlap.
pub fn render(text: &str, document: &Document, dialect: Dialect, links: &dyn Links, mentions: &[Mention]) -> Vec<Part> {
    let mut writer = Writer { document, dialect, links, mentions, ..Writer::new(text, document, links) };
    let body = document.body;
    events_again(&text[body..], dialect, &document.answers, |event, range| {
        writer.event(event, range.start + body..range.end + body)
    });
    writer.end_of_page();
    writer.parts
}

/// Writes a fragment: blocks, without cutting and without automatic links.
pub fn fragment(markdown: &str, html: RawHtml, links: &dyn Links) -> String {
    match bare(markdown, Dialect::OURS) {
        Some(text) => ["<p>", &text, "</p>\n"].concat(),
        None => parsed(markdown, html, links),
    }
}

/// Writes a fragment that stands inside a line: no paragraph around it.
pub fn inline(markdown: &str, html: RawHtml, links: &dyn Links) -> String {
    if let Some(text) = bare(markdown, Dialect::OURS) {
        return text.into_owned();
    }
    let html = parsed(markdown, html, links);
    let trimmed = html.trim();
    match trimmed.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => trimmed.to_owned(),
    }
}

/// A fragment, whatever it holds.
pub(super) fn parsed(markdown: &str, html: RawHtml, links: &dyn Links) -> String {
    let document = Document::default();
    let parts = render(markdown, &document, Dialect { html, ..Dialect::OURS }, links, &[]);
    parts
        .into_iter()
        .map(|part| match part {
            Part::Html(html) | Part::Table(html) | Part::Note(_, html) => html,
            _ => String::new(),
        })
        .collect()
}

struct Writer<'a> {
    text: &'a str,
    document: &'a Document,
    dialect: Dialect,
    links: &'a dyn Links,
    mentions: &'a [Mention],
    parts: Vec<Part>,
    /// What is being written.
    buffer: Written<'a>,
    heading: usize,
    block: usize,
    /// How deep we are in quotes, lists and tables.
    depth: usize,
    /// The links we are in.
    open_links: Vec<OpenLink>,
    /// Whether a mention was opened in an earlier text event.
    open_mention: bool,
    in_code: Option<Code>,
    /// The mark of a facilitator note that is being written.
    note: Option<String>,
    /// Text before this offset is not shown: the mark itself.
    skip_to: usize,
    footnotes: HashMap<String, usize>,
    /// The numbers that something in the text leads to.
    referred: HashSet<usize>,
    /// Where mdBook shows footnotes: at the end, in the order of their numbers.
    endnotes: Vec<(usize, String)>,
    /// What stands before the footnote that is being written.
    before_note: Option<(usize, Written<'a>)>,
    /// Whether the buffer holds HTML of the author.
    raw: bool,
    /// An author's block of HTML that is to be shown as text.
    raw_block: Option<String>,
    /// The pictures we are in, and whether each is left out.
    no_picture: Vec<bool>,
}

/// A link that is being written.
enum OpenLink {
    /// Its tag was written here.
    Ours,
    /// Its tag is left to the parser's own writer.
    Theirs,
    /// It may not lead where it does, so only its words are written.
    LeftOut,
}

enum Code {
    Plain,
    /// A data block: nothing of it is written.
    Data,
    /// Rust, in which lines that begin with `# ` are hidden, as in mdBook and rustdoc.
    Rust,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, document: &'a Document, links: &'a dyn Links) -> Writer<'a> {
        Writer {
            text,
            document,
            dialect: Dialect::OURS,
            links,
            mentions: &[],
            parts: Vec::new(),
            buffer: Written::with_capacity(text.len()),
            heading: 0,
            block: 0,
            depth: 0,
            open_links: Vec::new(),
            open_mention: false,
            in_code: None,
            note: None,
            skip_to: 0,
            footnotes: HashMap::new(),
            referred: HashSet::new(),
            endnotes: Vec::new(),
            before_note: None,
            raw: false,
            raw_block: None,
            no_picture: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(text, range),
            Event::TaskListMarker(done) => {
                let (mark, name) = if done { ("\u{2611}", "done") } else { ("\u{2610}", "to do") };
                self.html(&format!("<span class=\"task\" role=\"img\" aria-label=\"{name}\">{mark}</span> "));
            }
            Event::FootnoteReference(name) => {
                let (number, id) = (self.footnote(&name), escaped(&super::anchor_of(&name)));
                self.referred.insert(number);
                self.html(&format!("<sup class=\"fn\"><a href=\"#fn-{id}\" id=\"fnref-{id}\">{number}</a></sup>"));
            }
            Event::Html(_) | Event::InlineHtml(_) if self.in_remark(range.start) => {}
            Event::Html(html) | Event::InlineHtml(html) => self.author_html(html),
            other => self.buffer.event(other),
        }
    }

    /// HTML that stands in the text, as the book's policy has it.
    fn author_html(&mut self, html: CowStr<'a>) {
        match (self.dialect.html, &mut self.raw_block) {
            (RawHtml::Escaped, Some(block)) => block.push_str(&html),
            (RawHtml::Escaped, None) => self.buffer.text(without_comments(&html).into()),
            _ => {
                self.raw = true;
                self.buffer.event(Event::InlineHtml(html));
            }
        }
    }

    /// What is in the buffer, as HTML.
    fn written(&mut self) -> String {
        let content = self.buffer.take();
        match std::mem::take(&mut self.raw) && self.dialect.html == RawHtml::Sanitised {
            true => sanitised(&content),
            false => content,
        }
    }

    /// Whether this is inside a comment that speaks to the generator.
    fn in_remark(&self, at: usize) -> bool {
        self.document.remarks.iter().any(|remark| remark.span.contains(at))
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, classes, attrs, .. } => {
                let known = self.document.headings.get(self.heading);
                if known.is_some_and(|heading| heading.top) {
                    self.flush();
                } else {
                    let id = known.map(|heading| CowStr::from(heading.id.clone()));
                    self.buffer.event(Event::Start(Tag::Heading { level, id, classes, attrs }));
                }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.start_code(info),
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.in_code = Some(Code::Plain);
                self.open_code(String::new());
            }
            Tag::BlockQuote(kind) => self.start_quote(kind, range),
            Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::Table(_) | Tag::DefinitionList => {
                self.start_container(tag)
            }
            Tag::Link { link_type, dest_url, title, id } => self.start_link(link_type, dest_url, title, id),
            Tag::Image { link_type, dest_url, title, id } => {
                let known = self.links.target(LinkKind::Image, &dest_url);
                // Of a picture that may not be shown, its words are left.
                let left_out = known.is_none() && !may_lead_to(&dest_url, true, self.dialect.html);
                self.no_picture.push(left_out);
                if !left_out {
                    let dest_url = known.map_or(dest_url, |target| target.href.into());
                    self.buffer.event(Event::Start(Tag::Image { link_type, dest_url, title, id }));
                }
            }
            Tag::HtmlBlock if self.dialect.html == RawHtml::Escaped => self.raw_block = Some(String::new()),
            other => self.buffer.event(Event::Start(other)),
        }
    }

    fn start_container(&mut self, tag: Tag<'a>) {
        if matches!(tag, Tag::Table(_)) && self.is_apart() {
            self.flush();
        }
        self.depth += 1;
        match tag {
            Tag::FootnoteDefinition(name) => {
                let (number, id) = (self.footnote(&name), escaped(&super::anchor_of(&name)));
                if !self.dialect.ours && self.before_note.is_none() {
                    self.before_note = Some((number, std::mem::take(&mut self.buffer)));
                }
                self.html(&format!(
                    "<div class=\"footnote\" id=\"fn-{id}\"><a class=\"back\" href=\"#fnref-{id}\">{number}</a>\n"
                ));
            }
            Tag::Table(alignments) => {
                self.html("<div class=\"table\" tabindex=\"0\">");
                self.buffer.event(Event::Start(Tag::Table(alignments)));
            }
            other => self.buffer.event(Event::Start(other)),
        }
    }

    /// Whether what is written now may become a part of its own: it stands in nothing
    /// else, and the author's HTML before it, which may go on after it, is not cut.
    fn is_apart(&self) -> bool {
        self.depth == 0 && self.dialect.ours && !self.raw
    }

    fn start_code(&mut self, info: CowStr<'a>) {
        let name = info.split([' ', ',']).next().unwrap_or("");
        if self.dialect.ours && DATA_BLOCKS.contains(&name) {
            self.flush();
            self.parts.push(Part::Block(self.block));
            self.block += 1;
            self.in_code = Some(Code::Data);
            return;
        }
        self.in_code = Some(if name == "rust" { Code::Rust } else { Code::Plain });
        self.open_code(if name.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escaped(name)) });
    }

    /// Long lines of code scroll sideways, so the keyboard must be able to get there.
    fn open_code(&mut self, class: String) {
        self.html(&format!("<pre tabindex=\"0\"><code{class}>"));
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) {
        if self.depth == 0
            && self.dialect.ours
            && kind.is_none()
            && let Some((mark, length)) = note_mark(&self.text[range.clone()])
        {
            self.flush();
            self.note = Some(mark);
            self.skip_to = range.start + length;
        } else if let Some(kind) = kind {
            let name = alert_name(kind);
            let label = name[..1].to_uppercase() + &name[1..];
            self.html(&format!("<blockquote class=\"alert alert-{name}\"><p class=\"alert-name\">{label}</p>\n"));
        } else {
            self.buffer.event(Event::Start(Tag::BlockQuote(None)));
        }
        self.depth += 1;
    }

    fn start_link(&mut self, link_type: LinkType, dest_url: CowStr<'a>, title: CowStr<'a>, id: CowStr<'a>) {
        let kind = if matches!(link_type, LinkType::WikiLink { .. }) { LinkKind::Wiki } else { LinkKind::Link };
        let target = (link_type != LinkType::Email).then(|| self.links.target(kind, &dest_url)).flatten();
        let Some(target) = target else {
            let open = if link_type == LinkType::Email || may_lead_to(&dest_url, false, self.dialect.html) {
                self.buffer.event(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                OpenLink::Theirs
            } else {
                OpenLink::LeftOut
            };
            return self.open_links.push(open);
        };
        self.open_links.push(OpenLink::Ours);
        let mut tag = ["<a href=\"", &escaped(&target.href), "\""].concat();
        if !target.class.is_empty() {
            tag.extend([" class=\"", target.class, "\""]);
        }
        if !title.is_empty() {
            tag.extend([" title=\"", &escaped(&title), "\""]);
        }
        tag.push('>');
        self.html(&tag);
        if matches!(link_type, LinkType::WikiLink { has_pothole: false }) && !target.words.is_empty() {
            self.html(&escaped(&target.words));
            // The parser now sends the target as the link's words; drop them.
            self.in_code = Some(Code::Data);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let index = self.heading;
                self.heading += 1;
                if self.document.headings.get(index).is_some_and(|heading| heading.top) {
                    let words = self.written();
                    let trimmed = words.trim();
                    let words = if trimmed.len() == words.len() { words } else { trimmed.to_owned() };
                    self.parts.push(Part::Heading(index, words));
                } else {
                    self.buffer.event(Event::End(TagEnd::Heading(level)));
                }
            }
            TagEnd::CodeBlock => match self.in_code.take() {
                Some(Code::Data) => {}
                _ => self.html("</code></pre>\n"),
            },
            TagEnd::BlockQuote(kind) => self.end_quote(kind),
            TagEnd::FootnoteDefinition => {
                self.depth -= 1;
                self.html("</div>\n");
                if let Some((number, before)) = self.before_note.take() {
                    self.endnotes.push((number, std::mem::replace(&mut self.buffer, before).take()));
                }
            }
            TagEnd::Table => {
                self.depth -= 1;
                self.buffer.event(Event::End(tag));
                self.html("</div>\n");
                if self.is_apart() {
                    let table = self.written();
                    self.parts.push(Part::Table(table));
                }
            }
            TagEnd::List(_) | TagEnd::DefinitionList => {
                self.depth -= 1;
                self.buffer.event(Event::End(tag));
            }
            TagEnd::Link => {
                if matches!(self.in_code, Some(Code::Data)) {
                    self.in_code = None;
                }
                match self.open_links.pop() {
                    Some(OpenLink::Ours) => self.html("</a>"),
                    Some(OpenLink::LeftOut) => {}
                    Some(OpenLink::Theirs) | None => self.buffer.event(Event::End(tag)),
                }
            }
            TagEnd::Image if self.no_picture.pop() == Some(true) => {}
            TagEnd::HtmlBlock if self.raw_block.is_some() => {
                let text = self.raw_block.take().map(|html| without_comments(&html)).unwrap_or_default();
                if !text.trim().is_empty() {
                    self.buffer.event(Event::Start(Tag::Paragraph));
                    self.buffer.text(text.trim().to_owned().into());
                    self.buffer.event(Event::End(TagEnd::Paragraph));
                }
            }
            other => self.buffer.event(Event::End(other)),
        }
    }

    fn end_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.depth -= 1;
        match (self.depth, self.note.take()) {
            (0, Some(mark)) => {
                let content = self.written();
                self.parts.push(Part::Note(mark, content));
            }
            (_, note) => {
                self.note = note;
                self.buffer.event(Event::End(TagEnd::BlockQuote(kind)));
            }
        }
    }

    fn words(&mut self, text: CowStr<'a>, range: Range<usize>) {
        match self.in_code {
            Some(Code::Data) => return,
            Some(Code::Rust) => {
                self.buffer.text(without_hidden_lines(&text).into());
                return;
            }
            Some(Code::Plain) => {
                self.buffer.text(text);
                return;
            }
            None => {}
        }
        if range.end <= self.skip_to {
            return;
        }
        let verbatim = self.text.get(range.clone()).is_some_and(|written| same(written, &text));
        let (text, range) = match verbatim && range.start < self.skip_to {
            true => (CowStr::Borrowed(&self.text[self.skip_to..range.end]), self.skip_to..range.end),
            false => (text, range),
        };
        if verbatim
            && (self.open_mention
                || self.mentions.first().is_some_and(|mention| (mention.span.start as usize) < range.end))
        {
            self.linked_words(range);
        } else {
            self.buffer.text(text);
        }
    }

    /// Text in which terms become links.
    fn linked_words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(mention) = self.mentions.first() {
            let (start, end) = (mention.span.start as usize, mention.span.end as usize);
            if !self.open_mention {
                if start >= range.end {
                    break;
                }
                let start = start.max(at);
                self.verbatim(at..start);
                self.html("<a class=\"term\" href=\"");
                self.html(&escaped(&mention.href));
                self.html("\">");
                (at, self.open_mention) = (start, true);
            }
            if end > range.end {
                break;
            }
            self.verbatim(at..end.max(at));
            self.html("</a>");
            (at, self.open_mention) = (end.max(at), false);
            self.mentions = &self.mentions[1..];
        }
        self.verbatim(at..range.end);
    }

    fn verbatim(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.buffer.text(CowStr::Borrowed(&self.text[range]));
        }
    }

    fn html(&mut self, html: &str) {
        self.buffer.raw(html);
    }

    fn footnote(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(name.to_owned()).or_insert(next)
    }

    fn end_of_page(&mut self) {
        self.endnotes.sort_by_key(|(number, _)| *number);
        // One that nothing leads to is not shown, as under mdBook.
        let notes = std::mem::take(&mut self.endnotes).into_iter().filter(|(number, _)| self.referred.contains(number));
        notes.for_each(|(_, html)| self.buffer.raw(&html));
        self.flush();
    }

    fn flush(&mut self) {
        if self.buffer.is_empty() {
            return;
        }
        let content = self.written();
        if !content.trim().is_empty() {
            self.parts.push(Part::Html(content));
        }
    }
}

/// `> [!SAY] …` gives `say` and the length of everything before the words;
/// code hosts' own alerts come from the parser.
fn note_mark(quote: &str) -> Option<(String, usize)> {
    let (mark, rest) = quote.trim_start_matches('>').trim_start().strip_prefix("[!")?.split_once(']')?;
    let plain = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    plain.then(|| (mark.to_ascii_lowercase(), quote.len() - rest.trim_start_matches(' ').len()))
}

fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

fn without_hidden_lines(code: &str) -> String {
    let mut shown = String::with_capacity(code.len());
    for line in code.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if let Some(rest) = trimmed.strip_prefix("##") {
            shown.push_str(&line[..line.len() - trimmed.len()]);
            shown.push('#');
            shown.push_str(rest);
        } else if !(trimmed.starts_with("# ") || trimmed.trim_end() == "#") {
            shown.push_str(line);
        }
    }
    shown
}

/// Text that is safe inside elements and double-quoted attributes.
pub fn escaped(text: &str) -> String {
    let special = |byte: u8| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
    // Looks at every byte, which is quicker than stopping at the first; most texts have none.
    if !text.bytes().fold(false, |found, byte| found | special(byte)) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, mark) in text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        safe.push_str(&text[from..at]);
        safe.push_str(match mark {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        from = at + 1;
    }
    safe.push_str(&text[from..]);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::markdown::parse;
    use crate::source::SourceFile;

    fn parts(text: &str) -> Vec<Part> {
        let file = SourceFile::new("a.md".into(), text.to_owned());
        let document = parse(&file, Dialect::OURS, &mut Diagnostics::new());
        let at = text.find("cache").map(|at| Mention { span: Span::new(at, at + 5), href: "c.html".into() });
        render(text, &document, Dialect::OURS, &AsWritten, at.as_slice())
    }

    #[test]
    fn a_page_is_cut_at_headings_blocks_and_notes() {
        let cut =
            parts("one\n\n## Two *x*\n\n```activity\nminutes: 3\n```\n\nthree\n\n> [!SAY] hello *you*\n\n> quote\n");
        assert_eq!(
            cut,
            [
                Part::Html("<p>one</p>\n".into()),
                Part::Heading(0, "Two <em>x</em>".into()),
                Part::Block(0),
                Part::Html("<p>three</p>\n".into()),
                Part::Note("say".into(), "<p>hello <em>you</em></p>\n".into()),
                Part::Html("<blockquote>\n<p>quote</p>\n</blockquote>\n".into()),
            ]
        );
    }

    #[test]
    fn mentions_become_links_even_where_the_parser_cuts() {
        assert_eq!(
            parts("The cache's age"),
            [Part::Html("<p>The <a class=\"term\" href=\"c.html\">cache</a>’s age</p>\n".into())]
        );
        assert_eq!(parts("[a cache]"), [Part::Html("<p>[a <a class=\"term\" href=\"c.html\">cache</a>]</p>\n".into())]);
    }

    #[test]
    fn hidden_rust_lines_are_not_shown() {
        assert_eq!(without_hidden_lines("# use a;\nlet b;\n#\n## c\n#[d]\n"), "let b;\n# c\n#[d]\n");
    }
}
