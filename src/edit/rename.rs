//! Gives a page another file name: the file, everything that leads to it, and a
//! redirect from its old address.

use super::{Changes, line_end, set_field};
use crate::data::{Node, Value, parse_toml, parse_yaml};
use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryId, Kind, Name, Place, place, route_of, valid_slug, written_names};
use crate::includes;
use crate::markdown::{Document, LinkKind, hidden_targets, parse};
use crate::site::{Ix, Outcome, Site, decoded, relative};
use crate::source::{Input, Snapshot, SourceFile, SourcePath, Span};
use std::sync::Arc;

/// A rename, worked out.
#[derive(Debug)]
pub struct Renamed {
    /// What it takes.
    pub changes: Changes,
    /// How many links and names lead to the page, and in how many files.
    pub links: (usize, usize),
    /// The old address and the new one.
    pub redirect: (String, String),
}

/// Works out what giving an entry the file name `to` takes; `to` is a path below
/// the book's root. The error says in one sentence why it can't be.
pub fn rename(site: &Site, snapshot: &Snapshot, ix: Ix, to: &SourcePath) -> Result<Renamed, String> {
    let entry = site.entry(ix);
    let from = &entry.file.path;
    let id = new_id(site, entry, to)?;
    if let Some(other) = site.find(&id).filter(|other| *other != ix) {
        return Err(format!("`{}` is a page already", site.entry(other).file.path));
    }
    let mut work = Work { site, ix, entry, to, id: &id, changes: Changes::new() };
    for input in snapshot.inputs.values() {
        if let Input::Text(file) = input {
            work.file(snapshot, file);
        }
    }
    work.settings(&snapshot.config);
    let links = work.changes.replacements();
    if let Some(file) = snapshot.text(from) {
        work.redirect(file, snapshot);
    }
    work.changes.rename(from, to.clone());
    Ok(Renamed { changes: work.changes, links, redirect: (entry.route.clone(), route_of(&id)) })
}

/// What the entry will be: of the same kind, at an address that pages can have.
fn new_id(site: &Site, entry: &Entry, to: &SourcePath) -> Result<EntryId, String> {
    let below = to.below(&site.config.src).filter(|below| below.ends_with(".md"));
    let below = below.ok_or_else(|| format!("`{to}` is no Markdown file in `{}`", site.config.src))?;
    if *to == entry.file.path {
        return Err(format!("`{to}` is its name already"));
    }
    let listed = entry.id.kind == Kind::Page
        && Kind::of_folder(below.split('/').next().unwrap_or("")).is_none_or(|kind| kind == Kind::Page);
    match place(below, site.config.ours, listed) {
        Place::Entry(id) if id.kind != entry.id.kind => Err(format!(
            "{} can't become {}: in `{}` it would need other fields",
            entry.id.kind.a_word(),
            id.kind.a_word(),
            to.folder()
        )),
        Place::Entry(id) if id.kind != Kind::Page && !valid_slug(&id.slug) => {
            Err(format!("`{}` can't be a page's address: use letters a to z, digits and single hyphens", id.slug))
        }
        Place::Entry(id) => Ok(id),
        Place::Facts | Place::Run | Place::Unknown => {
            Err(format!("`{}` is no folder for {}", to.folder(), entry.id.kind.a_word()))
        }
    }
}

/// A file's text as the author wrote it, with its structure.
struct Written<'a> {
    file: &'a Arc<SourceFile>,
    document: &'a Document,
}

struct Work<'a> {
    site: &'a Site,
    ix: Ix,
    entry: &'a Entry,
    to: &'a SourcePath,
    id: &'a EntryId,
    changes: Changes,
}

