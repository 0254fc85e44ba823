// Can people do what they came for? Each test is one journey in a real browser,
// by keyboard where that is the harder way, on the shipped site in $SITE.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { stage } = require('./browser.js');

const site = process.env.SITE;
const QUIZ = 'quizzes/why-the-old-page-is-still-there.html';
const held = stage(site);

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
  const context = options.context || (await held.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options }));
  const page = await context.newPage();
  // A busy machine may skip the fade between two pages; nobody loses anything.
  page.on('pageerror', (error) => /Transition was skipped/.test(error.message) || problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(route.includes('://') ? route : held.base + route);
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

for (const [hand, options] of [['mouse', {}], ['finger', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }]]) {
  journey(`search by ${hand}: a pointer that arrives and presses at once opens it`, async () => {
    const page = await open('glossary/caching.html', options);
    const opener = page.locator('a.search-open');
    await (options.hasTouch ? opener.tap() : opener.click());
    const input = page.locator('dialog[open] input[role=combobox]');
    await input.waitFor();
    await input.pressSequentially('crm');
    await page.locator('dialog[open] [role=option][href*="glossary/"]').first().waitFor();
    assert.match(page.url(), /glossary\/caching/);
    const over = await page.locator('dialog[open] fieldset label').evaluateAll((labels) => labels.filter((label) => {
      const [button, word] = [...label.children].map((part) => part.getBoundingClientRect());
      return button.right > word.left || label.nextElementSibling && word.right > label.nextElementSibling.getBoundingClientRect().left + 1 && word.top === label.nextElementSibling.lastElementChild.getBoundingClientRect().top;
    }).map((label) => label.textContent));
    assert.deepEqual(over, [], 'each filter stands beside its word, and off the next');
  });
}

journey('a word opens its card when tapped, and is followed when tapped again', async () => {
  const page = await open('glossary/caching.html', { hasTouch: true, isMobile: true, viewport: { width: 320, height: 640 } });
  const words = page.locator('main a.term'), card = page.locator('.card-pop:popover-open'), said = page.locator('body > [role=status]');
  for (const word of [words.nth(1), words.first()]) {
    await word.tap();
    await card.filter({ hasText: 'Tap again to read more.' }).waitFor();
    const { x, y, width, height } = await card.boundingBox();
    assert.ok(x >= 0 && y >= 0 && x + width <= 320 && y + height <= 640, 'within the screen');
  }
  await said.filter({ hasText: /Tap again to read more\.$/ }).waitFor({ state: 'attached' });
  await card.tap({ position: { x: 20, y: 20 } });
  assert.ok(await card.isVisible(), 'the card itself may be touched');
  await page.locator('h1').tap();
  await card.waitFor({ state: 'detached' });
  assert.equal(await said.textContent(), '');
  await words.first().tap();
  await card.waitFor();
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  assert.match(page.url(), /caching\.html$/);
  const href = await words.first().getAttribute('href');
  await words.first().tap();
  await card.waitFor();
  await words.first().tap();
  await page.waitForURL((url) => url.pathname.endsWith('/' + href));
});

journey('the way back to the search page leads to what was found', async () => {
  const page = await open('search.html');
  await page.locator('input[role=combobox]').pressSequentially('cookie');
  await page.locator('[role=option]').nth(2).click();
  await page.waitForURL(/\/(glossary|modules|false-friends)\//);
  await page.goBack();
  await page.locator('[role=option]').nth(2).waitFor();
  assert.equal(await page.locator('input[role=combobox]').inputValue(), 'cookie');
});

journey('search finds nothing for nonsense, and says so', async () => {
  const page = await open('index.html?q=xqzvwk');
  await page.locator('dialog[open] input[role=combobox]').waitFor();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('dialog[open] [role=option][href*="glossary/"]').count(), 0);
  assert.match(await page.locator('dialog[open] [role=status]').innerText(), /\w/);
});

journey('take a quiz by keyboard, leave, and find it as it was', async () => {
  const context = await held.browser.newContext();
  let page = await open(QUIZ, { context });
  const form = page.locator('form.q').first();
  await form.locator('button[type=submit]').click();
  await form.locator('[role=status]').filter({ hasText: /Choose an answer first/ }).waitFor();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await form.locator('[role=status]').filter({ hasText: /Right|Not quite/ }).waitFor();
  const shown = await form.locator('.why:visible').count();
  assert.ok(shown >= 1, 'the choice says why');
  const described = await form.locator('input:checked').first().getAttribute('aria-describedby');
  assert.equal(await form.locator('.why:visible').first().getAttribute('id'), described, 'and is read with it');
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
  const context = await held.browser.newContext({ colorScheme: 'light' });
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
  const context = await held.browser.newContext();
  let page = await open('worksheets/requirements-document.html', { context });
  await page.locator('main input[type=text], main textarea').first().fill('Garden planner');
  await page.waitForTimeout(600);
  page = await open('worksheets/requirements-document.html', { context });
  assert.equal(await page.locator('main input[type=text], main textarea').first().inputValue(), 'Garden planner');
  await context.close();
});

