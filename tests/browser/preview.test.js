// Does the preview follow the author? A mistake lies over the last good page,
// and the page that shows a change loads itself again; others stay as they are.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { launch } = require('./browser.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preview-'));
const file = path.join(folder, 'content/glossary/rollback.md');
let browser, server, base;

before(async () => {
  execFileSync(process.env.BIN, ['init', '-q', folder]);
  const port = await new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
  server = spawn(process.env.BIN, ['serve', '--port', String(port)], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((done) => server.stderr.on('data', (text) => String(text).includes('Serving') && done()));
  base = `http://127.0.0.1:${port}/`;
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.kill();
  fs.rmSync(folder, { recursive: true });
});

test('a mistake is shown over the last good page, and goes when it is mended', async () => {
  const page = await browser.newPage();
  await page.goto(base + 'glossary/rollback.html');
  const good = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, good.replace('audience: both', 'audiance: both'));
  const box = page.getByRole('alert');
  await box.waitFor();
  assert.match(await box.innerText(), /a term has no field called `audiance`[\s\S]*rollback\.md:5:1/);
  assert.equal(await page.locator('h1').innerText(), 'Rollback');
  fs.writeFileSync(file, good);
  await box.waitFor({ state: 'detached' });
});

test('an edit is seen at once where it shows, and nowhere else', async () => {
  const [shown, other] = [await browser.newPage(), await browser.newPage()];
  await shown.goto(base + 'glossary/rollback.html');
  await other.goto(base + 'handbook/about.html');
  await other.evaluate(() => { window.kept = true; });
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('The old version is kept ready.', 'The old version waits.'));
  await shown.getByText('The old version waits.').waitFor();
  await other.waitForTimeout(300);
  assert.equal(await other.evaluate(() => window.kept), true, 'the other page was not loaded again');
});

test('a save without a change loads nothing again; one with a change keeps the place', async () => {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 600, height: 300 });
  await page.goto(base + 'glossary/rollback.html');
  await page.evaluate(() => { window.kept = true; window.scrollTo(0, 200); });
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text);
  fs.writeFileSync(`${file}.new~`, text);
  fs.renameSync(`${file}.new~`, file);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.kept), true, 'the page was not loaded again');
  fs.writeFileSync(file, text.replace('waits.', 'waits there.'));
  await page.getByText('The old version waits there.').waitFor();
  await page.waitForFunction(() => window.scrollY > 150);
});

test('the browser follows the author from page to page', async () => {
  const port = Number(new URL(base).port) + 1;
  const own = spawn(process.env.BIN, ['serve', '--follow', '--port', String(port)], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((done) => own.stderr.on('data', (text) => String(text).includes('Serving') && done()));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/handbook/about.html`);
  await page.waitForTimeout(200);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('waits there.', 'stays.'));
  await page.waitForURL('**/glossary/rollback.html');
  await page.getByText('The old version stays.').waitFor();
  own.kill();
});
