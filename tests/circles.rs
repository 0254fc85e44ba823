//! Can each file be understood before those that use it? No two files of the house
//! take from each other, by whatever detour. A module and the folder it heads are one
//! place: what it puts together may use what it holds for all of them.

use crate::support::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::visit::Visit;

/// A module's path from the root of the crate: `["render", "view"]`.
type Module = Vec<String>;

/// What a file says of others.
#[derive(Default)]
struct Names {
    /// Paths it uses.
    used: Vec<Vec<String>>,
    /// What it passes on under its own name: `pub use`.
    passed_on: BTreeMap<String, Vec<String>>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.used.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut found = Vec::new();
        leaves(&item.tree, Vec::new(), &mut found);
        match item.vis {
            syn::Visibility::Inherited => self.used.extend(found.into_iter().map(|(_, path)| path)),
            _ => self.passed_on.extend(found),
        }
    }

    // Tests stand beside the code and may reach further.
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !item.attrs.iter().any(|attr| attr.path().is_ident("cfg")) {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

/// The paths of a `use`, each under the name it gets.
fn leaves(tree: &syn::UseTree, mut path: Vec<String>, found: &mut Vec<(String, Vec<String>)>) {
    match tree {
        syn::UseTree::Path(part) => {
            path.push(part.ident.to_string());
            leaves(&part.tree, path, found);
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, path.clone(), found)),
        syn::UseTree::Name(name) if name.ident == "self" => {
            found.push((path.last().cloned().unwrap_or_default(), path));
        }
        syn::UseTree::Name(name) => {
            path.push(name.ident.to_string());
            found.push((name.ident.to_string(), path));
        }
        syn::UseTree::Rename(rename) => {
            path.push(rename.ident.to_string());
            found.push((rename.rename.to_string(), path));
        }
        syn::UseTree::Glob(_) => found.push(("*".to_owned(), path)),
    }
}

/// The modules of `src` that are files, with what they say.
fn modules() -> BTreeMap<Module, Names> {
    let src = root().join("src");
    let files = walkdir::WalkDir::new(&src).into_iter().map(|entry| entry.unwrap().into_path());
    let rust = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let ours = rust.filter(|path| {
        let name = path.file_stem().unwrap().to_string_lossy();
        !name.ends_with("tests") && !["lib", "main"].contains(&name.as_ref())
    });
    ours.map(|path| {
        let mut names = Names::default();
        names.visit_file(&syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap());
        (module_of(path.strip_prefix(&src).unwrap()), names)
    })
    .collect()
}

fn module_of(path: &Path) -> Module {
    let mut parts: Module = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The module in which a path ends that is written in another.
fn resolved(modules: &BTreeMap<Module, Names>, from: &Module, path: &[String], depth: usize) -> Option<Module> {
    let mut rest = path;
    let mut at = from.clone();
    match rest.first()?.as_str() {
        "crate" => (at, rest) = (Vec::new(), &rest[1..]),
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                at.pop()?;
                rest = &rest[1..];
            }
        }
        first => {
            // A name in scope, unless it is a module below this one.
            let below: Module = at.iter().cloned().chain([first.to_owned()]).collect();
            modules.get(&below)?;
        }
    }
    while let Some(part) = rest.first() {
        let below: Module = at.iter().cloned().chain([part.clone()]).collect();
        if !modules.contains_key(&below) {
            break;
        }
        (at, rest) = (below, &rest[1..]);
    }
    let names = modules.get(&at)?;
    match rest.first().and_then(|name| names.passed_on.get(name)) {
        Some(on) if depth < 8 => resolved(modules, &at, on, depth + 1).or(Some(at)),
        _ => Some(at),
    }
}

/// The modules of a circle through one, nothing where there is none.
fn circle(takes: &BTreeMap<&Module, BTreeSet<Module>>, start: &Module) -> Option<Vec<String>> {
    let mut from: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut left = vec![start];
    while let Some(module) = left.pop() {
        for next in takes.get(module).into_iter().flatten() {
            if next == start {
                let mut way = vec![start.join("::"), module.join("::")];
                let mut at = module;
                while at != start {
                    at = from[at];
                    way.push(at.join("::"));
                }
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next) {
                from.insert(next, module);
                left.push(next);
            }
        }
    }
    None
}

#[test]
fn no_file_takes_from_one_that_takes_from_it() {
    let modules = modules();
    assert!(modules.len() > 200, "the house has grown smaller");
    let mut takes: BTreeMap<&Module, BTreeSet<Module>> = BTreeMap::new();
    let mut arrows = 0;
    for (module, names) in &modules {
        let found = names.used.iter().filter_map(|path| resolved(&modules, module, path, 0));
        let found: BTreeSet<Module> =
            found.filter(|other| !other.starts_with(module) && !module.starts_with(other)).collect();
        arrows += found.len();
        takes.insert(module, found);
    }
    assert!(arrows > 500, "paths are no longer understood");
    let circles: Vec<String> =
        modules.keys().filter_map(|module| circle(&takes, module)).map(|way| way.join(" -> ")).collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}
