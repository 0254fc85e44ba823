//! Problems that were there when somebody began to look. They are known by
//! file, rule and message, not by line, so that text may move.

use super::{Diagnostic, Diagnostics};
use crate::source::{Digest, gathered};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Known problems, and how often each occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Known, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Known {
    file: String,
    name: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    problems: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    #[serde(flatten)]
    known: Known,
    count: usize,
}

impl Baseline {
    /// Records all problems.
    pub fn of(diagnostics: &Diagnostics) -> Baseline {
        let mut known = BTreeMap::new();
        diagnostics.iter().for_each(|diagnostic| *known.entry(Known::of(diagnostic)).or_insert(0) += 1);
        Baseline { known }
    }

    /// Reads a recorded file.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != 1 {
            return Err(format!("its version is {}, and this program knows 1", file.version));
        }
        Ok(Baseline { known: gathered(file.problems.into_iter().map(|row| (row.known, row.count))) })
    }

    /// The file to keep: one problem a line group, sorted, so that changes read well.
    pub fn to_text(&self) -> String {
        let rows = self.known.iter().map(|(known, count)| Row { known: known.clone(), count: *count });
        let file = File { version: 1, problems: rows.collect() };
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Takes known problems out of a list, and says how many recorded ones are gone.
    pub fn subtract(&self, diagnostics: &mut Diagnostics) -> usize {
        let mut left = self.known.clone();
        diagnostics.retain(|diagnostic| match left.get_mut(&Known::of(diagnostic)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        left.values().sum()
    }

    /// How many problems are recorded.
    pub fn len(&self) -> usize {
        self.known.values().sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

impl Known {
    fn of(diagnostic: &Diagnostic) -> Known {
        Known {
            file: diagnostic.place.path.to_string(),
            name: diagnostic.lint.name.to_owned(),
            message: diagnostic.message.clone(),
        }
    }
}

/// What identifies a problem while text around it moves.
pub(super) fn fingerprint(diagnostic: &Diagnostic) -> String {
    let known = Known::of(diagnostic);
    format!("{:032x}", Digest::of(format!("{}\n{}\n{}", known.file, known.name, known.message).as_bytes()).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::lint;
    use crate::source::{Place, Span};

    #[test]
    fn known_problems_are_counted_and_the_rest_is_kept() {
        let at = |offset: usize| Diagnostic::new(lint::ORPHAN, Place::new(&"a.md".into(), Span::at(offset)), "x");
        let mut before = Diagnostics::new();
        before.extend([at(0), at(5)]);
        let baseline = Baseline::parse(&Baseline::of(&before).to_text()).expect("what was written is read");
        assert_eq!((baseline.len(), &baseline), (2, &Baseline::of(&before)));
        let mut after = Diagnostics::new();
        after.extend([at(1), at(2), at(3)]);
        assert_eq!((baseline.subtract(&mut after), after.len()), (0, 1));
        assert_eq!(baseline.subtract(&mut Diagnostics::new()), 2);
        assert!(Baseline::parse("{\"version\": 2, \"problems\": []}").is_err());
    }
}
