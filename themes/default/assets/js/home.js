// The way back begins at home: what was read last, as far as this device keeps it.
(() => {
  'use strict';
  const { get, make, one } = globalThis.crosstrainPage, list = one('[data-recent]');
  let recent = [];
  try { recent = JSON.parse(get('recent')).filter(Array.isArray); } catch {}
  // A record of somebody else's making leads nowhere but to pages of this site.
  const ours = ([href, title]) => title && new URL(href, location.href).href.startsWith(new URL('.', location.href).href);
  list.replaceChildren(...recent.filter(ours).slice(0, 6).map(([href, title]) => make('li', {}, make('a', { href, textContent: title }))));
  list.parentNode.classList.toggle('kept', !!list.firstChild);
})();
