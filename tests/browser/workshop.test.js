// Does a workshop run from its pages? The joint kickoff day of the shipped site, in a real
// browser, over HTTP and from disk, with the clock under the test's control.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { stage } = require('./browser.js');

const site = process.env.SITE, shots = process.env.SHOTS;
const DAY = 'workshops/joint-kickoff-day';
const held = stage(site);

const shot = (page, name) => shots && page.screenshot({ path: path.join(shots, name + '.png') });

/** A context in which every console error counts and time stands at a quarter to nine. */
async function world(options = {}) {
  const context = await held.browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'Europe/Dublin', ...options });
  const problems = [];
  context.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  context.on('weberror', (error) => problems.push(error.error().message));
  await context.clock.install({ time: new Date('2027-01-14T08:44:00Z') });
  await context.clock.pauseAt(new Date('2027-01-14T08:45:00Z'));
  return { context, problems };
}

for (const way of ['http', 'disk']) {
  test(`the kickoff day, late and on time again (${way})`, async () => {
    const { context, problems } = await world({ offline: way === 'disk' });
    const address = (route) => (way === 'http' ? held.base : 'file://' + path.resolve(site) + '/') + route;
    const page = await context.newPage();
    await page.goto(address(DAY + '/present.html'));
    const title = page.locator('[data-title]'), drift = page.locator('[data-drift]'), offer = page.locator('[data-offer]');
    const pass = async (minutes) => { await context.clock.runFor(minutes * 60000); };

    await page.keyboard.press('Space');
    assert.equal(await page.locator('[data-do=start]').innerText(), 'Pause');
    const [room] = await Promise.all([context.waitForEvent('page'), page.locator('[data-do=room]').click()]);
    await room.waitForLoadState();
    await pass(0.1);
    await room.locator('.rtitle', { hasText: 'Arrival at mixed tables' }).waitFor();
    assert.ok((await room.locator('.rtext').innerText()).split(/\s+/).length <= 41);

    // On time to the second.
    await pass(14);
    assert.equal(await page.locator('[data-said]').textContent(), 'One minute left');
    await pass(1);
    assert.equal(await page.locator('[data-said]').textContent(), 'Time is up');
    assert.ok(await page.locator('[data-said]').isVisible());
    await page.keyboard.press('PageDown');
    assert.equal(await title.innerText(), 'The last time it went well');
    assert.equal(await drift.innerText(), 'On time');
    await pass(0.1);
    await room.locator('.rtitle', { hasText: 'The last time it went well' }).waitFor();

    const begins = (at) => page.locator('[data-list] > li time').nth(at).innerText();
    assert.deepEqual([await begins(0), await begins(1), await begins(2)], ['08:45', '09:00', '09:10']);
    // Seven minutes late: one concrete proposal, which is taken.
    await pass(17);
    assert.equal(await begins(2), '09:17', 'what is to come begins later');
    assert.equal(await drift.innerText(), '7 minutes behind');
    await offer.waitFor();
    await shot(page, way + '-late');
    const words = await page.locator('[data-offer-words]').innerText();
    assert.match(words, /^Cut “.+” to \d+ minutes instead of \d+\.$/);
    await page.locator('[data-do=take]').click();
    assert.equal(await offer.isVisible(), false);
    assert.equal(await drift.innerText(), 'On time');

    // A reload in the middle loses nothing, and the room follows again.
    const clock = await page.locator('[data-clock]').innerText();
    await page.reload();
    assert.equal(await title.innerText(), 'The last time it went well');
    assert.equal(await page.locator('[data-clock]').innerText(), clock);
    assert.equal(await drift.innerText(), 'On time');
    await page.keyboard.press('PageDown');
    await pass(5);
    await room.locator('.rtitle', { hasText: 'Marketing’s week' }).waitFor();
    assert.equal(await room.locator('.rclock').innerText(), await page.locator('[data-clock]').innerText());
    await shot(room, way + '-room');

    // A clicker goes back and forth without losing time.
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageDown');
    assert.equal(await title.innerText(), 'Marketing’s week');

    // A question for the room.
    await page.locator('[data-tool=quiz] summary').click();
    await page.locator('[data-hands] input').first().fill('5');
    await page.locator('[data-do=show-question]').click();
    await pass(0.1);
    await room.locator('.rchoices li').first().waitFor();
    assert.equal(await room.locator('.rchoices .right').count(), 0, 'not yet');
    await page.locator('[data-do=show-answer]').click();
    await pass(0.1);
    await room.locator('.rchoices .right').first().waitFor();
    await shot(room, way + '-question');

    // Groups of names, mixed; the parking lot.
    await page.locator('[data-tool=groups] summary').click();
    await page.locator('[data-people=w0]').fill('Ana\nBen\nCleo\nDov');
    await page.locator('[data-people=w1]').fill('Ed\nFay\nGus\nHal');
    await page.locator('[data-size]').selectOption('2');
    for (const round of [1, 2, 3, 4]) {
      await page.locator('[data-do=mix]').click();
      assert.equal(await page.locator('[data-groups] .groups > li').count(), 4);
      assert.match(await page.locator('[data-groups] p').innerText(), new RegExp('Round ' + round));
    }
    await page.locator('[data-do=show-groups]').click();
    await pass(0.1);
    assert.equal(await room.locator('.groups .who.w0').count(), 4);
    await shot(room, way + '-groups');

    // Through the rest of the day as planned, then it ends at the promised minute.
    await pass(14.5);
    const agenda = page.locator('[data-list] > li');
    let last = '';
    for (let guard = 0; guard < 40; guard++) {
      await page.keyboard.press('PageDown');
      last = await title.innerText();
      if (last === 'That was it') break;
      const left = await page.locator('[data-list] > .current small').innerText();
      await pass(Number(/^\d+/.exec(left)[0]));
    }
    assert.equal(last, 'That was it');
    assert.equal(await drift.innerText(), 'On time');
    assert.match(await page.locator('[data-ends]').innerText(), /ends at 17:15, planned 17:15/);
    assert.equal(await agenda.count(), await page.locator('[data-list] > :is(.done, .cut)').count());

    // What it took goes into a file.
    await page.locator('[data-tool=record] summary').click();
    await page.locator('[data-came]').fill('12');
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[data-do=save]').click()]);
    const toml = fs.readFileSync(await file.path(), 'utf8');
    assert.match(toml, /^of = "workshops\/joint-kickoff-day"\ndate = 2027-01-14\npeople = 12\n/);
    assert.match(toml, /of = "modules\/walk-in-my-shoes"\nid = "the-last-time-it-went-well"\nplanned = 10\ntook = 17\n/);
    await shot(page, way + '-end');
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('the end of an activity is heard only where somebody asked for it', async () => {
  const { context, problems } = await world();
  await context.addInitScript(() => {
    const part = () => ({ connect: (to) => to, frequency: {}, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, start: () => { globalThis.rung += 1; }, stop() {} });
    globalThis.rung = 0;
    globalThis.AudioContext = class { constructor() { Object.assign(this, { currentTime: 0, createOscillator: part, createGain: part, resume() {} }); } };
  });
  const page = await context.newPage(), rung = () => page.evaluate(() => globalThis.rung);
  await page.goto(held.base + DAY + '/present.html');
  await page.keyboard.press('Space');
  await context.clock.runFor(16 * 60000);
  assert.equal(await page.locator('[data-said]').textContent(), 'Time is up');
  assert.equal(await rung(), 0);
  await page.locator('[data-sound]').check();
  assert.equal(await rung(), 1, 'to know how it sounds');
  await page.reload();
  await page.keyboard.press('PageDown');
  await context.clock.runFor(9.5 * 60000);
  assert.equal(await rung(), 1, 'a minute left, and the choice was kept');
  await context.clock.runFor(60000);
  assert.equal(await rung(), 3, 'the end is heard twice');
  assert.deepEqual(problems, []);
  await context.close();
});

test('an offer on a phone leaves what is to be done on the screen', async () => {
  const { context } = await world({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(held.base + DAY + '/present.html');
  await page.keyboard.press('Space');
  await context.clock.runFor(15 * 60000);
  await page.keyboard.press('PageDown');
  await context.clock.runFor(17 * 60000);
  await page.locator('[data-offer]').waitFor();
  const { y, height } = await page.locator('.pstep.current .ptask').boundingBox();
  assert.ok(y + height < 844, `ends at ${y + height}`);
  await context.close();
});

for (const width of [1440, 1024, 390]) {
  test(`the list keeps what runs in sight (${width} px)`, async () => {
    const { context } = await world({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(held.base + DAY + '/present.html');
    const inside = () => page.evaluate(() => {
      const li = document.querySelector('[data-list] > .current'), nav = li.closest('nav').getBoundingClientRect(), { top, bottom } = li.getBoundingClientRect();
      return top >= nav.top - 1 && bottom <= nav.bottom + 1;
    });
    const count = await page.locator('[data-list] > li').count();
    for (let at = 1; at < count; at++) {
      await page.keyboard.press('PageDown');
      assert.ok(await inside(), `step ${at}`);
    }
    await context.close();
  });
}

test('without scripts the presenter page is the guide, in order', async () => {
  const { context } = await world({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(held.base + DAY + '/present.html');
  assert.ok((await page.locator('.pstep:visible').count()) > 20);
  assert.equal(await page.locator('button:visible').count(), 0);
  await context.close();
});

test('an overview moves with its start', async () => {
  const { context } = await world();
  const page = await context.newPage();
  await page.goto(held.base + DAY + '.html');
  const last = page.locator('.agenda .clock').last();
  assert.equal(await last.innerText(), '16:45');
  await page.locator('[data-start]').fill('10:00');
  assert.equal(await last.innerText(), '18:00');
  await context.close();
});

test('before and after: answers become codes, codes become a picture', async () => {
  const { context, problems } = await world();
  const results = await context.newPage();
  await results.goto(held.base + DAY + '/results.html');
  const codes = [];
  for (const form of ['before', 'after']) {
    for (const wrong of [true, false]) {
      const page = await context.newPage();
      await page.goto(`${held.base}quizzes/walk-in-my-shoes-${form}.html`);
      assert.equal(await page.locator('.q details:visible, .q button:visible').count(), 0, 'no answer before the code');
      const questions = page.locator('form.q');
      for (let at = 0; at < (await questions.count()); at++) {
        const key = JSON.parse(await questions.nth(at).locator('.q-data').textContent());
        const value = key.right ? (wrong ? [...Array(key.n).keys()].find((one) => !key.right.includes(one)) : key.right[0]) : 0;
        await questions.nth(at).locator(`.opt input[value="${value}"]`).check();
        if (key.right) await questions.nth(at).locator('.sure input').nth(wrong ? 2 : 0).check();
      }
      await page.locator('[data-go]').click();
      assert.match(await page.locator('[data-status]').innerText(), /team/);
      await page.locator('[name=form-team]').first().check();
      await page.locator('[data-go]').click();
      const code = await page.locator('[data-code] output').innerText();
      assert.match(code, /^[0-9A-Z]{5}(-[0-9A-Z]{1,5})+$/);
      codes.push(code);
      await shot(page, 'form-' + form);
      // The answers are still there after a reload, and give the same code.
      await page.reload();
      await page.locator('[data-go]').click();
      assert.equal(await page.locator('[data-code] output').innerText(), code);
      await page.close();
      await context.clearCookies();
      await results.evaluate(() => localStorage.clear());
    }
  }
  // A question may stay open: the first press says so, the second makes the code.
  const page = await context.newPage();
  await page.goto(held.base + 'quizzes/walk-in-my-shoes-before.html');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.locator('[name=form-team]').first().check();
  await page.locator('[data-go]').click();
  assert.match(await page.locator('[data-status]').innerText(), /no answer yet/);
  await page.locator('[data-go]').click();
  assert.match(await page.locator('[data-code] output').innerText(), /^[0-9A-Z]{5}-/);
  await page.close();
  assert.equal(new Set(codes).size, 4);
  const slip = codes[0].replace(/.$/, (sign) => (sign === '7' ? '8' : '7'));
  await results.locator('[data-codes]').fill(codes.join('\n').toLowerCase() + '\n' + slip + '\n' + codes[1]);
  assert.match(await results.locator('[data-status]').innerText(), /4 codes read\. 2 were refused/);
  assert.match(await results.locator('[data-refused]').innerText(), /a typing mistake[\s\S]*pasted twice/);
  const row = results.locator('[data-view] .table').first().locator('tbody tr').first();
  assert.match(await row.innerText(), /50 %\s+50 %\s+\+0/);
  assert.ok((await results.locator('.result').count()) >= 6);
  assert.match(await results.locator('.result p').first().innerText(), /right: 50 %, sure and wrong: 1, guessed and wrong: 0, guessed and right: 1/);
  await shot(results, 'results');
  const [file] = await Promise.all([results.waitForEvent('download'), results.locator('[data-csv]').click()]);
  assert.match(fs.readFileSync(await file.path(), 'utf8'), /^\ufeffform,when,people,question,/);
  await results.reload();
  assert.match(await results.locator('[data-status]').innerText(), /4 codes read/);
  assert.deepEqual(problems, []);
  await context.close();
});
