// Tells a learning platform (SCORM 1.2) what was answered, and takes it up again.
// Stands before quiz.js, whose memory it becomes: on a shared computer the answers
// of one person must not meet the next.
(() => {
'use strict';
const root = document.documentElement, started = Date.now(), memory = new Map();
root.classList.add('js');
const storage = {
  getItem: name => memory.has(name) ? memory.get(name) : null,
  setItem: (name, value) => { memory.set(name, String(value)); },
  removeItem: name => { memory.delete(name); },
};
try { Object.defineProperty(window, 'localStorage', { value: storage, configurable: true }); } catch {}

// The interface is in a parent or in the window that opened this one; a parent from
// another host may not be looked at.
const above = win => {
  try {
    for (let depth = 0; win && depth < 50; depth++) {
      if (win.API) return win.API;
      if (win.parent === win) break;
      win = win.parent;
    }
  } catch {}
};
let api;
try { api = above(window) || above(window.opener); } catch {}
const get = name => api ? String(api.LMSGetValue('cmi.' + name) || '') : '';
const set = (name, value) => api && api.LMSSetValue('cmi.' + name, String(value));
if (api && String(api.LMSInitialize('')) !== 'true') api = undefined;
if (!api) for (const note of document.querySelectorAll('.sco-alone')) note.hidden = false;

const forms = [...document.querySelectorAll('form.q')], name = id => 'ct:v1:quiz:' + id;
const record = id => { try { return JSON.parse(memory.get(name(id)) || 'null'); } catch { return null; } };
const graded = forms.filter(form => !['survey', 'translate'].includes(form.dataset.kind));
const watched = get('core.lesson_mode') === 'review';

// What was kept: for each question what was answered, its score, whether it was right at
// first, how often it was tried. An answer that was too long to keep is null.
try {
  const kept = JSON.parse(get('suspend_data') || '{}');
  for (const [id, [response, score, first, tries]] of Object.entries(kept)) {
    memory.set(name(id), JSON.stringify({ response: response === null ? '' : response, score, right: score === 1, first: !!first, tries, at: started }));
  }
} catch {}
if (!watched && ['', 'not attempted'].includes(get('core.lesson_status'))) set('core.lesson_status', graded.length ? 'incomplete' : 'completed');

// The standard allows 4096 characters, and platforms cut without a word; answers that
// were typed are the first to go.
const MOST = 4096;
const kept = () => {
  const all = {};
  for (const form of forms) {
    const { id } = form.dataset, old = record(id);
    if (old && old.tries) all[id] = [old.response, Math.round(old.score * 1000) / 1000, old.first ? 1 : 0, old.tries];
  }
  const long = Object.values(all).sort((a, b) => JSON.stringify(b[0]).length - JSON.stringify(a[0]).length);
  for (const entry of long) {
    if (JSON.stringify(all).length <= MOST) break;
    entry[0] = null;
  }
  const text = JSON.stringify(all);
  return text.length <= MOST ? text : '{}';
};

const report = () => {
  if (!api || watched) return;
  set('suspend_data', kept());
  if (!graded.length) return;
  const all = graded.map(form => record(form.dataset.id)), done = all.every(old => old && old.tries);
  const score = Math.round(100 * all.reduce((sum, old) => sum + (old && old.tries ? old.score : 0), 0) / all.length);
  set('core.score.min', 0);
  set('core.score.max', 100);
  set('core.score.raw', score);
  set('core.lesson_status', !done ? 'incomplete' : score >= +document.body.dataset.mastery ? 'passed' : 'failed');
};

// Answers in the standard's own words: `a,c`, `a.b,b.a`, a text, a number.
const letter = at => 'abcdefghijklmnopqrstuvwxyz'[at] || String(at % 10);
const pairs = list => list.map((to, at) => letter(at) + '.' + letter(to)).join(',');
const plain = text => String(text).slice(0, 255);
const WORDS = {
  single: ['choice', r => r.map(letter).join(','), k => k.right.map(letter).join(',')],
  order: ['sequencing', r => r.map(letter).join(','), k => k.items.map((_, at) => letter(at)).join(',')],
  match: ['matching', pairs, k => pairs(k.pairs)],
  whose: ['matching', (r, k) => pairs(r.map(team => teams(k).indexOf(team))), k => pairs(k.teams.map(team => teams(k).indexOf(team)))],
  'short-text': ['fill-in', plain, k => plain(k.answers[0])],
  number: ['numeric', r => plain(parseFloat(String(r).replace(',', '.')) || 0), k => k.answer],
  translate: ['fill-in', plain, () => ''],
  survey: ['likert', r => r.map(letter).join(','), () => ''],
};
WORDS.multiple = WORDS.predict = WORDS.single;
const teams = key => [...new Set(key.teams)].sort();
const two = number => String(number).padStart(2, '0');

const interaction = (form, old) => {
  const at = 'interactions.' + (parseInt(get('interactions._count'), 10) || 0) + '.', now = new Date();
  const { id, kind } = form.dataset, key = JSON.parse(form.querySelector('.q-data').textContent);
  const [type, said, right] = WORDS[kind], pattern = right(key);
  set(at + 'id', id.replace(/[^\x21-\x7e]/g, '_'));
  set(at + 'type', type);
  set(at + 'time', [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':'));
  set(at + 'student_response', said(old.response, key));
  if (pattern !== '') set(at + 'correct_responses.0.pattern', pattern);
  set(at + 'weighting', graded.includes(form) ? 1 : 0);
  set(at + 'result', !graded.includes(form) ? 'neutral' : old.right ? 'correct' : 'wrong');
};

document.addEventListener('crosstrain:answered', event => {
  const form = event.target, old = record(event.detail.id);
  if (!api || !old || watched) return;
  interaction(form, old);
  report();
  api.LMSCommit('');
});

let over = false;
const finish = () => {
  if (!api || over) return;
  over = true;
  const seconds = (Date.now() - started) / 1000, whole = Math.floor(seconds);
  report();
  set('core.session_time', String(Math.floor(whole / 3600)).padStart(4, '0') + ':' + two(Math.floor(whole / 60) % 60) + ':' + two(whole % 60) + '.' + two(Math.floor(seconds * 100) % 100));
  set('core.exit', 'suspend');
  api.LMSCommit('');
  api.LMSFinish('');
};
addEventListener('pagehide', finish);
addEventListener('beforeunload', finish);
})();
