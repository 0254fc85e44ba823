// Which path to begin with: the one whose questions the reader knew least of, among
// those for their team when they have said which that is.
(() => {
  'use strict';
  const { all, count, get, make, one } = globalThis.crosstrainPage, box = one('.placement');
  if (!box) return;
  const status = one('[role=status]', box), list = one('ul', box), rows = all('[data-ids]', box), forms = all('form.q');
  const record = id => { try { return JSON.parse(get('quiz:' + id)) || {}; } catch { return {}; } };
  // Answers of this visit count even where nothing can be stored.
  const here = {};
  const known = id => { const { right, sure, tries } = { ...record(id), ...here[id] }; return tries ? Number(right && sure !== 'guess') : null; };
  const paint = () => {
    const lens = document.documentElement.dataset.lens, scored = rows.map(row => {
      const ids = row.dataset.ids.split(' '), knew = ids.map(known).filter(value => value !== null);
      const sum = knew.reduce((sum, value) => sum + value, 0);
      if (knew.length) {
        const note = one('.knew', row) || row.appendChild(make('p', { className: 'knew small muted' }));
        note.textContent = box.dataset.knew.replace('{n}', sum).replace('{of}', knew.length);
      }
      return { row, share: knew.length ? sum / knew.length : 2, fits: !lens || row.matches('.' + lens + ', .wa') };
    });
    const open = forms.filter(form => known(form.dataset.id) === null).length;
    rows.forEach(row => row.classList.remove('here'));
    if (open) {
      status.textContent = count(status.dataset.open, open);
      return;
    }
    const best = scored.filter(({ fits }) => fits).concat(scored).reduce((best, next) => next.share < best.share && (next.fits || !best.fits) ? next : best);
    if (best.share >= 1) return void (status.textContent = status.dataset.all);
    best.row.classList.add('here');
    list.prepend(best.row);
    status.textContent = status.dataset.here.replace('{title}', one('a', best.row).textContent);
  };
  addEventListener('crosstrain:answered', ({ detail, target }) => {
    const sure = target.querySelector('.sure :checked');
    here[detail.id] = { right: detail.right, sure: sure && sure.value, tries: 1 };
    paint();
  });
  paint();
})();
