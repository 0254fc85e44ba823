// Search: reads the index that src/search writes, and ranks. search-ui.js shows.
(() => {
  'use strict';
  // ---- words: the same rules as src/search/tokens.rs, held to tests/vectors/search.json
  const FOLDS = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i', æ: 'ae', œ: 'oe', ς: 'σ' };
  const PLAIN = /^[\0-\x7f]*$/;
  const fold = s => PLAIN.test(s) ? s.toLowerCase().replaceAll("'", '') : s.normalize('NFKD').replace(/[\u0300-\u036f'‘’]/g, '').toLowerCase().normalize('NFC').replace(/[ßøłđıæœς]/g, c => FOLDS[c]);
  const DENSE = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const RUNS = new RegExp('[' + DENSE + ']+|[^' + DENSE + ']+', 'gu'), IS_DENSE = new RegExp('^[' + DENSE + ']', 'u');
  const tokens = text => PLAIN.test(text) ? fold(text).match(/[a-z0-9]+/g) || [] : (fold(text).match(/[\p{Alpha}\p{N}\p{M}]+/gu) || []).flatMap(word => word.match(RUNS).flatMap(run => {
    if (!IS_DENSE.test(run)) return run;
    const chars = [...run];
    return chars.length < 2 ? run : chars.slice(1).map((c, i) => chars[i] + c);
  }));
  const slug = title => (fold(title).match(/[a-z0-9]+/g) || []).join('-');

  // Edits between two words, a swap of neighbours being one; more than the most is Infinity.
  const edits = (a, b, max) => {
    if (Math.abs(a.length - b.length) > max) return Infinity;
    let before, last = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        let d = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
        if (!same && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
        row[j] = d;
        if (d < least) least = d;
      }
      if (least > max) return Infinity;
    }
    return row[b.length] > max ? Infinity : row[b.length];
  };
  // Which letters a word has, as bits: words that differ by few edits differ in few letters.
  const letters = word => { let bits = 0; for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31); return bits; };
  const ones = bits => { let n = 0; for (; bits; bits &= bits - 1) n++; return n; };
  const slips = word => word.length < 4 ? 0 : word.length < 8 ? 1 : 2;

  // Whether two words differ by a short ending only.
  const kin = (a, b) => {
    let p = 0;
    while (p < a.length && a[p] === b[p]) p++;
    const [s, l] = a.length < b.length ? [a, b] : [b, a];
    return s.length - p < 2 && l.length - p < 4 && (p > 3 || p > 1 && s.length === p && l.length - p < 2);
  };
  // First place in a sorted list that is not below a word.
  const seek = (list, word) => {
    let lo = 0, hi = list.length;
    while (lo < hi) { const mid = lo + hi >> 1; if (list[mid] < word) lo = mid + 1; else hi = mid; }
    return lo;
  };
  const add = (map, key, value) => { const found = map.get(key); if (found) found.push(value); else map.set(key, [value]); };

  // ---- the index
  const TITLE = 1, ALIAS = .96, INITIALS = .4;
  const index = head => {
    const titles = head.kind ? head.titles.split('\n') : [], count = titles.length;
    const aliases = head.aliases.split('\n').map(line => line ? line.split('\t') : []);
    const urls = head.urls.split('\n'), pairs = head.shards ? head.shards.split('\n').map(line => line.split(' ')) : [];
    const firsts = pairs.map(pair => pair[0]), common = new Set(head.common.split(' ')), bodies = [];
    const names = [], vocabulary = new Map(), whole = new Map();
    const name = (entry, text, weight) => {
      const words = tokens(text), at = names.length;
      if (!words.length) return;
      names.push({ entry, text, weight, words });
      for (const word of new Set(words)) add(vocabulary, word, at);
      add(whole, words.join(''), at);
      if (weight > INITIALS && words.length > 2) name(entry, words.map(word => word[0]).join(''), INITIALS);
    };
    titles.forEach((title, entry) => {
      name(entry, title, TITLE);
      for (const alias of aliases[entry]) name(entry, alias, ALIAS);
    });
    const sorted = [...vocabulary.keys()].filter(word => vocabulary.get(word).some(at => names[at].weight > INITIALS)).sort(), joined = [...whole.keys()].sort();
    const shard = word => { const at = seek(firsts, word); return firsts[at] === word ? at : Math.max(at - 1, 0); };

    // Words of the titles like a word of the query: [[word, likeness]].
    const like = (word, last) => {
      const found = vocabulary.has(word) ? [[word, 1]] : [];
      // Kin share the first half at least.
      const start = word.slice(0, Math.max(3, word.length >> 1));
      for (let i = seek(sorted, start); i < sorted.length && sorted[i].startsWith(start); i++) {
        const other = sorted[i];
        if (other === word) continue;
        if (kin(word, other)) found.push([other, Math.abs(other.length - word.length) < 3 ? .9 : .7]);
        else if (other.startsWith(word) && (last || word.length > 3)) found.push([other, (last ? .45 : .3) + .4 * word.length / other.length]);
      }
      return found;
    };
    const near = (word, list) => {
      const max = slips(word), found = [], mine = letters(word);
      if (!max) return found;
      list.bits ||= list.map(letters);
      for (let i = 0; i < list.length; i++) {
        const other = list[i], bits = list.bits[i];
        if (Math.abs(other.length - word.length) > max || ones(mine & ~bits) > max || ones(bits & ~mine) > max) continue;
        const d = edits(word, other, max);
        if (d <= max && d < other.length / 3) found.push([other, d > 1 ? .5 : .65]);
      }
      return found;
    };

    // Postings of a word of the text: [[entry, impact]], and how sure it is the word.
    const posted = (word, last) => {
      const body = bodies[shard(word)];
      if (!body) return;
      const at = seek(body.words, word), hit = body.words[at] === word;
      if (hit) return [body.list(at), 1];
      const kins = [at - 1, at].filter(i => body.words[i] && kin(word, body.words[i]));
      if (kins.length) return [body.list(kins[0]), .8];
      if (last && word.length > 2) {
        const seen = new Map(), lists = new Set();
        for (let i = at; i < at + 40 && body.words[i] && body.words[i].startsWith(word); i++) {
          if (!lists.has(body.of[i])) for (const [entry, impact] of body.list(i)) seen.set(entry, Math.max(impact, seen.get(entry) || 0));
          lists.add(body.of[i]);
        }
        if (seen.size) return [[...seen], .5];
      }
    };

    return {
      count, titles, aliases, kinds: head.kinds, teams: head.teams,
      kind: entry => head.kind.charCodeAt(entry) - 48,
      team: entry => head.team.charCodeAt(entry) - 48,
      url: entry => { const at = urls[entry]; return at[0] === '/' ? at.slice(1) : head.kinds[head.kind.charCodeAt(entry) - 48][2] + (at || slug(titles[entry])) + '.html'; },
      // Files that a query needs and that are not here yet.
      needs: query => [...new Set(tokens(query).filter(word => !common.has(word)).map(shard))].filter(i => pairs[i] && !bodies[i]).map(i => [i, 'b' + i + '.' + pairs[i][1] + '.js']),
      sentences: entry => { const i = entry >> 6; return [i, 's' + i + '.' + head.display.split(' ')[i] + '.js']; },
      body: (i, words, postings) => { bodies[i] = body(words, postings); },
      search: (query, keep = () => true) => rank({ names, vocabulary, whole, sorted, joined, common, count, like, near, posted }, query, keep),
    };
  };

  // A shard of the text, decoded.
  const body = (front, postings) => {
    const bytes = atob(postings), words = [], of = [], starts = [];
    let at = 0, lists = 0, last = '';
    const number = () => { let n = 0, shift = 0, b; do { b = bytes.charCodeAt(at++); n |= (b & 127) << shift; shift += 7; } while (b > 127 && shift < 35); return n; };
    for (const [, shared, rest] of front.matchAll(/([A-Z])([^A-Z]*)/g)) {
      words.push(last = last.slice(0, shared.charCodeAt() - 65) + rest);
      const back = number();
      of.push(back ? lists - back : lists++);
    }
    for (let i = 0; i < lists; i++) { starts.push(at); let n = number(); for (n = (n >> 1) + (n & 1); n > 0 && at < bytes.length; n--) number(); }
    return { words, of, list: i => {
      at = starts[of[i]];
      let entry = -1;
      const head = number(), df = head & 1 ? number() : head >> 1;
      const list = Array.from({ length: Math.min(head >> 1, bytes.length) }, () => { const n = number(); return [entry += (n >> 3) + 1, (n & 7) + 1]; });
      list.df = df;
      return list;
    } };
  };

  // ---- ranking: whole names, then words of names, then text
  const rank = ({ names, whole, sorted, joined, vocabulary, common, count, like, near, posted }, query, keep) => {
    const words = [...new Set(tokens(query))], all = tokens(query).join('');
    const best = new Map();
    const offer = (at, score) => {
      const { entry, weight } = names[at], value = score * weight, old = best.get(entry);
      if (!old || old[0] < value) best.set(entry, [value, at]);
    };
    if (!all) return [];
    const idf = n => Math.log(1 + count / (n + .5));
    const text = new Map(), touched = new Map(), weights = [];
    words.forEach((word, i) => {
      const last = i === words.length - 1;
      let found = like(word, last);
      // One or two letters are the beginning of a name rather than a word of the text.
      const post = common.has(word) || last && word.length < 3 && found.length ? undefined : posted(word, last);
      if (!found.some(([other, q]) => q > .8 || other.startsWith(word))) found = found.concat(near(word, sorted).map(([other, q]) => [other, post && post[1] === 1 ? q / 2 : q]));
      const df = Math.min(...found.filter(f => f[1] > .85).map(f => vocabulary.get(f[0]).length), count);
      const weight = idf(post ? (post[0].df || post[0].length) : common.has(word) ? count * 3 : found.length ? df : 1) * Math.min(1, (word.length - 1 || .5) / 6);
      weights.push(weight);
      const per = new Map();
      for (const [other, q] of found) for (const at of vocabulary.get(other)) if (q > (per.get(at) || 0)) per.set(at, q);
      for (const [at, q] of per) { const t = touched.get(at) || touched.set(at, [0, 0]).get(at); t[0] += q * weight; t[1] += q; }
      if (post) for (const [entry, impact] of post[0]) {
        const t = text.get(entry) || text.set(entry, [0, 0]).get(entry);
        t[0] += weight * impact * post[1]; t[1] += weight;
      }
    });
    const total = weights.reduce((a, b) => a + b, 0);
    for (const [at, [weight, matched]] of touched) {
      const share = weight / total, cover = Math.min(1, matched / names[at].words.length);
      offer(at, 100 * share * share * (.2 + .8 * cover));
    }
    for (const at of whole.get(all) || []) offer(at, 1000 * (names[at].words.join(' ') === tokens(query).join(' ') ? 1 : .9));
    if (all.length > 2) for (let i = seek(joined, all); i < joined.length && joined[i].startsWith(all); i++) {
      if (joined[i] !== all) for (const at of whole.get(joined[i])) offer(at, 60 + 10 * all.length / joined[i].length);
    }
    if (!best.size && words.length < 3) for (const [other, q] of near(all, joined)) for (const at of whole.get(other)) offer(at, 80 * q);
    const hits = [];
    for (const entry of new Set([...best.keys(), ...text.keys()])) {
      if (!keep(entry)) continue;
      const [title, at] = best.get(entry) || [0, -1], [sum, weight] = text.get(entry) || [0, 0];
      hits.push({ entry, score: title + 60 * sum / 8 / total * (.7 + .3 * weight / total), alias: at >= 0 && names[at].weight === ALIAS ? names[at].text : '' });
    }
    hits.sort((a, b) => b.score - a.score || a.entry - b.entry);
    // What is a tenth as good as the best text is chance.
    return hits.filter(hit => hit.score > Math.min(hits[0].score, 60) / 10);
  };

  globalThis.crosstrainReader = { fold, tokens, slug, edits, kin, index };
  if (typeof module === 'object') module.exports = globalThis.crosstrainReader;
})();
