//! YAML as most people write front matter: one field a line, values that stand on
//! their line, lists with dashes. Whatever is not certain to mean the same to the
//! parser is left to the parser, which takes ten times as long; a test compares.

use super::super::{Node, Value};
use crate::source::{Span, Spanned};

/// Groups and lists nested deeper than this are left to the parser.
const DEEPEST: usize = 8;

/// Longer texts are left to the parser, which counts what is in them.
const LONGEST: usize = 60_000;

/// Reads a text that stands at `offset` in its file, if it is simple.
pub(super) fn simple(text: &str, offset: usize) -> Option<Node> {
    if text.len() > LONGEST {
        return None;
    }
    let mut reader = Reader { text, at: 0, offset, depth: 0 };
    let node = reader.map(0)?;
    (reader.at == text.len()).then_some(node)
}

/// What stands where, and how far it was read. Every part reads itself and gives
/// up where it is not certain.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    offset: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.byte() == Some(byte)).then(|| self.at += 1)
    }

    fn spaces(&mut self) {
        while self.take(b' ').is_some() {}
    }

    /// The end of a line, or of the text.
    fn line_end(&mut self) -> Option<()> {
        if self.at == self.text.len() { Some(()) } else { self.take(b'\n') }
    }

    /// How far the line is indented that begins here, and what it begins with.
    fn line(&self) -> Option<(usize, u8)> {
        let rest = &self.text.as_bytes()[self.at..];
        let indent = rest.iter().position(|byte| *byte != b' ')?;
        Some((indent, rest[indent]))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start + self.offset, end + self.offset)
    }

    fn node(&self, value: Value, start: usize, end: usize) -> Node {
        Node::new(value, self.span(start, end))
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let found = (self.depth <= DEEPEST).then(|| read(self))??;
        self.depth -= 1;
        Some(found)
    }

    /// Fields one below the other, of which the first begins here.
    fn map(&mut self, indent: usize) -> Option<Node> {
        let start = self.at;
        let mut fields = Vec::new();
        loop {
            let key = self.key(&fields)?;
            let value = match self.byte() {
                None | Some(b'\n') => self.below(indent, key.span)?,
                Some(_) => {
                    self.take(b' ')?;
                    self.spaces();
                    let value = self.value(false)?;
                    self.spaces();
                    self.line_end()?;
                    value
                }
            };
            fields.push((key, value));
            match self.line() {
                Some((same, first)) if same == indent && first != b'-' => self.at += indent,
                Some((deeper, _)) if deeper > indent => return None,
                _ => return Some(self.node(Value::Map(fields), start, start)),
            }
        }
    }

    /// A name with its colon; names that are given twice or could be values are not simple.
    fn key(&mut self, fields: &[(Spanned<String>, Node)]) -> Option<Spanned<String>> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            self.at += 1;
        }
        let key = &self.text[start..self.at];
        if matches!(key, "" | "null" | "true" | "false") || fields.iter().any(|(other, _)| other.value == key) {
            return None;
        }
        let key = Spanned::new(key.to_owned(), self.span(start, self.at));
        self.take(b':').map(|()| key)
    }

    /// What stands on the lines below a field without a value on its own.
    fn below(&mut self, indent: usize, key: Span) -> Option<Node> {
        self.line_end()?;
        match self.line() {
            Some((list, b'-')) if list >= indent => self.deeper(|reader| reader.list(list, list == indent)),
            Some((deeper, _)) if deeper > indent => {
                self.at += deeper;
                self.deeper(|reader| reader.map(deeper))
            }
            _ => Some(Node::null(Span::at(key.end as usize))),
        }
    }

    /// Items with dashes, of which the first stands on the line that begins here. The
    /// parser lets a list that is not indented begin with its first item.
    fn list(&mut self, indent: usize, flush: bool) -> Option<Node> {
        let start = self.at + indent + if flush { 2 } else { 0 };
        let mut items = Vec::new();
        loop {
            self.at += indent;
            self.take(b'-')?;
            self.take(b' ')?;
            items.push(if self.at_key() {
                self.deeper(|reader| reader.map(indent + 2))?
            } else {
                let item = self.value(false)?;
                self.spaces();
                self.line_end()?;
                item
            });
            match self.line() {
                Some((same, b'-')) if same == indent => {}
                Some((deeper, _)) if deeper > indent => return None,
                _ => return Some(self.node(Value::List(items), start, start)),
            }
        }
    }

    /// Whether a field begins here, and not just words.
    fn at_key(&self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let name = rest.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
        name > 0 && rest.get(name) == Some(&b':')
    }

    /// A value that ends on this line; `flow` says whether brackets are around it.
    fn value(&mut self, flow: bool) -> Option<Node> {
        match self.byte()? {
            b'[' => self.deeper(|reader| reader.flow(b']')),
            b'{' => self.deeper(|reader| reader.flow(b'}')),
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.plain(flow),
        }
    }

    /// `[a, b]`, `{a: b, c: d}`
    fn flow(&mut self, close: u8) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        let (mut items, mut fields) = (Vec::new(), Vec::new());
        self.spaces();
        while self.byte()? != close {
            if close == b'}' {
                let key = self.key(&fields)?;
                self.take(b' ')?;
                self.spaces();
                fields.push((key, self.value(true)?));
            } else {
                items.push(self.value(true)?);
            }
            self.spaces();
            if self.byte()? != close {
                self.take(b',')?;
                self.spaces();
                // The parser has a say on lists that end in a comma.
                if self.byte()? == close {
                    return None;
                }
            }
        }
        self.at += 1;
        let value = if close == b'}' { Value::Map(fields) } else { Value::List(items) };
        Some(self.node(value, start, start + 1))
    }

    /// Text in quotes, without any sign that is written in another way there.
    fn quoted(&mut self, quote: u8) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte()? {
                byte if byte == quote => break,
                b'\\' | 0..32 | 127 => return None,
                128.. => self.beyond_ascii()?,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let text = &self.text[start + 1..self.at - 1];
        // Two quotes are one in a text.
        (self.byte() != Some(quote)).then(|| self.node(Value::Scalar(text.to_owned()), start, self.at))
    }

    /// Text without quotes.
    fn plain(&mut self, flow: bool) -> Option<Node> {
        let start = self.at;
        if !self.text[start..].starts_with(char::is_alphanumeric) {
            return None;
        }
        while let Some(byte) = self.byte() {
            match byte {
                b'\n' => break,
                b',' | b']' | b'}' if flow => break,
                b'[' | b'{' | b':' if flow => return None,
                b'#' | 0..32 | 127 => return None,
                b':' if !self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_graphic) => return None,
                128.. => self.beyond_ascii()?,
                _ => self.at += 1,
            }
        }
        let text = self.text[start..self.at].trim_end_matches(' ');
        let number = text.starts_with(|c: char| c.is_ascii_digit());
        if text.eq_ignore_ascii_case("null") || number && !harmless(text) {
            return None;
        }
        Some(self.node(Value::Scalar(text.to_owned()), start, start + text.len()))
    }

    /// A letter or a common sign beyond ASCII.
    fn beyond_ascii(&mut self) -> Option<()> {
        let c = self.text[self.at..].chars().next()?;
        let common = matches!(c, '\u{a1}'..='\u{d7ff}') && !c.is_whitespace() && !c.is_control();
        common.then(|| self.at += c.len_utf8())
    }
}

