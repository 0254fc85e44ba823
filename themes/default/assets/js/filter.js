// Lists that can be narrowed by typing.
(() => {
  'use strict';
  const { all, count: form, one } = globalThis.crosstrainPage, filter = one('[data-filter]');
  if (filter) {
    const entries = all('.item'), texts = entries.map(entry => entry.textContent.toLowerCase()), letters = all('.group'), shown = one('[data-shown]');
    const ways = all('.az a').map(way => [way, letters.find(letter => letter.contains(document.getElementById(way.hash.slice(1))))]);
    const narrow = () => {
      const wanted = filter.value.trim().toLowerCase();
      entries.forEach((entry, at) => { entry.hidden = !texts[at].includes(wanted); });
      letters.forEach(letter => { letter.hidden = false; });
      const left = new Set(entries.filter(entry => entry.getClientRects().length).map(entry => entry.closest('.group'))), count = entries.filter(entry => entry.getClientRects().length).length;
      letters.forEach(letter => { letter.hidden = !left.has(letter); });
      // A letter with nothing under it leads nowhere.
      ways.forEach(([way, letter]) => { way.inert = !!letter && letter.hidden; });
      shown.textContent = count ? form(shown.dataset.forms, count) : shown.dataset.none;
    };
    filter.form.addEventListener('input', narrow);
    filter.form.addEventListener('submit', event => event.preventDefault());
    if (filter.value || one('[name=whose]:checked:not([value=""])')) narrow();
  }
})();
