//! `crosstrain generate`: what other programs need.

use super::args::Generated;
use super::{Ended, args, count, shown};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::generate::{EDITORS, HOSTS, Repository, SCHEMA_FOLDER, cms, schemas};
use crate::host::disk::{self, Book};
use crate::host::terminal::{print, print_text};
use crate::host::{Failure, Outcome, git, source};
use clap::CommandFactory;
use std::path::{Path, PathBuf};

/// Where the forms go: beside the content, so that no site publishes them by itself.
const CMS_FOLDER: &str = "cms";

pub(super) fn run(common: &args::Common, args: &args::Generate) -> Outcome<Ended> {
    match &args.what {
        Generated::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut args::Args::command(), "crosstrain", &mut text);
            print_text(&String::from_utf8_lossy(&text));
        }
        Generated::Man { folder } => {
            let folder = common.directory.as_ref().map_or_else(|| folder.clone(), |directory| directory.join(folder));
            create(&folder)?;
            clap_mangen::generate_to(args::Args::command(), &folder)
                .map_err(|error| Failure::io(format_args!("can't write to `{}`", shown(&folder)), &error))?;
            print(format_args!("Wrote manual pages into {}", shown(&folder)));
        }
        Generated::Schema { folder } => {
            let book = super::book(common)?;
            let here = common.directory.clone().unwrap_or_else(|| PathBuf::from("."));
            let folder = folder.as_ref().map_or_else(|| book.root.join(SCHEMA_FOLDER), |folder| here.join(folder));
            let number = write_schemas(&book, &folder)?;
            print(format_args!("Wrote {} into {}", count(number, "schema"), shown(&folder)));
        }
        Generated::Editor { editor, dry_run } => {
            let book = super::book(common)?;
            let editor = EDITORS.iter().find(|known| known.name == editor);
            let filled = |text: &str| text.replace("SRC", &book.src).replace("SCHEMAS", SCHEMA_FOLDER);
            let files = editor.into_iter().flat_map(|editor| editor.files);
            let files: Vec<(&str, String)> = files.map(|(path, text)| (*path, filled(text))).collect();
            add(&book, &files, *dry_run)?;
            if !dry_run && files.iter().any(|(_, text)| text.contains(SCHEMA_FOLDER)) {
                let number = write_schemas(&book, &book.root.join(SCHEMA_FOLDER))?;
                print(format_args!("Wrote {} into {SCHEMA_FOLDER}", count(number, "schema")));
            }
        }
        Generated::Cms { repository, host, branch, dry_run } => {
            let book = super::book(common)?;
            if repository.split('/').count() < 2 || repository.split('/').any(str::is_empty) {
                return Err(Failure::new(format!("`{repository}` names no repository"))
                    .help("write its owner and its name: crosstrain generate cms our-company/handbook"));
            }
            let snapshot = book.read(disk::today(), true)?;
            let config = Config::parse(&snapshot.config, &mut Diagnostics::new());
            // Paths are those of the repository, which may hold more than the book.
            let config = Config { src: format!("{}{}", git::prefix(&book.root), config.src), ..config };
            let found = cms(&config, &config.title, &Repository { host, name: repository, branch });
            let files: Vec<(String, String)> =
                found.into_iter().map(|(name, text)| (format!("{CMS_FOLDER}/{name}"), text)).collect();
            let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
            add(&book, &files, *dry_run)?;
        }
        Generated::Ci { host, dry_run } => {
            let book = super::book(common)?;
            let host = HOSTS.iter().find(|known| known.name == host);
            let filled = |text: &str| {
                text.replace("VERSION", env!("CARGO_PKG_VERSION")).replace("REPOSITORY", env!("CARGO_PKG_REPOSITORY"))
            };
            let files = host.into_iter().map(|host| (host.path, filled(host.text)));
            add(&book, &files.collect::<Vec<_>>(), *dry_run)?;
        }
    }
    Ok(Ended::Fine)
}

fn write_schemas(book: &Book, folder: &Path) -> Outcome<usize> {
    let snapshot = book.read(disk::today(), true)?;
    let config = Config::parse(&snapshot.config, &mut Diagnostics::new());
    let all = schemas(&config);
    create(folder)?;
    for (name, schema) in &all {
        let path = folder.join(name);
        std::fs::write(&path, format!("{schema:#}\n"))
            .map_err(|error| Failure::io(format_args!("can't write `{}`", shown(&path)), &error))?;
    }
    Ok(all.len())
}

fn create(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::io(format_args!("can't create `{}`", shown(folder)), &error))
}

/// Adds files to the book's folder; none is overwritten.
fn add(book: &Book, files: &[(&str, String)], dry_run: bool) -> Outcome<()> {
    if dry_run {
        files.iter().for_each(|(path, text)| print_text(&format!("# {path}\n{text}")));
        return Ok(());
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| book.root.join(path).exists()) {
        return Err(Failure::new(format!("`{path}` is there already, and no file is overwritten"))
            .help("to see what would be in it: --dry-run"));
    }
    for (path, text) in files {
        source::add(&book.root.join(path), text.as_bytes())?;
        print(format_args!("Created {path}"));
    }
    Ok(())
}
