// Marks an answer by its key. The rules are those of src/quiz/grade.rs, line by line;
// tests/vectors/grade.json keeps the two alike.
(() => {
  'use strict';
  const fold = text => {
    const plain = text.normalize('NFKD').replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, '').normalize('NFC');
    return plain.toLowerCase().replace(/[^\p{Alphabetic}\p{N}\p{M}]+/gu, ' ').trim() || plain.trim();
  };

  const readings = (text, unit) => {
    text = text.trim().toLowerCase();
    unit = (unit || '').trim().toLowerCase();
    if (unit && !/^\d/.test(unit) && text.endsWith(unit)) text = text.slice(0, -unit.length).trim();
    const [, sign, bare] = /^([-+−]?)\s*(.*)$/s.exec(text.replace(/[\u00a0\u2009\u202f]/g, ' ').replace(/’/g, "'"));
    if (!/^[\d., ']+$/.test(bare)) return [];
    const points = bare.split('.').length - 1, commas = bare.split(',').length - 1;
    const last = points && commas ? Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(',')) : points + commas === 1 ? bare.search(/[.,]/) : -1;
    const whole = last < 0 ? bare : bare.slice(0, last), part = last < 0 ? '' : bare.slice(last + 1);
    if (last >= 0 && whole.includes(bare[last]) || /\D/.test(part) || !(whole + part)) return [];
    if (!/^\d*$|^\d{1,3}(?:([., '])\d{3})(?:\1\d{3})*$/.test(whole)) return [];
    const value = digits => (sign && sign !== '+' ? -1 : 1) * digits;
    const out = [value('0' + whole.replace(/\D/g, '') + '.' + part + '0')];
    if (points + commas === 1 && /^[1-9]\d{0,2}$/.test(whole) && part.length === 3) out.push(value(whole + part));
    return out;
  };

  const within = (value, target, tolerance) =>
    Math.abs(value - target) <= tolerance + 1e-9 * Math.max(Math.abs(target), tolerance);

  const field = (right, empty, hint) =>
    ({ score: +right, right, marks: right ? 'r' : empty ? 'm' : 'w', hint: right || hint < 0 ? null : hint });

  const rows = (key, verdict) => {
    const marks = key.map((want, row) => { const v = verdict(want, row); return v == null ? 'm' : v ? 'r' : 'w'; }).join('');
    const hit = marks.split('r').length - 1;
    return { score: key.length ? hit / key.length : 1, right: hit === key.length, marks, hint: null };
  };

  // key: the JSON in a question's form. response: picked indexes; item at each position;
  // row chosen for each row, or null; team for each row, or null; text; ticks.
  const grade = (key, response) => {
    const { kind, n, right: good, hints = [] } = key;
    if (kind === 'order') return rows(key.items, (item, at) => { const other = key.items[response[at]]; return other == null ? null : other === item; });
    if (kind === 'match') return rows(key.pairs, (pair, row) => response[row] == null ? null : key.pairs[response[row]] === pair);
    if (kind === 'whose') return rows(key.teams, (team, row) => response[row] == null ? null : response[row] === team);
    if (kind === 'short-text') {
      const given = fold(response), same = other => given !== '' && fold(other) === given;
      return field(key.answers.some(same), given === '', hints.findIndex(hint => same(hint[0])));
    }
    if (kind === 'number') {
      const values = readings(response, key.unit);
      const near = (target, tolerance) => values.some(value => within(value, target, tolerance));
      return field(near(key.answer, key.tolerance), !response.trim(), hints.findIndex(hint => near(hint[0], 0)));
    }
    const all = [...Array(n).keys()];
    if (!good) return { score: 1, right: true, marks: all.map(at => kind === 'translate' && response[at] === true ? 'r' : '-').join(''), hint: null };
    const marks = all.map(at => response.includes(at) ? good.includes(at) ? 'r' : 'w' : good.includes(at) ? 'm' : '-').join('');
    const wrong = marks.split('w').length - 1 + response.some(at => !(at < n)), hit = marks.split('r').length - 1;
    const right = !wrong && !marks.includes('m');
    const score = kind !== 'multiple' || !good.length ? +right : Math.max(0, hit - wrong) / good.length;
    return { score, right, marks, hint: null };
  };

  globalThis.crosstrainGrade = { grade, fold, readings };
  if (typeof module === 'object') module.exports = globalThis.crosstrainGrade;
})();
