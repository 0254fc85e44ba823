// How long do titles take on a slow phone? node benches/search.js SITE
// In Chromium with its clock at a quarter (CPU throttling rate 4). Each query has an
// index of its own, as the first one that a reader types.
'use strict';
const fs = require('node:fs'), path = require('node:path');
const { launch } = require('../tests/browser/browser.js');
const site = path.resolve(process.argv[2]);
const engine = fs.readFileSync(path.join(__dirname, '../themes/default/assets/js/search.js'), 'utf8');
const [language] = fs.readdirSync(path.join(site, 'search'));
const head = fs.readFileSync(path.join(site, 'search', language, 'head.js'), 'utf8');

(async () => {
  const browser = await launch();
  const page = await browser.newPage();
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.evaluate(engine);
  const [count, reading, times] = await page.evaluate(head => {
    let given;
    globalThis.crosstrainSearch = (...data) => { given = data[0]; };
    (0, eval)(head);
    let from = performance.now();
    let index = crosstrainReader.index(given);
    const reading = performance.now() - from, times = [];
    for (let i = 0; i < 40; i++) {
      const title = index.titles[(i * 7919) % index.count], words = crosstrainReader.tokens(title);
      const query = i % 2 ? words[i % words.length] : title.slice(0, title.length - 3) + title.slice(-2);
      from = performance.now();
      index.search(query);
      times.push(performance.now() - from);
      index = crosstrainReader.index(given);
    }
    return [index.count, reading, times.sort((a, b) => a - b)];
  }, head);
  console.log(`${count} entries at a quarter of the speed: reading ${reading.toFixed(1)} ms, titles ${times[20].toFixed(1)} ms (most ${times[39].toFixed(1)})`);
  await browser.close();
})();
