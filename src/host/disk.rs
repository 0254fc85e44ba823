//! Reads a book from the disk into a [`Snapshot`].

use super::LARGEST_PAGE;
use super::includes;
use super::{Failure, Outcome};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::source::{Asset, Date, Digest, Hasher, Input, Snapshot, SourceFile, SourcePath, active, gathered};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use walkdir::{DirEntry, WalkDir};

/// Files that are looked at in one go.
const PORTION: usize = 64;

/// Files that are copied are read to know them, up to this many bytes.
const SMALL_ASSET: u64 = 1 << 18;

/// Digest of what a site is made of: the size and time of each file, as `rsync`
/// judges; the day; the program and what its environment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(Digest);

impl Stamp {
    /// The digest of a site with or without drafts, which are the same where there are none.
    pub fn with_drafts(self, drafts: bool) -> Digest {
        Digest(self.0.0 ^ u128::from(drafts))
    }
}

/// A book's place on the disk.
#[derive(Debug, Clone)]
pub struct Book {
    /// The folder of `book.toml`.
    pub root: PathBuf,
    /// Where the site goes unless the command says otherwise.
    pub build_dir: PathBuf,
    /// The folder of the Markdown files, relative to the root.
    pub src: String,
    theme: Option<String>,
}

impl Book {
    /// Finds the book of a folder: the folder itself or one above it that holds `book.toml`.
    pub fn find(start: &Path) -> Outcome<Book> {
        let start = start
            .canonicalize()
            .map_err(|error| Failure::io(format_args!("can't open the folder `{}`", start.display()), &error))?;
        let root = start.ancestors().find(|folder| folder.join("book.toml").is_file());
        let root = root.ok_or_else(|| {
            Failure::new(format!("there is no book.toml in `{}` or above it", start.display()))
                .help("go to the book's folder, or start a book here: crosstrain init")
        })?;
        let config = Config::parse(&config_file(root)?, &mut Diagnostics::new());
        let contained = SourcePath::from("book.toml").join(&config.src).is_some();
        if !contained || Path::new(&config.src).is_absolute() {
            return Err(Failure::new(format!("the source folder `{}` lies outside the book", config.src))
                .help("set `src` in book.toml to a folder of the book"));
        }
        let src = root.join(&config.src);
        if src.canonicalize().is_ok_and(|real| !real.starts_with(root)) {
            return Err(Failure::new(format!(
                "the source folder `{}` is a link that leads outside the book",
                config.src
            ))
            .help("copy the folder into the book"));
        }
        Ok(Book {
            root: root.to_path_buf(),
            build_dir: root.join(&config.build_dir),
            src: config.src,
            theme: config.theme,
        })
    }

    /// The folder of the Markdown files.
    pub fn src_dir(&self) -> PathBuf {
        self.root.join(&self.src)
    }

    /// What a site of this book would be made of, without reading it.
    pub fn stamp(&self, today: Date) -> Stamp {
        let look = |found: &Found| seen(&fs::metadata(&found.path));
        let files = self.look_at_files(&self.src_dir(), look);
        self.stamp_of(today, files.iter().map(|(path, seen)| (path, *seen)))
    }

