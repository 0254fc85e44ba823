// The presenter's tools: a show of hands, groups, the parking lot, and what it took. Comes with
// the first one that is opened. Needs groups.js before it, and present.js.
(() => {
'use strict';
const { all, core, key, look, make, memory, now, one, say, tell, tools } = globalThis.crosstrainDesk, { round } = globalThis.crosstrainGroups;
const questions = (() => { try { return JSON.parse(document.getElementById('present-questions').textContent); } catch { return []; } })();
/** What is remembered of a field, and after it what was typed before this was there. */
const remember = (field, name) => {
  const kept = memory.get(name) || '';
  field.value = field.value && field.value !== kept ? [kept, field.value].filter(Boolean).join('\n') : kept;
  const keep = () => { memory.set(name, field.value); if (now().shown === 'parking') tell(); };
  field.addEventListener('input', keep);
  keep();
};

// Show of hands.
let asked = -1;
const hands = at => (memory.get(key + ':hands') || {})[at] || [];
const picker = one('[data-question]');
picker.append(...questions.map((question, at) => make('option', { value: at, textContent: question.stem })));
const tally = () => {
  asked = picker.value === '' ? -1 : +picker.value;
  const question = questions[asked];
  one('[data-hands]').replaceChildren(...(question ? question.choices.map((text, at) => {
    const input = make('input', { type: 'number', min: 0, max: 500, value: hands(asked)[at] || 0 });
    input.addEventListener('input', () => {
      const kept = memory.get(key + ':hands') || {}, row = kept[asked] || question.choices.map(() => 0);
      row[at] = Math.max(0, Math.floor(+input.value) || 0);
      memory.set(key + ':hands', { ...kept, [asked]: row });
      tell();
    });
    return make('label', { className: 'hand' }, input, make('span', { textContent: text }));
  }) : [make('p', { textContent: say('no_questions') })]));
};
picker.addEventListener('change', tally);
tally();
const question = right => () => {
  const { stem, scenario, choices, right: key } = questions[asked];
  return { title: stem, text: [scenario].filter(Boolean), choices, right: right ? key : [], hands: hands(asked) };
};

// Groups. Names stay in this tab.
const fields = all('[data-people]');
fields.forEach(field => remember(field, key + ':people:' + field.dataset.people));
const rounds = () => memory.get(key + ':rounds') || [];
const mix = () => {
  const people = fields.flatMap(field => field.value.split('\n').map(name => name.trim()).filter(Boolean).map(name => ({ name, team: field.dataset.people })));
  if (people.length < 2) { one('[data-groups]').textContent = say('too_few'); return; }
  const before = rounds(), at = name => people.findIndex(person => person.name === name);
  // Whoever has left or came later changes nothing for the others.
  const known = before.map(round => round.map(group => group.map(person => at(person.name)).filter(index => index >= 0)));
  const groups = round(people.map(person => person.team), +one('[data-size]').value, known, before.length + 1);
  memory.set(key + ':rounds', [...before, groups.map(group => group.map(index => people[index]))]);
  showGroups();
};
const showGroups = () => {
  const all = rounds(), last = all[all.length - 1];
  const person = ({ name, team }) => make('li', {}, make('span', { className: 'who ' + team, textContent: name }));
  one('[data-groups]').replaceChildren(...(last ? [make('p', { className: 'small muted', textContent: say('round', { n: all.length }) }), make('ol', { className: 'groups' }, ...last.map(group => make('li', {}, make('ul', {}, ...group.map(person)))))] : []));
};
showGroups();

const parking = one('[data-parking]');
remember(parking, key + ':parking');

// What each activity took, for `crosstrain new run`.
const took = () => { const { items, state } = now(); return core.record(state, items, Date.now()).filter(row => row.done || row.cut); };
const record = () => {
  const rows = took();
  one('[data-record]').replaceChildren(rows.length ? make('ol', {}, ...rows.map(row => make('li', { textContent: row.cut ? say('row_cut', { title: row.words }) : say('row', { title: row.words, n: row.minutes, took: row.took }) }))) : make('p', { textContent: say('no_record') }));
};
const quoted = text => JSON.stringify(text);
const toml = () => {
  const { begun } = now().state, day = new Date(begun === null ? Date.now() : begun), two = n => String(n).padStart(2, '0');
  const head = ['of = ' + quoted(key), 'date = ' + day.getFullYear() + '-' + two(day.getMonth() + 1) + '-' + two(day.getDate())];
  const came = +one('[data-came]').value;
  if (came > 0) head.push('people = ' + Math.floor(came));
  const rows = took().filter(row => row.anchor);
  return head.join('\n') + '\n' + rows.map(row => ['', '[[activity]]', 'of = ' + quoted(row.source), 'id = ' + quoted(row.anchor), 'planned = ' + row.minutes, 'took = ' + row.took].join('\n')).join('\n') + '\n';
};
const save = () => {
  const link = make('a', { href: URL.createObjectURL(new Blob([toml()], { type: 'application/toml' })), download: key.split('/').pop() + '.toml' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
const box = one('[data-tool=record]');
box.addEventListener('toggle', record);
record();

Object.assign(tools, {
  screens: {
    question: question(false),
    answer: question(true),
    groups: () => ({ title: say('groups'), groups: rounds().slice(-1)[0] || [] }),
    parking: () => ({ title: say('parking'), text: parking.value.split('\n').filter(Boolean) }),
  },
  actions: {
    'show-question': () => { tally(); if (questions[asked]) look('question'); },
    'show-answer': () => { if (questions[asked]) look('answer'); },
    'show-groups': () => look('groups'),
    'show-parking': () => look('parking'),
    mix,
    unmix: () => { memory.set(key + ':rounds', []); showGroups(); tell(); },
    save,
  },
  each: () => { if (box.open) record(); },
});
})();
