// The page of results: pasted codes become tables. Needs codes.js and results.js before it.
// The codes stay in this tab.
(() => {
'use strict';
const box = document.querySelector('[data-results]'), field = box && box.querySelector('[data-codes]');
if (!field) return;
const { decode } = globalThis.crosstrainCodes, { gather, summary, csv } = globalThis.crosstrainResults;
const forms = JSON.parse(document.getElementById('results-forms').textContent), one = css => box.querySelector(css);
const words = globalThis.crosstrainWords || {}, say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), words['results.' + key] || key);
const count = (key, n) => say(key + (n === 1 ? '.one' : '.other'), { n });
const make = (tag, properties = {}, ...inside) => { const element = Object.assign(document.createElement(tag), properties); element.append(...inside); return element; };
const teams = (() => { try { return JSON.parse(document.getElementById('teams').textContent).labels || []; } catch { return []; } })();
const name = 'ct:v1:results:' + box.dataset.results;
try { field.value = sessionStorage.getItem(name) || ''; } catch {}

const percent = value => value === null || value === undefined ? '–' : Math.round(value * 100) + ' %';
const heat = value => 'h' + Math.round((value || 0) * 10);
const head = (...cells) => make('thead', {}, make('tr', {}, ...cells.map(text => make('th', { scope: 'col', textContent: text }))));
const table = (...rows) => make('div', { className: 'table', tabIndex: 0 }, make('table', {}, ...rows));
const td = (text, className = '') => make('td', { textContent: text, className });

// One question: each choice with its share, the right one marked, and how sure people were.
const question = ({ question, all, teams: split }) => {
  const rows = question.choices.map((choice, at) => {
    const part = all.people ? all.choices[at] / all.people : null, right = question.right.includes(at) && question.kind !== 'survey';
    return make('tr', { className: right ? 'right' : '' }, td((right ? '✓ ' : '') + choice), td(all.choices[at] + ' (' + percent(part) + ')', heat(part)), ...split.map(team => td(team.people ? percent(team.choices[at] / team.people) : '–', heat(team.people ? team.choices[at] / team.people : 0))));
  });
  const facts = question.kind === 'survey' ? '' : [say('right', { n: percent(all.share) }), say('sure_wrong', { n: all.sure.wrong }), say('unsure_wrong', { n: all.unsure.wrong }), say('unsure_right', { n: all.unsure.right })].join(', ');
  return make('section', { className: 'result' }, make('h4', { textContent: question.stem }), make('p', { className: 'small muted', textContent: facts }), ...(rows.length ? [table(head(say('choice'), say('chosen'), ...(split.length ? teams : [])), make('tbody', {}, ...rows))] : []));
};

const change = rows => table(head(say('objective'), say('before'), say('after'), say('change')), make('tbody', {}, ...rows.map(row => {
  const pre = row.pre && row.pre.right / row.pre.of, post = row.post && row.post.right / row.post.of, both = row.pre && row.post;
  return make('tr', {}, td(row.objective), td(percent(pre), row.pre ? heat(pre) : ''), td(percent(post), row.post ? heat(post) : ''), td(both ? (post >= pre ? '+' : '−') + Math.abs(Math.round((post - pre) * 100)) : '–'));
})));

let found = null;
const show = () => {
  try { sessionStorage.setItem(name, field.value); } catch {}
  const { people, refused } = gather(decode, forms, field.value);
  one('[data-status]').textContent = field.value.trim() ? count('read', people.length) + (refused.length ? ' ' + count('refused', refused.length) : '') : '';
  one('[data-refused]').replaceChildren(...refused.slice(0, 20).map(({ typed, mistake }) => make('li', { textContent: typed.slice(0, 60) + ': ' + say('mistake.' + mistake) })));
  found = people.length ? summary(forms, people, teams.length) : null;
  const parts = [];
  if (found) {
    parts.push(make('h2', { textContent: say('changes') }), change(found.objectives));
    if (found.misconceptions.length) parts.push(make('h2', { textContent: say('misconceptions') }), make('ol', {}, ...found.misconceptions.map(one => make('li', {}, make('b', { textContent: percent(one.share) + ' ' }), one.question.choices[one.at], make('span', { className: 'muted small', textContent: ' ' + one.question.stem + ' (' + say(one.form.mode === 'pre' ? 'before' : 'after') + ')' })))));
    for (const form of found.forms.filter(form => form.people)) {
      parts.push(make('h2', { textContent: form.form.title }), make('p', { className: 'muted', textContent: count('people', form.people) + (form.open ? '' : ' ' + say('closed')) }), ...form.questions.map(question));
    }
  }
  one('[data-view]').replaceChildren(...parts);
  one('[data-csv]').disabled = !found;
};
field.addEventListener('input', show);
one('[data-clear]').addEventListener('click', () => { field.value = ''; show(); field.focus(); });
one('[data-csv]').addEventListener('click', () => {
  if (!found) return;
  const link = make('a', { href: URL.createObjectURL(new Blob(['\ufeff' + csv(found, teams)], { type: 'text/csv' })), download: box.dataset.results.split('/').pop() + '-results.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
show();
})();
