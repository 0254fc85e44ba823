//! The theme: templates, words and assets, the default ones overlaid by a book's own.

use super::assets::{Assets, Files, assets};
use super::folded::folded;
use super::inlined::{OFTEN, components, inlined};
use super::names::{Faces, all_teams, nav_name};
use super::strings::Strings;
use super::template;
use crate::config::Config;
use crate::diag::{Diagnostics, lint};
use crate::quiz::{english, filled};
use crate::source::{Digest, Hasher, SourcePath, Span, gathered};
use base64::Engine;
use include_dir::{Dir, DirEntry, include_dir};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{ErrorKind, Kwargs, State, Tera, Value};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Templates of the default theme stay within reach of a book's own under this prefix.
const PREFIX: &str = "default/";

/// How every page looks.
pub struct Theme {
    pub(super) tera: Tera,
    pub(super) strings: Strings,
    pub(super) faces: Faces,
    assets: Assets,
    /// What other files are made from: scripts, a font.
    workers: Files,
    /// Whether the book is written from right to left.
    right_to_left: bool,
    digest: Digest,
}

impl Theme {
    /// Joins the default theme and a book's own files, given by path below the
    /// theme's folder. A file of the book that can't be used is reported and
    /// the default one stands in for it.
    pub fn load(overlay: &BTreeMap<String, Arc<Vec<u8>>>, config: &Config) -> (Theme, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let overlay: Files = gathered(overlay.iter().map(|(path, bytes)| (path.clone(), Arc::from(bytes.as_slice()))));
        let mut files = Files::new();
        collect(&DEFAULT, &mut files);
        let folder = format!("themes/{}", config.theme.as_deref().unwrap_or("theme"));
        let strings = words(&files, &overlay, config, &folder, &mut diagnostics);
        let mut tera = templates(&files, &overlay, &folder, &strings, &config.language, &mut diagnostics);
        files.extend(overlay);
        let assets = assets(&files, &strings);
        let digest = digest(&files, &assets, config);
        files.retain(|path, _| path.starts_with("assets/worker/") || path.starts_with("social/"));
        let right_to_left = right_to_left(&config.language);
        let faces = fill_globals(&mut tera, config, &strings, &assets);
        (Theme { tera, strings, faces, assets, workers: files, right_to_left, digest }, diagnostics)
    }

    /// Digest of everything that the theme adds to a page, the configuration included.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The files that pages load, by output path.
    pub fn assets(&self) -> impl Iterator<Item = (String, Arc<[u8]>)> + '_ {
        self.assets.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone()))
    }

    /// Where a file lies that pages load, by the name templates use.
    pub(super) fn asset(&self, name: &str) -> Option<&str> {
        self.assets.names.get(name).map(String::as_str)
    }

    /// The text of a script that other files are made from.
    pub(super) fn file(&self, path: &str) -> Option<String> {
        self.workers.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The bytes of a file that others are made from.
    #[cfg(feature = "cards")]
    pub(super) fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.workers.get(path).map(|bytes| &**bytes)
    }

    /// `ltr` or `rtl`.
    pub(super) fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// What readers call the entries of a kind, for filters.
    pub fn kinds_label(&self, kind: crate::entry::Kind) -> &str {
        self.strings.get(kinds_name(kind))
    }

    /// A word of the interface, for what is no page; English where the book's
    /// language lacks a word of the quizzes.
    pub fn word(&self, key: &str) -> String {
        self.strings.find(key).unwrap_or_else(|| english(key)).to_owned()
    }

    /// The words of a language, as written.
    #[cfg(test)]
    pub(super) fn locale(&self, name: &str) -> &'static str {
        DEFAULT.get_file(format!("strings/{name}.toml")).and_then(|file| file.contents_utf8()).unwrap_or_default()
    }

    /// The text of a script, by name.
    #[cfg(test)]
    pub(super) fn script(&self, name: &str) -> &'static str {
        DEFAULT.get_file(format!("assets/js/{name}")).and_then(|file| file.contents_utf8()).unwrap_or_default()
    }
}

/// Adds what all pages have in common, built once; gives how teams are shown.
fn fill_globals(tera: &mut Tera, config: &Config, strings: &Strings, assets: &Assets) -> Faces {
    let asset = Value::from_serializable(&assets.names);
    tera.global_context().insert_value("asset", asset);
    // Whose eyes a page can be read with: with one team there is nothing to choose.
    let lenses: Vec<&str> =
        config.teams.iter().map(|team| team.id.as_str()).filter(|_| config.teams.len() > 1).collect();
    tera.global_context().insert_value("lenses", Value::from(super::json::text(&lenses)));
    let boot = template::text(tera, "boot.js", &tera::Context::new()).unwrap_or_default();
    let boot = boot.trim();
    let teams_json = super::json::text(&TeamLabels::of(config, strings));
    let globals = [
        ("t", strings.tree()),
        ("boot", Value::safe_string(boot)),
        ("csp", Value::safe_string(&policy(boot, config.ours))),
        ("teams_json", Value::safe_string(&teams_json)),
        ("site", Value::from_serializable(&Book::of(config))),
    ];
    for (name, value) in globals {
        tera.global_context().insert_value(name, value);
    }
    let faces = Faces::new(config, strings, tera);
    tera.global_context().insert_value("teams", Value::from_serializable(&faces.teams));
    tera.global_context().insert_value("shared", Value::from_serializable(&faces.shared));
    faces
}

