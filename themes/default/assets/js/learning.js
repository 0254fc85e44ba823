// The reader's own page: fills in what this device keeps, and lets it be taken along,
// brought back and erased. Needs fsrs.js and progress.js before it.
(() => {
  'use strict';
  const { all, count, make, one } = globalThis.crosstrainPage, { day } = globalThis.crosstrainFsrs;
  const { PREFIX, collect, due, merge, parse, read, write } = globalThis.crosstrainProgress;
  const box = one('.learning'), words = box.dataset, said = one('[data-said]', box);
  const say = text => { said.textContent = ''; requestAnimationFrame(() => { said.textContent = text; }); };
  const storage = (() => { try { localStorage.setItem(PREFIX + 'try', '1'); localStorage.removeItem(PREFIX + 'try'); return localStorage; } catch { try { return localStorage.length >= 0 ? localStorage : null; } catch { return null; } } })();
  const items = () => { try { return storage ? collect(storage) : {}; } catch { return {}; } };
  const fill = (text, values) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), text);

  const meter = (row, done, text) => {
    one('progress', row).value = done;
    one('.small', row).textContent = text;
  };
  const homes = () => new Map(all('[data-quiz]', box).flatMap(row => row.dataset.quiz.split(' ').map(id => [id, one('a', row).getAttribute('href')])));
  const paint = () => {
    const kept = items(), home = homes();
    const records = Object.fromEntries([...home.keys()].map(id => [id, parse(kept['quiz:' + id] || '')]));
    const queue = due(records, day(Date.now())).map(id => [home.get(id), id]), start = one('[data-begin]', box);
    // Whoever has not answered anything yet is not told that nothing is due.
    start.closest('section').hidden = !!storage && !Object.values(records).some(Boolean);
    one('[data-today]', box).textContent = !storage ? words.blocked : !queue.length ? words.none : count(words.due, queue.length).replace('{min}', Math.max(1, Math.ceil(queue.length * 2 / 3)));
    start.hidden = !queue.length;
    if (queue.length) {
      start.href = queue[0][0] + '?review=' + encodeURIComponent(queue[0][1]) + '#' + queue[0][1];
      start.onclick = () => { try { sessionStorage.setItem(PREFIX + 'queue', JSON.stringify(queue)); } catch {} };
    }
    for (const row of all('[data-path]', box)) {
      const record = parse(kept['path:' + row.dataset.path] || ''), done = Math.min(+row.dataset.of, record && Array.isArray(record.done) ? record.done.length : 0);
      meter(row, done, fill(words.steps, { n: done, of: row.dataset.of }));
    }
    for (const row of all('[data-quiz]', box)) {
      const right = row.dataset.quiz.split(' ').filter(id => records[id] && records[id].right).length;
      meter(row, right, fill(words.right, { n: right, of: row.dataset.of }));
    }
    const recent = parse(merge({}, { recent: kept.recent || '[]' }).recent) || [], list = one('[data-recent]', box);
    list.closest('section').hidden = !recent.length;
    list.replaceChildren(...recent.map(([href, title]) => make('li', {}, make('a', { href, textContent: title }))));
  };

  one('[data-export]', box).onclick = () => {
    const today = new Date().toISOString().slice(0, 10), file = new Blob([write(items(), today)], { type: 'application/json' });
    const link = make('a', { href: URL.createObjectURL(file), download: 'learning-' + today + '.json' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  one('[data-import]', box).onchange = async ({ target }) => {
    const theirs = target.files[0] && read(await target.files[0].text());
    target.value = '';
    if (!theirs) return say(words.refused);
    try {
      for (const [key, value] of Object.entries(merge(items(), theirs))) storage.setItem(PREFIX + key, value);
      say(words.imported);
    } catch { say(storage ? words.full : words.blocked); }
    paint();
  };
  const ask = one('dialog', box);
  one('[data-erase]', box).onclick = () => { ask.returnValue = ''; ask.showModal(); };
  ask.onclose = () => {
    if (ask.returnValue !== 'erase') return;
    for (const name of ['localStorage', 'sessionStorage']) {
      try {
        const kept = globalThis[name];
        Object.keys(kept).filter(key => key.startsWith(PREFIX)).forEach(key => kept.removeItem(key));
      } catch {}
    }
    if (workers) drop().catch(() => {});
    paint();
    say(words.erased);
  };
  // The copy for reading offline, and its switch.
  const workers = location.protocol.startsWith('http') && navigator.serviceWorker, copy = one('[data-workers]', box), told = one('[data-kept]', box);
  const here = new URL('./', location.href).href;
  const stop = worker => new Promise(done => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    setTimeout(done, 1000);
    worker.postMessage('drop', [port2]);
  });
  const drop = async () => {
    for (const held of await workers.getRegistrations()) {
      if (held.scope !== here) continue;
      // A worker outlives its registration until its pages are left: it is told to keep nothing more.
      for (const worker of [held.installing, held.waiting, held.active]) if (worker) await stop(worker);
      await held.unregister();
    }
    await caches.delete('crosstrain ' + here);
  };
  if (workers) {
    const wanted = one('[data-offline]', box);
    copy.hidden = false;
    wanted.checked = !storage || storage.getItem(PREFIX + 'offline') !== 'off';
    workers.addEventListener('message', ({ data }) => { if (data && data.crosstrain === 'kept') told.textContent = fill(told.dataset.kept, { n: data.pages }); });
    wanted.addEventListener('change', async () => {
      try { wanted.checked ? storage.removeItem(PREFIX + 'offline') : storage.setItem(PREFIX + 'offline', 'off'); } catch {}
      if (wanted.checked) return location.reload();
      await drop();
      told.textContent = told.dataset.gone;
    });
  }
  addEventListener('storage', paint);
  paint();
})();
