'use strict';
// Do codes carry what was put in, refuse every slip, and add up to the right picture?
const test = require('node:test');
const assert = require('node:assert');
const { encode, decode, states, sures, SYMBOLS, SALTS } = require('../../themes/default/assets/js/codes.js');
const { gather, summary, csv, FEW } = require('../../themes/default/assets/js/results.js');

const single = (n, right) => ({ id: 's' + n, kind: 'single', n, right: [right], stem: 'S', objective: 'o', choices: [...Array(n).keys()].map((at) => 'choice ' + at) });
const FORM = { digest: 0xabcde, slug: 'm-before', title: 'Before', module: 'm', mode: 'pre', questions: [single(4, 1), { id: 'm', kind: 'multiple', n: 3, right: [0, 2], stem: 'M', objective: 'p', choices: ['a', 'b', 'c'] }, { id: 'v', kind: 'survey', n: 5, right: [], stem: 'V', objective: '', choices: ['1', '2', '3', '4', '5'] }, { id: 'o', kind: 'order', n: 0, right: [], stem: 'O', objective: 'o', choices: [] }] };
const POST = { ...FORM, digest: 0x12345, slug: 'm-after', mode: 'post' };
let seed = 11;
const roll = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const random = (form) => ({ team: roll(3), salt: roll(SALTS), answers: form.questions.map((question) => ({ value: roll(states(question)), sure: roll(sures(question)) })) });

test('every combination of answers decodes to what was encoded', () => {
  const form = { digest: 7, questions: [single(3, 0), { kind: 'multiple', n: 2, right: [0] }, { kind: 'survey', n: 2, right: [] }] };
  let tried = 0;
  for (let team = 0; team < 3; team++) for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) for (let c = 0; c < 4; c++) for (let d = 0; d < 4; d++) for (let e = 0; e < 3; e++) {
    const answers = [{ value: a, sure: b }, { value: c, sure: d }, { value: e, sure: 0 }], salt = tried++ % SALTS;
    const found = decode([FORM, form], encode(form, { team, answers, salt }));
    assert.deepEqual([found.form, found.team, found.answers, found.salt], [form, team, answers, salt]);
  }
  assert.equal(tried, 3 * 4 * 4 * 4 * 4 * 3);
});

test('any single wrong character, and any two neighbors swapped, are refused', () => {
  for (let round = 0; round < 40; round++) {
    const code = encode(FORM, random(FORM)).replace(/-/g, '');
    assert.ok(!decode([FORM], code).mistake);
    for (let at = 0; at < code.length; at++) {
      for (const sign of SYMBOLS) {
        if (sign !== code[at]) assert.ok(decode([FORM], code.slice(0, at) + sign + code.slice(at + 1)).mistake, `${code} ${at} ${sign}`);
      }
      if (at && code[at] !== code[at - 1]) assert.equal(decode([FORM], code.slice(0, at - 1) + code[at] + code[at - 1] + code.slice(at + 1)).mistake, 'check');
      assert.ok(decode([FORM], code.slice(0, at) + code.slice(at + 1)).mistake, 'a character is missing');
    }
  }
});

test('a longer form keeps the promise', () => {
  const long = { digest: 99, questions: Array.from({ length: 40 }, (_, at) => single(2 + at % 6, 0)) };
  for (let round = 0; round < 5; round++) {
    const person = random(long), code = encode(long, person).replace(/-/g, '');
    assert.deepEqual(decode([long], code).answers, person.answers);
    for (let at = 0; at < code.length; at++) {
      for (const sign of SYMBOLS) if (sign !== code[at]) assert.ok(decode([long], code.slice(0, at) + sign + code.slice(at + 1)).mistake);
      if (at && code[at] !== code[at - 1]) assert.ok(decode([long], code.slice(0, at - 1) + code[at] + code[at - 1] + code.slice(at + 1)).mistake);
    }
  }
});

test('capitals, spaces and letters that look like digits do not matter', () => {
  const person = random(FORM), code = encode(FORM, person);
  for (const typed of [code.toLowerCase(), code.replace(/-/g, ' '), ' ' + code + ' ', code.replace(/0/g, 'o').replace(/1/g, 'l')]) assert.deepEqual(decode([FORM], typed).answers, person.answers);
  assert.equal(decode([FORM], code + '!').mistake, 'symbol');
  assert.equal(decode([FORM], 'ABC').mistake, 'length');
});

test('another form, or another version, is refused', () => {
  const code = encode(FORM, random(FORM));
  assert.equal(decode([POST], code).mistake, 'form');
  assert.equal(decode([{ ...FORM, digest: 1 }], code).mistake, 'form');
  assert.throws(() => encode(FORM, { ...random(FORM), team: 40 }), RangeError);
  assert.throws(() => encode(FORM, { salt: 0, answers: [] }), RangeError);
});

