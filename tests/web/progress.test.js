'use strict';
// Does what a reader keeps survive export and import, in any order, and rubbish in storage?
const test = require('node:test');
const assert = require('node:assert/strict');
const { day } = require('../../themes/default/assets/js/fsrs.js');
const { collect, due, merge, read, write } = require('../../themes/default/assets/js/progress.js');

const noon = (days) => Date.UTC(2026, 0, 1 + days, 12);
const storage = (items) => {
  const keys = Object.keys(items);
  return { length: keys.length, key: (at) => keys[at], getItem: (key) => items[key] };
};
const quiz = (...log) => JSON.stringify({ tries: log.length, right: true, first: log[0][1] > 1, at: log[log.length - 1][0], log });

test('an export holds everything of ours and nothing else, and comes back whole', () => {
  const items = { 'quiz:a': quiz([noon(0), 3]), 'path:p': '{"at":5,"done":["x"]}', 'sheet:s': '{"f":"v"}', theme: 'dark' };
  const kept = Object.fromEntries(Object.entries(items).map(([key, value]) => ['ct:v1:' + key, value]));
  const all = collect(storage({ ...kept, 'other:site': 'x', 'ct:v1:secret': 'x' }));
  assert.deepEqual(all, items);
  assert.deepEqual(read(write(all, '2026-11-22')), items);
  assert.deepEqual(merge({}, items), items);
  assert.deepEqual(merge(items, items), items, 'twice is once');
});

test('two devices agree, whichever takes in the other', () => {
  const one = { 'quiz:a': quiz([noon(0), 1], [noon(3), 3]), 'path:p': '{"at":5,"done":["x"]}' };
  const two = { 'quiz:a': quiz([noon(1), 2], [noon(6), 4]), 'quiz:b': quiz([noon(0), 3]), 'path:p': '{"at":9,"done":[]}' };
  const values = (items) => Object.fromEntries(Object.entries(items).map(([key, text]) => [key, JSON.parse(text)]));
  const [there, back] = [values(merge(one, two)), values(merge(two, one))];
  assert.deepEqual(there, back);
  assert.deepEqual(there['quiz:a'].log, [[noon(0), 1], [noon(1), 2], [noon(3), 3], [noon(6), 4]]);
  assert.equal(there['quiz:a'].first, false, 'the first answer ever is the earlier one');
  assert.deepEqual(there['path:p'].done, [], 'the later ticks count, also when they were taken away');
});

test('what was typed here is not overwritten', () => {
  const merged = merge({ 'sheet:s': '{"a":"mine","b":""}' }, { 'sheet:s': '{"a":"theirs","b":"theirs","c":"theirs"}' });
  assert.deepEqual(JSON.parse(merged['sheet:s']), { a: 'mine', b: 'theirs', c: 'theirs' });
});

test('a file that is none of ours is refused; what a page could trip over is left out', () => {
  for (const text of ['', 'null', '[]', '{"items":{}}', '{"crosstrain":1,"items":[]}']) assert.ok(!read(text), text);
  const items = read(JSON.stringify({ crosstrain: 1, items: { __proto__x: 'y', 'quiz:../x': 'y', 'quiz:a': 3, recent: '[["javascript:alert(1)//.html","x",1],["/etc.html","x",1],["glossary/a.html","A",2]]' } }));
  assert.deepEqual(Object.keys(items), ['recent']);
  assert.deepEqual(JSON.parse(merge({}, items).recent), [['glossary/a.html', 'A', 2]]);
});

test('corrupt records count as none', () => {
  const records = { a: null, b: 'x', c: { log: 'x' }, d: { log: [[1], ['x', 2], null, [noon(0), 9]] }, e: { log: [[noon(0), 1]] } };
  assert.deepEqual(due(records, day(noon(400))), ['e']);
  assert.deepEqual(JSON.parse(merge({ 'quiz:a': '{broken' }, { 'quiz:a': quiz([noon(0), 3]) })['quiz:a']).log, [[noon(0), 3]]);
  assert.equal(merge({ 'quiz:a': quiz([noon(0), 3]) }, { 'quiz:a': '{broken' })['quiz:a'], quiz([noon(0), 3]));
});

test('at most twenty are due at once, the longest due first', () => {
  const records = Object.fromEntries(Array.from({ length: 50 }, (_, at) => ['q' + at, { log: [[noon(50 - at), 1]] }]));
  const ids = due(records, day(noon(200)));
  assert.equal(ids.length, 20);
  assert.equal(ids[0], 'q49');
  assert.deepEqual(due(records, day(noon(0))), []);
});
