//! QTI: every question an item, every bank a test, in one package.
//!
//! Items are built in the words of version 2.1. Version 3.0 has the same
//! structure under other names, so it is the same tree, renamed.

mod item;
mod package;

use super::Job;
use super::Written;
use super::xml::Element;
use crate::diag::Diagnostics;

/// A version of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    V21,
    V30,
}

impl Version {
    /// A document of this version, out of one with the names of 2.1.
    fn document(self, root: Element) -> Vec<u8> {
        match self {
            Version::V21 => root.at("xmlns", "http://www.imsglobal.org/xsd/imsqti_v2p1").document(),
            Version::V30 => {
                let named = root.renamed(&element_name, &kebab);
                named.at("xmlns", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0").document()
            }
        }
    }
}

pub(super) fn write_21(job: &Job<'_>, _: &mut Diagnostics) -> Written {
    package::package(job, Version::V21)
}

pub(super) fn write_30(job: &Job<'_>, _: &mut Diagnostics) -> Written {
    package::package(job, Version::V30)
}

/// `assessmentItem` as `qti-assessment-item`; elements of HTML keep their names.
fn element_name(name: &str) -> String {
    const HTML: [&str; 6] = ["div", "p", "ul", "li", "strong", "span"];
    if HTML.contains(&name) { name.to_owned() } else { format!("qti-{}", kebab(name)) }
}

/// `responseIdentifier` as `response-identifier`.
fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_version_three_are_made_from_those_of_two() {
        assert_eq!(element_name("assessmentItem"), "qti-assessment-item");
        assert_eq!((element_name("p"), kebab("baseType")), ("p".to_owned(), "base-type".to_owned()));
    }
}
