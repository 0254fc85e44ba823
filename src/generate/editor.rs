//! Settings with which editors know a book: the language server, the schemas.

/// An editor.
#[derive(Debug, Clone, Copy)]
pub struct Editor {
    /// What people type.
    pub name: &'static str,
    /// What the settings do, in a line.
    pub about: &'static str,
    /// The files, relative to the book's root, with their texts.
    pub files: &'static [(&'static str, &'static str)],
}

/// Every editor, one row and its files each.
pub const EDITORS: &[Editor] = &[
    Editor {
        name: "vscode",
        about: "VS Code: the language server through an extension, snippets, the schema of facts",
        files: &[
            (".vscode/settings.json", include_str!("editor/vscode.json")),
            (".vscode/extensions.json", include_str!("editor/extensions.json")),
            (".vscode/crosstrain.code-snippets", include_str!("editor/snippets.json")),
            (".taplo.toml", include_str!("editor/taplo.toml")),
        ],
    },
    Editor {
        name: "helix",
        about: "Helix: the language server in this folder",
        files: &[(".helix/languages.toml", include_str!("editor/helix.toml"))],
    },
    Editor {
        name: "neovim",
        about: "Neovim 0.11 and newer: the language server in this folder",
        files: &[(".nvim.lua", include_str!("editor/neovim.lua"))],
    },
];