    fn stamp_of<'a>(&self, today: Date, files: impl Iterator<Item = (&'a PathBuf, Digest)>) -> Stamp {
        let mut hasher = Hasher::new();
        hasher.part(format!("{today:?}"));
        let program = std::env::current_exe().and_then(fs::metadata);
        hasher.number(seen(&program).0);
        std::env::vars().filter(|(name, _)| name.starts_with("MDBOOK_")).for_each(|(name, value)| {
            hasher.part(name).part(value);
        });
        let theme = WalkDir::new(self.root.join("themes")).sort_by_file_name().into_iter().filter_map(Result::ok);
        let settings = std::iter::once(self.root.join("book.toml"));
        for path in settings.chain(theme.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path())) {
            hasher.number(seen(&fs::metadata(&path)).0).part(path.to_string_lossy().as_bytes());
        }
        for (path, seen) in files {
            hasher.number(seen.0).part(path.to_string_lossy().as_bytes());
        }
        Stamp(hasher.finish())
    }

    /// Reads everything.
    pub fn read(&self, today: Date, drafts: bool) -> Outcome<Snapshot> {
        self.read_stamped(today, drafts).map(|(snapshot, _)| snapshot)
    }

    /// Reads everything, and says what there was to read. Each file is looked at
    /// before it is read, so that a change in between is not overlooked later.
    pub fn read_stamped(&self, today: Date, drafts: bool) -> Outcome<(Snapshot, Stamp)> {
        let mut snapshot = Snapshot::new("", today);
        snapshot.config = Arc::new(config_file(&self.root)?);
        snapshot.drafts = drafts;
        let src = self.src_dir();
        if !src.is_dir() {
            return Err(Failure::new(format!("the book's source folder `{}` is not there", src.display()))
                .help("create it, or set `src` in book.toml"));
        }
        let look = |found: &Found| {
            let metadata = fs::metadata(&found.path);
            (seen(&metadata), self.read_file(found, metadata))
        };
        let files = self.look_at_files(&src, look);
        let stamp = self.stamp_of(today, files.iter().map(|(path, (seen, _))| (path, *seen)));
        let (mut inputs, mut assets) = (Vec::with_capacity(files.len()), Vec::new());
        for (path, read) in files.into_iter().filter_map(|(_, (_, found))| found) {
            match read {
                Read::Input(input) => inputs.push((path, input)),
                Read::Asset(asset) => assets.push((path, asset)),
            }
        }
        (snapshot.inputs, snapshot.assets) = (inputs.into_iter().collect(), assets.into_iter().collect());
        snapshot.theme = self.read_theme();
        includes::expand_all(&self.root, &mut snapshot);
        Ok((snapshot, stamp))
    }

    /// Reads some files of a snapshot again.
    pub fn reread(&self, snapshot: &mut Snapshot, paths: &[PathBuf]) -> Reread {
        let src = self.src_dir();
        let mut changed = Vec::new();
        for path in paths {
            let known = self.source_path(path).filter(|_| path.starts_with(&src));
            let Some(old) = known.and_then(|source| snapshot.inputs.get(&source)).filter(|_| path.is_file()) else {
                return Reread::NotEnough;
            };
            let old = old.digest();
            let found = Found { path: path.clone(), is_link: is_link(path) };
            let Some((source, Read::Input(input))) = self.read_file(&found, fs::metadata(path)) else {
                return Reread::NotEnough;
            };
            if input.digest() != old {
                snapshot.inputs.insert(source.clone(), input);
                changed.push(source);
            }
        }
        if changed.is_empty() {
            return Reread::Same;
        }
        includes::expand_again(&self.root, snapshot, changed);
        Reread::Changed
    }

    /// Puts a text into a snapshot in place of what its file holds: an editor's
    /// buffer, saved or not. Says whether the file is one that a build reads.
    pub fn overlay(&self, snapshot: &mut Snapshot, path: &Path, text: &str) -> bool {
        let Some(source) = self.source_path(path) else { return false };
        if source == snapshot.config.path {
            snapshot.config = Arc::new(SourceFile::new(source, text.to_owned()));
            return true;
        }
        let hidden = source.as_str().split('/').any(|part| part.starts_with('.'));
        if hidden || path.starts_with(&self.build_dir) || !self.is_text(&source) {
            return false;
        }
        let input = match text.len() as u64 {
            bytes if bytes > LARGEST_PAGE => Input::TooLarge { bytes, limit: LARGEST_PAGE },
            _ => Input::Text(Arc::new(SourceFile::new(source.clone(), text.to_owned()))),
        };
        snapshot.inputs.insert(source.clone(), input);
        includes::expand_one(&self.root, snapshot, source);
        true
    }

    /// Carries out all includes again: what they include is read from the disk.
    pub fn include_again(&self, snapshot: &mut Snapshot) {
        includes::expand_again(&self.root, snapshot, Vec::new());
    }

    /// Whether a file is read, rather than copied.
    fn is_text(&self, source: &SourcePath) -> bool {
        source.below(&self.src).is_some_and(|below| {
            let records = || ["facts/", "runs/"].iter().any(|folder| below.starts_with(folder));
            source.extension().eq_ignore_ascii_case("md") || source.extension() == "toml" && records()
        })
    }

    /// Looks at each file below the source folder, by path; at the first while the
    /// last are still to be found.
    fn look_at_files<T: Send>(&self, src: &Path, look: impl Fn(&Found) -> T + Sync) -> Vec<(PathBuf, T)> {
        let (send, receive) = channel();
        rayon::in_place_scope(|scope| {
            let mut files = self.files(src);
            loop {
                let portion: Vec<Found> = files.by_ref().take(PORTION).collect();
                if portion.is_empty() {
                    break;
                }
                let (send, look) = (send.clone(), &look);
                let seen = |found: Found| {
                    let seen = look(&found);
                    (found.path, seen)
                };
                // The other end waits for all.
                scope.spawn(move |_| drop(send.send(portion.into_iter().map(seen).collect::<Vec<_>>())));
            }
        });
        drop(send);
        let mut files: Vec<(PathBuf, T)> = receive.into_iter().flatten().collect();
        // As bytes: taking paths apart to compare them takes longer than walking the folders.
        files.par_sort_unstable_by(|(a, _), (b, _)| {
            a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes())
        });
        files
    }

    /// The files below the source folder, in no order.
    fn files(&self, src: &Path) -> impl Iterator<Item = Found> {
        let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
        let skip = self.build_dir.clone();
        let walk = WalkDir::new(src).into_iter();
        let walk =
            walk.filter_entry(move |entry| entry.depth() == 0 || !(hidden(entry.file_name()) || entry.path() == skip));
        let found = |entry: DirEntry| Found { is_link: entry.path_is_symlink(), path: entry.into_path() };
        walk.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir()).map(found)
    }

    fn read_file(&self, found: &Found, metadata: io::Result<Metadata>) -> Option<(SourcePath, Read)> {
        let path = &found.path;
        let source = self.source_path(path)?;
        let text = self.is_text(&source);
        let read = match metadata {
            Err(error) => Read::Input(Input::Unreadable { reason: plain(&error) }),
            Ok(metadata) if metadata.is_dir() => return None,
            Ok(_) if found.is_link && !self.leads_inside(path) => Read::Input(Input::OutsideLink),
            // Reading a pipe or a device may never end.
            Ok(metadata) if !metadata.is_file() => {
                Read::Input(Input::Unreadable { reason: "it is no ordinary file".to_owned() })
            }
            Ok(metadata) if text => Read::Input(read_text(path, &source, metadata.len())),
            Ok(metadata) => Read::Asset(asset(path, &source, &metadata)),
        };
        Some((source, read))
    }

    /// Whether a file, links followed, lies in the book.
    pub(super) fn contains(&self, path: &Path) -> bool {
        // Folders that are links are not walked into, so only the file can lead out.
        !is_link(path) || self.leads_inside(path)
    }

    fn leads_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| real.starts_with(&self.root))
    }

    /// The name of a file of the book.
    pub fn source_path(&self, path: &Path) -> Option<SourcePath> {
        below(path, &self.root).map(SourcePath::new)
    }

    fn read_theme(&self) -> BTreeMap<String, Arc<Vec<u8>>> {
        let Some(name) = self.theme.as_ref().filter(|name| !name.contains(['/', '\\']) && !name.starts_with('.'))
        else {
            return BTreeMap::new();
        };
        let folder = self.root.join("themes").join(name);
        let files = WalkDir::new(&folder)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file());
        gathered(
            files.filter_map(|entry| Some((below(entry.path(), &folder)?, Arc::new(fs::read(entry.path()).ok()?)))),
        )
    }
}

