// Is what a person presses, types and chooses before a page's scripts have come done all the
// same? On a slow line, and with one script after another missing, on the site in $SITE.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { stage } = require('./browser.js');

const TERM = 'glossary/caching.html', QUIZ = 'quizzes/why-the-old-page-is-still-there.html', DESK = 'workshops/joint-kickoff-day/present.html';
const held = stage(process.env.SITE);

/**
 * A page of whose scripts none has come yet. `scripts.come()` lets those come that the page
 * names, or those whose file begins with a name.
 */
async function early(route, options = {}) {
  const context = await held.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block', ...options });
  const page = await context.newPage(), waiting = [], problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  let open = /^$/;
  await page.route(/\.js$/, (request) => (open.test(request.request().url()) ? request.continue() : waiting.push(request)));
  await page.goto(held.base + route, { waitUntil: 'commit' });
  await page.locator('h1').waitFor();
  const come = async (which = /./) => {
    open = which;
    await Promise.all(waiting.splice(0).map((request) => (which.test(request.request().url()) ? request.continue() : waiting.push(request))));
  };
  return { context, page, problems, come };
}

/** A page one of whose scripts is missing. */
async function without(script, route, options = {}) {
  const context = await held.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  await page.route(new RegExp(`/${script}\\.([^/]*\\.)?js$`), (request) => request.fulfill({ status: 404, body: '' }));
  await page.goto(held.base + route);
  return { context, page };
}

test('the search button pressed before any script: the dialog, not the list', async () => {
  const { context, page, come, problems } = await early(TERM);
  await page.locator('a.search-open').click();
  await come();
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  assert.match(page.url(), /caching/);
  assert.deepEqual(problems, []);
  await context.close();
});

