//! Compiles a folder of Markdown (glossary terms, workshop modules, roles,
//! quizzes, paths, worksheets, frictions, chapters) into a static site for two
//! teams that share words and need to understand each other.
//!
//! # The map
//!
//! Modules in reading order. The upper ones are pure: values in, values out.
//! Only [`host`] touches the world.
//!
//! | module | charter |
//! |---|---|
//! | [`source`] | Gives every byte an address; holds the input snapshot. |
//! | [`diag`] | Says what is wrong, where, and how to mend it. |
//! | [`data`] | Reads YAML and TOML into a tree with places; decodes it against tables of fields. |
//! | [`markdown`] | Turns text into a document with offsets, and events into HTML; never fails. |
//! | [`includes`] | Finds mdBook's includes, and the way back from their result. |
//! | [`summary`] | Reads the order of chapters from `SUMMARY.md`. |
//! | [`config`] | Knows what `book.toml` says. |
//! | [`entry`] | Knows each kind of content. |
//! | [`site`] | Turns names into entries, and entries into one resolved, immutable site. |
//! | [`agenda`] | Puts modules on a clock: times, breaks, cuts, totals. |
//! | [`external`] | Knows the links out of a book, and what other sites' answers mean. |
//! | [`coverage`] | Says what a curriculum promises, teaches and tests. |
//! | [`check`] | Judges a site. |
//! | [`edit`] | Changes an author's files: templates, renames, links, review dates. |
//! | [`bundle`] | Is the output tree as a value. |
//! | [`quiz`] | Writes questions as forms, and grades answers. |
//! | [`search`] | Builds the search index. |
//! | [`render`] | Plans pages, builds views, runs templates. |
//! | [`record`] | Is an entry as others see it: a name, fields, a text. |
//! | [`exchange`] | Carries records out of a book and into one, and says what could not be carried. |
//! | [`generate`] | Writes schemas, editors' settings and workflows of code hosts. |
//! | [`table`] | Is a table as a value: for people, as CSV, as JSON. |
//! | [`ide`] | Answers an editor's questions in plain data. |
//! | [`export`] | Translates a site into other people's formats. |
//! | [`book`] | Enriches an mdBook book. |
//! | [`pipeline`] | Composes the stages, with a memory. |
//! | [`mend`] | Applies fixes until none is left. |
//! | [`host`] | Touches the disk, the clock, the network and the terminal. |
//! | [`cli`] | Turns arguments into calls. |
//!
//! # The life of a page
//!
//! [`host::disk`] reads files into a [`source::Snapshot`]. [`pipeline::Pipeline::build`]
//! parses each into a [`markdown::Document`], types it into an [`entry::Entry`],
//! resolves all of them into a [`site::Site`], and judges that. What it returns, a
//! [`pipeline::Build`], writes any page on demand: [`host::writer`] asks for all of
//! them, [`host::serve`] for the one in the browser. While an author edits,
//! [`pipeline::Pipeline::glance`] shows the edited page ahead of the rest.
//!
//! An author's mistake is a [`diag::Diagnostic`] and never stops a stage. The
//! machine's failure is a [`host::Failure`] and ends the command.

pub mod agenda;
pub mod book;
pub mod bundle;
pub mod check;
#[expect(clippy::disallowed_methods, reason = "commands stand at the edge")]
pub mod cli;
pub mod config;
pub mod coverage;
pub mod data;
pub mod diag;
pub mod edit;
pub mod entry;
pub mod exchange;
pub mod export;
pub mod external;
pub mod generate;
#[expect(clippy::disallowed_methods, reason = "the edge: the only room with doors to the world")]
pub mod host;
pub mod ide;
pub mod includes;
pub mod markdown;
pub mod mend;
pub mod pipeline;
pub mod quiz;
pub mod record;
pub mod render;
pub mod search;
pub mod site;
pub mod source;
pub mod summary;
pub mod table;