/// What reading some files again came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reread {
    /// They are what they were.
    Same,
    /// They are part of the snapshot now.
    Changed,
    /// Folders or settings changed: the book has to be read anew.
    NotEnough,
}

/// A file that was seen, but not read.
struct Found {
    path: PathBuf,
    is_link: bool,
}

enum Read {
    Input(Input),
    Asset(Asset),
}

/// The text of `book.toml`, with what the environment says (`MDBOOK_…`)
/// worked in by mdBook's own rules.
fn config_file(root: &Path) -> Outcome<SourceFile> {
    let path = root.join("book.toml");
    let mut text = fs::read_to_string(&path)
        .map_err(|error| Failure::io(format_args!("can't read `{}`", path.display()), &error))?;
    let overrides: Vec<_> = std::env::vars().filter_map(|(name, value)| Some((set_by(&name)?, value))).collect();
    if !overrides.is_empty() {
        let overridden = overridden(&text, overrides);
        text = overridden.map_err(|error| Failure::new(format!("mdBook can't use book.toml: {error}")))?;
    }
    Ok(SourceFile::new(SourcePath::from("book.toml"), text))
}

/// Which setting a variable of the environment sets: `MDBOOK_BOOK__TITLE` is `book.title`.
/// Those with other names are for somebody else.
///
/// mdBook's own `update_from_env` asks this of a regular expression; that alone would be a
/// twentieth of this program.
fn set_by(variable: &str) -> Option<String> {
    let key = variable.strip_prefix("MDBOOK_")?.to_lowercase().replace("__", ".").replace('_', "-");
    let table = key.split('.').next()?;
    ["book", "build", "output", "preprocessor", "rust"].contains(&table).then_some(key)
}

/// `book.toml` with other values for some settings, which are JSON or plain text.
fn overridden(text: &str, settings: Vec<(String, String)>) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let mut config = mdbook_preprocessor::config::Config::from_str(text)?;
    for (key, value) in settings {
        config.set(key, serde_json::from_str(&value).unwrap_or(serde_json::Value::String(value)))?;
    }
    Ok(toml::to_string(&config)?)
}

