//! `crosstrain new run`: keeps what the presenter's screen has written.

use super::{Ended, args, shown};
use crate::diag::Diagnostics;
use crate::entry::run::lower;
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome, disk};
use crate::source::SourceFile;

pub(super) fn run(common: &args::Common, args: &args::New) -> Outcome<Ended> {
    let book = super::book(common)?;
    let from = std::path::Path::new(args.title.trim());
    let text = std::fs::read_to_string(from)
        .map_err(|error| Failure::io(format_args!("can't read `{}`", from.display()), &error))?;
    let file = SourceFile::new(from.display().to_string().as_str().into(), text);
    let mut found = Diagnostics::new();
    let run = lower(&file, &mut found);
    let Some(date) = run.date.filter(|_| found.errors() == 0) else {
        let first = found.iter().next().map_or("it has no date".to_owned(), |problem| problem.message.clone());
        return Err(Failure::new(format!("`{}` is no record of a run: {first}", from.display()))
            .help("save one from the presenter's screen of a workshop, under What it took"));
    };
    let name = run.of.value.rsplit('/').next().unwrap_or("run").to_owned();
    let folder = book.src_dir().join("runs");
    let path = folder.join(format!("{date}-{name}.toml"));
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::io(format_args!("can't create `{}`", shown(&folder)), &error))?;
    let mut kept = std::fs::File::create_new(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::new(format!("`{}` is there already", shown(&path)))
            .help("a second run on one day: change the name of the file by hand"),
        _ => Failure::io(format_args!("can't create `{}`", shown(&path)), &error),
    })?;
    std::io::Write::write_all(&mut kept, file.text.as_bytes())
        .map_err(|error| Failure::io(format_args!("can't write `{}`", shown(&path)), &error))?;
    print(format_args!("Created {}", shown(&path)));
    if common.quiet == 0 {
        let known = disk::today() >= date;
        say(if known {
            "\n  The pages of its modules now show what each activity took."
        } else {
            "\n  Its day is yet to come: is the date right?"
        });
    }
    Ok(Ended::Fine)
}
