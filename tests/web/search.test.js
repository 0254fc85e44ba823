// node --test tests/web
'use strict';
const test = require('node:test'), assert = require('node:assert/strict');
const vectors = require('../vectors/search.json');
const { tokens, fold, slug, edits, kin, index } = require('../../themes/default/assets/js/search.js');

test('words are cut as the vectors say', () => {
  for (const [text, expected] of vectors.tokens) assert.deepEqual(tokens(text), expected, text);
  for (const [title, expected] of vectors.slugs) assert.equal(slug(title), expected, title);
});

test('folding twice changes nothing', () => {
  for (const [text] of vectors.tokens) assert.equal(fold(fold(text)), fold(text));
});

test('a swap of neighbours is one edit, and too many are infinite', () => {
  assert.equal(edits('cookie', 'cookie', 2), 0);
  assert.equal(edits('cookie', 'cokoie', 1), 1);
  assert.equal(edits('cookie', 'coki', 2), 2);
  assert.equal(edits('cookie', 'cake', 2), Infinity);
  assert.equal(edits('ab', 'abcd', 1), Infinity);
});

test('short endings make kin', () => {
  for (const [a, b] of [['cookie', 'cookies'], ['ad', 'ads'], ['caching', 'cache'], ['party', 'parties']]) assert.ok(kin(a, b) && kin(b, a), a);
  for (const [a, b] of [['role', 'roll'], ['first', 'fire'], ['contact', 'content']]) assert.ok(!kin(a, b), a);
});

// Three entries, no text: what the head alone can do.
const head = (more = {}) => ({
  kinds: [['glossary', 'Terms', 'glossary/'], ['roles', 'Roles', 'roles/']], teams: ['Marketing', 'IT'],
  titles: 'Landing page\nContent delivery network (CDN)\nSite reliability engineer', aliases: 'microsite\nCDN\tedge server\n', urls: '\ncdn\n/people/sre.html',
  kind: '001', team: '132', common: 'the', shards: '', display: 'aaaaaaaa', ...more,
});
const urls = query => { const all = index(head()); return all.search(query).map(hit => all.url(hit.entry)); };

test('addresses follow from kind and title unless they say otherwise', () => {
  const all = index(head());
  assert.deepEqual([0, 1, 2].map(all.url), ['glossary/landing-page.html', 'glossary/cdn.html', 'people/sre.html']);
  assert.deepEqual([0, 1, 2].map(all.team), [1, 3, 2]);
  assert.deepEqual(all.sentences(2), [0, 's0.aaaaaaaa.js']);
});

test('titles, aliases, initials, joined, split and mistyped words lead to the entry', () => {
  for (const query of ['landing page', 'Landing', 'landingpage', 'landign page', 'landng', 'micro site', 'microsites', 'lan']) assert.equal(urls(query)[0], 'glossary/landing-page.html', query);
  assert.equal(urls('SRE')[0], 'people/sre.html');
  assert.equal(urls('cdn')[0], 'glossary/cdn.html');
});

test('nonsense, nothing and punctuation give nothing', () => {
  for (const query of ['', '  ', '!?', 'xqzvwk', 'qq ww']) assert.deepEqual(urls(query), [], query);
});

test('a filter keeps only what it lets through', () => {
  const all = index(head());
  assert.deepEqual(all.search('e', entry => all.kind(entry) === 1).map(hit => hit.entry), [2]);
});

test('text shards decode and rank', () => {
  // "spam" and "spams" share a list with entries 0 (impact 2) and 2 (impact 7).
  const bytes = [0, 1, 2 << 1, 0 << 3 | 2, 1 << 3 | 7];
  const all = index(head({ shards: 'spam 12345678' }));
  assert.deepEqual(all.needs('spam'), [[0, 'b0.12345678.js']]);
  all.body(0, 'AspamEs', Buffer.from(bytes).toString('base64').replace(/=+$/, ''));
  assert.deepEqual(all.needs('spam'), []);
  assert.deepEqual(all.search('spams').map(hit => hit.entry), [2, 0]);
});
