//! The structure of one file: headings, links, data blocks and prose, all as
//! offsets into the original text.

use super::DATA_BLOCKS;
use super::capitals::capitals;
use super::events::events_first;
use super::front_matter::{FrontMatter, split};
use super::passage::{Passage, Passages};
use super::plain::Plain;
use super::remark::{self, Remark};
use super::simple::Answers;
use super::words::same;
use super::{Anchors, Dialect, RawHtml, Words};
use crate::diag::{Diagnostics, Near, lint, near};
use crate::source::{SourceFile, Span};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::ops::Range;

/// One parsed file.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The YAML at the start, if any.
    pub front_matter: Option<Span>,
    /// Where the Markdown begins.
    pub body: usize,
    /// All headings in order.
    pub headings: Vec<Heading>,
    /// All links and images in order.
    pub links: Vec<Link>,
    /// All fenced blocks that carry data.
    pub blocks: Vec<Block>,
    /// The runs of text in which a term may be linked automatically.
    pub prose: Vec<Prose>,
    /// Paragraphs, list items and table cells.
    pub passages: Vec<Passage>,
    /// The words without markup, for search. Kept since finding them again
    /// would take another pass of the parser over every file.
    pub words: Words,
    /// Words of two to six capitals in the prose.
    pub capitals: Vec<Span>,
    /// Comments that speak to the generator.
    pub remarks: Vec<Remark>,
    /// HTML of the author, where the book does not take it as it is.
    pub raw: Vec<Span>,
    /// What need not be found out again when the page is written.
    pub(super) answers: Answers,
}

/// One heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words without markup.
    pub text: String,
    /// The Markdown between the marks and the attributes.
    pub inline: Span,
    /// The whole line or lines.
    pub span: Span,
    /// The id in the page.
    pub id: String,
    /// Whether the author gave the id.
    pub given: bool,
    /// Whether it stands by itself, not inside a quote or a list.
    pub top: bool,
}

/// What a link points with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)` and its reference forms.
    Link,
    /// `![text](target)`.
    Image,
    /// `[[name]]`.
    Wiki,
}

/// One link or image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it points with.
    pub kind: LinkKind,
    /// The target as written.
    pub target: String,
    /// The place of the target, or of the whole link where it is written elsewhere.
    pub target_span: Span,
    /// The whole link.
    pub span: Span,
    /// Whether there are words (alternative text, for an image).
    pub has_text: bool,
}

impl Link {
    /// Whether the target stands in the link itself, as it is, so that it can be replaced.
    pub fn written_here(&self) -> bool {
        self.target_span != self.span && self.target_span.range().len() == self.target.len()
    }

    /// The part of the target from the `#` on, if it stands there as it is, else the target.
    pub fn fragment_span(&self) -> Span {
        let at = self.target.find('#').filter(|_| self.target_span.range().len() == self.target.len());
        at.map_or(self.target_span, |at| Span { start: self.target_span.start + at as u32, end: self.target_span.end })
    }
}

/// A fenced block that carries data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The first word of the info string: `question`, `activity`, `field`.
    pub name: String,
    /// The YAML inside.
    pub yaml: Span,
    /// The whole block.
    pub span: Span,
    /// The heading it belongs to, by position in [`Document::headings`].
    pub heading: Option<usize>,
}

/// A run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prose {
    /// The bytes.
    pub span: Span,
    /// The number of the section it lies in; counts headings of level 1 and 2.
    pub section: u32,
}

impl Document {
    /// The Markdown of a section: from after a heading to the next heading of
    /// the same or a higher level.
    pub fn section(&self, heading: usize, text_len: usize) -> Span {
        let this = &self.headings[heading];
        let next = self.headings[heading + 1..].iter().find(|other| other.top && other.level <= this.level);
        Span::new(this.span.end as usize, next.map_or(text_len, |next| next.span.start as usize))
    }

    /// The Markdown between a heading and the next one, whatever its level.
    pub fn own_text(&self, heading: usize, text_len: usize) -> Span {
        let this = &self.headings[heading];
        let next = self.headings[heading + 1..].iter().find(|other| other.top);
        Span::new(this.span.end as usize, next.map_or(text_len, |next| next.span.start as usize))
    }

    /// The positions of the passages that begin in a span.
    pub fn passages_in(&self, span: Span) -> Range<usize> {
        let before = |end: u32| self.passages.partition_point(|passage| passage.span.start < end);
        before(span.start)..before(span.end)
    }

