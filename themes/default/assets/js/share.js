// Explains this page to another team: what it looks like from there, as text, with a link
// that opens it that way. Comes with the first click on a button that asks for it.
(() => {
  'use strict';
  const { make, one, say } = globalThis.crosstrainPage;
  const plain = box => {
    const copy = box.cloneNode(true);
    copy.querySelectorAll('.explain, .who, .vh').forEach(part => part.remove());
    const parts = [...copy.querySelectorAll('h3, p, li, dt, dd')].filter(part => !part.querySelector('p, li'));
    return parts.map(part => (part.matches('li') ? '- ' : '') + part.textContent.replace(/\s+/g, ' ').trim()).filter(Boolean).join('\n');
  };
  const explain = async button => {
    const view = button.closest('.view'), link = new URL(location.href);
    link.search = '?lens=' + encodeURIComponent(button.dataset.explain);
    link.hash = view.id ? '#' + view.id : '';
    const title = say('seen_by', { title: one('h1').textContent, team: one('.who', view).textContent });
    const lead = one('.lead'), text = [title, lead && lead.textContent, plain(view), link.href].filter(Boolean).join('\n\n');
    let status = one('[role=status]', view);
    if (!status) view.append(status = make('p', { className: 'small', role: 'status' }));
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = say('copied');
    } catch {
      status.textContent = say('not_copied');
    }
  };
  addEventListener('click', ({ target }) => {
    const button = target.closest('[data-explain]');
    if (button) explain(button);
  });
})();
