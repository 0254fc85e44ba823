//! Workflows that check, build and publish, for the code hosts that people use.

/// A code host.
#[derive(Debug, Clone, Copy)]
pub struct Host {
    /// What people type.
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    /// The file, relative to the root of the repository.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every host, one row and one file each.
pub const HOSTS: &[Host] = &[
    Host {
        name: "github",
        about: "GitHub Actions: checks pull requests, publishes to GitHub Pages",
        path: ".github/workflows/site.yml",
        text: include_str!("ci/github.yml"),
    },
    Host {
        name: "gitlab",
        about: "GitLab CI: checks merge requests, publishes to GitLab Pages",
        path: ".gitlab-ci.yml",
        text: include_str!("ci/gitlab.yml"),
    },
    Host {
        name: "forgejo",
        about: "Forgejo and Codeberg: checks pull requests, keeps the site as an artifact",
        path: ".forgejo/workflows/site.yml",
        text: include_str!("ci/forgejo.yml"),
    },
    Host {
        name: "netlify",
        about: "Netlify: checks, builds and publishes",
        path: "netlify.toml",
        text: include_str!("ci/netlify.toml"),
    },
];
