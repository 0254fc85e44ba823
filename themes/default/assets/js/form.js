// A form before or after a workshop: answers become a short code, which says nothing about
// who gave them. Needs grade.js and codes.js before it. Nothing is sent anywhere.
(() => {
'use strict';
const panel = document.querySelector('[data-make]');
if (!panel) return;
const { encode, SALTS } = globalThis.crosstrainCodes, { grade } = globalThis.crosstrainGrade;
const words = globalThis.crosstrainWords || {}, say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), words['form.' + key] || key);
const data = JSON.parse(document.getElementById('form-data').textContent)[0], name = 'ct:v1:form:' + data.slug;
const load = () => { try { return JSON.parse(localStorage.getItem(name)) || {}; } catch { return {}; } };
const save = record => { try { localStorage.setItem(name, JSON.stringify(record)); } catch {} };
const one = css => panel.querySelector(css), forms = data.questions.map(({ id }) => document.querySelector('form.q[data-id="' + CSS.escape(id) + '"]'));

// What was chosen: as a number for the code, 0 where nothing was.
const value = (form, { kind, n }) => {
  const all = css => [...form.querySelectorAll('.q-ask ' + css)];
  const checked = all('.opt input:checked').map(input => +input.value);
  if (kind === 'multiple') return checked.reduce((sum, at) => sum + 2 ** at, 0);
  if (n) return checked.length ? checked[0] + 1 : 0;
  const key = JSON.parse(form.querySelector('.q-data').textContent), text = form.querySelector('.row.text :is(input, textarea)'), selects = all('select'), sides = all('fieldset.row');
  let response;
  if (text) { if (!text.value.trim()) return 0; response = text.value; }
  else if (selects.length) {
    if (selects.some(select => !select.value)) return 0;
    response = [];
    selects.forEach(select => { if (kind === 'match') response[select.dataset.at] = +select.value; else response[select.value] = +select.dataset.at; });
  } else if (sides.length) {
    response = sides.map(side => (side.querySelector(':checked') || {}).value);
    if (response.includes(undefined)) return 0;
  } else return 0;
  return grade(key, response).right ? 2 : 1;
};
const sure = form => ['guess', 'fair', 'certain'].indexOf((form.querySelector('.sure :checked') || {}).value) + 1;
const fields = () => forms.flatMap(form => [...form.querySelectorAll('input, select, textarea')]);
const keep = () => save({ ...load(), fields: fields().map(field => /radio|checkbox/.test(field.type) ? field.checked : field.value), team: (one('[name=form-team]:checked') || {}).value });

const stale = () => { one('[data-code]').hidden = true; one('[data-status]').textContent = ''; };
forms.forEach((form, at) => {
  form.classList.add('quiz-ready');
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', () => { keep(); stale(); });
});
panel.addEventListener('input', () => { keep(); stale(); });

const old = load();
if (old.fields && old.fields.length === fields().length) fields().forEach((field, at) => { if (/radio|checkbox/.test(field.type)) field.checked = old.fields[at] === true; else field.value = old.fields[at]; });
const team = old.team && one('[name=form-team][value="' + CSS.escape(old.team) + '"]');
if (team) team.checked = true;

one('[data-go]').addEventListener('click', () => {
  const answers = data.questions.map((question, at) => ({ value: value(forms[at], question), sure: question.kind === 'survey' || question.kind === 'translate' ? 0 : sure(forms[at]) }));
  const open = answers.findIndex((answer, at) => !answer.value && data.questions[at].kind !== 'multiple');
  const chosen = one('[name=form-team]:checked');
  if (open >= 0 && !('warned' in panel.dataset)) {
    panel.dataset.warned = '';
    one('[data-status]').textContent = say('open', { n: open + 1 });
    return forms[open].querySelector('input, select, textarea').focus();
  }
  if (!chosen) { one('[data-status]').textContent = say('team_first'); return one('[name=form-team]').focus(); }
  // The same person keeps the same three symbols, so that a code pasted twice counts once.
  const salt = Number.isInteger(load().salt) ? load().salt : crypto.getRandomValues(new Uint32Array(1))[0] % SALTS;
  save({ ...load(), salt });
  const code = encode(data, { team: +chosen.value, answers, salt });
  one('[data-code] output').textContent = code;
  one('[data-code]').hidden = false;
  one('[data-status]').textContent = say('ready');
  if (data.mode === 'post') document.querySelector('.quiz').classList.add('revealed');
});
one('[data-copy]').addEventListener('click', async () => {
  try { await navigator.clipboard.writeText(one('[data-code] output').textContent); one('[data-status]').textContent = say('copied'); } catch { one('[data-status]').textContent = say('not_copied'); }
});
})();