impl Work<'_> {
    /// One file: its links, its includes, the names in its fields.
    fn file(&mut self, snapshot: &Snapshot, file: &Arc<SourceFile>) {
        let own = file.path == self.entry.file.path;
        let folder_changes = own && file.path.folder() != self.to.folder();
        // Whatever leads to the page has its file name in it, or a part of it encoded.
        if !own && !file.text.contains(&*stem(&self.entry.id)) && !file.text.contains('%') {
            return;
        }
        self.includes(file);
        if file.path.extension() != "md" {
            self.run(file);
            return;
        }
        let known = self.site.at_path(&file.path);
        // Of a chapter with includes the site knows the text that resulted; what
        // is changed is the text that was written.
        let expanded = snapshot.expanded.contains_key(&file.path);
        let parsed;
        let document = match known.filter(|_| !expanded) {
            Some(ix) => &self.site.entry(ix).document,
            None => {
                parsed = parse(file, self.site.config.dialect, &mut Diagnostics::new());
                &parsed
            }
        };
        let written = Written { file, document };
        self.links(&written, known, folder_changes);
        if let Some(ix) = known {
            self.names(&written, ix, expanded);
        }
    }

    /// What a past run was of, as a whole and activity by activity.
    fn run(&mut self, file: &Arc<SourceFile>) {
        let below = file.path.below(&self.site.config.src);
        if below.map(|below| place(below, true, false)) != Some(Place::Run) {
            return;
        }
        let mut found = Vec::new();
        scalars_of(&parse_toml(&file.path, &file.text, &mut Diagnostics::new()), "of", &mut found);
        let own = format!("{}/{}", self.entry.id.kind.folder(), self.entry.id.slug);
        for (name, span) in found.into_iter().filter(|(name, _)| *name == own) {
            self.name(file, &name, span);
        }
    }

    fn links(&mut self, written: &Written<'_>, known: Option<Ix>, folder_changes: bool) {
        let file = written.file;
        for link in &written.document.links {
            if link.kind == LinkKind::Wiki {
                let leads_here = match known {
                    Some(from) => {
                        matches!(self.site.follow(from, link.kind, &link.target), Outcome::Entry(ix, _) | Outcome::AnchorMissing(ix, _) if ix == self.ix)
                    }
                    None => self.site.named(name_of(&link.target), None) == Some(self.ix),
                };
                if leads_here && link.written_here() {
                    self.name(file, name_of(&link.target), link.target_span);
                }
            } else if link.written_here() {
                self.target(file, &link.target, link.target_span, folder_changes);
            }
        }
        for hidden in hidden_targets(file, self.site.config.dialect) {
            self.target(file, &hidden.target, hidden.span, folder_changes);
        }
    }

    /// The target of an ordinary link: to the page, or from the page where that moves.
    fn target(&mut self, file: &Arc<SourceFile>, target: &str, span: Span, folder_changes: bool) {
        let end = target.find(['#', '?']).unwrap_or(target.len());
        let (path, rest) = target.split_at(end);
        if path.is_empty() || path.starts_with('/') || path.contains(':') {
            return;
        }
        let Some(wanted) = file.path.join(&decoded(path)) else { return };
        let src = &self.site.config.src;
        let here = if file.path == self.entry.file.path { self.to } else { &file.path };
        let (old, new) = if wanted == self.entry.file.path {
            (self.entry.file.path.clone(), self.to.clone())
        } else if wanted.below(src) == Some(self.entry.route.as_str()) {
            let page = |route: &str| SourcePath::new(format!("{src}/{route}"));
            (page(&self.entry.route), page(&route_of(self.id)))
        } else if folder_changes {
            (wanted.clone(), wanted)
        } else {
            return;
        };
        let same_folder = old.folder() == new.folder() && !folder_changes;
        let path = match path.strip_suffix(old.file_name()).filter(|_| same_folder) {
            Some(folder) => format!("{folder}{}", new.file_name()),
            None => relative(here.as_str(), new.as_str()),
        };
        self.changes.replace(&file.path, span, path + rest);
    }

    /// Names in front matter and data blocks.
    fn names(&mut self, written: &Written<'_>, from: Ix, expanded: bool) {
        let lowered;
        let entry = if expanded {
            let id = self.site.entry(from).id.clone();
            lowered = crate::entry::lower(id, written.file, &self.site.config, &mut Diagnostics::new());
            &lowered
        } else {
            self.site.entry(from)
        };
        let mut named = false;
        for reference in &entry.references {
            if self.site.named(&reference.name.value, reference.kind) == Some(self.ix) {
                named = true;
                self.name(written.file, &reference.name.value, reference.name.span);
            }
        }
        if named {
            // Breaks and activities of a workshop name the module they follow.
            let blocks = entry.document.blocks.iter().map(|block| block.yaml);
            for yaml in entry.document.front_matter.into_iter().chain(blocks) {
                let text = yaml.text(&written.file.text);
                let node = parse_yaml(&written.file.path, text, yaml.start as usize, &mut Diagnostics::new());
                let mut found = Vec::new();
                node.iter().for_each(|node| scalars_of(node, "after", &mut found));
                for (name, span) in found.into_iter().filter(|(name, _)| name_of(name) == self.entry.id.slug) {
                    self.name(written.file, name_of(&name), span);
                }
            }
        }
    }

    /// A name that stands for the page, where it is the file's name and not one
    /// of the names that the page keeps.
    fn name(&mut self, file: &Arc<SourceFile>, name: &str, span: Span) {
        let Some(new) = self.new_name(name) else { return };
        let written = span.text(&file.text);
        if let Some(at) = written.find(name) {
            let start = span.start as usize + at;
            self.changes.replace(&file.path, Span::new(start, start + name.len()), new);
        }
    }

    fn new_name(&self, name: &str) -> Option<String> {
        let (slug, folder) = (&self.entry.id.slug, self.entry.id.kind.folder());
        let key = Name::of(name);
        let with_folder = format!("{folder}/{slug}");
        let kept = written_names(&self.entry.head).any(|(kept, _)| Name::of(kept) == key);
        if name != slug && name != with_folder && kept {
            return None;
        }
        match key {
            key if key == Name::of(slug) => Some(self.id.slug.clone()),
            key if key == Name::of(&with_folder) => Some(format!("{folder}/{}", self.id.slug)),
            _ => None,
        }
    }

    /// Files that include the page, and what the page includes.
    fn includes(&mut self, file: &Arc<SourceFile>) {
        let own = file.path == self.entry.file.path;
        for span in includes::find(&file.text).into_iter().filter_map(|directive| directive.file) {
            let Some(wanted) = file.path.join(span.text(&file.text)) else { continue };
            let leads_here = wanted == self.entry.file.path;
            let here = if own { self.to } else { &file.path };
            let target = if leads_here { self.to } else { &wanted };
            if leads_here || own && file.path.folder() != self.to.folder() {
                self.changes.replace(&file.path, span, decoded(&relative(here.as_str(), target.as_str())));
            }
        }
    }

    /// What `book.toml` names: false friends of the home page, redirects.
    fn settings(&mut self, config: &Arc<SourceFile>) {
        let root = parse_toml(&config.path, &config.text, &mut Diagnostics::new());
        let at = |path: &[&str]| path.iter().try_fold(&root, |node, name| node.get(name));
        if self.entry.id.kind == Kind::FalseFriend
            && let Some(Value::List(items)) = at(&["output", "crosstrain", "hero"]).map(|node| &node.value)
        {
            for item in items {
                let Some(name) =
                    item.scalar().filter(|name| self.site.named(name, Some(Kind::FalseFriend)) == Some(self.ix))
                else {
                    continue;
                };
                self.name(config, name, item.span);
            }
        }
        if let Some(Value::Map(map)) = at(&["output", "html", "redirect"]).map(|node| &node.value) {
            for (_, node) in map {
                let Some(target) = node.scalar().filter(|target| target.trim_start_matches('/') == self.entry.route)
                else {
                    continue;
                };
                let new = target.replace(&self.entry.route, &route_of(self.id));
                if let Some(at) = node.span.text(&config.text).find(target) {
                    let start = node.span.start as usize + at;
                    self.changes.replace(&config.path, Span::new(start, start + target.len()), new);
                }
            }
        }
    }

    /// The old address leads to the new one: by `was`, or in a plain mdBook by
    /// its own table of redirects.
    fn redirect(&mut self, file: &Arc<SourceFile>, snapshot: &Snapshot) {
        let slug = &self.entry.id.slug;
        let valid = if self.entry.id.kind == Kind::Page { slug.split('/').all(valid_slug) } else { valid_slug(slug) };
        if !self.site.config.ours || !valid {
            return self.redirect_in_settings(&snapshot.config);
        }
        let mut was: Vec<&str> = self.entry.head.was.iter().map(|name| name.value.as_str()).collect();
        was.retain(|name| *name != self.id.slug && *name != self.entry.id.slug);
        was.push(&self.entry.id.slug);
        let yaml = self.entry.document.front_matter;
        let root = yaml.and_then(|yaml| {
            parse_yaml(&file.path, yaml.text(&file.text), yaml.start as usize, &mut Diagnostics::new())
        });
        let root = root.unwrap_or_else(|| Node::new(Value::Map(Vec::new()), Span::default()));
        set_field(&mut self.changes, file, yaml, &root, "was", &format!("[{}]", was.join(", ")));
    }

    fn redirect_in_settings(&mut self, config: &Arc<SourceFile>) {
        const TABLE: &str = "[output.html.redirect]";
        let end = line_end(&config.text);
        let row = format!("\"/{}\" = \"/{}\"{end}", self.entry.route, route_of(self.id));
        match config.text.find(TABLE).and_then(|at| Some(at + config.text[at..].find('\n')? + 1)) {
            Some(at) => self.changes.replace(&config.path, Span::at(at), row),
            None => {
                let gap = if config.text.ends_with('\n') { "" } else { end };
                let table = format!("{gap}{end}{TABLE}{end}{row}");
                self.changes.replace(&config.path, Span::at(config.text.len()), table);
            }
        }
    }
}

/// The last part of an entry's file name, without `.md`.
fn stem(id: &EntryId) -> std::borrow::Cow<'_, str> {
    match id.slug.strip_suffix("/index") {
        // mdBook's README is the index of its folder.
        Some(_) => "".into(),
        None => id.slug.rsplit('/').next().unwrap_or(&id.slug).into(),
    }
}

/// A name without the heading after it.
fn name_of(target: &str) -> &str {
    target.split('#').next().unwrap_or(target)
}

/// The texts of all fields of one name, however deep.
fn scalars_of(node: &Node, name: &str, found: &mut Vec<(String, Span)>) {
    match &node.value {
        Value::Map(map) => {
            for (key, node) in map {
                match node.scalar().filter(|_| key.value == name) {
                    Some(text) => found.push((text.to_owned(), node.span)),
                    None => scalars_of(node, name, found),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| scalars_of(item, name, found)),
        Value::Null | Value::Scalar(_) => {}
    }
}
