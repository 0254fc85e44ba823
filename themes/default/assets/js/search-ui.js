// The face of search: a dialog (or the search page) with a combobox, after the
// WAI-ARIA pattern of the same name: focus stays in the input, the arrows move
// through the results, results are links.
(() => {
  'use strict';
  const d = document, engine = globalThis.crosstrainReader, page = globalThis.crosstrainPage;
  const words = globalThis.crosstrainWords || {}, rules = new Intl.PluralRules(d.documentElement.lang || 'en');
  const t = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), words['search.' + key] || key);
  // What all teams together are called, as everywhere on the page.
  const both = (() => { try { return JSON.parse(d.querySelector('script#teams').textContent).all; } catch { return ''; } })();
  const set = (element, attributes) => { for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value); return element; };
  const make = (tag, attributes = {}, ...children) => {
    const element = set(d.createElement(tag), attributes);
    element.append(...children);
    return element;
  };
  const root = d.documentElement.dataset.root || '', folder = root + 'search/' + d.documentElement.lang + '/';

  // ---- files: classic scripts that call one function, so that they load from disk too
  let index, head, sentences = [];
  globalThis.crosstrainSearch = data => {
    if (!Array.isArray(data)) index = engine.index(data);
    else if (data[0] === 'b') index.body(data[1], ...data[2]);
    else [sentences[data[1]]] = data[2];
  };
  const files = new Map();
  const load = file => {
    if (!files.has(file)) files.set(file, new Promise((done, failed) => {
      const script = d.createElement('script');
      script.src = page ? page.policy.createScriptURL(folder + file) : folder + file;
      script.onload = done;
      script.onerror = () => { files.delete(file); failed(); };
      d.head.append(script);
    }));
    return files.get(file);
  };
  const start = () => head || (head = load('head.js').catch(() => { head = null; throw 0; }));

  const SHOWN = 10;
  const pin = d.querySelector('[data-search-page]');
  let box, input, list, status, limit = SHOWN, active = -1, run = 0;

  // ---- building
  const radios = (name, legend, options) => {
    const set = make('fieldset', { class: 'pick' }, make('legend', {}, legend));
    options.forEach(([value, label, whose], at) => {
      const radio = make('input', { type: 'radio', name, value });
      radio.checked = !at;
      const text = make('span', whose === undefined ? {} : { class: 'who ' + whose }, label);
      set.append(make('label', {}, radio, text));
    });
    return set;
  };
  const chosen = name => { const radio = box.querySelector('[name=' + name + ']:checked'); return radio ? radio.value : ''; };
  const build = () => {
    // The field may be there before this script is, with what was typed meanwhile.
    box = d.querySelector('dialog.search') || make(pin ? 'div' : 'dialog');
    input = box.querySelector('input') || make('input');
    set(input, { type: 'search', role: 'combobox', 'aria-label': t('placeholder'), 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'hits', placeholder: t('placeholder'), autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'go' });
    list = make('div', { id: 'hits', class: 'hits', role: 'listbox', 'aria-label': t('placeholder') });
    status = make('p', { class: 'found', role: 'status' });
    const form = set(box.querySelector('form') || make('form'), { role: 'search' });
    // What has the focus is not moved: it would lose it.
    if (input.parentNode !== form) form.prepend(input);
    form.onsubmit = event => { event.preventDefault(); go(); };
    if (form.parentNode !== box) box.append(form);
    set(box, { class: 'search', 'aria-label': t('label') }).append(status, list);
    if (pin) pin.replaceChildren(box);
    else {
      const close = make('button', { type: 'button', class: 'btn' }, t('close'));
      close.onclick = () => box.close();
      form.append(close);
      box.append(make('p', { class: 'keys', 'aria-hidden': 'true' }, t('keys')));
      box.onclick = event => { if (event.target === box) box.close(); };
      if (!box.isConnected) d.body.append(box);
    }
    input.oninput = () => { limit = SHOWN; show(); };
    input.onkeydown = keys;
    // Not only on leaving: Chromium's search field would take the first Escape for itself.
    box.onkeydown = event => { if (event.key === 'Escape' && !pin) { event.preventDefault(); box.close(); } };
  };
  const filters = () => {
    if (box.querySelector('fieldset')) return;
    const used = new Set(Array.from({ length: index.count }, (_, entry) => index.kind(entry)));
    const row = make('div', { class: 'picks' });
    row.append(radios('search-kind', t('kind'), [['', t('all')], ...index.kinds.map(([, label], at) => [at, label]).filter(([at]) => used.has(at))]));
    if (index.teams.length) row.append(radios('search-team', t('whose'), [['', t('all')], ...index.teams.map((label, at) => [at, label, 'w' + at])]));
    row.onchange = () => { limit = SHOWN; show(); input.focus(); };
    status.before(row);
  };

  // ---- searching
  const keep = () => {
    const kind = chosen('search-kind'), team = chosen('search-team');
    return entry => (kind === '' || index.kind(entry) === +kind) && (team === '' || index.team(entry) & 1 << team);
  };
  const show = async () => {
    const query = input.value.trim(), mine = ++run;
    // The way back to the search page leads to what was found there.
    if (pin) try { history.replaceState(null, '', '?q=' + encodeURIComponent(query)); } catch {}
    try {
      await start();
      if (mine !== run) return;
      filters();
      if (!query) return draw([], query);
      // Titles answer at once; the text follows when its files are here. Between
      // two keys nothing is loaded: a beginning may stand in another file.
      const missing = index.needs(query);
      if (missing.length) {
        draw(index.search(query, keep()), query);
        await new Promise(done => setTimeout(done, 100));
        if (mine !== run) return;
      }
      await Promise.all(missing.map(([, file]) => load(file)));
      if (mine !== run) return;
      const hits = index.search(query, keep());
      draw(hits, query);
      await Promise.all(hits.slice(0, limit).map(({ entry }) => load(index.sentences(entry)[1])));
      if (mine === run) draw(hits, query);
    } catch {
      status.replaceChildren(t('failed') + ' ', d.querySelector('.foot a').cloneNode(true));
    }
  };
  const marked = (text, query) => {
    const wanted = engine.tokens(query).filter(word => word.length > 1), parts = [];
    let at = 0;
    for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      const folded = engine.tokens(word)[0] || '';
      const hit = wanted.find(want => folded === want || want.length > 2 && folded.startsWith(want) || folded.length > 3 && engine.kin(folded, want));
      if (!hit) continue;
      parts.push(text.slice(at, start), make('mark', {}, word));
      at = start + word.length;
    }
    return [...parts, text.slice(at)];
  };
  const whose = entry => {
    const bits = index.team(entry), teams = index.teams, some = teams.map((_, at) => at).filter(at => bits & 1 << at);
    if (!some.length || some.length === teams.length && teams.length > 1) return make('b', { class: 'who wa' }, both);
    return make('b', { class: 'who w' + some[0] }, teams[some[0]]);
  };
  let drawn;
  const draw = (hits, query) => {
    // What the reader has moved to stays, while text and sentences come in.
    const at = drawn === query && active > 0 && list.children[active] ? list.children[active].href : '';
    drawn = query;
    const options = hits.slice(0, limit).map(({ entry, alias }, at) => {
      const [shard, ] = index.sentences(entry), text = (sentences[shard] || [])[entry & 63] || '';
      const also = alias ? make('i', {}, t('also', { name: alias }) + '. ') : '';
      const kind = index.kinds[index.kind(entry)][1];
      return make('a', { id: 'hit-' + at, role: 'option', 'aria-selected': 'false', href: root + index.url(entry), tabindex: '-1' },
        make('strong', {}, ...marked(index.titles[entry], query)), index.teams.length ? whose(entry) : make('b', {}, kind), make('span', {}, make('small', {}, kind + ' '), also, ...marked(text, query)));
    });
    if (hits.length > limit) {
      const more = make('a', { id: 'hit-more', role: 'option', 'aria-selected': 'false', class: 'more', href: root + 'search.html?q=' + encodeURIComponent(query), tabindex: '-1' }, t('more', { n: hits.length }));
      more.onclick = event => { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); limit = Infinity; show(); input.focus(); };
      options.push(more);
    }
    list.replaceChildren(...options);
    input.setAttribute('aria-expanded', String(options.length > 0));
    move(options.length ? Math.max(0, options.findIndex(option => option.href === at)) : -1);
    status.textContent = !query ? '' : !hits.length ? t('none', { query }) : t('count.' + (words['search.count.' + rules.select(hits.length)] ? rules.select(hits.length) : 'other'), { n: hits.length });
  };

  // ---- keys
  const move = to => {
    const options = list.children;
    if (options[active]) options[active].setAttribute('aria-selected', 'false');
    active = to;
    if (!options[active]) return input.removeAttribute('aria-activedescendant');
    options[active].setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', options[active].id);
    options[active].scrollIntoView({ block: 'nearest' });
  };
  const go = () => { if (list.children[active]) list.children[active].click(); };
  const keys = event => {
    if (event.isComposing) return;
    const count = list.children.length, step = { ArrowDown: 1, ArrowUp: -1 }[event.key], chosen = list.children[active];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && chosen) { event.preventDefault(); window.open(chosen.href, '_blank', 'noopener'); }
    if (step && count) { event.preventDefault(); move((active + step + count) % count); }
  };
  const open = query => {
    if (!box) build();
    if (pin || !box.open) {
      if (!pin) box.showModal();
      for (const set of box.querySelectorAll('fieldset')) set.querySelector('input').checked = true;
      if (query) input.value = query;
      input.focus();
      input.select();
    }
    show();
  };
  const opener = d.querySelector('.search-open');
  if (opener) opener.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(page?.marked());
  });
  addEventListener('keydown', event => {
    const typing = event.target.closest && event.target.closest('input:not([type=radio],[type=checkbox]),select,textarea,[contenteditable]');
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'k' && (event.metaKey || event.ctrlKey) || event.key === '/' && !typing && bare) {
      event.preventDefault();
      open(page?.marked());
    }
  });
  const asked = new URLSearchParams(location.search).get('q');
  if (pin || asked) open(asked || '');
  // This script is asked for when somebody is about to search.
  else start().catch(() => {});
})();
