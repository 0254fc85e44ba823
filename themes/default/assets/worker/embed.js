// Hover cards for the words of `book` on any page: one script tag, nothing is sent.
// <script src="https://…/embed.js" data-in="main" defer></script>
const me = document.currentScript, home = new URL('.', me.src).href, where = document.querySelector(me.dataset.in || 'main, article, body');
const SKIP = 'a,button,code,pre,h1,h2,h3,h4,h5,h6,script,style,textarea,input,select,svg,[contenteditable],[data-no-terms]';
const names = new Map(), lower = name => name.toLowerCase();
for (const term of book.terms) for (const name of term.names) if (!names.has(lower(name))) names.set(lower(name), [term, name]);
const escape = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const all = [...names.values()].map(([, name]) => name).sort((a, b) => b.length - a.length).map(escape).join('|');
const pattern = all && new RegExp('(?<![\\p{L}\\p{N}])(?:' + all + ')(?![\\p{L}\\p{N}])', 'giu');
// Short names in capitals are meant only in capitals.
const meant = (found, name) => name !== name.toUpperCase() || found === name;
const css = new CSSStyleSheet();
css.replaceSync(`:host{position:fixed;margin:0;inset:auto;border:0;padding:0;background:none;inline-size:max-content;max-inline-size:min(22rem,100vw - 1rem)}div{box-sizing:border-box;max-block-size:calc(100vh - 1rem);overflow:auto;overflow-wrap:break-word;padding:1rem;border:1px solid #77777f;border-radius:8px;background:Canvas;color:CanvasText;font:1rem/1.45 system-ui,sans-serif;box-shadow:0 6px 24px #0003}b{display:block}small{display:block;margin-block-start:.5rem}`);
const make = (name, ...inside) => { const made = document.createElement(name); made.append(...inside); return made; };
const host = make('aside'), box = make('div'), root = host.attachShadow({ mode: 'open' });
host.popover = 'manual';
host.id = 'crosstrain-card';
host.setAttribute('role', 'tooltip');
root.adoptedStyleSheets = [css];
root.append(box);
// Says a card that was tapped open, since the words that describe a link are read when it gets focus.
const voice = make('span');
voice.setAttribute('role', 'status');
voice.style.cssText = 'position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)';
let timer, on, within, tapped;
const later = (wait, then) => { clearTimeout(timer); timer = setTimeout(then, wait); };
const hide = () => {
  clearTimeout(timer);
  if (!on) return;
  on.removeAttribute('aria-describedby');
  on = null;
  voice.textContent = '';
  host.hidePopover();
};
const place = () => {
  const at = on.getClientRects()[0], size = host.getBoundingClientRect(), above = at.top - size.height - 4;
  if (at.bottom < 0 || at.top > innerHeight) return hide();
  host.style.left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - size.width - 8)) + 'px';
  host.style.top = Math.max(8, at.bottom + size.height + 8 > innerHeight && above > 8 ? above : Math.min(at.bottom + 4, innerHeight - size.height - 8)) + 'px';
};
const show = (link, term, touch) => {
  if (on === link) return;
  hide();
  on = link;
  const whose = WORDS['page.needed'] + ' ' + (term.team === undefined ? WORDS[book.teams.length > 2 ? 'team.shared.more' : 'team.shared.two'] : book.teams[term.team]) + ' · ' + book.title;
  const said = [make('b', term.names[0]), term.definition, make('small', whose)];
  if (touch) said.push(make('small', WORDS['page.again']));
  box.replaceChildren(...said);
  link.setAttribute('aria-describedby', host.id);
  document.body.append(host);
  host.showPopover();
  place();
  if (touch) voice.textContent = [term.names[0], term.definition, WORDS['page.again']].join('. ').replace(/\.\. /g, '. ');
};
host.addEventListener('pointerenter', () => clearTimeout(timer));
host.addEventListener('pointerleave', event => { if (event.pointerType !== 'touch') later(200, hide); });
addEventListener('keydown', event => { within = tapped = false; if (event.key === 'Escape') hide(); });
// What is tapped open stays until something else is tapped; the card itself may be touched.
addEventListener('pointerdown', event => {
  const path = event.composedPath();
  within = path.includes(host);
  tapped = event.pointerType === 'touch' && !path.includes(on);
  if (!within && !path.includes(on)) hide();
}, true);
for (const moved of ['scroll', 'resize']) addEventListener(moved, event => { if (on && event.target !== box) place(); }, { capture: true, passive: true });
const link = (text, term) => {
  const a = make('a', text);
  a.href = home + term.url;
  a.className = 'crosstrain-term';
  a.addEventListener('pointerenter', event => { if (event.pointerType !== 'touch') later(280, () => show(a, term)); });
  a.addEventListener('pointerleave', event => { if (event.pointerType !== 'touch') later(200, hide); });
  a.addEventListener('focus', () => { if (a.matches(':focus-visible')) show(a, term); });
  a.addEventListener('blur', () => { if (!within) hide(); });
  // The first tap opens the card, the next one follows the link.
  a.addEventListener('click', event => {
    if (!tapped) return;
    tapped = false;
    event.preventDefault();
    show(a, term, true);
  });
  return a;
};
if (where && pattern) {
  const walker = document.createTreeWalker(where, NodeFilter.SHOW_TEXT, node => (node.parentElement.closest(SKIP) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const texts = [], done = new Set();
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    const parts = [];
    let from = 0;
    for (const { 0: found, index } of node.data.matchAll(pattern)) {
      const [term, name] = names.get(lower(found)) || [];
      if (!term || done.has(term) || !meant(found, name)) continue;
      done.add(term);
      parts.push(node.data.slice(from, index), link(found, term));
      from = index + found.length;
    }
    if (parts.length) node.replaceWith(...parts, node.data.slice(from));
  }
  if (done.size) document.body.append(voice);
}
