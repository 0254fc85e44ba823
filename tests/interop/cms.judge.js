// Do content management systems read our forms? Run by tests/interop/cms.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { launch, serve } = require('../browser/browser.js');

const root = path.resolve(__dirname, '../..');
const of = (name) => path.join(process.env.CMS, fs.readdirSync(process.env.CMS).find((folder) => folder.includes(name)));
const run = (folder, ...args) => execFileSync(process.env.BIN, ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });

/** A book with a few of the shipped pages, and its forms. */
function book() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cms-'));
  fs.copyFileSync(path.join(root, 'book.toml'), path.join(folder, 'book.toml'));
  fs.cpSync(path.join(root, 'content'), path.join(folder, 'content'), { recursive: true });
  run(folder, 'generate', 'cms', 'us/book', '-q');
  return folder;
}

test('the schema of Sveltia CMS accepts the forms', () => {
  const { Ajv } = require('ajv');
  const folder = book();
  const settings = require(path.join(of('js-yaml'), 'dist/js-yaml.js')).load(fs.readFileSync(path.join(folder, 'cms/config.yml'), 'utf8'));
  const schema = JSON.parse(fs.readFileSync(path.join(of('sveltia'), 'schema/sveltia-cms.json'), 'utf8'));
  const valid = new Ajv({ strict: false, logger: false }).compile(schema);
  assert.ok(valid(settings), JSON.stringify(valid.errors?.slice(0, 5), null, 1));
  assert.equal(settings.collections.length, 10);
  // It can say no.
  settings.collections[0].fields[0].widget = 1;
  assert.equal(valid(settings), false);
  fs.rmSync(folder, { recursive: true });
});

test('Decap CMS opens a page, changes one field, and keeps all others', async () => {
  const folder = book();
  const config = fs.readFileSync(path.join(folder, 'cms/config.yml'), 'utf8').replace('name: "github"', 'name: "test-repo"');
  const file = 'content/glossary/caching.md';
  const before = fs.readFileSync(path.join(folder, file), 'utf8');
  const site = fs.mkdtempSync(path.join(os.tmpdir(), 'decap-'));
  fs.cpSync(path.join(of('decap'), 'dist'), site, { recursive: true });
  fs.writeFileSync(path.join(site, 'config.yml'), config);
  const files = { content: { glossary: {} } };
  for (const name of ['caching.md', 'browser-cache.md', 'cdn.md', 'ttl.md', 'cache-invalidation.md']) files.content.glossary[name] = { content: fs.readFileSync(path.join(folder, 'content/glossary', name), 'utf8') };
  fs.writeFileSync(path.join(site, 'index.html'), `<!doctype html><meta charset="utf-8"><title>CMS</title><link rel="icon" href="data:,"><body>
<script>window.repoFiles = ${JSON.stringify(files).replaceAll('<', '\\u003c')};</script><script src="decap-cms.js"></script>`);
  const { server, base } = await serve(site);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${base}index.html`);
    await page.getByRole('button', { name: 'Login' }).click();
    await page.goto(`${base}index.html#/collections/term/entries/caching`);
    const definition = page.locator('[id^=definition-field]');
    await definition.waitFor({ timeout: 60000 });
    const text = await definition.inputValue();
    assert.match(text, /^Keeping a copy of something close/);
    await definition.fill(`${text} Edited: here.`);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Publish now').click();
    await page.waitForFunction(() => window.repoFiles.content.glossary['caching.md'].content.includes('Edited: here.'), null, { timeout: 60000 });
    fs.writeFileSync(path.join(folder, file), await page.evaluate(() => window.repoFiles.content.glossary['caching.md'].content));
  } finally {
    await browser.close();
    server.close();
  }
  const after = fs.readFileSync(path.join(folder, file), 'utf8');
  const record = (text) => {
    fs.writeFileSync(path.join(folder, file), text);
    return JSON.parse(run(folder, 'export', 'json', 'term')).records.find((record) => record.slug === 'caching');
  };
  const [old, now] = [record(before), record(after)];
  assert.equal(now.fields.definition, `${old.fields.definition} Edited: here.`);
  now.fields.definition = old.fields.definition;
  assert.deepEqual(now.fields, old.fields);
  assert.equal(now.text.trim(), old.text.trim());
  run(folder, 'check', file, '-q');
  fs.rmSync(folder, { recursive: true });
  fs.rmSync(site, { recursive: true });
});
