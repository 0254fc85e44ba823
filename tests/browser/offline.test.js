// Can the site be read without a network after one visit, does a new version arrive, and
// does the switch leave nothing behind? On the site in $SITE.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { launch, serve } = require('./browser.js');

const QUIZ = 'quizzes/why-the-old-page-is-still-there.html';
let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

/** The site in a folder over HTTP, until `down` or the end of all tests. */
async function host(folder) {
  const { server, base } = await serve(folder);
  return { server, base, down: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}

/** Opens a page and waits until the whole site is kept. */
async function keep(page, address) {
  await page.goto(address);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const kept = new Promise((done) => navigator.serviceWorker.addEventListener('message', done));
    navigator.serviceWorker.startMessages();
    active.postMessage('keep');
    await kept;
  });
}

test('load, stop the server, and read on: navigate, search, take a quiz', async () => {
  const { base, down } = await host(process.env.SITE);
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => /Transition was skipped/.test(error.message) || problems.push(error.message));
  await keep(page, base + 'index.html');
  await down();

  await page.locator('.door a').first().click();
  await page.waitForURL(/paths\/.*lens=/);
  assert.ok(await page.locator('h1').isVisible());
  await page.goto(base + 'glossary/');
  assert.match(await page.locator('h1').innerText(), /Glossary/);
  await page.keyboard.press('/');
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  await page.keyboard.type('browser keeps an old copy');
  await page.locator('dialog[open] [role=option]').first().waitFor();
  await page.keyboard.press('Escape');
  await page.goto(base + QUIZ);
  const form = page.locator('form.q[data-kind=single]').first();
  await form.locator('.q-ask input').first().check();
  await form.locator('button[type=submit]').click();
  await form.locator('[role=status]').filter({ hasText: /Right|Not quite/ }).waitFor();
  const lost = await page.goto(base + 'nowhere.html');
  assert.match(await lost.text(), /There is no page here/);
  assert.deepEqual(problems, []);
  await page.context().close();
});

test('a changed page arrives, and only what changed is fetched again', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crosstrain-offline-'));
  fs.cpSync(process.env.SITE, folder, { recursive: true });
  const { server, base, down } = await host(folder);
  const page = await browser.newPage();
  await keep(page, base + 'index.html');
  // As a build does that changes one page.
  const change = (file, from, to) => fs.writeFileSync(path.join(folder, file), fs.readFileSync(path.join(folder, file), 'utf8').replace(from, to));
  const list = JSON.parse(fs.readFileSync(path.join(folder, 'offline.json'), 'utf8'));
  change('glossary/caching.html', '<h1>', '<h1>New: ');
  change('offline.json', list.pages['glossary/caching.html'], '0badc0de');
  change('sw.js', /VERSION='\w+'/, "VERSION='0badc0de'");
  const asked = [];
  server.on('request', (request) => asked.push(request.url));
  await page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    const taken = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
    await worker.update();
    await taken;
  });
  await keep(page, base + 'index.html');
  assert.ok(asked.some((url) => url.endsWith('caching.html')), 'the changed page is fetched');
  assert.deepEqual(asked.filter((url) => /glossary|quizzes/.test(url)).filter((url) => !url.endsWith('caching.html')), []);
  await down();
  await page.goto(base + 'glossary/caching.html');
  assert.match(await page.locator('h1').innerText(), /^New: /);
  await page.context().close();
  fs.rmSync(folder, { recursive: true });
});

test('switched off, nothing is kept and nothing comes back', async () => {
  const { base } = await host(process.env.SITE);
  const context = await browser.newContext(), page = await context.newPage();
  await keep(page, base + 'learning.html');
  await (await context.newPage()).goto(base + 'glossary/caching.html');
  // It is switched off while it still works.
  await page.evaluate(async () => { (await navigator.serviceWorker.ready).active.postMessage('keep'); });
  await page.locator('[data-offline]').uncheck();
  await page.locator('[data-kept]').filter({ hasText: /gone/ }).waitFor();
  const left = () => page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]);
  // The page has its worker until it is left.
  await page.evaluate(async () => { await (await fetch('index.html')).text(); });
  assert.deepEqual(await left(), [0, 0]);
  await page.goto(base + 'index.html');
  assert.deepEqual(await left(), [0, 0]);

  // Switched on again, while another page is open that had the worker.
  await page.goto(base + 'learning.html');
  assert.equal(await page.locator('[data-offline]').isChecked(), false);
  await page.locator('[data-offline]').check();
  await page.locator('[data-kept]').filter({ hasText: /\d/ }).waitFor();
  assert.deepEqual(await left(), [1, 1]);
  await context.close();
});