    /// The words of the passages that begin in a span. `words` are those of the
    /// whole text, as [`Words::read`] gives them.
    pub fn words_in<'a>(&'a self, span: Span, words: &'a str) -> impl Iterator<Item = (&'a Passage, &'a str)> {
        let inside = self.passages[self.passages_in(span)].iter();
        inside.map(|passage| (passage, passage.words.text(words)))
    }

    /// With room for what most pages have, so that little is moved while it is read.
    fn roomy() -> Document {
        Document {
            headings: Vec::with_capacity(8),
            prose: Vec::with_capacity(32),
            words: Words::roomy(),
            ..Document::default()
        }
    }

    /// Without room for more: a document is kept as long as its book, and never grows again.
    fn shrunk(mut self) -> Document {
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.prose.shrink_to_fit();
        self.passages.shrink_to_fit();
        self.capitals.shrink_to_fit();
        Document { words: self.words.finished(), ..self }
    }

    /// The data block of a heading, if it has one.
    pub fn block_of(&self, heading: usize) -> Option<&Block> {
        self.blocks.iter().find(|block| block.heading == Some(heading))
    }
}

/// Quotes and lists may be nested this deep; more is a mistake or an attack.
const DEEPEST: usize = 50;

/// Finds the structure of a file. Mistakes that only the reader of the text can
/// see are reported here; everything else is left to those who know the kind.
pub fn parse(file: &SourceFile, dialect: Dialect, diagnostics: &mut Diagnostics) -> Document {
    let text = file.text.as_str();
    let mut document = Document::roomy();
    match split(text) {
        FrontMatter::None => {}
        FrontMatter::Found { yaml, body } => (document.front_matter, document.body) = (Some(yaml), body),
        FrontMatter::Unclosed if !dialect.ours => {}
        FrontMatter::Unclosed => diagnostics.push(
            Diagnostics::at(&file.path, Span::new(0, 3), lint::FRONT_MATTER_SYNTAX, "the front matter is never closed")
                .label("opened here")
                .help("add a line of `---` after the last field"),
        ),
    }
    let mut builder = Builder {
        file,
        dialect,
        document,
        anchors: Anchors::default(),
        stack: Vec::new(),
        heading: None,
        section: 0,
        deep: None,
        slips: Vec::new(),
    };
    let body = builder.document.body;
    let (mut plain, mut passages) = (Plain::new(dialect), Passages::new());
    let answers = events_first(&text[body..], dialect, |event, range| {
        let range = range.start + body..range.end + body;
        let words = &mut builder.document.words;
        let before = words.len();
        words.add(plain.words(&event), range.clone().into(), text);
        passages.event(&event, range.clone(), before, words.len());
        builder.event(event, range);
    });
    for (span, name) in &builder.slips {
        let message = format!("there is no block called `{}`", span.text(text));
        let problem = Diagnostics::at(&file.path, *span, lint::KIND_UNKNOWN, message);
        let problem = problem.label("shown as it is, like code");
        diagnostics.push(problem.replace(format!("did you mean `{name}`?"), *name));
    }
    if let Some(at) = builder.deep {
        diagnostics.push(
            Diagnostics::at(
                &file.path,
                Span::new(at, at),
                lint::NESTING_DEEP,
                format!("quotes or lists are nested more than {DEEPEST} deep"),
            )
            .label("this deep")
            .help("take a level out, or use headings"),
        );
    }
    builder.document.answers = answers;
    builder.document.capitals = capitals_in(&builder.document.prose, text);
    builder.document.passages = passages.found;
    builder.document.shrunk()
}

fn capitals_in(prose: &[Prose], text: &str) -> Vec<Span> {
    let within = |prose: &Prose| {
        let start = prose.span.start as usize;
        capitals(prose.span.text(text)).map(move |(at, word)| Span::new(at, at + word.len()).shifted(start))
    };
    prose.iter().flat_map(within).collect()
}

/// What the parser is inside of.
enum Inside {
    Heading,
    Link { index: usize },
    Code,
    Container,
    Other,
}

/// A heading whose end is not there yet.
struct OpenHeading {
    level: HeadingLevel,
    id: Option<String>,
    text: String,
    inline: Option<Range<usize>>,
    span: Range<usize>,
}