/// The name of a kind's plural in the strings file.
fn kinds_name(kind: crate::entry::Kind) -> &'static str {
    use crate::entry::Kind;
    match kind {
        Kind::Term => "kinds.term",
        Kind::Page => "kinds.page",
        _ => nav_name(kind),
    }
}

/// What hover cards call the teams.
#[derive(serde::Serialize)]
struct TeamLabels<'a> {
    all: &'a str,
    labels: Vec<&'a str>,
}

impl<'a> TeamLabels<'a> {
    fn of(config: &'a Config, strings: &'a Strings) -> TeamLabels<'a> {
        let labels = config.teams.iter().map(|team| team.label.as_str()).collect();
        TeamLabels { all: all_teams(config, strings), labels }
    }
}

/// What templates know about the book.
#[derive(serde::Serialize)]
struct Book<'a> {
    title: &'a str,
    language: &'a str,
    right_to_left: bool,
    url: Option<&'a str>,
    ours: bool,
    notice: &'a str,
    headline: &'a str,
    tagline: &'a str,
    description: &'a str,
    licence: &'a str,
    report: Option<String>,
    feedback: Option<String>,
}

impl Book<'_> {
    fn of(config: &Config) -> Book<'_> {
        let address = |address: &String| match address.contains('@') && !address.contains(':') {
            true => format!("mailto:{address}"),
            false => address.clone(),
        };
        Book {
            title: &config.title,
            language: &config.language,
            right_to_left: right_to_left(&config.language),
            url: config.url.as_deref(),
            ours: config.ours,
            notice: &config.notice,
            headline: &config.headline,
            tagline: &config.tagline,
            description: &config.description,
            licence: &config.licence,
            // The foot is the same on many pages: it does not say which one it is.
            report: config.report.as_ref().map(|report| address(&report.replace("{page}", ""))),
            feedback: config.feedback.as_ref().map(address),
        }
    }
}

fn collect(folder: &Dir<'static>, files: &mut Files) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.insert(path, Arc::from(file.contents()));
            }
        }
    }
}

/// English first, then the book's language, then the book's own words.
fn words(files: &Files, overlay: &Files, config: &Config, folder: &str, diagnostics: &mut Diagnostics) -> Strings {
    let mut strings = Strings::of(&config.language);
    let language = config.language.split('-').next().unwrap_or("en");
    let own = format!("strings/{language}.toml");
    let from = |files: &Files, folder: &str, name: &str| {
        let path = SourcePath::new(format!("{folder}/{name}"));
        files.get(name).map(|bytes| (path, String::from_utf8_lossy(bytes).into_owned()))
    };
    if let Some((path, text)) = from(files, "themes/default", "strings/en.toml") {
        strings.read(&path, &text, diagnostics);
    }
    for (path, text) in [from(files, "themes/default", &own), from(overlay, folder, &own)].into_iter().flatten() {
        strings.read(&path, &text, diagnostics);
    }
    strings
}

fn templates(
    files: &Files,
    overlay: &Files,
    folder: &str,
    strings: &Strings,
    language: &str,
    diagnostics: &mut Diagnostics,
) -> Tera {
    let mut tera = Tera::new();
    // Fails only if there are templates already.
    let _ = tera.set_fallback_prefixes([PREFIX]);
    let language = language.to_owned();
    tera.register_filter("fill", move |text: Value, values: Kwargs, _: &State| fill(&language, &text, &values));
    tera.register_filter("forms", |text: Value, _: Kwargs, _: &State| {
        // Tables of templates have no order; the same words must give the same bytes.
        let forms: BTreeMap<String, serde_json::Value> =
            serde_json::to_value(&text).and_then(serde_json::from_value).unwrap_or_default();
        super::json::text(&forms)
    });
    let named = |files: &Files, prefix: &str| -> Vec<(String, String)> {
        let found = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, bytes)));
        found.map(|(name, bytes)| (format!("{prefix}{name}"), String::from_utf8_lossy(bytes).into_owned())).collect()
    };
    let own = named(overlay, "");
    let theirs = files.get("templates/components.html").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let mut components = components(&theirs);
    // One that the book makes its own is called as ever.
    let defined = |text: &str, name: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(2).any(|pair| pair[0].ends_with("component") && pair[1].split('(').next() == Some(name))
    };
    components.retain(|name, _| !own.iter().any(|(_, text)| defined(text, name)));
    let ours = named(files, PREFIX).into_iter().map(|(name, text)| match name.strip_prefix(PREFIX) {
        Some(short) if OFTEN.contains(&short) => (name, folded(&inlined(&text, &components), strings)),
        _ if name.ends_with(".html") => (name, folded(&text, strings)),
        _ => (name, text),
    });
    if let Err(error) = tera.add_raw_templates(ours) {
        // The default theme is part of the program; a test keeps this from happening.
        report(&error, "themes/default", "", diagnostics);
    }
    add_own(tera, own, folder, diagnostics)
}

