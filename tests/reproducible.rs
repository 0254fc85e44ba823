//! Are the bytes the same, whoever builds, where, when and with how many threads?

use crate::support::{below, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

type Site = BTreeMap<String, Vec<u8>>;

/// Copies a book as another checkout would have it: same bytes, other times, other order.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<_> = fs::read_dir(from).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
    for entry in entries {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::write(&target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

fn built(folder: &Path, out: &str, environment: &[(&str, &str)], nobody: bool) -> Site {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosstrain"));
    command.args(["build", "-q", "-o", out]).current_dir(folder).env_clear();
    command.env("CROSSTRAIN_TODAY", "2026-11-21").envs(environment.iter().copied()).stdin(Stdio::null());
    #[cfg(unix)]
    if nobody {
        use std::os::unix::process::CommandExt;
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{nobody} {}", String::from_utf8_lossy(&output.stderr));
    // The manifest is the writer's own: it holds times.
    below(&folder.join(out)).into_iter().filter(|(path, _)| !path.starts_with(".crosstrain-manifest")).collect()
}

/// Says where two sites differ, rather than all their bytes.
fn same(what: &str, a: &Site, b: &Site) {
    let differing: Vec<_> = a.keys().chain(b.keys()).filter(|path| a.get(*path) != b.get(*path)).take(5).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

#[test]
fn the_shipped_book_is_the_same_everywhere() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let far = there.path().join("a folder/with ünusual/n'ames");
    for folder in [here.path(), far.as_path()] {
        fs::create_dir_all(folder).unwrap();
        fs::copy(root().join("book.toml"), folder.join("book.toml")).unwrap();
        copy(&root().join("content"), &folder.join("content"));
        // The handbook includes what the program says of each check.
        copy(&root().join("src/diag/explain"), &folder.join("src/diag/explain"));
    }
    let one = built(here.path(), "public", &[("RAYON_NUM_THREADS", "1")], false);
    assert!(one.len() > 200, "{} files", one.len());
    same("eight threads", &one, &built(here.path(), "eight", &[("RAYON_NUM_THREADS", "8")], false));
    same("another folder", &one, &built(&far, "public", &[], false));
    let elsewhere = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("HOME", "/nowhere"),
        ("USER", "somebody"),
    ];
    same("another time zone and locale", &one, &built(here.path(), "zone", &elsewhere, false));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let own = here.path().to_string_lossy().into_owned();
    assert!(one.values().all(|bytes| !text(bytes).contains(&own)), "no page names the folder it was made in");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        // Another user can be had only by those who may be anybody.
        if fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0) {
            fs::set_permissions(here.path(), fs::Permissions::from_mode(0o777)).unwrap();
            same("another user", &one, &built(here.path(), "user", &[], true));
        }
    }
}
