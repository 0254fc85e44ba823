// Does the interface speak the language of the book, and does it turn around where a
// language is written from right to left? On books of $BIN's own making.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const axe = require('axe-core').source;
const { launch, serve } = require('./browser.js');

const PAGES = ['index.html', 'glossary/index.html', 'glossary/rollback.html', 'modules/switch-it-off.html', 'quizzes/switch-it-off.html', 'learning.html', 'map.html', 'news.html', 'symptoms.html', 'all.html', '404.html'];
let browser, folder;
const servers = [];

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crosstrain-languages-'));
  browser = await launch();
});
after(async () => {
  for (const server of servers) { server.closeAllConnections(); server.close(); }
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

/** The starter book in a language, built and served. */
async function book(language) {
  const root = path.join(folder, language), site = path.join(folder, language + '-site');
  execFileSync(process.env.BIN, ['init', root], { stdio: 'pipe' });
  const file = path.join(root, 'book.toml'), text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, /^language = /m.test(text) ? text.replace(/^language = .*/m, `language = "${language}"`) : text.replace('[book]', `[book]\nlanguage = "${language}"`));
  try { execFileSync(process.env.BIN, ['build', '--keep-going', '-o', site], { cwd: root, stdio: 'pipe' }); } catch { /* the content stays English, and says so */ }
  const served = await serve(site);
  servers.push(served.server);
  return served;
}

/** Words of a language file by name. */
function words(language) {
  const text = fs.readFileSync(path.join(__dirname, `../../themes/default/strings/${language}.toml`), 'utf8');
  let group = '';
  return Object.fromEntries(text.split('\n').flatMap((line) => {
    const [, head] = /^\[(\w+)\]$/.exec(line) || [];
    if (head) group = head;
    const [, key, value] = /^([\w-]+) = "(.*)"$/.exec(line) || [];
    return key ? [[`${group}.${key}`, value]] : [];
  }));
}

test('German: no English word of the interface is left', async () => {
  const { base } = await book('de');
  const page = await browser.newPage(), english = words('en'), german = words('de');
  // What the authors of the book wrote stays as they wrote it.
  const content = fs.readdirSync(path.join(folder, 'de/content'), { recursive: true }).filter((file) => file.endsWith('.md')).map((file) => fs.readFileSync(path.join(folder, 'de/content', file), 'utf8')).join('\n');
  const sentences = Object.entries(english).filter(([name, text]) => text !== german[name] && text.split(' ').length > 2 && !text.includes('{') && !content.includes(text)).map(([, text]) => text);
  assert.ok(sentences.length > 60);
  for (const route of PAGES) {
    await page.goto(base + route);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    const text = await page.evaluate(() => document.body.textContent.replace(/\s+/g, ' '));
    assert.deepEqual(sentences.filter((sentence) => text.includes(sentence)), [], route);
  }
  await page.goto(base + 'quizzes/switch-it-off.html');
  const form = page.locator('form.q').first();
  await form.locator('.q-ask input').first().check();
  await form.locator('button[type=submit]').click();
  await form.locator('[role=status]').filter({ hasText: /Richtig\.|Nicht ganz\./ }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Ein Wort oder eine Frage').fill('rollback');
  await page.locator('dialog [role=status]').filter({ hasText: /Treffer/ }).waitFor();
});

test('side by side: one page in two languages, the other way around in one of them', async () => {
  const root = path.join(folder, 'both'), site = path.join(folder, 'both-site');
  execFileSync(process.env.BIN, ['init', root], { stdio: 'pipe' });
  fs.appendFileSync(path.join(root, 'book.toml'), '\n[output.crosstrain.languages.en]\nlabel = "English"\n[output.crosstrain.languages.ar]\nlabel = "العربية"\ntitle = "كلمات"\n');
  fs.mkdirSync(path.join(root, 'content/ar/glossary'), { recursive: true });
  fs.writeFileSync(path.join(root, 'content/ar/glossary/taraju.md'), '---\ntitle: تراجع\ndefinition: "العودة إلى النسخة السابقة."\ntranslation_of: rollback\nsource_revision: "00000000"\n---\n\nنص قصير.\n');
  const told = spawnSync(process.env.BIN, ['check'], { cwd: root, encoding: 'utf8' });
  assert.match(told.stdout + told.stderr, /translation-outdated[^]*taraju\.md:5/);
  execFileSync(process.env.BIN, ['build', '--keep-going', '-o', site], { cwd: root, stdio: 'pipe' });
  const { server, base } = await serve(site);
  servers.push(server);
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, bypassCSP: true, serviceWorkers: 'block' }), page = await context.newPage();
  await page.goto(base + 'glossary/rollback.html');
  await page.getByRole('link', { name: 'العربية' }).click();
  await page.waitForURL(/ar\/glossary\/taraju\.html/);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.querySelector('h1').textContent]), ['ar', 'rtl', 'تراجع']);
  for (const route of ['ar/glossary/taraju.html', 'ar/index.html', 'ar/glossary/index.html', 'ar/glossary/feature-flag.html', 'glossary/rollback.html']) {
    await page.goto(base + route);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), route + ' scrolls sideways');
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${route}: ${id}: ${nodes[0].html.slice(0, 160)}`), []);
  }
  // What is not translated stays in its own language, and from there is the way back.
  await page.goto(base + 'ar/glossary/feature-flag.html');
  assert.equal(await page.evaluate(() => document.querySelector('main').lang), 'en');
  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL((url) => url.pathname.endsWith('where/glossary/feature-flag.html'));
  await context.close();
});

test('right to left: nothing overflows, the views begin at the right, axe has nothing to say', async () => {
  const { base } = await book('ar');
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, bypassCSP: true, serviceWorkers: 'block' }), page = await context.newPage();
  for (const route of PAGES) {
    await page.goto(base + route);
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl', route);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${route} scrolls sideways`);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
    assert.deepEqual(violations.map(({ id }) => id), [], route);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(base + 'glossary/rollback.html');
  const [first, second] = await page.locator('.pair > .view').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  assert.ok(first > second, 'the first view stands at the right');
});
