// What a room knew before and after, from codes. Pure; tested in tests/web.
(() => {
'use strict';
/** Teams are told apart only where each of them has this many people. */
const FEW = 5;

/** Whether a value answers a question rightly, wrongly or not at all: 'right', 'wrong', 'none', 'survey'. */
const verdict = (question, value) => {
  if (question.kind === 'survey') return 'survey';
  if (value === 0) return 'none';
  if (question.kind === 'single' || question.kind === 'predict') return question.right.includes(value - 1) ? 'right' : 'wrong';
  if (question.kind === 'multiple') return value === question.right.reduce((sum, at) => sum + 2 ** at, 0) ? 'right' : 'wrong';
  return value === 2 ? 'right' : 'wrong';
};
/** Which choices a value stands for. */
const chosen = (question, value) => question.kind === 'multiple'
  ? [...Array(question.n).keys()].filter(at => Math.floor(value / 2 ** at) % 2)
  : ['single', 'predict', 'survey'].includes(question.kind) && value > 0 ? [value - 1] : [];

const share = (part, all) => all ? part / all : null;

/** Counts of one question over some people. */
const count = (question, answers) => {
  const found = { people: answers.length, right: 0, wrong: 0, none: 0, survey: 0, choices: Array(question.n || 0).fill(0), sure: { right: 0, wrong: 0 }, unsure: { right: 0, wrong: 0 } };
  for (const { value, sure } of answers) {
    const judged = verdict(question, value);
    found[judged]++;
    for (const at of chosen(question, value)) found.choices[at]++;
    if ((judged === 'right' || judged === 'wrong') && sure > 0) found[sure > 1 ? 'sure' : 'unsure'][judged]++;
  }
  found.share = share(found.right, found.right + found.wrong + found.none);
  return found;
};

/** Pasted text as people: those that could be read, each once, and those that could not. */
const gather = (decode, forms, text) => {
  const people = [], refused = [], seen = new Set();
  for (const typed of text.split(/[\n,;]+/).map(part => part.trim()).filter(Boolean)) {
    const person = decode(forms, typed);
    if (person.mistake) refused.push({ typed, mistake: person.mistake });
    else if (seen.has(person.id)) refused.push({ typed, mistake: 'twice' });
    else { seen.add(person.id); people.push(person); }
  }
  return { people, refused };
};

/** Everything the page shows: by form and question, by objective, misconceptions. */
const summary = (forms, people, teams = 0) => {
  const groups = Array.from({ length: teams + 1 }, (_, team) => people.filter(person => person.team === team));
  const byForm = forms.map(form => {
    const here = people.filter(person => person.form === form);
    const split = Array.from({ length: teams }, (_, at) => here.filter(person => person.team === at + 1));
    const others = here.length - split.reduce((sum, team) => sum + team.length, 0);
    // A small rest could be worked out from the whole and the other parts.
    const open = [...split.map(team => team.length), others].every(size => size === 0 || size >= FEW) && split.filter(team => team.length).length > 1;
    const questions = form.questions.map((question, at) => ({
      question,
      all: count(question, here.map(person => person.answers[at])),
      teams: open ? split.map(team => count(question, team.map(person => person.answers[at]))) : [],
    }));
    return { form, people: here.length, open, questions };
  });
  const objectives = new Map();
  for (const { form, questions } of byForm) for (const { question, all, teams } of questions) {
    if (question.kind === 'survey' || !question.objective) continue;
    const key = form.module + ' ' + question.objective, row = objectives.get(key) || { module: form.module, objective: question.objective, pre: null, post: null, teams: [] };
    const add = (old, found) => found.people ? { right: (old ? old.right : 0) + found.right, of: (old ? old.of : 0) + found.right + found.wrong + found.none } : old;
    row[form.mode] = add(row[form.mode], all);
    teams.forEach((found, at) => { row.teams[at] = row.teams[at] || { pre: null, post: null }; row.teams[at][form.mode] = add(row.teams[at][form.mode], found); });
    objectives.set(key, row);
  }
  const wrong = byForm.flatMap(({ form, questions }) => questions.flatMap(({ question, all }) => question.kind === 'survey' ? [] : all.choices.map((n, at) => ({ form, question, at, n, share: share(n, all.people), right: question.right.includes(at) })))).filter(one => !one.right && one.n > 0);
  wrong.sort((a, b) => b.share - a.share || b.n - a.n);
  return { forms: byForm, objectives: [...objectives.values()], misconceptions: wrong.slice(0, 8), teams: groups.map(group => group.length) };
};

// A spreadsheet takes what begins with these for a formula.
const cell = value => {
  const text = value === null || value === undefined ? '' : String(value), safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
};
const percent = value => value === null ? '' : Math.round(value * 1000) / 10;

/** One line for each choice, with the counts of its question. */
const csv = (summary, labels) => {
  const rows = [['form', 'when', 'people', 'question', 'objective', 'choice', 'is_right', 'chosen', 'right', 'wrong', 'no_answer', 'right_percent', 'sure_wrong', 'unsure_wrong', ...labels.map(label => 'chosen_' + label)]];
  for (const { form, people, open, questions } of summary.forms) for (const { question, all, teams } of people ? questions : []) {
    const lines = question.choices.length ? question.choices : [''];
    lines.forEach((choice, at) => rows.push([form.title, form.mode, people, question.stem, question.objective, choice, question.choices.length && question.kind !== 'survey' ? +question.right.includes(at) : '', question.choices.length ? all.choices[at] : '', all.right, all.wrong, all.none, percent(all.share), all.sure.wrong, all.unsure.wrong, ...labels.map((_, team) => open && question.choices.length ? teams[team].choices[at] : '')]));
  }
  return rows.map(row => row.map(cell).join(',') + '\r\n').join('');
};

globalThis.crosstrainResults = { gather, summary, count, verdict, chosen, csv, FEW };
if (typeof module === 'object') module.exports = globalThis.crosstrainResults;
})();
