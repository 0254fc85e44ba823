// What does the first query cost? node tests/search_size.js FOLDER [KIB]
'use strict';
const fs = require('node:fs'), path = require('node:path'), vm = require('node:vm'), zlib = require('node:zlib');
const { performance } = require('node:perf_hooks');
const theme = path.join(__dirname, '../themes/default/assets');
const engine = require(path.join(theme, 'js/search.js'));
const [, , folder, limit] = process.argv;
const zip = file => zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length;
const load = file => { let given; vm.runInNewContext(fs.readFileSync(path.join(folder, file), 'utf8'), { crosstrainSearch: (...data) => { given = data[0]; } }); return given; };
const head = load('head.js');
const median = list => list.sort((a, b) => a - b)[list.length >> 1];
const started = performance.now();
let index = engine.index(head);
const reading = performance.now() - started;
// One word of a title, then a whole title with a slip, each from a cold start.
const costs = [], times = [], texts = [];
for (let i = 0; i < 40; i++) {
  const title = index.titles[(i * 7919) % index.count], words = engine.tokens(title), word = words[i % words.length];
  const query = i % 2 ? word : title.slice(0, title.length - 3) + title.slice(-2);
  let from = performance.now();
  index.search(query);
  times.push(performance.now() - from);
  const needs = index.needs(query).map(([at, file]) => [at, file]);
  const bodies = needs.map(([at, file]) => { const data = load(file); index.body(at, data[2][0], data[2][1]); return zip(path.join(folder, file)); });
  from = performance.now();
  const hits = index.search(query);
  texts.push(performance.now() - from);
  const shown = new Set(hits.slice(0, 10).map(hit => index.sentences(hit.entry)[1]));
  costs.push([...bodies, ...[...shown].map(file => zip(path.join(folder, file)))].reduce((a, b) => a + b, 0));
  index = engine.index(head);
}
// The script as pages load it, without indentation and comments (src/render/slim.rs).
const slim = file => fs.readFileSync(path.join(theme, file), 'utf8').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('//')).join('\n');
const code = zlib.gzipSync(slim('js/search.js') + '\n;' + slim('js/search-ui.js'), { level: 9 }).length;
const heads = zip(path.join(folder, 'head.js')), first = (code + heads + median(costs)) / 1024, most = (code + heads + Math.max(...costs)) / 1024;
console.log(`${String(index.count).padStart(6)} entries: first query ${first.toFixed(1)} KiB (most ${most.toFixed(1)}), of it code ${(code / 1024).toFixed(1)}, titles ${(heads / 1024).toFixed(1)}; reading ${reading.toFixed(1)} ms, titles ${median(times).toFixed(2)} ms (most ${Math.max(...times).toFixed(1)}), with text ${median(texts).toFixed(2)} ms`);
if (limit && code > 7 * 1024) { console.error(`code: ${code} bytes, limit 7 KiB`); process.exitCode = 1; }
if (limit && first > +limit) { console.error(`first query: ${first.toFixed(1)} KiB, limit ${limit}`); process.exitCode = 1; }
