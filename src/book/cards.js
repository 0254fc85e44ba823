// Hover cards for terms in an mdBook (WCAG 1.4.13): hoverable, Esc closes, the link still works.
(() => {
'use strict';
document.documentElement.classList.add('js');
const words = document.querySelectorAll('a.ct-term');
if (!words.length || !('popover' in HTMLElement.prototype)) return;
let card, on, timer;
const hide = () => {
  clearTimeout(timer);
  if (on) on.removeAttribute('aria-describedby');
  on = null;
  if (card && card.matches(':popover-open')) card.hidePopover();
};
const later = () => { clearTimeout(timer); timer = setTimeout(hide, 200); };
const show = word => {
  clearTimeout(timer);
  if (word === on) return;
  hide();
  if (!card) {
    card = document.createElement('div');
    card.className = 'ct-card';
    card.id = 'ct-card';
    card.popover = 'manual';
    card.setAttribute('role', 'tooltip');
    card.onpointerenter = () => clearTimeout(timer);
    card.onpointerleave = later;
    document.body.append(card);
  }
  const [title, definition] = word.dataset.term.split('\t'), name = document.createElement('b');
  name.textContent = title;
  card.replaceChildren(name, ' ' + definition);
  on = word;
  word.setAttribute('aria-describedby', card.id);
  card.showPopover();
  const at = word.getBoundingClientRect(), box = card.getBoundingClientRect();
  const below = at.bottom + 6 + box.height <= innerHeight || at.top < box.height + 6;
  card.style.top = (below ? at.bottom + 6 : at.top - 6 - box.height) + 'px';
  card.style.left = Math.max(8, Math.min(at.left, innerWidth - box.width - 8)) + 'px';
};
for (const word of words) {
  word.addEventListener('pointerenter', event => { if (event.pointerType === 'mouse') { clearTimeout(timer); timer = setTimeout(show, 250, word); } });
  word.addEventListener('pointerleave', later);
  word.addEventListener('focus', () => show(word));
  word.addEventListener('blur', hide);
}
addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
addEventListener('scroll', hide, { passive: true });
})();