/// Adds a book's own templates, all at once if they are sound, else one by one
/// until only the broken ones are left.
fn add_own(tera: Tera, own: Vec<(String, String)>, folder: &str, diagnostics: &mut Diagnostics) -> Tera {
    let mut whole = tera.clone();
    if own.is_empty() || whole.add_raw_templates(own.iter().cloned()).is_ok() {
        return whole;
    }
    let (mut tera, mut left) = (tera, own);
    loop {
        let mut broken = Vec::new();
        let before = left.len();
        for (name, text) in left {
            let mut longer = tera.clone();
            match longer.add_raw_template(&name, &text) {
                Ok(()) => tera = longer,
                Err(error) => broken.push((name, text, error)),
            }
        }
        if broken.is_empty() || broken.len() == before {
            for (name, _, error) in broken {
                report(&error, folder, &name, diagnostics);
            }
            return tera;
        }
        left = broken.into_iter().map(|(name, text, _)| (name, text)).collect();
    }
}

/// A template that can't be used, as an author's problem.
fn report(error: &tera::Error, folder: &str, name: &str, diagnostics: &mut Diagnostics) {
    let (message, span, file) = match &error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), report.span().range.clone(), report.filename().to_owned())
        }
        _ => (error.to_string(), 0..0, name.to_owned()),
    };
    let file = if file.is_empty() { name } else { file.trim_start_matches(PREFIX) };
    let path = SourcePath::new(format!("{folder}/templates/{file}"));
    let message = message.lines().next().unwrap_or("it can't be read").trim_end_matches('.').to_owned();
    diagnostics.push(
        Diagnostics::at(
            &path,
            Span::from(span),
            lint::CONFIG_INVALID,
            format!("the template `{name}` can't be used: {message}"),
        )
        .label("here")
        .note("the page is made with the default template instead"),
    );
}

/// `{{ t.greeting | fill(name=x) }}`; with `n`, a table of plural forms gives the fitting one.
fn fill(language: &str, text: &Value, values: &Kwargs) -> tera::TeraResult<String> {
    let form = || {
        let n = values.get::<u64>("n").ok().flatten().unwrap_or_default();
        let form = text.get_from_path(super::plural::category(language, n as usize));
        form.or_else(|| text.get_from_path("other")).and_then(Value::as_str)
    };
    let Some(text) = text.as_str().or_else(form) else {
        return Err(tera::Error::message("fill needs a text, or a table with plural forms"));
    };
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values: Vec<(&str, String)> =
        values.iter().filter_map(|(key, value)| Some((key.as_str()?, shown(value)))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(filled(text, &values))
}

/// Whether a language is written from right to left: by its script where the tag names
/// one, else by the language (those of CLDR that are).
pub(super) fn right_to_left(language: &str) -> bool {
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or("").to_ascii_lowercase();
    match parts.find(|part| part.len() == 4) {
        Some(script) => {
            ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"].iter().any(|rtl| script.eq_ignore_ascii_case(rtl))
        }
        None => ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
            .contains(&first.as_str()),
    }
}

/// What the page may load and run: its own files and one known script. The
/// chapters of a plain mdBook may also bring styles and pictures of their own,
/// since they were written for pages that allow everything.
fn policy(boot: &str, ours: bool) -> String {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(boot.as_bytes()));
    let (styles, pictures) = if ours { ("", "") } else { (" 'unsafe-inline'", " https:") };
    format!(
        "default-src 'none'; script-src 'self' 'sha256-{hash}'; style-src 'self'{styles}; img-src 'self' data:{pictures}; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
         require-trusted-types-for 'script'; trusted-types crosstrain"
    )
}

fn digest(files: &Files, assets: &Assets, config: &Config) -> Digest {
    let mut hasher = Hasher::new();
    // Between two releases the same files may come out under other names.
    assets.names.values().for_each(|name| {
        hasher.part(name);
    });
    // A program without cards writes other pages than one with them.
    hasher.part(env!("CARGO_PKG_VERSION")).number(cfg!(feature = "cards").into()).number(config.digest.0);
    for (path, bytes) in files {
        hasher.part(path).part(bytes);
    }
    hasher.finish()
}
