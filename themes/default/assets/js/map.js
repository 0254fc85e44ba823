// Shows which words the one under the pointer, or in focus, goes with.
(() => {
  'use strict';
  const { all } = globalThis.crosstrainPage, words = all('.map svg a'), lines = all('.map [data-e]');
  const ends = lines.map(line => line.dataset.e.split(' ').map(Number));
  const show = at => {
    const near = new Set(ends.filter(pair => pair.includes(at)).flat());
    lines.forEach((line, number) => line.classList.toggle('on', ends[number].includes(at)));
    words.forEach((word, number) => word.classList.toggle('on', near.has(number)));
    document.querySelector('.map').classList.toggle('some', at >= 0);
  };
  words.forEach((word, at) => {
    word.addEventListener('pointerenter', () => show(at));
    word.addEventListener('pointerleave', () => show(-1));
    word.addEventListener('focus', () => show(at));
    word.addEventListener('blur', () => show(-1));
  });
})();
