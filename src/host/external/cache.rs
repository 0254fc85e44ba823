//! What was answered lately, in a file that several books share.

use crate::external::Answer;
use crate::host::{Failure, Outcome, shelf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

const DAY: u64 = 24 * 60 * 60;

/// Answers of the last days.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    now: u64,
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    /// Seconds since 1970.
    asked: u64,
    answer: Answer,
}

impl Known {
    /// What was there a week ago mostly still is; what was gone may be back tomorrow.
    fn is_fresh(&self, now: u64) -> bool {
        let keeps = match self.answer {
            Answer::Fine | Answer::Moved(_) => 7 * DAY,
            Answer::Missing(_) => DAY,
            Answer::Unsure(_) => 0,
        };
        (self.asked..self.asked.saturating_add(keeps)).contains(&now)
    }
}

impl Cache {
    /// Reads the answers of a file; the user's own where none is named. A file
    /// that can't be read counts as empty: the answers can be had again.
    pub fn open(path: Option<PathBuf>) -> Outcome<Cache> {
        let path = path.or_else(|| Some(shelf::cache()?.join("links.json"))).ok_or_else(|| {
            Failure::new("there is no folder for what other sites answered").help("name a file: --cache FILE")
        })?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let text = fs::read_to_string(&path).unwrap_or_default();
        let mut known: BTreeMap<String, Known> = serde_json::from_str(&text).unwrap_or_default();
        known.retain(|_, known| known.is_fresh(now));
        Ok(Cache { path, now, known })
    }

    /// What was answered lately.
    pub fn answer(&self, url: &str) -> Option<&Answer> {
        self.known.get(url).map(|known| &known.answer)
    }

    /// Keeps answers, beside those that are there, and writes the file.
    pub fn keep(&mut self, answers: &BTreeMap<String, Answer>) -> Outcome<()> {
        let known =
            |(url, answer): (&String, &Answer)| (url.clone(), Known { asked: self.now, answer: answer.clone() });
        self.known.extend(answers.iter().filter(|(_, answer)| !matches!(answer, Answer::Unsure(_))).map(known));
        let text = serde_json::to_string_pretty(&self.known).unwrap_or_default();
        if let Some(folder) = self.path.parent() {
            let failed = |error| Failure::io(format_args!("can't make `{}`", folder.display()), &error);
            fs::create_dir_all(folder).map_err(failed)?;
        }
        shelf::write(&self.path, text.as_bytes())
    }
}
