//! `crosstrain graph`: terms, modules and paths as a picture.

use super::export::unknown;
use super::{Ended, args, count, shown};
use crate::export;
use crate::host::terminal::{print_text, say};
use crate::host::{Failure, Outcome, disk, shelf};
use crate::pipeline::Pipeline;

pub(super) fn run(common: &args::Common, args: &args::Graph) -> Outcome<Ended> {
    let snapshot = super::book(common)?.read(disk::today(), args.drafts)?;
    let site = Pipeline::new().build(&snapshot).site;
    let graph = export::graph(&site, &args.what).map_err(unknown)?;
    if graph.is_empty() {
        return Err(
            Failure::new("there is nothing to draw yet").help("start a page: crosstrain new term \"Feature flag\"")
        );
    }
    let text = match args.format {
        args::GraphFormat::Dot => graph.to_dot(),
        args::GraphFormat::Json => graph.to_json(),
    };
    match &args.output {
        Some(path) => {
            let path = common.directory.as_ref().map_or_else(|| path.clone(), |folder| folder.join(path));
            shelf::write(&path, text.as_bytes())?;
            if common.quiet == 0 {
                say(format_args!("Wrote {} into {}", count(graph.len(), "entry"), shown(&path)));
            }
        }
        None => print_text(&text),
    }
    Ok(Ended::Fine)
}
