// Does a second player of QTI 3 show our questions and count as we do, and does a
// converter make of our QTI 2.1 what we write as 3.0? Run by tests/interop/players.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { stage } = require('../browser/browser.js');

const modules = path.join(process.env.PLAYERS, 'node_modules');
const tea = path.join(__dirname, '../export/book');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'components-'));
const items = (version) => path.join(folder, version, 'items');
const held = stage(folder, { first: prepare, last: () => fs.rmSync(folder, { recursive: true }) });

function prepare() {
  for (const [format, name] of [['qti', 'v2'], ['qti3', 'v3']]) {
    const file = path.join(folder, `${name}.zip`);
    execFileSync(process.env.BIN, ['-C', tea, 'export', format, '-q', '-o', file], { stdio: 'ignore' });
    execFileSync('unzip', ['-q', file, '-d', path.join(folder, name)]);
  }
  // It writes its own 3.0 beside, in `v2-qti3`.
  execFileSync(path.join(modules, '.bin/qti-convert-folder'), [path.join(folder, 'v2')], { stdio: 'ignore' });
  fs.copyFileSync(path.join(modules, '@citolab/qti-components/cdn/index.js'), path.join(folder, 'player.js'));
  fs.writeFileSync(path.join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Player</title><link rel="icon" href="data:,">
<script type="module" src="player.js"></script><qti-item><item-container></item-container></qti-item>`);
}

const item = () => document.querySelector('item-container').shadowRoot?.querySelector('qti-assessment-item');

/** Opens an item, lets somebody answer it, and gives its score. */
async function play(version, name, answer = async () => {}) {
  const page = await held.browser.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${held.base}index.html`);
  await page.waitForFunction(() => customElements.get('item-container'));
  const xml = fs.readFileSync(path.join(items(version), `${name}.xml`), 'utf8');
  await page.evaluate((xml) => { document.querySelector('item-container').itemXML = xml; }, xml);
  await page.waitForFunction(`(${item})()?.variables?.some((variable) => variable.identifier === 'SCORE')`);
  await page.locator('qti-item-body').waitFor();
  await answer(page);
  const score = await page.evaluate(`{ const item = (${item})(); item.processResponse(); Number(item.getOutcome('SCORE').value); }`);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const told = await page.evaluate(`(${item})().innerText`);
  await page.close();
  assert.deepEqual(faults, [], name);
  return { score, told };
}
const choose = (...words) => async (page) => {
  for (const word of words) await page.getByText(word, { exact: true }).first().click();
};
const type = (text) => (page) => page.locator('input').first().pressSequentially(text);

/** Takes one thing to another with the mouse, until the answer has changed: what lies there moves meanwhile. */
async function drag(page, from, to) {
  const answer = () => page.evaluate(`JSON.stringify((${item})().variables.find((variable) => variable.identifier === 'RESPONSE').value)`);
  const before = await answer();
  for (let turn = 0; turn < 4 && (await answer()) === before; turn++) await dragged(page, from, to);
  for (let turn = 0; turn < 50 && (await answer()) === before; turn++) await page.waitForTimeout(20);
  assert.notEqual(await answer(), before, 'it was not taken');
}
async function dragged(page, from, to) {
  const middle = async (thing) => {
    const box = await thing.boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = await middle(from);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 8, y + 8, { steps: 3 });
  const [left, top] = await middle(to);
  await page.mouse.move(left, top, { steps: 10 });
  await page.mouse.up();
  await page.waitForTimeout(200);
}
const order = (...words) => async (page) => {
  for (const [at, word] of words.entries()) await drag(page, page.locator('qti-simple-choice').filter({ hasText: word }).first(), page.locator('drop-list').nth(at));
};
const pair = (...pairs) => async (page) => {
  const one = (word) => page.locator('qti-simple-associable-choice').filter({ hasText: word }).first();
  for (const [left, right] of pairs) await drag(page, one(left), one(right));
};

// What somebody does, the score, and what is said.
const attempts = [
  ['boils', choose('The kettle, at ~100 °C'), 1, /It has a coil\./],
  ['boils', choose('The cup'), 0, /A cup only holds it\.[^]*Ask what heats/],
  ['drinks', choose('Tea', 'Water'), 1, /Yes, hot\.[^]*Yes, cold\./],
  ['drinks', choose('Tea'), 0.5, /Yes, hot\./],
  ['drinks', choose('Tea', 'Bread'), 0, /One chews it\./],
  ['true-false', choose('False'), 1, /The kettle does\./],
  ['true-false', choose('True'), 0, /It only holds it\./],
  ['predicts', choose('Who fills it?'), 1, /They carry the water\./],
  ['predicts', choose('Is there sugar?'), 0, /Later\./],
  ['degrees', type('102'), 1, /Higher up it is less\./],
  ['degrees', type('103'), 0, /Higher up it is less\./],
  ['degrees', type('212'), 0, /That is Fahrenheit\./],
  ['vapor', type('Steam'), 1, /Careful\./],
  ['vapor', type('fog'), 0, /Fog is cold\./],
  ['order', order('Fill the kettle', 'Boil the water', 'Pour the tea'), 1, /Water first\./],
  ['order', order('Boil the water', 'Fill the kettle', 'Pour the tea'), 0, /Water first\./],
  ['pairs', pair(['Kettle', 'Stove'], ['Cup', 'Table'], ['Milk', 'Fridge']), 1, /Cup → Table: Reach/],
  ['pairs', pair(['Kettle', 'Table'], ['Cup', 'Stove']), 0, /Cup → Table: Reach/],
  ['whose-is-it', pair(['Is it hot?', 'North'], ['Is it full?', 'South']), 1, /They drink/],
  ['whose-is-it', pair(['Is it hot?', 'South'], ['Is it full?', 'North']), 0, /They drink/],
  ['rewrite', (page) => page.locator('textarea').first().pressSequentially('Please.'), 0, /A request has a time\./],
  ['sure', choose('Very'), 0, /Very/],
];

for (const [version, what] of [['v3', 'our 3.0'], ['v2-qti3', 'our 2.1, converted by others']]) {
  test(`a second player of QTI 3 counts as we do: ${what}`, async () => {
    for (const [name, answer, score, told] of attempts) {
      const played = await play(version, name, answer).catch((error) => assert.fail(`${name}: ${error}`));
      assert.equal(played.score, score, name);
      assert.match(played.told, told, name);
    }
    // When nobody answers, nobody is right, and nothing breaks.
    for (const name of new Set(attempts.map(([name]) => name))) assert.equal((await play(version, name)).score, 0, name);
  });
}