test('what is typed after Ctrl+K is searched for, whenever the scripts come', async () => {
  const { context, page, come, problems } = await early(TERM);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('coo');
  await come(/\/site\./);
  const input = page.locator('dialog[open] input[type=search]');
  await input.waitFor();
  await page.keyboard.type('kie');
  await come();
  await page.locator('dialog[open] [role=option][href*=cookie]').first().waitFor();
  await page.keyboard.type(' banner');
  assert.equal(await input.inputValue(), 'cookie banner', 'and the field never lost the focus');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test('reading settings chosen before any script stay and are kept', async () => {
  const { context, page, come } = await early(TERM);
  await page.locator('[popovertarget=reading]').click();
  await page.locator('#reading label:has([value=dark])').click();
  await come();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.equal(await page.evaluate(() => localStorage.getItem('ct:v1:theme')), 'dark');
  assert.equal(await page.locator('#reading [value=dark]').isChecked(), true);
  await context.close();
});

test('buttons pressed before any script do what they say', async () => {
  const { context, page, come } = await early(TERM, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('.view .explain').nth(1).click();
  await come();
  await page.locator('.view').nth(1).getByRole('status').filter({ hasText: /Copied/ }).waitFor();
  await context.close();
});

test('the last of two buttons pressed while their script comes is the one that is meant', async () => {
  const { context, page, come } = await early(TERM, { permissions: ['clipboard-read', 'clipboard-write'] });
  await come(/\/site\./);
  await page.waitForFunction(() => document.readyState === 'complete');
  await page.locator('.view .explain').nth(0).click();
  await page.locator('.view .explain').nth(1).click();
  await come();
  await page.locator('.view').nth(1).getByRole('status').filter({ hasText: /Copied/ }).waitFor();
  await context.close();
});

test('a step ticked, a worksheet begun, a start set before any script', async () => {
  let { context, page, come } = await early('paths/web-literacy-for-marketers.html');
  await page.locator('.path input').first().check();
  await come();
  await page.locator('[data-done]', { hasText: /^1 of/ }).waitFor();
  await context.close();

  ({ context, page, come } = await early('worksheets/requirements-document.html'));
  const rows = await page.locator('tbody tr').count();
  await page.locator('form.sheet [name]').first().fill('Garden planner');
  await page.locator('[data-add]').first().click();
  await come();
  await page.waitForFunction((rows) => document.querySelectorAll('tbody tr').length === rows + 1, rows);
  assert.match(await page.evaluate(() => localStorage.getItem('ct:v1:sheet:requirements-document')), /Garden planner/);
  await context.close();

  ({ context, page, come } = await early('modules/why-the-old-page-is-still-there.html'));
  await page.locator('[data-start]').fill('14:30');
  await come();
  await page.locator('[data-at="0"]', { hasText: '14:30' }).first().waitFor();
  await context.close();

  ({ context, page, come } = await early('workshops/joint-kickoff-day/present.html'));
  await page.locator('[data-do=start]').click();
  await come();
  await page.locator('[data-do=start]', { hasText: 'Pause' }).waitFor();
  await context.close();
});

test('a choice made before any script waits for the button that checks it', async () => {
  const { context, page, come } = await early(QUIZ);
  const form = page.locator('form.q').first();
  await form.locator('.q-ask .opt').first().click();
  await page.keyboard.press('Enter');
  await come();
  await form.locator('button[type=submit]:enabled').click();
  await form.getByRole('status').filter({ hasText: /Right|Not quite/ }).waitFor();
  assert.match(page.url(), /still-there\.html$/, 'nothing was sent');
  await context.close();
});

// For every script of the theme: what a page does without it.
const missing = {
  search: async () => {
    const { context, page } = await without('search', TERM);
    await page.locator('a.search-open').click();
    await page.waitForURL(/all\.html/);
    await context.close();
  },
  site: async () => {
    const { context, page } = await without('site', TERM);
    assert.equal(await page.locator('.js-only:visible').count(), 0, 'no button that would do nothing');
    await page.locator('a.search-open').click();
    await page.waitForURL(/all\.html/);
    await context.close();
  },
  quiz: async () => {
    for (const route of [QUIZ, TERM]) {
      const { context, page } = await without('quiz', route);
      const details = page.locator('form.q details').first();
      await details.scrollIntoViewIfNeeded();
      await details.locator('summary').click();
      assert.ok((await details.innerText()).length > 100);
      assert.equal(await page.locator('form.q button:visible').count(), 0);
      await context.close();
    }
  },
  card: async () => {
    for (const [file, touch] of [['card', false], ['card', true], ['nothing', true]]) {
      const { context, page } = await without(file, TERM, { hasTouch: touch });
      if (file === 'nothing') await page.route(/\/card\.[^/]*\.css$/, (request) => request.fulfill({ status: 404, body: '' }));
      const word = page.locator('main a.term').first(), href = await word.getAttribute('href');
      await (touch ? word.tap() : word.click());
      await page.waitForURL((url) => url.pathname.endsWith('/' + href));
      await context.close();
    }
  },
  review: async () => {
    const { context, page } = await without('review', QUIZ);
    const id = await page.locator('form.q').nth(1).getAttribute('data-id');
    for (const asked of [id, 'gone']) {
      await page.goto(`${held.base}${QUIZ}?review=${asked}`);
      const form = page.locator('form.q:visible').first();
      await form.locator('.q-ask .opt').first().click();
      await form.locator('button[type=submit]').click();
      await form.getByRole('status').filter({ hasText: /Right|Not quite/ }).waitFor();
    }
    await context.close();
  },
  tools: async () => {
    const { context, page } = await without('tools', DESK);
    await page.locator('[data-tool=groups] summary').click();
    await page.locator('[data-tool=groups]').getByRole('status').filter({ hasText: /could not be loaded/ }).waitFor();
    await page.locator('[data-do=start]').click();
    await page.locator('[data-do=start]', { hasText: 'Pause' }).waitFor();
    await page.unroute(/\/tools\.([^/]*\.)?js$/);
    await page.locator('[data-do=mix]').click();
    await page.locator('[data-groups]', { hasText: 'two names' }).waitFor();
    await context.close();
  },
  home: async () => {
    const { context, page } = await without('home', 'index.html');
    assert.ok(await page.locator('main a').first().isVisible());
    await context.close();
  },
  room: async () => {
    const { context, page } = await without('room', 'room.html#workshops/joint-kickoff-day');
    assert.match(await page.locator('main').innerText(), /Open this window from/);
    await context.close();
  },
  results: async () => {
    const { context, page } = await without('results', 'workshops/joint-kickoff-day/results.html');
    assert.match(await page.locator('main').innerText(), /needs JavaScript/);
    assert.equal(await page.locator('textarea:visible').count(), 0);
    await context.close();
  },
  form: async () => {
    const { context, page } = await without('form', 'quizzes/walk-in-my-shoes-before.html');
    assert.ok((await page.locator('form.q .opt:visible').count()) > 8, 'the questions can be read and ticked on paper');
    assert.equal(await page.locator('.js-only:visible').count(), 0);
    await context.close();
  },
};
for (const [script, button] of [['share', '.view .explain'], ['feedback', '[data-feedback]']]) {
  missing[script] = async () => {
    const { context, page } = await without(script, TERM);
    await page.locator(button).first().click();
    await page.getByRole('status').filter({ hasText: /could not be loaded/ }).waitFor();
    await context.close();
  };
}
for (const [script, route] of [['filter', 'glossary/index.html'], ['path', 'paths/web-literacy-for-marketers.html'], ['sheet', 'worksheets/requirements-document.html'], ['map', 'map.html'], ['learning', 'learning.html'], ['placement', 'placement.html'], ['present', DESK], ['clock', 'modules/why-the-old-page-is-still-there.html']]) {
  missing[script] = async () => {
    const { context, page } = await without(script, route);
    assert.equal(await page.locator('.js-only:visible').count(), 0, `${route} without ${script}`);
    await context.close();
  };
}
for (const [script, then] of Object.entries(missing)) test(`without ${script}.js its page still does its job`, then);

test('no script is forgotten above', () => {
  const names = fs.readdirSync(path.join(process.env.SITE, 'assets')).filter((file) => file.endsWith('.js')).map((file) => file.split('.')[0]);
  assert.deepEqual(names.sort(), Object.keys(missing).sort());
});

test('without the words of search, the whole list', async () => {
  const { context, page } = await without('head', TERM);
  await page.locator('a.search-open').click();
  await page.locator('dialog[open] [role=status] a').click();
  await page.waitForURL(/all\.html/);
  await context.close();
});

test('a tool that is pressed while its script comes does what it says', async () => {
  const { context, page, come, problems } = await early(DESK);
  await come(/\/(?:site|present)\./);
  await page.waitForFunction(() => document.readyState === 'complete');
  await page.locator('[data-tool=groups] summary').click();
  await page.locator('[data-people]').first().fill('Ana\nBen');
  await page.locator('[data-do=mix]').click();
  await come();
  await page.locator('[data-groups] .groups li', { hasText: 'Ana' }).first().waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});