/** The teams of the views in the order of the page, and in the order in which they are drawn. */
const views = (page) => page.locator('.pair').first().evaluate((pair) => {
  const parts = [...pair.children], name = (part) => part.querySelector('.who').textContent;
  return { read: parts.map(name), drawn: [...parts].sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left).map(name) };
});

journey('whose eyes: a link opens a page with one team first, and the choice stays', async () => {
  const context = await held.browser.newContext({ viewport: { width: 1440, height: 900 } });
  let page = await open('glossary/caching.html', { context });
  const plain = await views(page), [first, second] = plain.read;
  page = await open('index.html', { context });
  await page.locator('.door a').nth(1).click();
  await page.waitForURL(/lens=/);
  page = await open('glossary/caching.html', { context });
  const turned = { read: [second, first], drawn: [second, first] };
  assert.deepEqual(await views(page), turned, 'read and drawn in the same order, nothing hidden');
  await page.locator('button[popovertarget]').click();
  await page.locator('input[name=lens][value=""]').check();
  assert.deepEqual(await views(page), plain);
  page = await open('glossary/caching.html', { context });
  assert.deepEqual(await views(page), plain);
  await context.close();
});

journey('a shared link shows its own eyes, and leaves the reader\'s own alone', async () => {
  const context = await held.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await open('glossary/caching.html', { context });
  const lenses = await page.locator('input[name=lens]').evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  await page.locator('button[popovertarget]').click();
  await page.locator(`input[name=lens][value=${lenses[0]}]`).check();
  const own = await views(page);
  const other = await open(`glossary/caching.html?lens=${lenses[1]}`, { context });
  assert.notDeepEqual(await views(other), own);
  assert.deepEqual(await views(await open('glossary/caching.html', { context })), own);
  await context.close();
});

