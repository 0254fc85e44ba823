//! The manifest of a package: what is launched, in which order, from which files.

use super::{MASTERY, Sco};
use crate::export::Job;
use crate::export::archive::Files;
use crate::export::xml::{Element, el, text};

pub(super) fn manifest(job: &Job<'_>, scos: &[Sco], files: &Files) -> Vec<u8> {
    let title = match scos {
        [one] => &one.title,
        _ => &job.site.config.title,
    };
    let organization =
        el("organization").at("identifier", "organization").with(text("title", title)).with_all(scos.iter().map(item));
    let pages: Vec<&str> = scos.iter().map(|sco| sco.path.as_str()).collect();
    let shared = files.iter().map(|(path, _)| path.as_str()).filter(|path| !pages.contains(path));
    let shared = el("resource")
        .at("identifier", "shared")
        .at("type", "webcontent")
        .at("adlcp:scormtype", "asset")
        .with_all(shared.map(file));
    let names: Vec<&str> = scos.iter().map(|sco| sco.id.as_str()).collect();
    let metadata = el("metadata").with(text("schema", "ADL SCORM")).with(text("schemaversion", "1.2"));
    el("manifest")
        .at("identifier", format!("m-{:016x}", job.identity(&names)))
        .at("version", "1.0")
        .at("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2")
        .at("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2")
        .with(metadata)
        .with(el("organizations").at("default", "organization").with(organization))
        .with(el("resources").with_all(scos.iter().map(resource)).with(shared))
        .document()
}

fn item(sco: &Sco) -> Element {
    let mastery = sco.graded.then(|| text("adlcp:masteryscore", &MASTERY.to_string()));
    el("item")
        .at("identifier", format!("item-{}", sco.id))
        .at("identifierref", format!("sco-{}", sco.id))
        .with(text("title", &sco.title))
        .with_all(mastery)
}

fn resource(sco: &Sco) -> Element {
    el("resource")
        .at("identifier", format!("sco-{}", sco.id))
        .at("type", "webcontent")
        .at("adlcp:scormtype", "sco")
        .at("href", &sco.path)
        .with(file(&sco.path))
        .with(el("dependency").at("identifierref", "shared"))
}

fn file(path: &str) -> Element {
    el("file").at("href", crate::site::relative("", path))
}
