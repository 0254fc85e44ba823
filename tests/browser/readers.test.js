// Can everybody read every kind of page, on the shipped site in $SITE? On the narrowest
// screen, with large text, in forced colours, without motion, by keyboard, on paper; with
// nothing in the console, nothing that moves while it loads, and nobody else asked.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { kinds, stage } = require('./browser.js');

const site = process.env.SITE, ROUTES = kinds(site);
const QUIZ = 'quizzes/why-the-old-page-is-still-there.html', TERM = 'glossary/consent.html';
const held = stage(site);

/** Looks at every kind of page in a context of its own, three at once; `look` says what is wrong with one. */
async function everywhere(options, look, routes = ROUTES) {
  const context = await held.browser.newContext({ serviceWorkers: 'block', ...options });
  const queue = [...routes], wrong = [];
  await Promise.all([1, 2, 3].map(async () => {
    const page = await context.newPage();
    for (let route = queue.shift(); route; route = queue.shift()) {
      await page.goto(held.base + route);
      const found = await look(page, route);
      if (found) wrong.push(`${route}: ${found}`);
    }
  }));
  await context.close();
  assert.deepEqual(wrong, []);
  assert.ok(routes.length > 30, 'every kind of page is there');
}

/** What is wider than the screen, were it only a word; things that scroll by themselves may be. */
const sideways = (page) => page.evaluate(() => {
  // What is folded away must fit as well when it is opened.
  document.querySelectorAll('main details').forEach((part) => { part.open = true; });
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return '';
  const widest = [...document.querySelectorAll('body *')].find((element) => element.getBoundingClientRect().right > innerWidth + 1);
  return `${over} px too wide: ${widest ? widest.outerHTML.slice(0, 120) : ''}`;
});

test('320 px wide: nothing scrolls sideways', () => everywhere({ viewport: { width: 320, height: 640 } }, sideways));

test('text at 200 %: nothing scrolls sideways, nothing is cut off', () => everywhere({ viewport: { width: 640, height: 800 } }, async (page) => {
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  const cut = await page.evaluate(() => {
    const hides = (element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX) || ['hidden', 'clip'].includes(getComputedStyle(element).overflowY);
    const element = [...document.querySelectorAll('main *')].find((element) => element.textContent.trim() && element.clientWidth > 8 && hides(element) && !element.closest('svg')
      && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1));
    return element ? 'cuts off ' + element.outerHTML.slice(0, 120) : '';
  });
  return (await sideways(page)) || cut;
}));

test('the largest text of the reading settings and wide spacing fit a phone', () => everywhere({ viewport: { width: 390, height: 800 } }, async (page) => {
  await page.evaluate(() => Object.assign(document.documentElement.dataset, { size: 'xl', space: 'l' }));
  return sideways(page);
}));

test('without scripts every page says what it has to say, and offers nothing that would do nothing', () => everywhere({ viewport: { width: 800, height: 800 }, javaScriptEnabled: false }, async (page, route) => page.evaluate((route) => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const main = document.querySelector('main');
  const dead = [...document.querySelectorAll('button:not(form[action] *), .js-only, main input[type=file]')].find(seen);
  if (dead) return 'does nothing: ' + dead.outerHTML.slice(0, 120);
  const hidden = [...main.querySelectorAll('[hidden]')].find((part) => part.textContent.trim() && !part.closest('.js-only, .why, .q-known, .certificate, .quiz-score'));
  if (hidden) return 'is never shown: ' + hidden.outerHTML.slice(0, 120);
  return main.innerText.trim().length > (/404|room|search/.test(route) ? 20 : 120) ? '' : 'says too little: ' + main.innerText.trim();
}, route)));

test('forced colours: controls keep an edge, and whose a word is stays visible', () => everywhere({ viewport: { width: 800, height: 800 }, forcedColors: 'active' }, (page) => page.evaluate(() => {
  const seen = (element) => element.getClientRects().length && getComputedStyle(element).visibility === 'visible';
  const edgeless = [...document.querySelectorAll('button, .btn, input:not([type=radio],[type=checkbox],[type=range]), select, textarea')].filter(seen)
    .find((element) => { const style = getComputedStyle(element); return parseFloat(style.borderTopWidth) + parseFloat(style.borderBottomWidth) + parseFloat(style.outlineWidth) === 0 && !/underline/.test(style.textDecorationLine); });
  if (edgeless) return 'no edge: ' + edgeless.outerHTML.slice(0, 120);
  const nameless = [...document.querySelectorAll('.who')].filter(seen).find((element) => !element.textContent.trim());
  return nameless ? 'nobody is named: ' + nameless.outerHTML.slice(0, 120) : '';
})));

test('reduced motion: nothing moves', () => everywhere({ viewport: { width: 800, height: 800 }, reducedMotion: 'reduce' }, (page) => page.evaluate(() => {
  const moving = [...document.querySelectorAll('*')].find((element) => {
    const style = getComputedStyle(element), time = (text) => Math.max(...text.split(',').map(parseFloat));
    return time(style.transitionDuration) > 0 || style.animationName !== 'none' && time(style.animationDuration) > 0 || style.scrollBehavior === 'smooth';
  });
  return moving || document.getAnimations().length ? 'moves: ' + (moving ? moving.outerHTML.slice(0, 120) : 'an animation') : '';
})));

