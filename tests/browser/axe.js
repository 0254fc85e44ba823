// Is every kind of page free of accessibility violations, in both themes, on a
// phone and on a desktop, as judged by axe (WCAG 2.2 A and AA, best practice)? So are the
// things that are opened on it: search, settings, a card, a question that was answered.
// Does any of them scroll sideways at 320 px, or report an error in the console?
'use strict';
const axe = require('axe-core').source;
const { kinds, launch, serve } = require('./browser.js');

const TERM = 'glossary/caching.html';
/** What readers open on a page, and how it is known to be there. */
const OPENED = [
  [TERM, async (page) => { await page.keyboard.press('/'); await page.locator('dialog[open] [role=combobox]').fill('cookie'); await page.locator('[role=option]').nth(3).waitFor(); }],
  [TERM, async (page) => { await page.locator('[popovertarget=reading]').click(); await page.locator('#reading:popover-open').waitFor(); }],
  [TERM, async (page) => { await page.locator('main a.term').first().hover(); await page.locator('.card-pop:popover-open').waitFor(); }],
  [TERM, async (page) => { await page.locator('[data-feedback]').click(); await page.getByLabel('Not quite').check(); }],
  [TERM, async (page) => { await page.locator('details.more summary').click(); await page.evaluate(() => document.querySelectorAll('main details').forEach((part) => { part.open = true; })); }],
  ['map.html#map', (page) => page.locator('.map svg').waitFor()],
  ['learning.html', async (page) => { await page.locator('[data-erase]').click(); await page.locator('dialog[open]').waitFor(); }],
  ['quizzes/why-the-old-page-is-still-there.html', async (page) => {
    const form = page.locator('form.q').first();
    await form.locator('.q-ask input').first().check();
    await form.locator('button[type=submit]').click();
    await form.getByRole('status').filter({ hasText: /\w/ }).waitFor();
  }],
  ['workshops/joint-kickoff-day/present.html', (page) => page.evaluate(() => document.querySelectorAll('main details').forEach((part) => { part.open = true; }))],
];

/** Both themes on both screens. */
const SETTINGS = ['light', 'dark'].flatMap((theme) => [390, 1440].map((width) => ({ theme, width })));

(async () => {
  const site = process.argv[2];
  const { server, base } = await serve(site);
  const browser = await launch();
  const wrong = [];
  let runs = 0;
  const look = async ({ theme, width }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, bypassCSP: true, serviceWorkers: 'block', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const pages = kinds(site).flatMap((route) => [[route], [route + '?lens=it']]);
    for (const [route, open] of [...pages, ...OPENED]) {
      await page.goto(base + route);
      if (open) await open(page);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
      runs += 1;
      for (const { id, nodes } of found.violations) wrong.push(`${route}${open ? ' opened' : ''} ${theme} ${width}: ${id}: ${nodes[0].html.slice(0, 200)} (${nodes.length})`);
    }
    await context.close();
  };
  await Promise.all(SETTINGS.map(look));
  // The policy of the page is in force here, unlike above.
  const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => request.url().startsWith(base) || wrong.push(`${page.url()} asks ${request.url()}`));
  for (const route of kinds(site)) {
    await page.goto(base + route);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wrong.push(`${route} scrolls sideways by ${over} px at 320 px`);
    if ((await context.cookies()).length) wrong.push(`${route} sets a cookie`);
    runs += 1;
  }
  await browser.close();
  server.close();
  if (wrong.length) {
    console.error(wrong.join('\n'));
    process.exit(1);
  }
  console.log(`checked ${runs} page views, no violation`);
})();
