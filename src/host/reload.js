// Part of the preview only: loads the page again when something it shows has
// changed, and lays the author's mistakes over it.
(() => {
  const box = document.createElement('div');
  box.setAttribute('role', 'alert');
  Object.assign(box.style, {
    position: 'fixed', insetInline: '0', bottom: '0', maxHeight: '60vh', overflow: 'auto', zIndex: '9999',
    padding: '1rem 1.5rem', background: '#1b1c26', color: '#f4f4f8', borderTop: '4px solid #f99770',
    font: '14px/1.5 ui-monospace, monospace', whiteSpace: 'pre-wrap',
  });
  const show = (text) => {
    box.textContent = text;
    if (text) document.body.append(box);
    else box.remove();
  };
  const events = new EventSource('/_crosstrain/events?page=' + encodeURIComponent(location.pathname));
  events.addEventListener('problems', (event) => show(JSON.parse(event.data)));
  events.addEventListener('go', (event) => location.assign('/' + JSON.parse(event.data)));
  events.addEventListener('reload', () => location.reload());
  addEventListener('pagehide', () => events.close());
})();
