// Makes every form.q answer back: checks, marks, feedback, retry, score, memory.
// Needs grade.js before it. Without this file the forms show a closed answer.
(() => {
'use strict';
const { grade, readings } = globalThis.crosstrainGrade;
const words = globalThis.crosstrainWords || {};
const say = (key, n, total) => (words['quiz.' + key] || key).replace('{n}', n).replace('{total}', total);

// Storage may be blocked or full; then answers last as long as the page.
const memory = {};
const name = id => 'ct:v1:quiz:' + id;
const load = id => {
  try { memory[id] = JSON.parse(localStorage.getItem(name(id))) || memory[id]; } catch {}
  return memory[id];
};
const save = (id, record) => {
  memory[id] = record;
  if (!record) delete memory[id];
  try { record ? localStorage.setItem(name(id), JSON.stringify(record)) : localStorage.removeItem(name(id)); } catch {}
};

// What the review queue learns from an answer: the first of a day counts, since later
// ones of that day only repeat what the page has just said.
const GRADES = { guess: 2, fair: 3, certain: 4 }, MOST = 60;
const day = time => new Date(time).toDateString();
const logged = (old, at, got, sure) => {
  const log = old && old.log || [], last = log[log.length - 1];
  if (last && day(last[0]) === day(at)) return log;
  return [...log, [at, got.right ? GRADES[sure] || 3 : 1]].slice(-MOST);
};

const attach = form => {
  const all = css => [...form.querySelectorAll(css)], one = css => form.querySelector(css);
  const { id, kind } = form.dataset, key = JSON.parse(one('.q-data').textContent);
  const status = one('.fb'), retry = one('.q-retry'), show = one('.q-show'), rubric = one('.rubric'), after = one('.nojs');
  const controls = all('.q-ask :is(input, select, textarea)').filter(c => !rubric || !rubric.contains(c));
  const selects = all('select'), sides = all('fieldset.row'), text = one('.row.text :is(input, textarea)');
  const graded = kind !== 'survey' && kind !== 'translate';
  const ticks = rubric ? [...rubric.querySelectorAll('input')] : [];
  const box = at => one('.why[data-at="' + at + '"]');

  // The answer as grade.js wants it, or what is missing: a message and where to go.
  const read = () => {
    if (text) {
      const response = text.value;
      if (!response.trim()) return { missing: say('write_first'), at: text };
      if (kind === 'number' && !readings(response, key.unit).length) return { missing: say('no_number'), at: text };
      return { response };
    }
    if (selects.length) {
      const open = selects.find(s => !s.value), none = selects.every(s => !s.value);
      if (open) return { missing: say(none ? 'choose_first' : 'finish_first'), at: open };
      const response = [];
      if (kind === 'match') selects.forEach(s => { response[s.dataset.at] = +s.value; });
      else for (const s of selects) {
        if (response[s.value] != null) return { missing: say('once'), at: s };
        response[s.value] = +s.dataset.at;
      }
      return { response };
    }
    if (sides.length) {
      const response = sides.map(f => (f.querySelector(':checked') || {}).value), open = response.indexOf(undefined);
      if (open < 0) return { response };
      return { missing: say(response.some(Boolean) ? 'finish_first' : 'choose_first'), at: sides[open].querySelector('input') };
    }
    const response = controls.filter(c => c.checked).map(c => +c.value);
    return response.length ? { response } : { missing: say('choose_first'), at: controls[0] };
  };

  const write = response => {
    if (text) text.value = response.toString();
    else if (sides.length) sides.forEach((f, at) => f.querySelectorAll('input').forEach(i => { i.checked = i.value === response[at]; }));
    else if (kind === 'match') selects.forEach(s => { s.value = response[s.dataset.at]; });
    else if (kind === 'order') selects.forEach(s => { s.value = response.indexOf(+s.dataset.at); });
    else controls.forEach(c => { c.checked = response.includes(+c.value); });
  };

  const clear = () => {
    all('[data-mark]').forEach(e => e.removeAttribute('data-mark'));
    all('.why, .q-known').forEach(e => { e.hidden = true; });
    all('.verdict').forEach(e => e.remove());
    controls.forEach(c => { c.removeAttribute('aria-invalid'); if (!c.closest('.value')) c.removeAttribute('aria-describedby'); });
    status.textContent = '';
  };

  const mark = (at, letter) => {
    const note = box(at), holder = note.parentNode, ok = letter === 'r', verdict = document.createElement('b');
    note.id = form.id + '-why-' + at;
    verdict.className = 'verdict';
    verdict.textContent = (ok ? '✓ ' : '✕ ') + say(ok ? 'right' : 'wrong');
    note.prepend(verdict, ' ');
    note.hidden = false;
    holder.dataset.mark = ok ? 'ok' : 'no';
    holder.querySelectorAll('input, select').forEach(c => { if (!c.closest('.value')) c.setAttribute('aria-describedby', note.id); });
    return note.children.length > 1;
  };

  const reveal = on => {
    form.toggleAttribute('data-shown', on);
    if (show) show.setAttribute('aria-expanded', on);
  };

  const judge = (response, loud) => {
    clear();
    const got = grade(key, response);
    form.setAttribute('data-tried', '');
    let message;
    if (kind === 'survey') message = say('saved');
    else if (kind === 'translate') {
      if (rubric) rubric.hidden = false;
      reveal(true);
      message = say('compared');
    } else {
      let note = false, hit = got.marks.split('r').length - 1;
      [...got.marks].forEach((letter, at) => {
        if (kind === 'order') at = response[at];
        if (letter === 'r' || letter === 'w') note = mark(at, letter) && letter === 'w' || note;
      });
      if (got.hint != null) {
        one('[data-hint="' + got.hint + '"]').hidden = false;
        note = true;
      }
      const total = key.right ? key.right.length : got.marks.length;
      message = say(got.right ? 'right' : 'wrong');
      if (!got.right && total > 1) message += ' ' + say('part', hit, total);
      else if (!got.right && note) message += ' ' + say('can_retry');
      retry.hidden = show.hidden = false;
    }
    if (loud) requestAnimationFrame(() => { status.textContent = message; });
    else status.textContent = message;
    return got;
  };

  const blank = () => {
    form.reset();
    clear();
    reveal(false);
    form.removeAttribute('data-tried');
    retry.hidden = true;
    if (show) show.hidden = true;
    if (rubric) rubric.hidden = true;
  };

  form.addEventListener('submit', event => {
    event.preventDefault();
    const { response, missing, at: place } = read();
    if (missing) {
      clear();
      requestAnimationFrame(() => { status.textContent = missing; });
      return place.focus();
    }
    const got = judge(response, true), old = load(id), sure = (one('.sure :checked') || {}).value, at = Date.now();
    save(id, {
      response, score: got.score, right: got.right, first: old && old.tries ? old.first : got.right,
      tries: (old && old.tries || 0) + 1, sure, ticks: ticks.map(t => t.checked), at,
      log: graded ? logged(old, at, got, sure) : undefined,
    });
    count();
    form.dispatchEvent(new CustomEvent('crosstrain:answered', { bubbles: true, detail: { id, right: got.right } }));
  });
  form.addEventListener('input', ({ target }) => {
    const old = load(id);
    if (controls.includes(target)) clear();
    else if (old) {
      if (ticks.includes(target)) old.ticks = ticks.map(t => t.checked);
      else {
        old.sure = target.value;
        // Said after the answer was checked, it still says how sure that answer was.
        const last = (old.log || [])[(old.log || []).length - 1];
        if (last && last[0] === old.at && last[1] > 1) last[1] = GRADES[target.value] || 3;
      }
      save(id, old);
    }
  });
  retry.addEventListener('click', () => { blank(); controls[0].focus(); });
  if (show) show.addEventListener('click', () => reveal(!form.hasAttribute('data-shown')));

  if (after) {
    // Whoever stands on what goes away goes on at the question.
    const left = after.contains(document.activeElement);
    after.classList.replace('nojs', 'q-after');
    after.open = true;
    if (left) controls[0].focus({ preventScroll: true });
  }
  one('[type=submit]').disabled = false;
  form.classList.add('quiz-ready');
  const old = load(id);
  // A question may have changed since; what no longer fits is left open.
  if (old && old.tries) try {
    write(old.response);
    ticks.forEach((t, at) => { t.checked = !!(old.ticks || [])[at]; });
    all('.sure input').forEach(i => { i.checked = i.value === old.sure; });
    const { response } = read();
    if (response) judge(response);
  } catch { blank(); }
  return { form, id, blank, graded, first: controls[0] };
};

const forms = [];
const panels = [...document.querySelectorAll('.quiz-score')];
const inside = panel => forms.filter(q => (panel.closest('.quiz') || document).contains(q.form));
const count = () => panels.forEach(panel => {
  const all = inside(panel), graded = all.filter(q => q.graded), part = css => panel.querySelector(css);
  const having = (list, what) => list.filter(q => (load(q.id) || {})[what]).length;
  const left = all.length - having(all, 'tries');
  panel.hidden = !graded.length;
  part('output').value = say('score', having(graded, 'first'), graded.length);
  part('progress').max = graded.length || 1;
  part('progress').value = having(graded, 'right');
  part('.quiz-left').textContent = left ? say('left', left) : say('done');
});
document.querySelectorAll('form.q').forEach(form => { try { forms.push(attach(form)); } catch (error) { console.error(error); } });
panels.forEach(panel => panel.querySelector('.quiz-again').addEventListener('click', () => {
  const all = inside(panel);
  all.forEach(q => {
    const { log } = load(q.id) || {};
    save(q.id, log && { log });
    q.blank();
  });
  count();
  if (all[0]) all[0].first.focus();
}));
count();
// A review asks one question, as if it had never been answered; one that is gone leaves the quiz.
const review = new URLSearchParams(location.search).get('review');
if (forms.some(q => q.id === review)) forms.forEach(q => {
  if (q.id === review) q.blank();
  else (q.form.closest('[id]') || q.form).hidden = true;
});
})();
