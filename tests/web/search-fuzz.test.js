// Does search come to an end on an index that is damaged, and on any query? The
// inputs are changed a little each time, in the same way in every run.
// FUZZ=100000 node --test tests/web/search-fuzz.test.js tries more.
'use strict';
const test = require('node:test'), assert = require('node:assert/strict');
const { index } = require('../../themes/default/assets/js/search.js');

let seed = 1n;
const below = (end) => { seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn; return Number(seed >> 33n) % end; };
const PIECES = ['\n', '\t', ' ', '|', '\0', '\u{1f469}', 'İ', 'ß', 'A', 'Z', '//', '"', '0', '999999999', '\u0301', '\uffff', 'constructor', '__proto__', '-'];

/** A text that is a little different. */
function changed(text) {
  for (let times = below(5); times >= 0; times--) {
    const a = below(text.length + 1), b = Math.min(text.length, a + below(6));
    const piece = below(2) ? PIECES[below(PIECES.length)] : String.fromCharCode(below(256));
    text = [text.slice(0, a) + piece + text.slice(a), text.slice(0, a) + piece + text.slice(b), text.slice(0, a) + text.slice(b), text.slice(0, b) + text.slice(a)][below(4)];
  }
  return text.slice(0, 400);
}

const HEAD = {
  kinds: [['glossary', 'Terms', 'glossary/'], ['roles', 'Roles', 'roles/']], teams: ['Marketing', 'IT'],
  titles: 'Landing page\nContent delivery network (CDN)\nSite reliability engineer', aliases: 'microsite\nCDN\tedge server\n', urls: '\ncdn\n/people/sre.html',
  kind: '001', team: '132', common: 'the', shards: 'a 1 m 2', display: 'aaaaaaaa',
};
const QUERIES = ['landing page', 'spams', 'what is a cdn', 'sit', 'landign pgae', ''];

test('a damaged index and odd queries come to an end', () => {
  let read = 0;
  for (let times = +process.env.FUZZ || 4000; times; times--) {
    const head = { ...HEAD };
    for (const key of ['titles', 'aliases', 'urls', 'kind', 'team', 'common', 'shards', 'display']) if (!below(4)) head[key] = changed(head[key]);
    const postings = Buffer.from(changed(String.fromCharCode(0, 1, 5, 2, 0, 3, 200, 1, 9)), 'latin1').toString('base64');
    try {
      const all = index(head);
      all.body(below(3), changed('AspamEsAzebra'), below(9) ? postings : changed(postings));
      for (const query of QUERIES) {
        const asked = changed(query);
        all.needs(asked);
        for (const { entry, score } of all.search(asked)) {
          assert.ok(entry >= 0 && !Number.isNaN(score), `${asked}: ${entry} ${score}`);
          if (entry < all.count) { all.url(entry); all.sentences(entry); }
        }
      }
      read++;
    } catch (error) {
      // A file that makes no sense may be refused; the page then says that search is not to be had.
      if (error instanceof assert.AssertionError) throw error;
    }
  }
  assert.ok(read > 100, `${read} could be read`);
});