struct Builder<'a> {
    file: &'a SourceFile,
    dialect: Dialect,
    document: Document,
    anchors: Anchors,
    stack: Vec<Inside>,
    /// The heading we are in; it holds no other.
    heading: Option<OpenHeading>,
    section: u32,
    deep: Option<usize>,
    /// Blocks whose names are nearly those of blocks that carry data.
    slips: Vec<(Span, &'static str)>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.inline(&text, range),
            Event::SoftBreak | Event::HardBreak => self.inline(" ", range),
            Event::InlineHtml(_) => {
                self.remarks(range.clone());
                self.raw(range.clone());
                self.inline("", range);
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.inline("", range),
            Event::Html(_) | Event::Rule | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let inside = match tag {
            Tag::Heading { level, id, .. } => {
                let id = id.map(|id| id.to_string());
                self.heading = Some(OpenHeading { level, id, text: String::new(), inline: None, span: range });
                Inside::Heading
            }
            Tag::Link { link_type, dest_url, .. } => {
                let kind = if matches!(link_type, LinkType::WikiLink { .. }) { LinkKind::Wiki } else { LinkKind::Link };
                self.inline("", range.clone());
                self.link(kind, &dest_url, link_type, range)
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.inline("", range.clone());
                self.link(LinkKind::Image, &dest_url, link_type, range)
            }
            Tag::CodeBlock(kind) => {
                self.block(&kind, range);
                Inside::Code
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_) | Tag::Table(_) => {
                Inside::Container
            }
            Tag::HtmlBlock => {
                self.remarks(range.clone());
                self.raw(range);
                Inside::Other
            }
            _ => Inside::Other,
        };
        self.stack.push(inside);
        if self.deep.is_none() && self.stack.len() > DEEPEST {
            let depth = self.stack.iter().filter(|inside| matches!(inside, Inside::Container)).count();
            if depth > DEEPEST {
                self.deep =
                    Some(self.document.prose.last().map_or(self.document.body, |prose| prose.span.end as usize));
            }
        }
    }

    fn link(&mut self, kind: LinkKind, target: &str, link_type: LinkType, range: Range<usize>) -> Inside {
        let span = Span::from(range);
        let target_span = match link_type {
            LinkType::Inline | LinkType::WikiLink { .. } | LinkType::Autolink | LinkType::Email => {
                let written = span.text(&self.file.text);
                // The words may repeat the target, so look from the right,
                // except in a wiki link, where the target comes first.
                let found = if kind == LinkKind::Wiki { written.find(target) } else { last_target(written, target) };
                found.filter(|_| !target.is_empty()).map_or(span, |at| {
                    let start = span.start as usize + at;
                    Span::new(start, start + target.len())
                })
            }
            _ => span,
        };
        self.document.links.push(Link { kind, target: target.to_owned(), target_span, span, has_text: false });
        Inside::Link { index: self.document.links.len() - 1 }
    }

    fn remarks(&mut self, range: Range<usize>) {
        if !self.dialect.ours {
            return;
        }
        let heading = self.document.headings.iter().rposition(|heading| heading.top);
        let found = remark::find(&self.file.text[range.clone()], range.start);
        self.document.remarks.extend(found.into_iter().map(|(span, text)| Remark { span, text, heading }));
    }

    fn raw(&mut self, range: Range<usize>) {
        if self.dialect.html != RawHtml::Trusted {
            self.document.raw.push(range.into());
        }
    }

    fn block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let CodeBlockKind::Fenced(info) = kind else { return };
        let name = info.split([' ', ',']).next().unwrap_or("");
        let span = Span::from(range);
        let written = span.text(&self.file.text);
        if !self.dialect.ours || !DATA_BLOCKS.contains(&name) {
            let slip = |near: &Near<'_>| self.dialect.ours && near.beyond_doubt;
            if let (Some(near), Some(at)) = (near(name, DATA_BLOCKS).filter(slip), written.find(name)) {
                self.slips.push((Span::new(at, at + name.len()).shifted(span.start as usize), near.name));
            }
            return;
        }
        let start = memchr::memchr(b'\n', written.as_bytes()).map_or(written.len(), |at| at + 1);
        // The closing fence is the last line, unless the block runs to the end of the file.
        let trimmed = written.trim_end();
        let last = memchr::memrchr(b'\n', trimmed.as_bytes()).map_or(0, |at| at + 1);
        let fence = trimmed[last..].trim_start().starts_with(['`', '~']);
        let end = if fence { last.max(start) } else { written.len() };
        let base = span.start as usize;
        self.document.blocks.push(Block {
            name: name.to_owned(),
            yaml: Span::new(base + start, base + end),
            span,
            heading: self.document.headings.iter().rposition(|heading| heading.top),
        });
    }

    fn end(&mut self, _tag: TagEnd) {
        let Some(Inside::Heading) = self.stack.pop() else { return };
        let Some(OpenHeading { level, id, text, inline, span }) = self.heading.take() else { return };
        let level = level as u8;
        let given = id.is_some();
        let id = match id {
            Some(id) => self.anchors.claim(id),
            None => self.anchors.unique(&text),
        };
        if level <= 2 {
            self.section += 1;
        }
        let top = !self.stack.iter().any(|inside| matches!(inside, Inside::Container));
        let inline = inline.map_or(Span::at(span.start), Span::from);
        self.document.headings.push(Heading {
            level,
            text: text.trim().to_owned(),
            inline,
            span: span.into(),
            id,
            given,
            top,
        });
    }

    /// Text, in a paragraph or anything else.
    fn text(&mut self, text: &str, range: Range<usize>) {
        self.inline(text, range.clone());
        let linkable = self.stack.iter().all(|inside| matches!(inside, Inside::Container | Inside::Other));
        // Where the parser changed the text (entities), offsets would not fit.
        let verbatim = self.file.text.get(range.clone()).is_some_and(|written| same(written, text));
        if !(linkable && verbatim) {
            return;
        }
        // Runs that touch are one: the parser cuts at every `[`, `'` and `_`
        // that turned out to be plain text, also in the middle of a name.
        match self.document.prose.last_mut() {
            Some(last) if last.span.end as usize == range.start && last.section == self.section => {
                last.span.end = range.end as u32
            }
            _ => self.document.prose.push(Prose { span: range.into(), section: self.section }),
        }
    }

    /// Anything inside a line: adds to the heading or link around it.
    fn inline(&mut self, text: &str, range: Range<usize>) {
        for inside in &self.stack {
            if let Inside::Link { index } = inside {
                self.document.links[*index].has_text |= !text.trim().is_empty();
            }
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
            let whole = heading.inline.get_or_insert(range.clone());
            *whole = whole.start.min(range.start)..whole.end.max(range.end);
        }
    }
}

