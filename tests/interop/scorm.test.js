// Does a learning platform understand our packages? scorm-again plays the platform in
// Chromium: launch, answer, suspend, resume, score.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { stage } = require('../browser/browser.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scorm-'));
const player = path.join(__dirname, '../node_modules/scorm-again/dist/scorm12.min.js');
const held = stage(folder, { first: prepare, last: () => fs.rmSync(folder, { recursive: true }) });

function prepare() {
  const file = path.join(folder, 'tea.zip');
  const book = path.join(__dirname, '../export/book');
  execFileSync(process.env.BIN, ['-C', book, 'export', 'scorm', 'making-tea', '-q', '-o', file]);
  execFileSync('unzip', ['-q', file, '-d', folder]);
  // The platform: the interface in the parent, the module in a frame.
  fs.copyFileSync(player, path.join(folder, 'player.js'));
  fs.writeFileSync(path.join(folder, 'index.html'), `<!doctype html><title>Platform</title><link rel="icon" href="data:,"><script src="player.js"></script>
<script>
const API = window.API = new Scorm12API({ autocommit: false, logLevel: 4 });
const kept = sessionStorage.getItem('kept'), told = window.told = {}, set = API.LMSSetValue;
if (kept) API.loadFromJSON({ core: { entry: 'resume', lesson_status: 'incomplete' }, suspend_data: kept });
API.LMSSetValue = (name, value) => { told[name] = value; return set.call(API, name, value); };
</script><iframe src="modules/making-tea.html" width="900" height="700"></iframe>`);
}

const open = async (context) => {
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(held.base + 'index.html');
  const frame = page.frames().find((other) => other.url().includes('making-tea'));
  await frame.waitForSelector('form.q.quiz-ready');
  const value = (name) => page.evaluate((name) => window.API.LMSGetValue('cmi.' + name), name);
  return { faults, frame, page, value };
};
const right = async (frame, id) => {
  const form = frame.locator(`#q-${id}`);
  const key = JSON.parse(await form.locator('.q-data').textContent());
  if (key.right) for (const at of key.right) await form.locator(`.opt input[value="${at}"]`).check();
  if (key.items) for (const at of key.items.keys()) await form.locator(`select[data-at="${at}"]`).selectOption({ value: String(at) });
  if (key.pairs) for (const at of key.pairs.keys()) await form.locator(`select[data-at="${at}"]`).selectOption({ value: String(at) });
  if (key.teams) for (const [at, team] of key.teams.entries()) await form.locator(`fieldset[data-at="${at}"] input[value="${team}"]`).check();
  if (key.answers) await form.locator('input[type=text]').fill(key.answers[0]);
  if ('tolerance' in key) await form.locator('input[type=text]').fill(String(key.answer));
  if (key.kind === 'translate') await form.locator('textarea').fill('Please, ' + 'really '.repeat(900));
  if (key.kind === 'survey') await form.locator('.opt input').first().check();
  await form.locator('[type=submit]').click();
};

test('answers, score and status reach the platform, and are taken up again', async () => {
  const context = await held.browser.newContext();
  const first = await open(context);
  assert.equal(await first.value('core.lesson_status'), 'incomplete');
  assert.equal(await first.frame.locator('.sco-alone').isVisible(), false);

  // One wrong, one right.
  await first.frame.locator('#q-boils .opt input[value="1"]').check();
  await first.frame.locator('#q-boils [type=submit]').click();
  await right(first.frame, 'drinks');
  assert.equal(await first.value('interactions._count'), '2');
  const said = await first.page.evaluate(() => window.API.renderCMIToJSONObject());
  const list = JSON.stringify(said);
  assert.match(list, /"boils"/);
  assert.match(list, /"result":"wrong"/);
  assert.match(list, /"a,b"/);
  assert.equal(await first.value('core.lesson_status'), 'incomplete');
  const images = await first.frame.evaluate(() => [...document.images].map((image) => image.naturalWidth));
  assert.ok(images.length > 0 && images.every((width) => width > 0), 'a picture is missing');

  // Suspend: leave the page; the platform keeps what it was told.
  await first.page.evaluate(() => { document.querySelector('iframe').src = 'about:blank'; });
  await first.page.waitForFunction(() => window.told['cmi.core.exit'] === 'suspend');
  assert.match(await first.page.evaluate(() => window.told['cmi.core.session_time']), /^\d{4}:\d\d:\d\d\.\d\d$/);
  await first.page.evaluate(() => sessionStorage.setItem('kept', window.told['cmi.suspend_data']));
  await first.page.goto('about:blank');

  // Resume: the same answers stand there, also without the browser's own memory.
  await first.page.goto(held.base + 'index.html');
  const frame = first.page.frames().find((other) => other.url().includes('making-tea'));
  await frame.waitForSelector('form.q.quiz-ready');
  assert.equal(await frame.locator('#q-boils .opt input[value="1"]').isChecked(), true);
  assert.equal(await frame.locator('#q-drinks').getAttribute('data-tried'), '');
  assert.equal(await frame.evaluate(() => localStorage.getItem('ct:v1:quiz:order')), null);

  // All the rest, and the wrong one again.
  await frame.locator('#q-boils .q-retry').click();
  for (const id of await frame.evaluate(() => [...document.querySelectorAll('form.q')].map((form) => form.dataset.id))) {
    if (id !== 'drinks') await right(frame, id);
  }
  const value = (name) => first.page.evaluate((name) => window.API.LMSGetValue('cmi.' + name), name);
  assert.equal(await value('core.score.raw'), '100');
  assert.equal(await value('core.lesson_status'), 'passed');
  const kept = await value('suspend_data');
  assert.ok(kept.length > 100 && kept.length <= 4096, `suspend_data has ${kept.length} characters`);
  assert.deepEqual(first.faults, []);
  await context.close();
});

test('alone, a package says that nothing is recorded', async () => {
  const page = await held.browser.newPage();
  await page.goto(held.base + 'modules/making-tea.html');
  await page.waitForSelector('form.q.quiz-ready');
  assert.equal(await page.locator('.sco-alone').isVisible(), true);
  await page.close();
});