/// Whether what begins with a digit is a day or a small number, which no rule of
/// numbers refuses.
fn harmless(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let day = |text: &str| matches!(text.split('-').map(str::len).collect::<Vec<_>>()[..], [4, 2, 2]);
    digits(text) && text.len() < 10 || text.len() == 10 && digits(&text.replace('-', "")) && day(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::yaml::parsed;
    use proptest::prelude::*;

    /// Words, signs and ends of lines, as they may follow each other.
    fn pieces() -> impl Strategy<Value = String> {
        const PIECES: [&str; 4] = [
            "a: ¦b: ¦title: ¦list:\n¦group:\n¦- ¦  - ¦  ¦    ¦\n¦\n¦\n¦\n  ¦\n- ¦word¦two words¦true",
            "null¦Null¦~¦7¦007¦1.10¦1e999¦0x1f¦2026-11-22¦2026-13-40¦12:30¦.inf¦NaN¦no¦c#¦# c¦ #¦:¦: ",
            ",¦, ¦[¦]¦{¦}¦[a, b]¦{a: b}¦[]¦{}¦\"q: q\"¦\"¦'it'¦'¦''¦\\¦é¦“x”¦\u{2028}¦\u{a0}¦\t¦&a¦*a",
            "!t¦|¦>¦%¦@¦?¦? ¦---\n¦...\n¦<<: ¦http://x.y¦end¦x - y¦\r\n",
        ];
        let piece = prop::sample::select(PIECES.iter().flat_map(|pieces| pieces.split('¦')).collect::<Vec<_>>());
        prop::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat())
    }

    /// Front matter much as people write it.
    fn fields() -> impl Strategy<Value = String> {
        let scalars = "word¦two words¦true¦7¦2026-11-22¦\"a: b\"¦'it'¦é¦a,b¦x:y¦(x)¦Null¦1.5¦it's¦a \"b\"¦a]";
        let scalar = prop::sample::select(scalars.split('¦').collect::<Vec<_>>());
        let value = prop_oneof![
            4 => scalar.clone().prop_map(|value| format!(" {value}\n")),
            1 => prop::collection::vec(scalar.clone(), 0..4).prop_map(|items| format!(" [{}]\n", items.join(", "))),
            1 => prop::collection::vec(scalar.clone(), 0..3).prop_map(|items| {
                let fields: Vec<_> = items.iter().zip(["k", "l", "m"]).map(|(item, key)| format!("{key}: {item}")).collect();
                format!(" {{{}}}\n", fields.join(", "))
            }),
            1 => (0..3_usize, prop::collection::vec(scalar.clone(), 0..4)).prop_map(|(indent, items)| {
                let items: String = items.iter().map(|item| format!("{}- {item}\n", " ".repeat(indent))).collect();
                format!("\n{items}")
            }),
            1 => (1..5_usize, scalar.clone(), scalar).prop_map(|(indent, one, two)| {
                let indent = " ".repeat(indent);
                format!("\n{indent}- x: {one}\n{indent}  y: {two}\n{indent}- z:\n{indent}    w: {one}\n")
            }),
        ];
        prop::collection::vec(value, 1..5).prop_map(|values| {
            values.iter().zip(["a", "b", "c_d", "e", "f"]).map(|(value, key)| format!("{key}:{value}")).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// What is taken for simple reads the same as what the parser makes of it.
        #[test]
        fn the_parser_would_read_the_same(odd in pieces(), usual in fields(), offset in 0..9_usize) {
            for text in [odd, usual] {
                if let Some(node) = simple(&text, offset) {
                    prop_assert_eq!(Some(node), parsed(&text, offset).ok(), "{:?}", text);
                }
            }
        }
    }

    #[test]
    fn front_matter_is_simple() {
        let text = "title: A page\ndefinition: \"One: it’s so.\"\naliases: [a, 'b c']\nreviewed: {it: 2026-11-22}\nempty:\n\
            sources:\n  - {title: \"x\", url: \"https://x.y\"}\n  - title: y\n    ref: z\nlast: 7\n";
        let node = simple(text, 4).expect("simple");
        assert_eq!(Some(node), parsed(text, 4).ok());
        for text in
            ["a: b: c\n", "a: |\n  b\n", "a: &b c\n", "a: b\na: c\n", "a: b\n  c\n", "a: 1e999\n", "- a\n", "a: [b\n"]
        {
            assert_eq!(simple(text, 0), None, "{text}");
        }
    }
}
