// How well does search answer? node tests/search_quality.js FOLDER [--misses]
// FOLDER holds head.js and its shards, made from content/.
'use strict';
const fs = require('node:fs'), path = require('node:path'), vm = require('node:vm');
const engine = require('../themes/default/assets/js/search.js');
const folder = process.argv[2], misses = process.argv.includes('--misses');
let given;
const load = file => { vm.runInNewContext(fs.readFileSync(path.join(folder, file), 'utf8'), { crosstrainSearch: (...data) => { given = data; } }); return given; };
const index = engine.index(load('head.js')[0]);
const search = query => {
  for (const [i, file] of index.needs(query)) { const data = load(file)[0]; index.body(i, data[2][0], data[2][1]); }
  return index.search(query);
};

const rows = fs.readFileSync(path.join(__dirname, 'search_queries.tsv'), 'utf8').split('\n').filter(line => line && line[0] !== '#').map(line => line.split('\t'));
// Mechanical queries: what follows from each name without a person's judgement.
const owners = new Map();
const own = (query, entry) => { const key = engine.tokens(query).join(''); if (!owners.has(key)) owners.set(key, new Set()); owners.get(key).add(entry); };
for (let e = 0; e < index.count; e++) for (const name of [index.titles[e], ...index.aliases[e]]) own(name, e);
const mechanical = [];
for (let e = 0; e < index.count; e++) for (const [at, name] of [index.titles[e], ...index.aliases[e]].entries()) {
  const urls = text => [...(owners.get(engine.tokens(text).join('')) || [e])].map(index.url).join('|');
  const kind = at ? 'm:alias' : 'm:title', letters = name.replace(/[^a-z]/gi, '').length;
  mechanical.push([kind, name, urls(name)], [kind, name.toUpperCase(), urls(name)]);
  if (/ /.test(name)) mechanical.push(['m:joined', name.replace(/[\s-]+/g, ''), urls(name)]);
  // A letter left out, and two swapped, in the middle of the longest word.
  const long = engine.tokens(name).sort((a, b) => b.length - a.length)[0], i = long.length >> 1;
  if (letters > 7 && long.length > 5 && name.toLowerCase().includes(long)) {
    const slip = (typo) => name.toLowerCase().replace(long, typo);
    mechanical.push(['m:left out', slip(long.slice(0, i) + long.slice(i + 1)), urls(name)]);
    if (long[i] !== long[i + 1]) mechanical.push(['m:swapped', slip(long.slice(0, i) + long[i + 1] + long[i] + long.slice(i + 2)), urls(name)]);
  }
}
const table = new Map();
for (const [kind, query, expected] of [...rows, ...mechanical]) {
  const hits = search(query), urls = (expected || '').split('|').filter(Boolean);
  const place = urls.length ? hits.findIndex(hit => urls.includes(index.url(hit.entry))) : hits.length ? 99 : 0;
  const row = table.get(kind) || table.set(kind, { asked: 0, first: 0, three: 0 }).get(kind);
  row.asked++; row.first += place === 0; row.three += place >= 0 && place < 3;
  if (misses && place !== 0) console.log(`${kind}\t${query}\t→ ${place + 1 || 'none'} ${urls[0] || '(nothing)'}\t${hits.slice(0, 3).map(h => `${index.url(h.entry)} ${h.score.toFixed(1)}`).join(', ')}`);
}
const sum = (fits) => { const t = { asked: 0, first: 0, three: 0 }; for (const [kind, row] of table) if (fits(kind)) for (const key in t) t[key] += row[key]; return t; };
const isMechanical = kind => kind.startsWith('m:'), isQuestion = kind => kind === 'question', isTerm = kind => !isMechanical(kind) && !isQuestion(kind) && kind !== 'unseen' && kind !== 'nonsense';
const totals = [['TERM QUERIES', sum(isTerm)], ['MECHANICAL', sum(isMechanical)], ['ALL BY HAND', sum(kind => !isMechanical(kind))]];
const share = row => row.first / row.asked;
for (const [kind, row] of [...table, ...totals]) console.log(`${kind.padEnd(14)} ${String(row.asked).padStart(4)} asked  first ${(100 * share(row)).toFixed(1).padStart(5)} %  in three ${(100 * row.three / row.asked).toFixed(1).padStart(5)} %`);
// The first two and the last are the design's floors; that of questions keeps what was reached.
const floors = [['term queries', share(totals[0][1]), .93], ['mechanical queries', share(totals[1][1]), .97], ['questions', share(sum(isQuestion)), .62], ['nonsense', share(table.get('nonsense')), 1]];
for (const [what, got, floor] of floors) if (got < floor) { console.error(`${what}: ${(100 * got).toFixed(1)} % first, floor ${100 * floor} %`); process.exitCode = 1; }
