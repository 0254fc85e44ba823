//! Items and tests into a package with its manifest.

use super::Version;
use super::item::{identifier, item};
use crate::entry::{Entry, Quiz};
use crate::export::archive::{Files, zip};
use crate::export::content::Pictures;
use crate::export::xml::{Element, el, text};
use crate::export::{Job, Written};

pub(super) fn package(job: &Job<'_>, version: Version) -> Written {
    let mut pictures = Pictures::default();
    let (mut files, mut resources) = (Files::new(), Vec::new());
    for (entry, quiz) in job.quizzes() {
        for asked in &quiz.questions {
            let mut own = Pictures::default();
            let path = format!("items/{}.xml", identifier(&asked.question.id));
            files.push((path.clone(), version.document(item(job, entry, asked, version, &mut own))));
            let shown = own.iter().map(|(name, _)| format!("items/media/{name}")).collect::<Vec<_>>();
            resources.push(resource(&identifier(&asked.question.id), version, "item", &path, &shown));
            pictures.join(own);
        }
        let path = format!("tests/{}.xml", identifier(&entry.id.slug));
        files.push((path.clone(), version.document(test(entry, quiz))));
        resources.push(resource(&format!("test-{}", identifier(&entry.id.slug)), version, "test", &path, &[]));
    }
    files.extend(pictures.iter().map(|(name, bytes)| (format!("items/media/{name}"), bytes.to_vec())));
    files.insert(0, ("imsmanifest.xml".to_owned(), manifest(job, version, resources).document()));
    zip(&files)
}

/// A bank of questions, to be answered in any order.
fn test(entry: &Entry, quiz: &Quiz) -> Element {
    let reference = |id: &str| {
        let id = identifier(id);
        el("assessmentItemRef").at("identifier", &id).at("href", format!("../items/{id}.xml"))
    };
    let section = el("assessmentSection")
        .at("identifier", "section")
        .at("title", &entry.head.title.value)
        .at("visible", "true")
        .with_all(quiz.questions.iter().map(|item| reference(&item.question.id)));
    let part =
        el("testPart").at("identifier", "part").at("navigationMode", "nonlinear").at("submissionMode", "individual");
    el("assessmentTest")
        .at("identifier", format!("test-{}", identifier(&entry.id.slug)))
        .at("title", &entry.head.title.value)
        .with(part.with(section))
}

fn resource(id: &str, version: Version, what: &str, path: &str, pictures: &[String]) -> Element {
    let number = if version == Version::V21 { "2p1" } else { "3p0" };
    let file = |path: &str| el("file").at("href", path);
    el("resource")
        .at("identifier", format!("r-{id}"))
        .at("type", format!("imsqti_{what}_xmlv{number}"))
        .at("href", path)
        .with(file(path))
        .with_all(pictures.iter().map(|path| file(path)))
}

fn manifest(job: &Job<'_>, version: Version, resources: Vec<Element>) -> Element {
    let (space, schema, number) = match version {
        Version::V21 => ("http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.1 Package", "1.0.0"),
        Version::V30 => ("http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0"),
    };
    let metadata = el("metadata").with(text("schema", schema)).with(text("schemaversion", number));
    el("manifest")
        .at("xmlns", space)
        .at("identifier", format!("m-{:016x}", job.identity(&["qti"])))
        .with(metadata)
        .with(el("organizations"))
        .with(el("resources").with_all(resources))
}
