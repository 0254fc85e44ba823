// Does what a reader learns stay on their device, come back when it should, and do all
// pages work where a browser keeps nothing, is full, or holds rubbish? On the site in $SITE.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { kinds, stage } = require('./browser.js');

const QUIZ = 'quizzes/why-the-old-page-is-still-there.html';
const DAY = 86_400_000;
const START = new Date('2026-11-23T09:00:00Z');
const held = stage(process.env.SITE);

/** A device of its own: opens pages on a given day and collects what they complain about. */
async function device(options = {}) {
  const context = await held.browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'Europe/Berlin', ...options });
  const problems = [];
  const open = async (route, days = 0) => {
    const page = await context.newPage();
    page.on('pageerror', (error) => /Transition was skipped/.test(error.message) || problems.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && problems.push(`${page.url()}: ${message.text()}`));
    await page.clock.setFixedTime(new Date(START.getTime() + days * DAY));
    await page.goto(held.base + route);
    return page;
  };
  return { context, open, problems };
}

/** Answers the question of a form: rightly or not, and how surely. */
async function answer(form, right, sure) {
  const key = JSON.parse(await form.locator('.q-data').textContent());
  const at = key.right[0], inputs = form.locator('.q-ask input[type=radio]');
  const values = await inputs.evaluateAll((all) => all.map((one) => Number(one.value)));
  await inputs.nth(values.findIndex((value) => (value === at) === right)).check();
  if (sure) await form.locator(`.sure input[value=${sure}]`).check();
  await form.locator('button[type=submit]').click();
  await form.locator('[role=status]').filter({ hasText: /\w/ }).waitFor();
}

const singles = (page) => page.locator('form.q[data-kind=single]');

test('answers come back when they are due, one at a time, and wait longer when they were known', async () => {
  const { open, problems } = await device();
  let page = await open(QUIZ);
  await answer(singles(page).nth(0), false);
  await answer(singles(page).nth(1), true, 'certain');
  page = await open('learning.html');
  assert.equal(await page.locator('[data-quiz] a[href$="-before.html"]').count(), 0, 'forms give codes: nobody waits for progress in them');
  assert.match(await page.locator('[data-today]').innerText(), /Nothing is due/);
  page = await open('learning.html', 1);
  assert.match(await page.locator('[data-today]').innerText(), /^1 question/, 'what was wrong comes back the next day');
  await page.locator('[data-begin]').click();
  await page.locator('.review').waitFor();
  assert.equal(await page.locator('form.q:visible').count(), 1);
  assert.equal(await page.locator('form.q:visible :checked').count(), 0, 'it is asked as if for the first time');
  assert.match(await page.locator('.review').innerText(), /1 of 1/);
  await answer(page.locator('form.q:visible'), true, 'fair');
  await page.getByRole('link', { name: /back to your learning/ }).click();
  await page.waitForURL(/learning\.html/);
  assert.match(await page.locator('[data-today]').innerText(), /Nothing is due/);
  page = await open('learning.html', 60);
  assert.match(await page.locator('[data-today]').innerText(), /^2 questions/);
  assert.deepEqual(problems, []);
});

test('saved as a file, taken in elsewhere, and erased', async () => {
  const first = await device({ acceptDownloads: true }), second = await device();
  let page = await first.open(QUIZ);
  await answer(singles(page).nth(0), false);
  page = await first.open('paths/index.html');
  await page.locator('.entries a').first().click();
  await page.locator('.path input').first().check();
  page = await first.open('learning.html');
  const waiting = page.waitForEvent('download');
  await page.locator('[data-export]').click();
  const file = await (await waiting).path(), saved = fs.readFileSync(file, 'utf8');
  assert.ok(Object.keys(JSON.parse(saved).items).some((key) => key.startsWith('quiz:')));

  page = await second.open(QUIZ);
  await answer(singles(page).nth(1), true);
  page = await second.open('learning.html', 1);
  await page.locator('[data-import]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
  await page.locator('[data-said]').filter({ hasText: /nothing was changed/ }).waitFor();
  await page.locator('[data-import]').setInputFiles({ name: 'learning.json', mimeType: 'application/json', buffer: Buffer.from(saved) });
  await page.locator('[data-said]').filter({ hasText: /joined/ }).waitFor();
  assert.match(await page.locator('[data-today]').innerText(), /^1 question/);
  assert.equal(await page.locator('[data-path] progress').evaluateAll((bars) => Math.max(...bars.map((bar) => bar.value))), 1);

  await page.locator('[data-erase]').click();
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => localStorage.length) > 0, 'Escape keeps everything');
  await page.locator('[data-erase]').click();
  await page.locator('dialog button[value=erase]').click();
  await page.locator('[data-said]').filter({ hasText: /Nothing is kept/ }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  assert.deepEqual([...first.problems, ...second.problems], []);
});

