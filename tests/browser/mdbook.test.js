// Does a plain mdBook, in mdBook's own pages, get cards and questions from us?
// MDBOOK_SITE names what tests/book.rs had mdBook's own library write.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { stage } = require('./browser.js');

const held = stage(process.env.MDBOOK_SITE);

/** The chapter in a browser of some width, with what went wrong in it. */
async function chapter(width, height) {
  const page = await held.browser.newPage({ viewport: { width, height } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(held.base + 'a/one.html');
  return { page, errors };
}

for (const [name, width, height] of [['phone', 390, 844], ['desktop', 1280, 900]]) {
  test(`a term's card opens, stays and closes (${name})`, async () => {
    const { page, errors } = await chapter(width, height);
    const word = page.locator('a.ct-term').first();
    const card = page.getByRole('tooltip');
    await word.focus();
    await card.waitFor();
    assert.equal(await card.innerText(), 'Cache A copy, “near” & quick.');
    assert.equal(await word.getAttribute('aria-describedby'), 'ct-card');
    const box = await card.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box));
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
    await word.blur();
    await word.hover();
    await card.waitFor();
    await card.hover();
    await page.waitForTimeout(400);
    assert.ok(await card.isVisible(), 'it stays while the mouse is on it');
    await word.click();
    await page.waitForURL(/glossary\.html#cache$/);
    assert.match(await page.locator('main').innerText(), /It is quick\./);
    assert.deepEqual(errors, []);
  });

  test(`a question answers back (${name})`, async () => {
    const { page, errors } = await chapter(width, height);
    const form = page.locator('form.q');
    await form.getByLabel('Nowhere').check();
    await form.getByRole('button', { name: 'Check' }).first().click();
    await form.getByRole('group', { name: 'Where is it?' }).getByText('Somewhere it must be.').waitFor();
    assert.deepEqual(errors, []);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${wider} pixels stick out`);
  });
}

test('the theme is mdBook’s, and our parts take its colors', async () => {
  const { page } = await chapter(1280, 900);
  assert.equal(await page.locator('#mdbook-menu-bar, #menu-bar').count() > 0, true);
  const colors = () => page.evaluate(() => {
    const of = (name) => getComputedStyle(document.querySelector(name));
    return { page: of('html').backgroundColor, words: of('main').color, quiz: of('.ct-quiz').color };
  });
  const light = await colors();
  await page.evaluate(() => { document.documentElement.classList.remove('light'); document.documentElement.classList.add('coal'); });
  const dark = await colors();
  assert.notEqual(light.page, dark.page);
  assert.equal(light.quiz, light.words);
  assert.equal(dark.quiz, dark.words);
});

test('without scripts the words lead to the glossary and the question can be read', async () => {
  const context = await held.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(held.base + 'a/one.html');
  assert.match(await page.locator('form.q').innerText(), /In the cache/);
  await page.locator('a.ct-term').first().click();
  await page.waitForURL(/glossary\.html#cache$/);
  await context.close();
});
