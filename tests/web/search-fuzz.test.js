// Does search come to an end on an index that is damaged, and on any query? The
// inputs are changed a little each time, in the same way in every run.
// FUZZ=100000 node --test tests/web/search-fuzz.test.js tries more; SITE=FOLDER adds
// the files of a site that was built.
'use strict';
const test = require('node:test'), assert = require('node:assert/strict');
const fs = require('node:fs'), path = require('node:path'), vm = require('node:vm');
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

/** The files of an index as a page reads them: scripts that call one function. */
function read(files) {
  const all = { index: null };
  const crosstrainSearch = data => {
    if (!Array.isArray(data)) all.index = index(data);
    else if (data[0] === 'b') all.index.body(data[1], ...data[2]);
  };
  // A script that would not come to an end is stopped, and the test fails.
  for (const text of files) vm.runInNewContext(text, { crosstrainSearch }, { timeout: 20_000 });
  return all.index;
}

/** A file in which some bytes differ, pieces are gone or come twice, or the end is missing. */
function damaged(text) {
  for (let times = below(4); times >= 0; times--) {
    const a = below(text.length + 1), b = Math.min(text.length, a + below(below(8) ? 12 : 4000));
    const piece = PIECES[below(PIECES.length)];
    text = [text.slice(0, a) + piece + text.slice(a + 1), text.slice(0, a) + text.slice(b), text.slice(0, b) + text.slice(a), text.slice(0, a), text.slice(0, a) + String.fromCharCode(33 + below(93)) + text.slice(a + 1)][[0, 1, 2, 3, 4, 4, 4, 4][below(8)]];
  }
  return text;
}

test('a real index with a damaged file is searched or refused', { skip: !process.env.SITE && 'SITE is the folder of a site' }, () => {
  const folder = fs.readdirSync(path.join(process.env.SITE, 'search'), { withFileTypes: true }).find(entry => entry.isDirectory());
  const inside = path.join(folder.parentPath, folder.name), names = fs.readdirSync(inside);
  const whole = ['head.js', ...names.filter(name => /^b\d/.test(name)).slice(0, 2)].map(name => fs.readFileSync(path.join(inside, name), 'utf8'));
  assert.ok(read(whole).search('landing page').length, 'undamaged, it finds something');
  let searched = 0, refused = 0;
  for (let times = +process.env.FUZZ || 300; times; times--) {
    const at = below(whole.length), files = whole.map((text, i) => i === at ? damaged(text) : text);
    try {
      const all = read(files);
      for (const query of QUERIES) for (const { entry, score } of all.search(query)) assert.ok(entry >= 0 && !Number.isNaN(score), `${query}: ${entry} ${score}`);
      searched++;
    } catch (error) {
      // The page then says that search is not to be had.
      if (error instanceof assert.AssertionError || error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      refused++;
    }
  }
  assert.ok(searched && refused, `${searched} searched, ${refused} refused`);
  console.log(`checked ${searched + refused} damaged files: ${searched} searched, ${refused} refused`);
});