/// Where the target of a link stands in it. The words before it and the title
/// after it may repeat the target.
fn last_target(written: &str, target: &str) -> Option<usize> {
    let opens = |at: &usize| written[..*at].trim_end_matches(['<', ' ', '\n']).ends_with("](");
    written.rmatch_indices(target).map(|(at, _)| at).find(opens).or_else(|| written.rfind(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> (Document, SourceFile) {
        let file = SourceFile::new("content/a.md".into(), text.to_owned());
        let mut diagnostics = Diagnostics::new();
        (parse(&file, Dialect::OURS, &mut diagnostics), file)
    }

    #[test]
    fn everything_has_an_address() {
        let (document, file) = document(
            "---\ntitle: A\n---\n\n## How *it* works {#how}\n\nSee [[cdn|the net]] and [x](b.md#c \"b.md#c\"), ![](p.png).\n\n```question\nlevel: apply\n```\n",
        );
        let text = &file.text;
        let heading = &document.headings[0];
        assert_eq!((heading.text.as_str(), heading.id.as_str(), heading.given), ("How it works", "how", true));
        assert_eq!(heading.inline.text(text), "How *it* works");
        let targets: Vec<_> = document.links.iter().map(|link| (link.target_span.text(text), link.has_text)).collect();
        assert_eq!(targets, [("cdn", true), ("b.md#c", true), ("p.png", false)]);
        let block = &document.blocks[0];
        assert_eq!(
            (block.name.as_str(), block.yaml.text(text), block.heading),
            ("question", "level: apply\n", Some(0))
        );
        let words = document.words.read(text);
        let passages: Vec<_> = document.words_in(Span::new(0, text.len()), &words).map(|(_, words)| words).collect();
        assert_eq!(passages, ["See the net and x, ."]);
        let prose: Vec<_> = document.prose.iter().map(|prose| prose.span.text(text)).collect();
        assert_eq!(prose, ["See ", " and ", ", ", "."]);
    }

    #[test]
    fn sections_end_at_a_heading_of_their_level() {
        let (document, file) = document("## A\na\n### B\nb\n## C\nc\n");
        assert_eq!(document.section(0, file.text.len()).text(&file.text).trim(), "a\n### B\nb");
        assert_eq!(document.own_text(0, file.text.len()).text(&file.text).trim(), "a");
        assert_eq!(document.section(2, file.text.len()).text(&file.text).trim(), "c");
    }
}
