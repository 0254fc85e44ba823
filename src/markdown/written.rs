//! HTML as it is written from events. What nearly all of a page consists of is written
//! at once; the rest waits until its end is there, and goes to the parser's own writer.
//! A test compares.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};

/// HTML that is being written.
#[derive(Default)]
pub(super) struct Written<'a> {
    html: String,
    /// Whether the last to be written was not the end of a line. (No words are, too.)
    in_line: bool,
    /// What is left to the parser's writer, from its start to its end.
    waiting: Vec<Event<'a>>,
    /// How many tags of it are open.
    open: usize,
}

impl<'a> Written<'a> {
    /// With room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Written<'a> {
        Written { html: String::with_capacity(bytes), ..Written::default() }
    }

    /// Whether nothing was said.
    pub(super) fn is_empty(&self) -> bool {
        self.html.is_empty() && self.waiting.is_empty()
    }

    /// Takes what was written; what follows begins anew.
    pub(super) fn take(&mut self) -> String {
        self.finish();
        self.in_line = false;
        // One that grows anew for each part would be copied several times.
        let html = self.html.clone();
        self.html.clear();
        html
    }

    /// Writes HTML as it is.
    pub(super) fn raw(&mut self, html: &str) {
        match self.waiting.is_empty() {
            true => self.inline(html),
            false => self.wait(Event::InlineHtml(html.to_owned().into())),
        }
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: CowStr<'a>) {
        match self.waiting.is_empty() {
            true => self.words(&text),
            false => self.wait(Event::Text(text)),
        }
    }

    /// Writes the next event.
    pub(super) fn event(&mut self, event: Event<'a>) {
        if !self.waiting.is_empty() {
            return self.wait(event);
        }
        match event {
            Event::Text(text) => self.words(&text),
            Event::SoftBreak => self.inline("\n"),
            Event::Html(html) | Event::InlineHtml(html) => self.inline(&html),
            Event::Start(Tag::Paragraph) => self.block("<p>"),
            Event::End(TagEnd::Paragraph) => self.inline("</p>\n"),
            Event::Start(Tag::List(None)) => self.block("<ul>\n"),
            Event::End(TagEnd::List(false)) => self.inline("</ul>\n"),
            Event::Start(Tag::Item) => self.block("<li>"),
            Event::End(TagEnd::Item) => self.inline("</li>\n"),
            Event::Start(Tag::BlockQuote(None)) => self.block("<blockquote>\n"),
            Event::End(TagEnd::BlockQuote(_)) => self.inline("</blockquote>\n"),
            Event::Start(Tag::Emphasis) => self.inline("<em>"),
            Event::End(TagEnd::Emphasis) => self.inline("</em>"),
            Event::Start(Tag::Strong) => self.inline("<strong>"),
            Event::End(TagEnd::Strong) => self.inline("</strong>"),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            other => self.wait(other),
        }
    }

    fn inline(&mut self, html: &str) {
        if let Some(last) = html.as_bytes().last() {
            self.html.push_str(html);
            self.in_line = *last != b'\n';
        }
    }

    /// What begins a line.
    fn block(&mut self, html: &str) {
        if self.in_line {
            self.html.push('\n');
        }
        self.inline(html);
    }

    fn words(&mut self, text: &str) {
        let mut from = 0;
        for at in memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
            self.html.push_str(&text[from..at]);
            self.html.push_str(match text.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                _ => "&gt;",
            });
            from = at + 1;
        }
        self.html.push_str(&text[from..]);
        self.in_line = !text.ends_with('\n');
    }

    /// Leaves an event to the parser's writer.
    #[cold]
    fn wait(&mut self, event: Event<'a>) {
        match &event {
            Event::Start(_) => self.open += 1,
            Event::End(_) => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        self.waiting.push(event);
        if self.open == 0 {
            self.finish();
        }
    }

    fn finish(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        // It takes the start for that of a line, unless some text came before, be it empty.
        let before = self.in_line.then_some(Event::Text(CowStr::Borrowed("")));
        let length = self.html.len();
        html::push_html(&mut self.html, before.into_iter().chain(self.waiting.drain(..)));
        self.open = 0;
        if self.html.len() > length {
            self.in_line = !self.html.ends_with('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Options, Parser};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// What is written here, and in parts, is what the parser's writer makes of the whole.
        #[test]
        fn the_parsers_writer_would_write_the_same(
            text in r#"([a-c&"é]{1,3}|[*_ \n<>|#!\\\[\]-]|\n\n|\n- |\n1\. |\n  |> |> \[!NOTE\]\n|\[a\]\(b\)|!\[a\]\(b "c"\)|`|```\n|\na\|b\n-\|:-\nc\|d\n|<div>\n|<!-- x -->|a\n: b\n|  \n|~~|\n---\n|&amp;|a@b\.de>){0,24}"#
        ) {
            let mut written = Written::default();
            Parser::new_ext(&text, Options::all() - Options::ENABLE_FOOTNOTES).for_each(|event| written.event(event));
            let mut theirs = String::new();
            html::push_html(&mut theirs, Parser::new_ext(&text, Options::all() - Options::ENABLE_FOOTNOTES));
            prop_assert_eq!(written.take(), theirs, "{:?}", text);
        }
    }
}