journey('explain to the other team copies its view with a link that opens it', async () => {
  const context = await held.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await open('glossary/caching.html', { context });
  const view = page.locator('.view').nth(1);
  await view.locator('.explain').click();
  await view.getByRole('status').filter({ hasText: /\w/ }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const title = await view.locator('h3').innerText(), team = await view.locator('.who').innerText();
  assert.ok(text.startsWith('Caching') && text.includes(team) && text.includes(title), text);
  const link = text.trim().split('\n').pop();
  assert.deepEqual((await views(await open(link, {}))).read[0], team);
  await context.close();
});

journey('a false friend warns on the page of its word', async () => {
  const page = await open('glossary/campaign.html?lens=marketing');
  const teams = await page.locator('.beware').first().locator('.who').allInnerTexts();
  assert.deepEqual(teams, ['IT', 'Marketing'], 'what it means to the others first');
});

journey('was this clear? Said with a reason, and kept on the device', async () => {
  const context = await held.browser.newContext();
  const page = await open('glossary/caching.html', { context });
  await page.getByRole('button', { name: 'Was this clear?' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('status').filter({ hasText: /first/ }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem('ct:v1:feedback')), null, 'nothing said, nothing kept');
  await page.getByLabel('Not quite').check();
  await page.getByLabel('An example is missing').check();
  await page.getByLabel('In your words').fill('More, please');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('status').filter({ hasText: /kept on this device and sent nowhere/ }).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  const [kept, again] = await page.evaluate(() => JSON.parse(localStorage.getItem('ct:v1:feedback')));
  assert.equal(again, undefined, 'pressed twice, said once');
  assert.deepEqual([kept.page, kept.clear, kept.why, kept.note], ['glossary/caching.html', 'no', ['example'], 'More, please']);
  await context.close();
});

journey('the picture of the map on a phone, for whoever asks, without scripts too', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open('map.html', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 }, javaScriptEnabled });
    const picture = page.locator('.map svg');
    assert.equal(await picture.isVisible(), false);
    await page.getByRole('link', { name: 'Show the picture' }).tap();
    await picture.waitFor();
    const letters = await picture.evaluate((svg) => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width);
    assert.ok(letters >= 12, `large enough to read: ${letters}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'only the picture moves sideways');
    await page.locator('.map svg a text').first().scrollIntoViewIfNeeded();
    await page.getByRole('link', { name: 'To the list' }).tap();
    assert.equal(await picture.isVisible(), false);
  }
});

journey('the list of words, narrowed: letters with nothing under them lead nowhere', async () => {
  const page = await open('glossary/index.html');
  const leads = () => page.locator('.az a:not([inert])').count();
  const all = await leads();
  await page.getByLabel('Word contains').pressSequentially('cookie');
  await page.locator('[data-shown]', { hasText: /\d/ }).waitFor();
  assert.equal(await leads(), await page.locator('.letter:visible').count());
  await page.getByLabel('Word contains').fill('');
  assert.equal(await leads(), all);
});

journey('a worksheet’s table has room to write on a phone', async () => {
  const page = await open('worksheets/requirements-document.html', { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const cells = page.locator('td textarea:visible');
  const widths = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().width));
  assert.ok(widths.length > 20 && Math.min(...widths) > 240, String(Math.min(...widths)));
  const field = page.locator('.field:has(td textarea)').first(), row = field.locator('tbody tr').first();
  const column = await field.locator('thead th').first().innerText();
  assert.equal(await row.locator('td').first().evaluate((cell) => getComputedStyle(cell, '::before').content), JSON.stringify(column));
  await row.locator('textarea').first().tap();
  await page.keyboard.type('Garden');
  assert.equal(await row.locator('textarea').first().inputValue(), 'Garden');
});

journey('the presenter’s list keeps what is now in sight', async () => {
  for (const width of [390, 1440]) {
    const page = await open('workshops/joint-kickoff-day/present.html', { viewport: { width, height: 844 } });
    await page.locator('[data-list] > .current').waitFor();
    assert.equal(await page.locator('.plist').evaluate((list) => list.scrollTop), 0, 'at the start, its beginning');
    for (let at = 0; at < 8; at += 1) await page.keyboard.press('PageDown');
    const seen = await page.locator('.plist').evaluate((list) => {
      const box = list.getBoundingClientRect(), now = list.querySelector('.current').getBoundingClientRect();
      return now.top >= box.top && now.bottom <= box.bottom;
    });
    assert.ok(seen, `at ${width} px`);
    await page.context().close();
  }
});

/** A page of another site with the words on it, as strict as an intranet may be: our script, and nothing inline. */
async function elsewhere(options) {
  const html = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Intranet</title><main><h1>Caching</h1><p>We cleared the browser cache and asked for a rollback; see <a href="/x">the server</a>.</p><pre>caching</pre></main><script src="${held.base}embed.js" data-in="main" defer></script></html>`;
  const other = require('node:http').createServer((request, response) => {
    const icon = request.url !== '/';
    response.writeHead(icon ? 204 : 200, { 'content-type': 'text/html', 'content-security-policy': `default-src 'none'; script-src ${new URL(held.base).origin}` });
    response.end(icon ? '' : html);
  });
  await new Promise((done) => other.listen(0, '127.0.0.1', done));
  other.unref();
  const context = await held.browser.newContext(options);
  const page = await open(`http://127.0.0.1:${other.address().port}/`, { context });
  const words = page.locator('a.crosstrain-term');
  await words.first().waitFor();
  return { context, page, words, shown: (want) => page.waitForFunction((want) => Boolean(document.querySelector('#crosstrain-card:popover-open')) === want, want, { timeout: 5000 }) };
}

journey('one script tag shows the words on another site', async () => {
  const { context, page, words, shown } = await elsewhere();
  assert.ok((await words.allInnerTexts()).includes('browser cache'));
  assert.equal(await page.locator('h1 a, pre a').count(), 0, 'not in headings and code');
  await words.first().hover();
  await shown(true);
  // The page says nothing of its encoding, so it is not ours.
  assert.match(await page.locator('#crosstrain-card').evaluate((host) => host.shadowRoot.textContent), /Browser cache.*Marketing · Common Ground/s);
  assert.equal(await words.first().getAttribute('href'), held.base + 'glossary/browser-cache.html');
  await page.mouse.move(5, 500);
  await shown(false);
  await page.keyboard.press('Tab');
  await shown(true);
  assert.equal(await words.first().getAttribute('aria-describedby'), 'crosstrain-card', 'read with the word it is of');
  assert.equal(await words.nth(1).getAttribute('aria-describedby'), null, 'and with no other');
  await context.close();
});

journey('a word on another site opens its card when tapped, and is followed when tapped again', async () => {
  const { context, page, words, shown } = await elsewhere({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  const there = page.url(), said = page.locator('[role=status]');
  for (const word of [words.nth(1), words.first()]) {
    await word.tap();
    await shown(true);
    const sides = await page.locator('#crosstrain-card').evaluate((host) => {
      const { left, right, top, bottom } = host.getBoundingClientRect();
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && document.documentElement.scrollWidth <= innerWidth;
    });
    assert.ok(sides, 'within the screen');
  }
  assert.match(await said.textContent(), /^Browser cache\. .*Tap again to read more\.$/, 'it is said');
  await page.locator('#crosstrain-card').tap({ position: { x: 20, y: 20 } });
  await shown(true);
  await page.touchscreen.tap(160, 600);
  await shown(false);
  assert.equal(await said.textContent(), '');
  await words.first().tap();
  await shown(true);
  await page.keyboard.press('Escape');
  await shown(false);
  assert.equal(page.url(), there);
  await words.first().tap();
  await shown(true);
  await words.first().tap();
  await page.waitForURL(held.base + 'glossary/browser-cache.html');
  await context.close();
});
