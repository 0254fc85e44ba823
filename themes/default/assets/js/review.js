// One question of a review, on the page of its quiz: where the reader is in the queue,
// and the way to the next. Comes only with `?review=` in the address.
(() => {
  'use strict';
  const { base, make, one, say } = globalThis.crosstrainPage;
  let queue = [];
  try { queue = JSON.parse(sessionStorage.getItem('ct:v1:queue')).filter(Array.isArray); } catch {}
  const id = new URLSearchParams(location.search).get('review'), at = queue.findIndex(([, queued]) => queued === id);
  const box = document.getElementById(id);
  if (!box) return;
  const next = queue[at + 1], href = next ? base + next[0] + '?review=' + encodeURIComponent(next[1]) + '#' + next[1] : base + 'learning.html';
  const on = make('a', { className: 'btn pri', href, textContent: say(next ? 'review_next' : 'review_end') });
  const bar = make('p', { className: 'review acts' }, make('span', { textContent: at < 0 ? '' : say('review', { n: at + 1, of: queue.length }) + ' ' }), make('a', { href: base + 'learning.html', textContent: say('review_stop') }));
  box.before(bar);
  document.body.classList.add('reviewing');
  addEventListener('crosstrain:answered', () => { if (!on.isConnected) { box.after(make('p', { className: 'acts' }, on)); } });
  const legend = one('legend', box);
  if (legend) legend.scrollIntoView({ block: 'center' });
})();
