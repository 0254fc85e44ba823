// Asks whether a page was clear. The answer stays on this device; where the book has an
// address for it, it can be sent there. Comes with the first click on the question.
(() => {
  'use strict';
  const { all, base, get, make, one, set } = globalThis.crosstrainPage, words = globalThis.crosstrainWords;
  const say = key => words['feedback.' + key], button = one('[data-feedback]');
  const radio = (name, value, text) => make('label', {}, make('input', { type: 'radio', name, value }), text);
  const form = make('form', { className: 'feedback' });
  const about = make('select', { name: 'about' }, make('option', { value: '', textContent: say('page') }));
  for (const part of all('form.q, .claims > li[id]')) {
    const words = (one('legend', part) || part).textContent.replace(/\s+/g, ' ').trim();
    about.append(make('option', { value: part.dataset.id || part.id, textContent: words.length > 70 ? words.slice(0, 70) + '…' : words }));
  }
  const why = make('fieldset', { hidden: true }, make('legend', { textContent: say('why') }));
  for (const reason of ['words', 'example', 'long', 'other_side', 'error']) why.append(make('label', {}, make('input', { type: 'checkbox', name: 'why', value: reason }), say(reason)));
  const note = make('textarea', { name: 'note', rows: 3 }), send = button.dataset.feedback;
  form.append(
    make('fieldset', {}, make('legend', { textContent: say('ask') }), radio('clear', 'yes', say('yes')), radio('clear', 'no', say('no'))),
    why,
    make('label', { className: 'wide' }, say('about') + ' ', about),
    make('label', { className: 'wide' }, say('note') + ' ', note),
    make('p', { className: 'acts' }, make('button', { className: 'btn', textContent: say(send ? 'send' : 'keep') })),
    make('p', { role: 'status' }),
  );
  let said = 0;
  form.addEventListener('change', () => { why.hidden = form.elements.clear.value !== 'no'; });
  form.addEventListener('submit', event => {
    event.preventDefault();
    const data = new FormData(form), page = location.pathname.slice(new URL(base || '.', document.baseURI).pathname.length);
    const status = one('[role=status]', form);
    if (!data.get('clear')) {
      status.textContent = say('choose');
      return form.elements.clear[0].focus();
    }
    const answer = { page, clear: data.get('clear'), why: data.getAll('why'), about: data.get('about'), note: data.get('note'), at: Date.now() };
    let kept = [];
    try { kept = JSON.parse(get('feedback')).filter(Boolean); } catch {}
    // Said again, it replaces what was said of this page a moment ago.
    if (said) kept = kept.filter(({ at }) => at !== said);
    said = answer.at;
    set('feedback', JSON.stringify([...kept, answer].slice(-100)));
    status.textContent = say(send ? 'thanks_send' : 'thanks');
    if (!send) return;
    const lines = [location.href, answer.clear, answer.why.map(say).join(', '), answer.about, answer.note].filter(Boolean).join('\n');
    const mail = send.startsWith('mailto:');
    const href = send + (send.includes('?') ? '&' : '?') + (mail ? 'subject=' + encodeURIComponent(document.title) + '&body=' : 'feedback=') + encodeURIComponent(lines);
    make('a', { href, rel: 'noopener', target: mail ? '' : '_blank' }).click();
  });
  button.replaceWith(form);
  one('input', form).focus();
})();
