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
css.replaceSync(`:host{position:fixed;margin:0;inset:auto;border:0;padding:0;background:none}div{max-inline-size:22rem;padding:1rem;border:1px solid #77777f;border-radius:8px;background:Canvas;color:CanvasText;font:1rem/1.45 system-ui,sans-serif;box-shadow:0 6px 24px #0003}b{display:block}small{display:block;margin-block-start:.5rem}`);
const host = document.createElement('aside'), box = document.createElement('div'), root = host.attachShadow({ mode: 'open' });
host.popover = 'manual';
host.id = 'crosstrain-card';
host.setAttribute('role', 'tooltip');
root.adoptedStyleSheets = [css];
root.append(box);
let timer;
const hide = () => { clearTimeout(timer); if (host.matches(':popover-open')) host.hidePopover(); };
const show = (link, term) => {
  const title = document.createElement('b'), small = document.createElement('small');
  title.textContent = term.names[0];
  small.textContent = WORDS['page.needed'] + ' ' + (term.team === undefined ? WORDS[book.teams.length > 2 ? 'team.shared.more' : 'team.shared.two'] : book.teams[term.team]) + ' · ' + book.title;
  box.replaceChildren(title, term.definition, small);
  document.body.append(host);
  host.showPopover();
  const at = link.getBoundingClientRect(), size = host.getBoundingClientRect();
  host.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + 'px';
  host.style.top = (at.bottom + size.height + 8 > innerHeight ? at.top - size.height - 4 : at.bottom + 4) + 'px';
};
const later = (wait, then) => { clearTimeout(timer); timer = setTimeout(then, wait); };
host.addEventListener('pointerenter', () => clearTimeout(timer));
host.addEventListener('pointerleave', () => later(200, hide));
addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
const link = (text, term) => {
  const a = document.createElement('a');
  a.href = home + term.url;
  a.textContent = text;
  a.className = 'crosstrain-term';
  a.setAttribute('aria-describedby', host.id);
  a.addEventListener('pointerenter', () => later(280, () => show(a, term)));
  a.addEventListener('pointerleave', () => later(200, hide));
  a.addEventListener('focus', () => show(a, term));
  a.addEventListener('blur', hide);
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
}
