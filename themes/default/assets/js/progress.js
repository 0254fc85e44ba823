// What a reader's learning consists of, as plain values: what is due, and how two
// devices' records become one. Knows nothing of pages.
(() => {
  'use strict';
  const fsrs = globalThis.crosstrainFsrs || require('./fsrs.js');
  const PREFIX = 'ct:v1:', MOST = 20;
  const OURS = /^(?:(?:quiz|path|sheet):[\p{L}\p{N}_.-]{1,200}|recent|feedback|theme|size|space|font|lens)$/u;
  const parse = text => { try { return JSON.parse(text); } catch { return null; } };
  const object = value => value && typeof value === 'object' && !Array.isArray(value) ? value : null;

  /** The answers in a record: pairs of a time and a grade; whatever else is there is dropped. */
  const log = record => {
    const all = record && Array.isArray(record.log) ? record.log : [];
    return all.filter(entry => Array.isArray(entry) && Number.isFinite(entry[0]) && [1, 2, 3, 4].includes(entry[1])).map(([time, grade]) => [time, grade]);
  };

  /** Questions that are due on a day, the longest due first, at most 20; `records` by question id. */
  const due = (records, today) => Object.entries(records)
    .map(([id, record]) => [id, fsrs.replay(log(record))])
    .filter(([, state]) => state && state.due <= today)
    .sort(([a, x], [b, y]) => x.due - y.due || x.stability - y.stability || (a < b ? -1 : 1))
    .slice(0, MOST).map(([id]) => id);

  const answered = record => Number(record.at) || 0;
  const mergeLogs = (mine, theirs) => {
    const times = new Map([...mine, ...theirs].map(([time, grade]) => [time, grade]));
    return [...times].sort(([a], [b]) => a - b).slice(-60);
  };
  const mergeQuiz = (mine, theirs) => {
    const [older, newer] = answered(mine) <= answered(theirs) ? [mine, theirs] : [theirs, mine];
    const merged = { ...older, ...newer, log: mergeLogs(log(mine), log(theirs)) };
    const start = record => (log(record)[0] || [Infinity])[0];
    if (older.tries && newer.tries) Object.assign(merged, { tries: Math.max(older.tries, newer.tries), first: (start(mine) <= start(theirs) ? mine : theirs).first });
    return merged;
  };
  // What was typed here stays; what is empty here is filled.
  const mergeSheet = (mine, theirs) => ({ ...theirs, ...Object.fromEntries(Object.entries(mine).filter(([, text]) => text)) });
  const mergeRecent = (mine, theirs) => {
    const sound = entry => Array.isArray(entry) && /^[\p{L}\p{N}_.%/-]+\.html$/u.test(entry[0]) && !entry[0].startsWith('/') && typeof entry[1] === 'string' && Number.isFinite(entry[2]);
    const all = [...mine, ...theirs].filter(sound).sort((a, b) => b[2] - a[2]);
    return all.filter(([route], at) => all.findIndex(([other]) => other === route) === at).slice(0, 12);
  };

  /** One value out of two under one key, as texts; `mine` may be missing. */
  const mergeValue = (key, mine, theirs) => {
    const [kind] = key.split(':');
    if (kind === 'recent') return JSON.stringify(mergeRecent([].concat(parse(mine) || []), [].concat(parse(theirs) || [])));
    if (!['quiz', 'path', 'sheet'].includes(kind)) return mine || theirs;
    const [a, b] = [object(parse(mine)), object(parse(theirs))];
    if (!b) return mine;
    if (!a) return kind === 'quiz' ? JSON.stringify({ ...b, log: log(b) }) : theirs;
    if (kind === 'path') return answered(a) >= answered(b) ? mine : theirs;
    return JSON.stringify((kind === 'quiz' ? mergeQuiz : mergeSheet)(a, b));
  };

  /** Everything under our keys, without the prefix: what an export holds. */
  const collect = storage => {
    const items = {};
    for (let at = 0; at < storage.length; at += 1) {
      const key = storage.key(at);
      if (key.startsWith(PREFIX) && OURS.test(key.slice(PREFIX.length))) items[key.slice(PREFIX.length)] = storage.getItem(key);
    }
    return items;
  };
  const write = (items, day) => JSON.stringify({ crosstrain: 1, day, items }, null, 1);

  /** The items of an exported file; nothing when it is not one. */
  const read = text => {
    const file = object(parse(text)), items = file && file.crosstrain === 1 && object(file.items);
    return items && Object.fromEntries(Object.entries(items).filter(([key, value]) => OURS.test(key) && typeof value === 'string'));
  };

  /** What a device has after it took in another's items. */
  const merge = (mine, theirs) => {
    const merged = { ...mine };
    for (const [key, value] of Object.entries(theirs)) {
      const both = mergeValue(key, mine[key], value);
      if (both) merged[key] = both;
    }
    return merged;
  };

  const progress = { PREFIX, collect, due, log, merge, parse, read, write };
  globalThis.crosstrainProgress = progress;
  if (typeof module === 'object') module.exports = progress;
})();
