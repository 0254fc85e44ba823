// Short codes that carry one person's answers to one form: no name, no server. Pure; tested
// in tests/web. A code is: version, digest of the form, team, answers with how sure, three
// random symbols that tell two people with the same answers apart, two check symbols.
(() => {
'use strict';
// Crockford's alphabet: no I, L, O or U; what looks alike is read alike.
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', VERSION = 1, SALT = 3, CHECKS = 2;
const MISTAKES = ['symbol', 'length', 'check', 'version', 'form'];

// Arithmetic in the field of 32 elements (x⁵ + x² + 1): times two, and times.
const twice = a => { a <<= 1; return a & 32 ? a ^ 37 : a; };

// Two check symbols: the sum, and the sum in which each symbol weighs twice the one before.
// Any two wrong symbols up to 30 apart show, so any single one and any two neighbors swapped.
const checks = symbols => {
  let sum = 0, weighted = 0;
  for (const symbol of symbols) { sum ^= symbol; weighted = twice(weighted) ^ symbol; }
  return [sum, weighted];
};

/** How many answers a question can have, none included. */
const states = ({ kind, n }) => kind === 'multiple' ? 2 ** n : ['single', 'predict', 'survey'].includes(kind) ? n + 1 : 3;
/** How many ways there are to be sure, none included. */
const sures = ({ kind }) => kind === 'survey' || kind === 'translate' ? 1 : 4;
const radices = form => form.questions.flatMap(question => [states(question), sures(question)]);
const width = form => {
  let all = radices(form).reduce((product, radix) => product * BigInt(radix), 1n) - 1n, symbols = 0;
  for (; all > 0n; all >>= 5n) symbols++;
  return symbols;
};
const digits = (number, count) => Array.from({ length: count }, (_, at) => Number(number >> BigInt(5 * (count - 1 - at)) & 31n));
const number = symbols => symbols.reduce((all, symbol) => all << 5n | BigInt(symbol), 0n);
const DIGEST = 4;

// form: {digest: 20 bits, questions: [{kind, n}]}. answers: [{value, sure}] with numbers as
// `states` and `sures` count them, 0 for none. team: 0 for none, or its position from 1.
const encode = (form, { team = 0, answers, salt }) => {
  const radix = radices(form), values = answers.flatMap(({ value, sure }) => [value, sure]);
  if (values.length !== radix.length || team < 0 || team > 31) throw new RangeError('answers do not fit the form');
  const packed = values.reduce((all, value, at) => {
    if (!(Number.isInteger(value) && value >= 0 && value < radix[at])) throw new RangeError('an answer does not fit its question');
    return all * BigInt(radix[at]) + BigInt(value);
  }, 0n);
  const symbols = [VERSION, ...digits(BigInt(form.digest), DIGEST), team, ...digits(packed, width(form)), ...digits(BigInt(salt), SALT)];
  const code = [...symbols, ...checks(symbols)].map(symbol => SYMBOLS[symbol]).join('');
  return code.match(/.{1,5}/g).join('-');
};

/** What was typed, as symbols; nothing where there is a sign that is none. */
const read = text => {
  const plain = text.toUpperCase().replace(/[\s\-–—.]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const symbols = [...plain].map(sign => SYMBOLS.indexOf(sign));
  return symbols.includes(-1) ? null : symbols;
};

/** The answers in a code, or the first thing that is wrong with it: {mistake}. */
const decode = (forms, text) => {
  const symbols = read(text);
  if (!symbols) return { mistake: 'symbol' };
  if (symbols.length < 1 + DIGEST + 1 + SALT + CHECKS) return { mistake: 'length' };
  const body = symbols.slice(0, -CHECKS), end = symbols.slice(-CHECKS), right = checks(body);
  if (right[0] !== end[0] || right[1] !== end[1]) return { mistake: 'check' };
  if (body[0] !== VERSION) return { mistake: 'version' };
  const digest = Number(number(body.slice(1, 1 + DIGEST))), form = forms.find(form => form.digest === digest);
  if (!form) return { mistake: 'form' };
  if (body.length !== 1 + DIGEST + 1 + width(form) + SALT) return { mistake: 'length' };
  let packed = number(body.slice(2 + DIGEST, -SALT));
  const values = [];
  for (const radix of radices(form).reverse()) {
    values.unshift(Number(packed % BigInt(radix)));
    packed /= BigInt(radix);
  }
  if (packed > 0n) return { mistake: 'check' };
  const answers = form.questions.map((_, at) => ({ value: values[2 * at], sure: values[2 * at + 1] }));
  return { form, team: body[1 + DIGEST], answers, salt: Number(number(body.slice(-SALT))), id: symbols.map(symbol => SYMBOLS[symbol]).join('') };
};

globalThis.crosstrainCodes = { encode, decode, states, sures, width, SYMBOLS, MISTAKES, SALTS: 32 ** SALT };
if (typeof module === 'object') module.exports = globalThis.crosstrainCodes;
})();
