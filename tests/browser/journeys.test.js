// Can people do what they came for? Each test is one journey in a real browser,
// by keyboard where that is the harder way, on the shipped site in $SITE.
'use strict';
const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { launch, serve } = require('./browser.js');

const site = process.env.SITE;
const QUIZ = 'quizzes/why-the-old-page-is-still-there.html';
let browser, server, base;

before(async () => {
  ({ server, base } = await serve(site));
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

let problems = [];

/** A test at whose end no page has complained in its console. */
function journey(name, walk) {
  test(name, async () => {
    problems = [];
    await walk();
    assert.deepEqual(problems, []);
  });
}

/** A page of its own. */
async function open(route, options = {}) {
  const context = options.context || (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options }));
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(route.includes('://') ? route : base + route);
  return page;
}

journey('search by keyboard: open, type, go', async () => {
  const page = await open('index.html');
  await page.keyboard.press('/');
  const input = page.locator('dialog[open] input[role=combobox]');
  await input.waitFor();
  await page.keyboard.type('cahcing');
  const first = page.locator('dialog[open] [role=option]').first();
  await first.waitFor();
  assert.match(await first.innerText(), /Caching/);
  assert.ok(await input.evaluate((element) => element === document.activeElement), 'focus stays in the input');
  await page.keyboard.press('ArrowDown');
  const active = await input.getAttribute('aria-activedescendant');
  assert.ok(active && (await page.locator(`[id="${active}"]`).count()) === 1, 'the active option is named');
  await page.keyboard.press('Enter');
  await page.waitForURL(/glossary\/caching\.html/);
  await page.keyboard.press('Control+k');
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0, 'Escape closes at once');
});

journey('search finds nothing for nonsense, and says so', async () => {
  const page = await open('index.html?q=xqzvwk');
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('dialog[open] [role=option][href*="glossary/"]').count(), 0);
  assert.match(await page.locator('dialog[open] [role=status]').innerText(), /\w/);
});

journey('take a quiz by keyboard, leave, and find it as it was', async () => {
  const context = await browser.newContext();
  let page = await open(QUIZ, { context });
  const form = page.locator('form.q').first();
  await form.locator('button[type=submit]').click();
  await form.locator('[role=status]').filter({ hasText: /Choose an answer first/ }).waitFor();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await form.locator('[role=status]').filter({ hasText: /Right|Not quite/ }).waitFor();
  const shown = await form.locator('.why:visible').count();
  assert.ok(shown >= 1, 'the choice says why');
  await page.close();
  page = await open(QUIZ, { context });
  const again = page.locator('form.q').first();
  assert.equal(await again.locator('input[type=radio]:checked').count() >= 1, true, 'the choice is still made');
  await context.close();
});

journey('the whole quiz can be read without scripts', async () => {
  const page = await open(QUIZ, { javaScriptEnabled: false });
  const form = page.locator('form.q').first();
  assert.ok(await form.locator('legend').first().isVisible());
  await form.locator('details summary').first().click();
  assert.ok((await form.locator('details').first().innerText()).length > 100, 'answer, reasons and explanation');
  assert.equal(await form.locator('button:visible').count(), 0, 'no button that would do nothing');
});

journey('without scripts the search link leads to the list of everything', async () => {
  const page = await open('glossary/caching.html', { javaScriptEnabled: false });
  await page.locator('a.search-open').click();
  await page.waitForURL(/all\.html/);
  assert.ok((await page.locator('main a').count()) > 100);
});

journey('dark theme: chosen, kept, and there before the first paint', async () => {
  const context = await browser.newContext({ colorScheme: 'light' });
  let page = await open('index.html', { context });
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.locator('button[popovertarget]').click();
  await page.locator('input[name=theme][value=dark]').check();
  const dark = await background();
  assert.notEqual(light, dark);
  page = await open('glossary/caching.html', { context });
  assert.equal(await background(), dark);
  await context.close();
});

journey('a term shows its card on hover and on focus, and Escape closes it', async () => {
  const page = await open('glossary/caching.html');
  const link = page.locator('main a.term').first();
  await link.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  const card = page.locator('.card:visible, [popover]:popover-open, .hovercard:visible').last();
  await card.waitFor();
  assert.ok((await card.innerText()).length > 20);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(300);
  assert.equal(await card.isVisible(), false);
  await link.hover();
  await card.waitFor();
});

journey('everything works from the disk', async () => {
  const page = await open('file://' + path.resolve(site, 'glossary/consent.html'));
  await page.keyboard.press('/');
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  await page.keyboard.type('crm');
  await page.locator('dialog[open] [role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/glossary\/crm\.html/);
  assert.match(await page.locator('h1').innerText(), /CRM|Customer relationship/);
});

journey('a module keeps its clock when the start is changed', async () => {
  const page = await open('modules/why-the-old-page-is-still-there.html');
  const times = () => page.locator('[data-at]').allInnerTexts();
  const before = (await times()).join(' ');
  assert.match(before, /09:00/);
  await page.locator('input[type=time]').fill('14:30');
  assert.match((await times()).join(' '), /14:30/);
});

journey('a worksheet keeps what is typed, on this device', async () => {
  const context = await browser.newContext();
  let page = await open('worksheets/requirements-document.html', { context });
  await page.locator('main input[type=text], main textarea').first().fill('Garden planner');
  await page.waitForTimeout(600);
  page = await open('worksheets/requirements-document.html', { context });
  assert.equal(await page.locator('main input[type=text], main textarea').first().inputValue(), 'Garden planner');
  await context.close();
});
