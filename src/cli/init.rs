//! `crosstrain init`: a site with sample pages.

use super::{Ended, args, count, shown};
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome};
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

pub(super) fn run(common: &args::Common, args: &args::Init) -> Outcome<Ended> {
    let folder =
        common.directory.as_deref().map_or_else(|| args.folder.clone(), |directory| directory.join(&args.folder));
    let files = files(&STARTER);
    let taken = std::fs::read_dir(&folder)
        .is_ok_and(|entries| entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
    if taken && !args.force {
        return Err(Failure::new(format!("`{}` is not empty", shown(&folder)))
            .help("choose another folder, or add the sample pages to this one: --force (no file is overwritten)"));
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(Failure::new(format!(
            "`{}` is there already, and no file is overwritten",
            shown(&folder.join(path))
        )));
    }
    for (path, bytes) in &files {
        let target = folder.join(path);
        let failed = |error: std::io::Error| Failure::io(format_args!("can't write `{}`", shown(&target)), &error);
        std::fs::create_dir_all(target.parent().unwrap_or(&folder)).map_err(failed)?;
        std::fs::write(&target, bytes).map_err(failed)?;
    }
    let pages = files
        .iter()
        .filter(|(path, _)| {
            path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("SUMMARY.md")
        })
        .count();
    print(format_args!("Created {} with {}.", shown(&folder), count(pages, "sample page")));
    if common.quiet == 0 {
        if args.folder == Path::new(".") {
            say("\n  crosstrain serve --open");
        } else {
            say(format_args!("\n  cd {}\n  crosstrain serve --open", shown(&folder)));
        }
    }
    Ok(Ended::Fine)
}

fn files(dir: &Dir<'static>) -> Vec<(PathBuf, &'static [u8])> {
    let mut all: Vec<(PathBuf, &[u8])> = dir.files().map(|file| (file.path().to_path_buf(), file.contents())).collect();
    all.extend(dir.dirs().flat_map(files));
    all
}
