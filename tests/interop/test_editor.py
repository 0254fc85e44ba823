"""Do real clients understand the language server, on the shipped content?

Each test runs with what several editors say they can do; pytest-lsp turns an
answer that such an editor could not use into a failure.
"""

import os
import pathlib
import shutil

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = pathlib.Path(__file__).parents[2]
EDITORS = ["visual-studio-code@1.65.2", "neovim@0.7.0", "neovim@0.11.0", "emacs@29.1"]


@pytest.fixture
def book(tmp_path: pathlib.Path) -> pathlib.Path:
    shutil.copy(ROOT / "book.toml", tmp_path)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[os.environ["CROSSTRAIN"], "lsp"]),
    params=EDITORS,
)
async def client(lsp_client: LanguageClient, book: pathlib.Path, request):
    lsp_client.book = book

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        """The server asks to be told of files that change."""

    params = types.InitializeParams(
        capabilities=client_capabilities(request.param),
        workspace_folders=[types.WorkspaceFolder(uri=book.as_uri(), name="book")],
        root_uri=book.as_uri(),
    )
    answer = await lsp_client.initialize_session(params)
    lsp_client.encoding = answer.capabilities.position_encoding or types.PositionEncodingKind.Utf16
    yield
    await lsp_client.shutdown_session()


class File:
    """A file open in the editor."""

    def __init__(self, client: LanguageClient, path: str):
        self.client, self.path = client, client.book / path
        self.uri, self.version = self.path.as_uri(), 1
        self.text = self.path.read_text(encoding="utf-8")
        item = types.TextDocumentItem(uri=self.uri, language_id="markdown", version=1, text=self.text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        self.id = types.TextDocumentIdentifier(uri=self.uri)

    def position(self, offset: int) -> types.Position:
        before = self.text[:offset]
        line = before.rsplit("\n", 1)[-1]
        if self.client.encoding == types.PositionEncodingKind.Utf8:
            column = len(line.encode())
        else:
            column = len(line.encode("utf-16-le")) // 2
        return types.Position(line=before.count("\n"), character=column)

    def at(self, words: str) -> types.Position:
        return self.position(self.text.index(words) + len(words))

    async def replace(self, old: str, new: str) -> list[types.Diagnostic]:
        """Changes the text, and waits for what is wrong with it."""
        start = self.text.index(old)
        range_ = types.Range(start=self.position(start), end=self.position(start + len(old)))
        self.text = self.text.replace(old, new, 1)
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        change = types.TextDocumentContentChangePartial(range=range_, text=new)
        params = types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        self.client.text_document_did_change(params)
        # An answer that needs a build comes after what that build found.
        start = types.Position(line=0, character=0)
        nothing = types.CodeActionContext(diagnostics=[])
        params = types.CodeActionParams(self.id, types.Range(start=start, end=start), nothing)
        await self.client.text_document_code_action_async(params)
        return list(self.client.diagnostics.get(self.uri, []))


@pytest.mark.asyncio
async def test_problems_and_their_fixes(client: LanguageClient):
    file = File(client, "content/glossary/caching.md")
    found = await file.replace("category:", "categroy:")
    (problem,) = [found for found in found if found.code == "field-unknown"]
    assert problem.range.start == file.position(file.text.index("categroy"))
    context = types.CodeActionContext(diagnostics=[problem])
    params = types.CodeActionParams(text_document=file.id, range=problem.range, context=context)
    actions = await client.text_document_code_action_async(params)
    (fix,) = [action for action in actions if action.kind == types.CodeActionKind.QuickFix]
    changes = fix.edit.document_changes
    edits = changes[0].edits if changes else fix.edit.changes[file.uri]
    assert [edit.new_text for edit in edits] == ["category"]
    assert "field-unknown" not in [found.code for found in await file.replace("categroy", "category")]


@pytest.mark.asyncio
async def test_completion(client: LanguageClient):
    file = File(client, "content/glossary/caching.md")
    await file.replace("\n## ", "\nשלום 😀 [[cdn and\n\n## ")
    params = types.CompletionParams(text_document=file.id, position=file.at("😀 [[cd"))
    found = await client.text_document_completion_async(params)
    assert "cdn]]" in [item.text_edit.new_text for item in found.items]


@pytest.mark.asyncio
async def test_hover_definition_references_symbols(client: LanguageClient):
    file = File(client, "content/glossary/caching.md")
    await file.replace("\n## ", "\n[[ttl]] [[nobody]]\n\n## ")
    at = file.at("[[tt")
    hover = await client.text_document_hover_async(types.HoverParams(text_document=file.id, position=at))
    assert "TTL" in hover.contents.value
    place = await client.text_document_definition_async(types.DefinitionParams(text_document=file.id, position=at))
    assert place.uri == (client.book / "content/glossary/ttl.md").as_uri()
    context = types.ReferenceContext(include_declaration=True)
    params = types.ReferenceParams(text_document=file.id, position=at, context=context)
    places = await client.text_document_references_async(params)
    assert file.uri in [place.uri for place in places] and len(places) > 3
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=file.id))
    assert len(symbols) > 3
