//! What a module says about a material, sorted into what is handed out and what is for whoever leads.

use crate::markdown::{Item, TopBlock, TopKind};
use crate::render::links::PageLinks;
use crate::source::Spanned;

/// The text under a material's heading, sorted. A list is cards, and so are
/// paragraphs that begin with a name in bold. What is in italics at the end of
/// a card, leads a later paragraph, or stands below a head in italics in a table,
/// is for whoever leads; so is a text without anything to hand out: it says how
/// to make the thing.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) cards: Vec<String>,
    /// What stands in italics at the end of each card of a list; may be empty.
    pub(super) backs: Vec<String>,
    /// What is handed out and no card.
    pub(super) html: String,
    /// What only whoever leads may see.
    pub(super) key: String,
}

impl Sorted {
    pub(super) fn new(links: &PageLinks<'_>, text: &str, blocks: Vec<TopBlock>) -> Sorted {
        let mut sorted = Sorted::default();
        let named = |block: &TopBlock| block.kind == TopKind::Other && block.span.text(text).starts_with("**");
        let several = blocks.iter().filter(|block| named(block)).count() > 1;
        let (mut handed_out, mut for_leaders) = (false, false);
        for block in blocks {
            let markdown = block.span.text(text).trim();
            // A whole paragraph in italics announces what only leaders may see.
            for_leaders |= markdown.starts_with('*') && markdown.ends_with(":*");
            if for_leaders {
                sorted.key.push_str(&links.blocks(markdown));
                continue;
            }
            let is_named = several && named(&block);
            match block.kind {
                TopKind::List { items, .. } if sorted.cards.is_empty() => {
                    sorted.cards(links, &items);
                    handed_out = true;
                }
                TopKind::Other if is_named => {
                    sorted.cards.push(links.blocks(markdown));
                    handed_out = true;
                }
                TopKind::Other if handed_out && markdown.starts_with('*') => {
                    sorted.key.push_str(&links.blocks(markdown))
                }
                TopKind::Table(_) if handed_out => sorted.key.push_str(&links.blocks(markdown)),
                TopKind::Table(rows) => {
                    let covered = covered(&rows);
                    if covered.is_some() {
                        sorted.key.push_str(&links.blocks(markdown));
                    }
                    sorted.html.push_str(&links.blocks(covered.as_deref().unwrap_or(markdown)));
                    handed_out = true;
                }
                _ => {
                    handed_out |= markdown.starts_with("```");
                    sorted.html.push_str(&links.blocks(markdown));
                }
            }
        }
        if !handed_out {
            sorted.key.insert_str(0, &std::mem::take(&mut sorted.html));
        }
        sorted
    }

    fn cards(&mut self, links: &PageLinks<'_>, items: &[Item]) {
        let mut answers = String::new();
        for item in items {
            let (front, back) = front_and_back(&item.text.value);
            self.cards.push(links.blocks(front));
            let back = back.map(|back| links.inline(back)).unwrap_or_default();
            answers.push_str(&format!("<li>{back}</li>"));
            self.backs.push(back);
        }
        if answers.len() > items.len() * "<li></li>".len() {
            self.key.push_str(&format!("<ol>{answers}</ol>"));
        }
    }
}

/// A table with nothing below the heads in italics, if it has such heads: there
/// the answers stand, or what is to be filled in.
fn covered(rows: &[Vec<Spanned<String>>]) -> Option<String> {
    let is_answer = |head: &Spanned<String>| head.value.starts_with('*') && !head.value.starts_with("**");
    let (head, body) = rows.split_first()?;
    if !head.iter().any(is_answer) {
        return None;
    }
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut table = line(head.iter().map(|cell| cell.value.trim_matches('*')).collect());
    table.push_str(&line(vec!["---"; head.len()]));
    for row in body {
        let shown = head.iter().zip(row).map(|(head, cell)| if is_answer(head) { "" } else { cell.value.as_str() });
        table.push_str(&line(shown.collect()));
    }
    Some(table)
}

/// A card and what stands in italics at its end, which is the answer.
fn front_and_back(card: &str) -> (&str, Option<&str>) {
    let card = card.trim();
    let Some(inner) = card.strip_suffix('*').filter(|rest| !rest.ends_with('*')) else { return (card, None) };
    match inner.rsplit_once('*') {
        Some((front, back))
            if !front.ends_with('*') && !front.trim().is_empty() && !back.is_empty() && back.trim() == back =>
        {
            (front.trim(), Some(back.trim().trim_start_matches('(').trim_end_matches(')')))
        }
        _ => (card, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn italics_at_the_end_of_a_card_are_its_answer() {
        assert_eq!(front_and_back("Make it warmer. *(page content)*"), ("Make it warmer.", Some("page content")));
        assert_eq!(front_and_back("`550` No such mailbox. *Stop.*"), ("`550` No such mailbox.", Some("Stop.")));
        for whole in ["**Server.** You answer.", "*All in italics*", "Nothing", "**Bold at the end**", "", "2 * 3 *"] {
            assert_eq!(front_and_back(whole), (whole, None), "{whole}");
        }
    }

    #[test]
    fn columns_below_a_head_in_italics_are_covered() {
        let row =
            |cells: [&str; 3]| cells.map(|cell| Spanned::new(cell.to_owned(), crate::source::Span::at(0))).to_vec();
        let rows = |head: &str| vec![row(["", "Minute", head]), row(["1", "*four*", "49"])];
        assert_eq!(covered(&rows("Sees")), None);
        assert_eq!(covered(&rows("**Sees**")), None);
        let expected = "|  | Minute | Sees |\n| --- | --- | --- |\n| 1 | *four* |  |\n";
        assert_eq!(covered(&rows("*Sees*")).as_deref(), Some(expected));
    }
}