test('nothing in the console, no other host, nothing shifts, no cookie', async () => {
  const context = await held.browser.newContext({ viewport: { width: 390, height: 800 }, serviceWorkers: 'block' });
  await context.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) globalThis.shifted += entry.value; })).observe({ type: 'layout-shift', buffered: true });
  });
  const page = await context.newPage(), wrong = [];
  page.on('console', (message) => /Service Worker registration blocked/.test(message.text()) || wrong.push(`${page.url()}: ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => request.url().startsWith(held.base) || wrong.push(`${page.url()} asks ${request.url()}`));
  for (const route of ROUTES) {
    await page.goto(held.base + route, { waitUntil: 'networkidle' });
    const shifted = await page.evaluate(() => globalThis.shifted);
    // A busy machine may show a page before its font has come: a line then breaks elsewhere.
    if (shifted > 0.03) wrong.push(`${route} shifts by ${shifted}`);
    if ((await context.cookies()).length) wrong.push(`${route} sets a cookie`);
    const policy = await page.evaluate(() => {
      try { document.createElement('script').src = 'x.js'; return 'takes any script'; } catch { return ''; }
    });
    if (policy) wrong.push(`${route} ${policy}`);
    await page.evaluate(() => new Promise((done) => setTimeout(done)));
    // The policy reports what it kept from happening just now; that is what was asked for.
    while (wrong.length && /TrustedScriptURL/.test(wrong.at(-1))) wrong.pop();
  }
  await context.close();
  assert.deepEqual(wrong, []);
});

test('by keyboard alone: past the navigation, settings, whose eyes, search, a question', async () => {
  const context = await held.browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const focused = (css) => page.evaluate((css) => document.activeElement.matches(css), css);
  /** Presses Tab until something has the focus. */
  const reach = async (css, most = 60) => {
    for (let at = 0; at < most; at += 1) {
      if (await focused(css)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab never reaches ${css}`);
  };
  await page.goto(held.base + TERM);
  await press('Tab');
  assert.ok(await focused('.skip'), 'the first stop leads past the navigation');
  await press('Enter');
  assert.ok(await focused('#main'));
  await page.goto(held.base + TERM);
  await reach('[popovertarget=reading]');
  await press('Enter');
  await reach('#reading input[name=lens]');
  await press('ArrowDown', 'ArrowDown');
  assert.equal(await page.evaluate(() => localStorage.getItem('ct:v1:lens')), await page.locator('#reading [name=lens]:checked').getAttribute('value'));
  await reach('#reading input[name=theme]');
  await press('ArrowDown', 'ArrowDown');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await reach('#reading input[name=size]');
  await press('ArrowDown');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.size), 'l');
  await press('Escape');
  assert.equal(await page.locator('#reading:popover-open').count(), 0);
  assert.ok(await focused('[popovertarget=reading]'), 'focus returns to where the settings were opened');
  await press('/');
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  await page.keyboard.type('cookie');
  await page.locator('dialog[open] [role=option]').first().waitFor();
  await press('Enter');
  await page.waitForURL(/cookie/);
  await page.goto(held.base + QUIZ);
  await reach('form.q input');
  await press('Space');
  await press('Enter');
  await page.locator('form.q [role=status]').filter({ hasText: /\w/ }).first().waitFor();
  await context.close();
});

test('whoever stands on a closed answer when its script comes stands on the question then', async () => {
  const context = await held.browser.newContext({ serviceWorkers: 'block', viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  let come;
  const late = new Promise((resolve) => { come = resolve; });
  await page.route(/quiz\.[^/]*js$/, async (route) => { await late; await route.continue(); });
  await page.goto(held.base + TERM);
  await page.locator('form.q summary').first().focus();
  come();
  await page.locator('form.q.quiz-ready').first().waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.matches('form.q :is(input, select, textarea)')));
  await context.close();
});

test('every stop of the Tab key is seen, on every kind of page', () => everywhere({ viewport: { width: 390, height: 800 } }, async (page) => {
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab');
    const bad = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || element.matches('iframe')) return '';
      // A label may show the focus of the control inside it.
      const shown = [element, element.closest('label'), element.parentElement].filter(Boolean).some((part) => {
        const style = getComputedStyle(part);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      });
      const { width, height } = element.getBoundingClientRect();
      return shown && width && height ? '' : element.outerHTML.slice(0, 120);
    });
    if (bad) return 'nobody sees where the focus is: ' + bad;
  }
  return '';
}));

test('on paper: no controls of the screen, everything that was folded, nothing cut off at the side', () => everywhere({ viewport: { width: 794, height: 1123 } }, async (page, route) => {
  await page.emulateMedia({ media: 'print' });
  const wrong = await page.evaluate(() => {
    const seen = (element) => element.getClientRects().length > 0;
    const chrome = [...document.querySelectorAll('nav.main, .top .end, .skip, #reading')].find(seen);
    if (chrome) return 'prints ' + chrome.outerHTML.slice(0, 80);
    if (!document.querySelector('main').innerText.trim()) return 'prints nothing';
    const over = document.documentElement.scrollWidth - innerWidth;
    return over > 0 ? `${over} px too wide for the paper` : '';
  });
  const pdf = wrong ? Buffer.alloc(0) : await page.pdf({ format: 'A4' });
  await page.emulateMedia({ media: 'screen' });
  return wrong || (pdf.subarray(0, 5).toString() === '%PDF-' ? '' : `${route} makes no paper`);
}));
