// Cards of words (WCAG 1.4.13): hoverable, Esc closes, the link itself still works. Comes with
// the first word that is pointed at, tapped or reached by keyboard.
(() => {
  'use strict';
  const page = globalThis.crosstrainPage, { all, data, make, one, say } = page, terms = all('a.term');
  const cards = data('cards'), teams = data('teams');
  let card, timer, on, within = false;
  // Says a card that was tapped open: what describes a link is read only when it gets the focus.
  const voice = make('p', { className: 'vh' });
  voice.setAttribute('role', 'status');
  document.body.append(voice);
  const later = (wait, then, ...values) => { clearTimeout(timer); timer = setTimeout(then, wait, ...values); };
  const hide = () => {
    clearTimeout(timer);
    if (on) { on.removeAttribute('aria-describedby'); on.classList.remove('on'); on = null; }
    voice.textContent = '';
    if (card && card.matches(':popover-open')) card.hidePopover();
  };
  const show = (word, tapped) => {
    const text = cards[word.getAttribute('href')];
    if (!text || word === on) return;
    if (!card) {
      card = make('div', { className: 'card-pop', id: 'card', popover: 'manual' });
      card.setAttribute('role', 'tooltip');
      card.onpointerenter = () => clearTimeout(timer);
      card.onpointerleave = () => later(200, hide);
    }
    hide();
    on = word;
    const team = text[2] < 0 ? 'a' : text[2] % 6;
    card.replaceChildren(make('b', { textContent: text[0] }), text[1], make('small', { textContent: say('needed') + ' ' }, make('span', { className: 'who w' + team, textContent: text[2] < 0 ? teams.all : teams.labels[text[2]] })));
    if (tapped) card.append(make('small', { textContent: say('again') }));
    one('main').append(card);
    word.setAttribute('aria-describedby', 'card');
    word.classList.add('on');
    card.showPopover();
    if (!CSS.supports('anchor-name:--a')) {
      const at = word.getClientRects()[0], size = card.getBoundingClientRect();
      card.style.left = Math.max(16, Math.min(at.left, innerWidth - size.width - 16)) + 'px';
      card.style.top = (at.bottom + size.height + 16 > innerHeight ? at.top - size.height - 16 : at.bottom) + 'px';
    }
    if (tapped) requestAnimationFrame(() => { voice.textContent = [...card.childNodes].map(part => part.textContent).join(' '); });
  };
  for (const word of terms) {
    word.addEventListener('pointerenter', event => { if (event.pointerType === 'mouse') later(280, show, word); });
    word.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse') later(200, hide); });
    word.addEventListener('focus', () => { if (word.matches(':focus-visible')) show(word); });
    word.addEventListener('blur', () => { if (!within) hide(); });
  }
  page.tap = word => {
    if (word === on || !cards[word.getAttribute('href')]) return false;
    show(word, true);
    return true;
  };
  // What is tapped open stays until something else is tapped; the card itself may be touched.
  addEventListener('pointerdown', ({ target }) => {
    within = !!card && card.contains(target);
    if (on && !within && !on.contains(target)) hide();
  }, true);
  addEventListener('keydown', event => { within = false; if (event.key === 'Escape') hide(); });
  const now = terms.find(word => word.matches(':focus-visible')) || terms.find(word => word.matches(':hover'));
  if (page.tapped) page.tap(page.tapped);
  else if (now) later(280, show, now);
})();