test('a path is ticked to its end and gives a certificate on paper', async () => {
  const { open, problems } = await device();
  const page = await open('paths/index.html');
  await page.locator('.entries a').first().click();
  const boxes = page.locator('.path input');
  await boxes.first().waitFor();
  assert.equal(await page.locator('.certificate').isVisible(), false);
  for (let at = 0; at < (await boxes.count()); at += 1) await boxes.nth(at).click();
  await page.locator('.certificate').waitFor();
  const [last, below] = [await boxes.last().boundingBox(), await page.locator('.certificate').boundingBox()];
  assert.ok(below.y > last.y && below.y < last.y + 400, 'it appears where the last step was ticked');
  await page.locator('[data-name]').fill('Chiara');
  await page.evaluate(() => { document.documentElement.dataset.print = 'certificate'; });
  await page.emulateMedia({ media: 'print' });
  const paper = await page.evaluate(() => document.body.innerText);
  assert.match(paper, /Chiara[\s\S]*has gone through every step of[\s\S]*nobody has examined/);
  assert.equal(await page.locator('.path').isVisible(), false);
  assert.deepEqual(problems, []);
});

test('a path is taken along: on paper, with the workbooks of its workshops, and saved with the rest', async () => {
  const { context, open, problems } = await device();
  await context.addInitScript(() => { globalThis.print = () => { globalThis.printed = document.documentElement.dataset.print; }; });
  const page = await open('paths/web-literacy-for-marketers.html');
  const take = page.locator('section[aria-labelledby=take]');
  await take.getByRole('button').click();
  assert.equal(await page.evaluate(() => globalThis.printed), 'path');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.path > li').first().isVisible());
  assert.equal(await take.isVisible(), false);
  await page.emulateMedia({ media: 'screen' });
  const links = take.locator('a[href$="/workbook.html"]');
  assert.ok((await links.count()) >= 2);
  for (const href of await links.evaluateAll((all) => all.map((link) => link.href))) assert.equal((await page.request.get(href)).status(), 200);
  await take.locator('a[href$="learning.html"]').click();
  await page.waitForURL(/learning\.html$/);
  // All quizzes stand between the top of the page and what saves it.
  await page.locator('.head a[href="#keep"]').click();
  assert.ok(await page.locator('[data-export]').evaluate((button) => { const { top, bottom } = button.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }));
  assert.deepEqual(problems, []);
});

test('a few questions propose a path for the reader’s team', async () => {
  const { open, problems } = await device();
  const page = await open('placement.html?lens=it');
  const forms = page.locator('form.q'), count = await forms.count();
  assert.ok(count >= 6);
  const wanted = page.locator('.placement li').filter({ has: page.locator('.who.w1') }).last();
  const ids = (await wanted.getAttribute('data-ids')).split(' ');
  for (let at = 0; at < count; at += 1) await answer(forms.nth(at), !ids.includes(await forms.nth(at).getAttribute('data-id')), 'certain');
  assert.match(await page.locator('.placement [role=status]').innerText(), /Begin with/);
  assert.equal(await page.locator('.placement .here').getAttribute('data-ids'), ids.join(' '));
  assert.deepEqual(problems, []);
});

const STATES = {
  blocked: () => { for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } }); },
  full: () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; },
  corrupt: () => {
    const original = Storage.prototype.getItem;
    Storage.prototype.getItem = function get(key) { return original.call(this, key) && '{"broken'; };
    for (const key of ['recent', 'lens', 'theme', 'path:x', 'sheet:x', 'quiz:x']) localStorage.setItem('ct:v1:' + key, '{"broken');
  },
  'of another shape': () => {
    const original = Storage.prototype.getItem;
    const odd = ['null', '7', '"x"', '[]', '{}', '[[]]', '{"log":7,"done":7,"response":{},"tries":1}'];
    let at = 0;
    Storage.prototype.getItem = function get(key) { original.call(this, key); at += 1; return odd[at % odd.length]; };
  },
};

for (const [name, state] of Object.entries(STATES)) {
  test(`every kind of page works with storage ${name}`, async () => {
    const { context, open, problems } = await device({ serviceWorkers: 'block' });
    await context.addInitScript(state);
    const page = await open('index.html');
    for (const route of [...kinds(process.env.SITE), QUIZ]) await page.goto(held.base + route);
    const form = singles(page).first();
    if (name !== 'of another shape') await answer(form, true);
    await page.keyboard.press('/');
    await page.locator('dialog[open] input[role=combobox]').waitFor();
    assert.deepEqual(problems, []);
  });
}