test('200 people give the right picture', () => {
  const forms = [FORM, POST], people = [];
  for (let at = 0; at < 200; at++) for (const form of forms) people.push({ form, ...random(form), salt: at });
  const text = people.map(({ form, ...person }) => encode(form, person)).join('\n');
  const gathered = gather(decode, forms, text + '\nnonsense\n' + encode(FORM, people[0]));
  assert.equal(gathered.people.length, 400);
  assert.deepEqual(gathered.refused.map((one) => one.mistake), ['length', 'twice']);
  const found = summary(forms, gathered.people, 2);
  forms.forEach((form, f) => form.questions.forEach((question, q) => {
    const answers = people.filter((person) => person.form === form).map((person) => person.answers[q]);
    const { all, teams } = found.forms[f].questions[q];
    if (question.kind === 'multiple') {
      for (let at = 0; at < 3; at++) assert.equal(all.choices[at], answers.filter(({ value }) => value >> at & 1).length);
      assert.equal(all.right, answers.filter(({ value }) => value === 5).length);
      assert.equal(all.sure.wrong, answers.filter(({ value, sure }) => value && value !== 5 && sure > 1).length);
    } else if (question.kind !== 'order') for (let at = 0; at < question.n; at++) assert.equal(all.choices[at], answers.filter(({ value }) => value === at + 1).length);
    if (question.kind === 'single') {
      assert.equal(all.right, answers.filter(({ value }) => value === 2).length);
      assert.equal(all.unsure.wrong, answers.filter(({ value, sure }) => value && value !== 2 && sure === 1).length);
      assert.equal(teams[0].choices[1], people.filter((person) => person.form === form && person.team === 1 && person.answers[q].value === 2).length);
    }
  }));
  const o = found.objectives.find((row) => row.objective === 'o');
  assert.equal(o.pre.of, 400);
  assert.ok(found.misconceptions.length && found.misconceptions.every((one) => !one.right));
  assert.equal(csv(found, ['A', 'B']).trim().split('\r\n').length, 1 + 2 * (4 + 3 + 5 + 1));
});

test('teams are told apart only where nobody can be told apart', () => {
  const of = (counts) => summary([FORM], counts.flatMap((n, team) => Array.from({ length: n }, () => ({ ...random(FORM), form: FORM, team }))), 2).forms[0].open;
  assert.equal(FEW, 5);
  assert.deepEqual([of([0, 5, 5]), of([0, 5, 4]), of([1, 5, 5]), of([5, 5, 6]), of([0, 9, 0])], [true, false, false, true, false]);
});

test('no cell of the export is taken for a formula', () => {
  const form = { ...FORM, questions: [{ ...single(2, 0), stem: '=1+1', choices: ['-a, "b"', '@c'] }] };
  const person = { form, team: 0, answers: [{ value: 2, sure: 1 }] };
  const text = csv(summary([form], [person], 0), []);
  assert.match(text, /,'=1\+1,/);
  assert.match(text, /,"'-a, ""b""",1,0,/);
  assert.match(text, /,'@c,0,1,0,1,0,0,0,1\r\n/);
});

// FUZZ=100000 node --test tests/web/codes.test.js tries more.
test('whatever is pasted is read or refused, and what is read fits its form', () => {
  const forms = [FORM, POST, { digest: 3, slug: 'none', title: '', module: 'm', mode: 'pre', questions: [] }, { ...FORM, digest: 4, questions: Array.from({ length: 60 }, (_, at) => single(2 + at % 9, 0)) }];
  const PIECES = ['-', ' ', '\n', ',', ';', '\0', 'İ', 'ß', 'ﬀ', '\ud83d', '\u{1d7d8}', '٣', 'o', 'I', '–', '\u202e', '__proto__', 'ZZZZZ', '00000', '=1+1'];
  // The low bits of `roll` come round too soon for this.
  const below = n => Math.floor(roll(2147483648) / 2147483648 * n);
  let read = 0, refused = 0;
  for (let times = +process.env.FUZZ || 4000; times; times--) {
    let text = Array.from({ length: 1 + below(3) }, () => { const form = forms[below(4)]; return encode(form, random(form)); }).join('\n');
    for (let slips = below(4); slips; slips--) {
      const a = below(text.length + 1), b = Math.min(text.length, a + below(8)), piece = below(2) ? PIECES[below(PIECES.length)] : String.fromCharCode(below(65536));
      text = [text.slice(0, a) + piece + text.slice(b), text.slice(0, a) + text.slice(b), text.slice(0, b) + text.slice(a)][below(3)];
    }
    const found = gather(decode, forms, text);
    for (const person of found.people) {
      assert.ok(forms.includes(person.form) && person.team < 32 && person.salt < SALTS, text);
      person.form.questions.forEach((question, at) => assert.ok(person.answers[at].value < states(question) && person.answers[at].sure < sures(question), text));
    }
    for (const one of found.refused) assert.ok(one.mistake, text);
    csv(summary(forms, found.people, 2), ['A', 'B']);
    read += found.people.length;
    refused += found.refused.length;
  }
  assert.ok(read > 500 && refused > 500, `${read} read, ${refused} refused`);
  console.log(`checked ${read} codes read, ${refused} refused`);
});

test('a code without end is refused', () => {
  for (const sign of ['0', 'Z', '-', '\ud83d', ' 0']) {
    const { people, refused } = gather(decode, [FORM], sign.repeat(1_000_000));
    assert.ok(!people.length && refused.length <= 1, sign);
  }
});
