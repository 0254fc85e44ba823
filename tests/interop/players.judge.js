// Do players of other people show our questions and count as we do? Run by tests/interop/players.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { executable, stage } = require('../browser/browser.js');

const modules = path.join(process.env.PLAYERS, 'node_modules');
const tea = path.join(__dirname, '../export/book');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'players-'));
const exported = (book, format, name) => {
  const file = path.join(folder, name);
  execFileSync(process.env.BIN, ['-C', book, 'export', format, '-q', '-o', file], { stdio: 'ignore' });
  return file;
};
const held = stage(folder, { first: prepare, last: () => fs.rmSync(folder, { recursive: true }) });

function prepare() {
  execFileSync('unzip', ['-q', exported(tea, 'qti3', 'qti3.zip'), '-d', folder]);
  for (const [from, to] of [['vue/dist/vue.js', 'vue.js'], ['qti3-item-player/dist/qti3Player.umd.js', 'player.js'], ['qti3-item-player/dist/qti3Player.css', 'player.css']]) fs.copyFileSync(path.join(modules, from), path.join(folder, to));
  fs.writeFileSync(path.join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Player</title><link rel="icon" href="data:,"><link rel="stylesheet" href="player.css">
<div id="app"></div>
<script src="vue.js"></script><script src="player.js"></script>
<script>
const Player = window.qti3Player.Qti3Player || window.qti3Player.default || window.qti3Player;
// Names of events have capitals, which attributes lose.
new Vue({ el: '#app', render: (create) => create(Player, { on: {
  notifyQti3PlayerReady: (player) => { window.player = player; },
  notifyQti3ItemReady: () => { window.shown = true; },
  notifyQti3EndAttemptCompleted: (data) => { window.ended = data; },
} }) });
</script>`);
}

/** Opens an item, lets somebody answer it, and gives its score. */
async function play(item, answer) {
  const page = await held.browser.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${held.base}index.html`);
  await page.waitForFunction(() => window.player);
  const xml = fs.readFileSync(path.join(folder, 'items', `${item}.xml`), 'utf8');
  await page.evaluate((xml) => window.player.loadItemFromXml(xml, { guid: 'x', sessionControl: { show_feedback: true, validate_responses: false } }), xml);
  await page.waitForFunction(() => window.shown, null, { timeout: 15000 });
  const text = await page.locator('body').innerText();
  await answer(page);
  await page.evaluate(() => window.player.endAttempt('x'));
  await page.waitForFunction(() => window.ended, null, { timeout: 15000 });
  const score = await page.evaluate(() => Number(window.ended.state.outcomeVariables.find((variable) => variable.identifier === 'SCORE').value));
  const told = await page.locator('body').innerText();
  await page.close();
  assert.deepEqual(faults, [], item);
  return { text, score, told };
}
const choose = (...words) => async (page) => {
  for (const word of words) await page.getByText(word, { exact: true }).first().click();
};
const type = (text) => (page) => page.locator('input[type=text]').first().fill(text);

test('a QTI 3 player shows every item, and takes it when nobody answers', async () => {
  const fallen = [];
  for (const file of fs.readdirSync(path.join(folder, 'items')).filter((name) => name.endsWith('.xml'))) {
    const played = await play(file.replace('.xml', ''), async () => {}).catch((error) => ({ text: '', score: String(error).split('\n')[0] }));
    if (played.text.trim().length < 10 || played.score !== 0) fallen.push([file, played]);
  }
  assert.deepEqual(fallen, []);
});

test('a QTI 3 player counts as we do, and says why', async () => {
  const boils = await play('boils', choose('The kettle, at ~100 °C'));
  assert.match(boils.text, /What boils the water = fast, \{for 50%\}\?/);
  assert.equal(boils.score, 1);
  assert.match(boils.told, /It has a coil\./);
  const cup = await play('boils', choose('The cup'));
  assert.equal(cup.score, 0);
  assert.match(cup.told, /A cup only holds it\./);
  assert.equal((await play('drinks', choose('Tea', 'Water'))).score, 1);
  assert.ok((await play('drinks', choose('Bread', 'Salt'))).score <= 0);
  assert.equal((await play('true-false', choose('False'))).score, 1);
  assert.equal((await play('degrees', type('101'))).score, 1);
  assert.equal((await play('degrees', type('212'))).score, 0);
  assert.equal((await play('vapor', type('steam'))).score, 1);
  assert.equal((await play('vapor', type('fog'))).score, 0);
});

test('Ace by DAISY finds no barrier in our books', () => {
  const books = [[tea, 'tea.epub'], ...(process.env.WHOLE ? [[path.join(__dirname, '../..'), 'book.epub']] : [])];
  for (const [book, name] of books) {
    const out = path.join(folder, `${name}-report`);
    const env = { ...process.env, PUPPETEER_EXECUTABLE_PATH: executable() };
    execFileSync(path.join(modules, '.bin/ace-cli'), ['-o', out, '-f', exported(book, 'epub', name)], { env, stdio: 'ignore' });
    const report = JSON.parse(fs.readFileSync(path.join(out, 'report.json'), 'utf8'));
    const found = report.assertions.flatMap((page) => page.assertions.map((fault) => `${page['earl:testSubject'].url}: ${fault['earl:test']['dct:title']}`));
    assert.ok(report.assertions.length > 10);
    assert.deepEqual(found, []);
    assert.equal(report['earl:result']['earl:outcome'], 'pass');
  }
});
