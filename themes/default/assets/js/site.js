// What every page does beyond showing itself. Without this file everything can still be read.
(() => {
  'use strict';
  const spoken = globalThis.crosstrainWords || {}, d = document, root = d.documentElement, base = root.dataset.root;
  const one = (css, from = d) => from.querySelector(css), all = (css, from = d) => [...from.querySelectorAll(css)];
  const data = id => { try { return JSON.parse(d.querySelector('script#' + id).textContent); } catch { return {}; } };
  const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), spoken['page.' + key] || '');
  // The form that fits a number: `forms` by plural category, as JSON.
  const rules = new Intl.PluralRules(root.lang || 'en');
  const count = (forms, n) => { const all = JSON.parse(forms); return (all[rules.select(n)] || all.other).replace('{n}', n); };
  // Storage may be forbidden: then nothing is remembered and everything else works.
  const get = key => { try { return localStorage.getItem('ct:v1:' + key); } catch { return null; } };
  const set = (key, value) => { try { value ? localStorage.setItem('ct:v1:' + key, value) : localStorage.removeItem('ct:v1:' + key); } catch {} };
  const make = (tag, properties, ...inside) => { const element = Object.assign(d.createElement(tag), properties); element.append(...inside); return element; };

  // Scripts come from this site only, and only through here (Trusted Types).
  const own = url => new URL(url, d.baseURI).href.startsWith(new URL(base || '.', d.baseURI).href) ? url : '';
  const policy = globalThis.trustedTypes ? trustedTypes.createPolicy('crosstrain', { createScriptURL: own }) : { createScriptURL: own };
  const style = (name, events) => d.head.append(make('link', { rel: 'stylesheet', href: base + spoken.assets[name], ...events }));
  const load = (path, events) => d.head.append(Object.assign(make('script', { src: policy.createScriptURL(base + path) }), events));
  // What was pressed, chosen and typed before this was there: boot.js has kept it.
  const soon = globalThis.crosstrainEarly || { fields: new Map(), keys: '' };
  // What somebody has marked in the text is what they want to know.
  const marked = () => { const text = String(getSelection()).trim(); return text.length < 60 && !text.includes('\n') ? text : ''; };
  const page = globalThis.crosstrainPage = { all, base, count, data, get, load, make, marked, one, policy, say, set };
  // What is needed only after a click comes with it, and is clicked again then.
  const onClick = (css, name) => {
    let there = false, wanted;
    addEventListener('click', ({ target }) => {
      const button = !there && target.closest(css), asked = wanted;
      if (!button) return;
      wanted = button;
      if (!asked) load(spoken.assets[name], {
        onload: () => { there = true; if (wanted.isConnected) wanted.click(); },
        onerror: () => {
          if (!one('[role=status]', wanted.parentNode)) wanted.after(make('p', { className: 'small', role: 'status' }));
          one('[role=status]', wanted.parentNode).textContent = say('not_loaded');
          wanted = null;
        },
      });
    });
  };
  onClick('[data-explain]', 'share');
  onClick('[data-feedback]', 'feedback');

  // Whose eyes: the reader's own team comes first; nothing is hidden. The style sheet
  // has put it there already, here the reading order follows.
  const orders = new Map();
  const reorder = () => all('.mine').forEach(list => {
    if (!orders.has(list)) orders.set(list, [...list.children]);
    const parts = orders.get(list), mine = root.dataset.lens ? parts.filter(part => part.classList.contains(root.dataset.lens)) : [];
    const rest = parts.filter(part => !mine.includes(part)), first = rest.filter(part => part.classList.contains('first'));
    const order = list.classList.contains('last') ? [...rest, ...mine] : [...first, ...mine, ...rest.filter(part => !first.includes(part))];
    if (order.some((part, at) => part !== list.children[at])) list.append(...order);
  });
  const lenses = all('#reading [name=lens]'), asked = new URLSearchParams(location.search).get('lens');
  const chosen = lenses.find(({ value }) => value && value === asked) || lenses.find(({ value }) => value === (get('lens') || ''));
  if (chosen) {
    chosen.checked = true;
    // A link shows this page through its eyes; it decides for good only where nobody has.
    if (chosen.value === asked && !get('lens')) set('lens', asked);
    reorder();
  }

  // Reading settings.
  for (const input of all('#reading input')) {
    if (input.name !== 'lens') input.checked = (get(input.name) || '') === input.value;
    input.addEventListener('change', () => {
      const lens = input.name === 'lens' && input.value ? 'w' + (lenses.indexOf(input) - 1) % 6 : input.value;
      if (lens) root.dataset[input.name] = lens; else delete root.dataset[input.name];
      set(input.name, input.value);
      reorder();
    });
  }

  // A copy for reading offline: not from a disk, not in the preview, not against the reader's
  // will, and all of it only when the page is at rest and data is not dear.
  const workers = location.protocol.startsWith('http') && one('link[rel=manifest]') && !one('script[src^="/_crosstrain/"]') && navigator.serviceWorker;
  if (workers && get('offline') !== 'off') addEventListener('load', () => {
    workers.register(policy.createScriptURL(base + 'sw.js')).then(() => workers.ready).then(({ active }) => {
      if (!(navigator.connection || {}).saveData) setTimeout(() => get('offline') !== 'off' && active.postMessage('keep'), 6000);
    }).catch(() => {});
  });

  // What was read, for the way back.
  if (one('main[data-entry]')) {
    const here = location.pathname.slice(new URL(base || '.', d.baseURI).pathname.length), title = one('h1').textContent;
    let recent = [];
    try { recent = JSON.parse(get('recent')).filter(Array.isArray); } catch {}
    if (here) set('recent', JSON.stringify([[here, title, Date.now()], ...recent.filter(([route]) => route !== here)].slice(0, 12)));
  }

  // Menus close when the reader turns away.
  const menus = all('details.more');
  addEventListener('click', event => menus.forEach(menu => { if (!menu.contains(event.target)) menu.open = false; }));
  addEventListener('keydown', event => {
    if (event.key === 'Escape') menus.filter(menu => menu.open).forEach(menu => { menu.open = false; one('summary', menu).focus(); });
  });

  // Questions at the end of a page are loaded when somebody comes near them.
  const quiz = one('.quiz[data-script]');
  if (quiz) {
    const seen = new IntersectionObserver(found => {
      if (!found.some(entry => entry.isIntersecting)) return;
      seen.disconnect();
      load(quiz.dataset.script);
    }, { rootMargin: '800px' });
    seen.observe(quiz);
  }

  if (new URLSearchParams(location.search).has('review')) load(spoken.assets.review);

  // Search is loaded when somebody is about to use it. Its field is there at once, so that
  // nothing that is typed meanwhile is lost.
  const opener = one('.search-open');
  if (opener && opener.dataset.script && !one('[data-search-page]')) {
    let stage = '', box;
    const fetch = () => {
      if (stage) return;
      stage = 'coming';
      style('css_search');
      load(opener.dataset.script, {
        onload: () => { stage = 'there'; if (box && box.open) opener.click(); },
        onerror: () => { stage = ''; if (box && box.open) location.href = opener.href; },
      });
    };
    const early = (event, typed) => {
      if (stage === 'there') return;
      event.preventDefault();
      if (!box) {
        const name = one('span', opener).textContent, input = make('input', { type: 'search', name: 'q', ariaLabel: name, autocomplete: 'off' });
        box = make('dialog', { className: 'search', ariaLabel: name }, make('form', { action: base + 'search.html' }, input));
        box.onkeydown = ({ key }) => { if (key === 'Escape') box.close(); };
        d.body.append(box);
      }
      if (!box.open) {
        const input = one('input', box);
        input.value = typed || marked();
        box.showModal();
        if (!typed) input.select();
      }
      fetch();
    };
    if (new URLSearchParams(location.search).has('q')) fetch();
    opener.addEventListener('pointerenter', fetch);
    opener.addEventListener('focus', fetch);
    opener.addEventListener('click', event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) early(event, soon.keys); });
    addEventListener('keydown', event => {
      const typing = event.target.closest && event.target.closest('input:not([type=radio],[type=checkbox]),select,textarea,[contenteditable]');
      if (event.key === 'k' && (event.metaKey || event.ctrlKey) || event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) early(event);
    });
  }
  if (/Mac|iP/.test(navigator.platform)) all('.find kbd').forEach(key => { key.textContent = '⌘ K'; });

  // Cards come with the first word that is pointed at or reached by keyboard. Under a finger
  // the first tap opens the card and the next one follows the link, as embed.js does it.
  if (one('a.term') && 'popover' in HTMLElement.prototype) {
    let asked = false, lost = false, finger = false;
    const onerror = () => { lost = true; if (page.tapped) location.href = page.tapped.href; };
    page.tap = word => { page.tapped = word; return !lost; };
    for (const kind of ['pointerover', 'focusin']) addEventListener(kind, ({ target, pointerType }) => {
      if (!target.closest('a.term')) return;
      if (pointerType) finger = pointerType === 'touch';
      if (asked) return;
      asked = true;
      style('css_card', { onload: () => load(spoken.assets.card, { onerror }), onerror });
    });
    // What keys and screen readers press is no tap: `detail` is 0.
    addEventListener('click', event => {
      const word = event.target.closest('a.term');
      if (finger && event.detail && word && page.tap(word)) event.preventDefault();
    });
  }

  // Printing what the button says.
  for (const button of all('[data-print]')) button.addEventListener('click', () => { root.dataset.print = button.dataset.print; print(); });
  addEventListener('afterprint', () => { delete root.dataset.print; });
  // Browsers without ::details-content print closed details closed: open them meanwhile.
  if (!CSS.supports('selector(::details-content)')) {
    let opened = [];
    addEventListener('beforeprint', () => { opened = all('main details:not([open])'); opened.forEach(one => { one.open = true; }); });
    addEventListener('afterprint', () => opened.forEach(one => { one.open = false; }));
  }

  // It is done again when all scripts are there and have put back what this device keeps.
  addEventListener('DOMContentLoaded', () => {
    globalThis.crosstrainEarly = null;
    soon.fields.forEach(([value, checked], field) => {
      if (/^(?:radio|checkbox)$/.test(field.type)) field.checked = checked;
      else if (field.type !== 'file' && field.value !== value) field.value = /^text/.test(field.type) && field.value ? field.value + ' ' + value : value;
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    });
    if (soon.at && soon.at.isConnected) soon.at.click();
    soon.keys = '';
  });
})();
