// Do our JSON Schemas work where others read YAML with them? Run by tests/interop/yaml.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const root = path.resolve(__dirname, '../..');
const server = createRequire(path.join(process.env.SERVER, 'package.json'));
const jsonrpc = createRequire(server.resolve('vscode-languageserver/node'))('vscode-jsonrpc/node');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'yaml-'));
const KINDS = {
  'false-friends': 'false-friend', frictions: 'friction', glossary: 'term', handbook: 'page', modules: 'module', paths: 'path',
  quizzes: 'quiz', roles: 'role', worksheets: 'worksheet', workshops: 'workshop',
};
let child, connection;
const told = new Map(), waiting = new Map();

before(async () => {
  execFileSync(process.env.BIN, ['-C', root, 'generate', 'schema', path.join(folder, 'schemas'), '-q']);
  const schemas = {};
  for (const file of fs.readdirSync(path.join(folder, 'schemas'))) schemas[pathToFileURL(path.join(folder, 'schemas', file)).href] = `${file.replace('.json', '')}/*.yaml`;
  child = spawn(process.execPath, [server.resolve('yaml-language-server/bin/yaml-language-server'), '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  connection = jsonrpc.createMessageConnection(new jsonrpc.StreamMessageReader(child.stdout), new jsonrpc.StreamMessageWriter(child.stdin));
  connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => (section === 'yaml' ? { schemas, validate: true, completion: true, schemaStore: { enable: false } } : {})));
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    told.set(uri, diagnostics);
    waiting.get(uri)?.(diagnostics);
  });
  connection.listen();
  const capabilities = { workspace: { configuration: true }, textDocument: { completion: { completionItem: { snippetSupport: false } }, publishDiagnostics: {} } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: { yaml: { schemas } } });
});
after(() => {
  connection?.dispose();
  child?.kill();
  fs.rmSync(folder, { recursive: true });
});

/** What the server says of a text that a schema is for. */
async function open(schema, name, text) {
  const uri = pathToFileURL(path.join(folder, schema, `${name}.yaml`)).href;
  const answer = new Promise((done) => waiting.set(uri, done));
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  return { uri, diagnostics: await answer };
}

/** Front matter and data blocks, each with its schema. */
function* shipped() {
  for (const [below, kind] of Object.entries(KINDS)) {
    for (const file of fs.readdirSync(path.join(root, 'content', below)).filter((name) => name.endsWith('.md'))) {
      const text = fs.readFileSync(path.join(root, 'content', below, file), 'utf8');
      const front = /^---\n([^]*?)\n---\n/.exec(text);
      if (front) yield [kind, file, `${front[1]}\n`];
      // What the handbook shows of blocks are examples, not blocks.
      if (kind === 'page') continue;
      for (const [at, block] of [...text.matchAll(/^```(question|activity|field)\n([^]*?)^```$/gm)].entries()) {
        if (block[2].trim()) yield [kind === 'workshop' && block[1] === 'activity' ? 'workshop-activity' : block[1], `${below}-${file}-${at}`, block[2]];
      }
    }
  }
}

test('the YAML language server finds nothing wrong in the shipped book', async () => {
  const seen = {};
  // All at once: the server waits a moment before each answer.
  const answers = [...shipped()].map(async ([schema, name, text]) => {
    const { diagnostics } = await open(schema, name, text);
    assert.deepEqual(diagnostics.map((one) => one.message), [], `${name} against ${schema}\n${text}`);
    seen[schema] = (seen[schema] || 0) + 1;
  });
  await Promise.all(answers);
  assert.ok(Object.keys(seen).length >= 12 && seen.term > 200 && seen.question > 400, JSON.stringify(seen));
});

const TERM = 'title: Cache\ndefinition: A copy kept close.\npriority: core\n';
test('the YAML language server complains where something is wrong', async () => {
  const mistakes = [
    ['term', TERM.replace('definition', 'defintion'), 1, 'defintion'],
    ['term', TERM.replace('core', 'kore'), 2, 'Valid values'],
    ['term', `${TERM}audience: nobody\n`, 3, 'Valid values'],
    ['term', 'title: Cache\n', 0, 'definition'],
    ['question', 'difficulty: hard\n', 0, ''],
    ['activity', 'minutes: 20\nlead: nobody\n', 1, 'Valid values'],
  ];
  for (const [at, [schema, text, line, words]] of mistakes.entries()) {
    const { diagnostics } = await open(schema, `mistake-${at}`, text);
    const found = diagnostics.filter((one) => one.range.start.line === line && one.message.includes(words));
    assert.ok(found.length > 0, `${text}\n${JSON.stringify(diagnostics)}`);
  }
});

test('the YAML language server completes fields and values', async () => {
  const complete = async (name, text) => {
    const { uri } = await open('term', name, text);
    const lines = text.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    const found = await connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
    return (found.items || found).map((item) => item.label);
  };
  const fields = await complete('fields', `${TERM}a`);
  assert.ok(fields.includes('aliases') && fields.includes('audience'), fields.join());
  assert.ok(!fields.includes('title'), 'a field that is there');
  const values = await complete('values', 'title: Cache\npriority: ');
  assert.ok(values.includes('core') && values.length < 8, values.join());
});
