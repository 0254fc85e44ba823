// Ticks of a learning path, kept on this device, and a certificate when all are there.
(() => {
  'use strict';
  const { all, get, one, set } = globalThis.crosstrainPage, path = one('[data-path]');
  if (!path) return;
  const boxes = all('.path input'), key = 'path:' + path.dataset.path, certificate = one('.certificate');
  let kept = {};
  try { kept = JSON.parse(get(key)) || {}; } catch {}
  const done = Array.isArray(kept.done) ? kept.done : [];
  const paint = () => {
    const count = boxes.filter(box => box.checked).length, label = one('[data-done]', path);
    label.textContent = label.dataset.text.replace('{n}', count).replace('{of}', boxes.length);
    one('progress', path).value = count;
    certificate.hidden = !boxes.length || count < boxes.length;
    one('[data-on]', certificate).textContent = new Date(kept.at || Date.now()).toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' });
  };
  for (const box of boxes) {
    box.checked = done.includes(box.value);
    box.addEventListener('change', () => {
      kept = { at: Date.now(), done: boxes.filter(one => one.checked).map(one => one.value), of: boxes.length };
      set(key, JSON.stringify(kept));
      paint();
    });
  }
  const name = one('[data-name]');
  name.addEventListener('input', () => { one('[data-named]').value = name.value; });
  paint();
})();