fn read_text(path: &Path, source: &SourcePath, bytes: u64) -> Input {
    if bytes > LARGEST_PAGE {
        return Input::TooLarge { bytes, limit: LARGEST_PAGE };
    }
    // One more byte than there should be, to see the end.
    let mut content = Vec::with_capacity(bytes as usize + 1);
    let read = fs::File::open(path).and_then(|file| file.take(LARGEST_PAGE + 1).read_to_end(&mut content));
    match read {
        Err(error) => return Input::Unreadable { reason: plain(&error) },
        // It has grown since it was seen.
        Ok(read) if read as u64 > LARGEST_PAGE => return Input::TooLarge { bytes: read as u64, limit: LARGEST_PAGE },
        Ok(_) => {}
    }
    match String::from_utf8(content) {
        Ok(text) => Input::Text(Arc::new(SourceFile::new(source.clone(), text))),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            Input::NotUtf8 { before: Arc::new(SourceFile::new(source.clone(), before)) }
        }
    }
}

/// Files that are copied are known by what is in them, so that a site is the same
/// wherever it is built. Large ones are known by size and time, as rsync does:
/// reading them just to see that they did not change would cost more than all pages.
/// Drawings are read nevertheless, since what is in them decides what they do.
fn asset(path: &Path, source: &SourcePath, metadata: &fs::Metadata) -> Asset {
    let small = (metadata.len() <= SMALL_ASSET).then(|| fs::read(path).ok()).flatten();
    let digest = small.map_or_else(|| size_and_time(metadata), |content| Digest::of(&content));
    let unsafe_drawing = || {
        active::is_drawing(source.extension())
            && (metadata.len() > LARGEST_PAGE || fs::read(path).map_or(true, |bytes| active::drawing_runs(&bytes)))
    };
    let active = active::runs(source.extension()) || unsafe_drawing();
    Asset { bytes: metadata.len(), digest, active }
}

/// A path below a folder, with slashes.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let parts = path.strip_prefix(folder).ok()?.components();
    let mut below = String::new();
    for part in parts {
        below.push_str(if below.is_empty() { "" } else { "/" });
        below.push_str(&part.as_os_str().to_string_lossy());
    }
    Some(below)
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

fn seen(metadata: &io::Result<Metadata>) -> Digest {
    metadata.as_ref().map_or(Digest::default(), size_and_time)
}

fn size_and_time(metadata: &fs::Metadata) -> Digest {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let mut hasher = Hasher::new();
    hasher.number(u128::from(metadata.len())).number(modified.map_or(0, |time| time.as_nanos()));
    hasher.finish()
}

fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// Today, in the zone of the machine; `CROSSTRAIN_TODAY` sets another day, so
/// that a build can be repeated.
pub fn today() -> Date {
    let set = std::env::var("CROSSTRAIN_TODAY").ok().and_then(|text| Date::parse(&text));
    set.unwrap_or_else(|| {
        let today = jiff::Zoned::now().date();
        Date { year: today.year(), month: today.month().unsigned_abs(), day: today.day().unsigned_abs() }
    })
}

/// The time zone of this machine, such as `Europe/Dublin`, where it has a name.
pub fn zone() -> Option<String> {
    jiff::tz::TimeZone::try_system().ok()?.iana_name().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_set_what_mdbook_lets_them_set() {
        let key = |variable| set_by(variable);
        assert_eq!(key("MDBOOK_BOOK__TITLE").as_deref(), Some("book.title"));
        assert_eq!(key("MDBOOK_output__html__additional_css").as_deref(), Some("output.html.additional-css"));
        assert_eq!(key("MDBOOK_BOOK").as_deref(), Some("book"));
        assert_eq!([key("MDBOOK_VERSION"), key("MDBOOK_BOOKS__TITLE"), key("BOOK__TITLE")], [None, None, None]);
    }

    #[test]
    fn what_is_set_stands_in_place_of_what_was_written() {
        let settings = [("book.title", "B"), ("output.html.fold", r#"{"level": 2}"#), ("book.authors", r#"["x"]"#)];
        let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        let text = overridden("[book]\ntitle = \"A\"\n", settings).unwrap();
        let wanted = "[book]\ntitle = \"B\"\nauthors = [\"x\"]\nlanguage = \"en\"\n\n[output.html.fold]\nlevel = 2\n";
        assert_eq!(text, wanted);
        assert!(overridden("", vec![("book.none".to_owned(), String::new())]).is_err());
    }
}
