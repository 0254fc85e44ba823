// A meeting's clock, from whatever time it starts.
(() => {
  'use strict';
  const { all } = globalThis.crosstrainPage;
  for (const start of all('[data-start]')) start.addEventListener('input', () => {
    const [hours, minutes] = start.value.split(':').map(Number), two = number => String(number).padStart(2, '0');
    if (Number.isNaN(hours)) return;
    for (const clock of all('[data-at]', start.closest('[data-meeting]') || document)) {
      const at = hours * 60 + minutes + +clock.dataset.at;
      clock.textContent = two(Math.floor(at / 60) % 24) + ':' + two(at % 60);
    }
  });
})();
