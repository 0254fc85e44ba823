// A worksheet's form: remembered on this device, copied or saved from here, sent nowhere.
(() => {
  'use strict';
  const form = document.querySelector('[data-sheet]');
  if (!form) return;
  const key = 'ct:v1:sheet:' + form.dataset.sheet, tools = document.querySelector('.sheet-tools'), status = tools.querySelector('[role=status]');
  const all = (css, from = form) => [...from.querySelectorAll(css)];
  const say = text => { status.textContent = ''; requestAnimationFrame(() => { status.textContent = text; }); };
  const values = () => Object.fromEntries(all('[name]').filter(control => control.value).map(control => [control.name, control.value]));

  const addRow = field => {
    const body = field.querySelector('tbody'), row = body.rows[0].cloneNode(true), at = body.rows.length;
    for (const cell of all('[name]', row)) { cell.value = ''; cell.name = cell.name.replace(/\.\d+\./, '.' + at + '.'); }
    row.dataset.added = '';
    body.append(row);
    return row;
  };
  try {
    const kept = JSON.parse(localStorage.getItem(key)) || {};
    for (const [name, value] of Object.entries(kept)) {
      const field = document.getElementById('f-' + name.split('.')[0]), wanted = +name.split('.')[1];
      while (field && wanted >= field.querySelectorAll('tbody tr:has([name])').length && field.querySelector('[data-add]')) addRow(field);
      if (form.elements[name]) form.elements[name].value = value;
    }
  } catch {}
  form.addEventListener('input', () => { try { localStorage.setItem(key, JSON.stringify(values())); } catch {} });
  // On paper a box is as high as what stands in it.
  addEventListener('beforeprint', () => all('textarea').forEach(box => { if (box.value) box.style.blockSize = box.scrollHeight + 2 + 'px'; }));
  addEventListener('afterprint', () => all('textarea').forEach(box => { box.style.blockSize = ''; }));
  form.addEventListener('submit', event => event.preventDefault());

  // Each field as its name and its rows of cells, in the order of the page.
  const rows = field => {
    const table = field.querySelector('table:has([name])');
    if (!table) return all('[name]', field).map(control => [control.value]);
    return all('tbody tr', table).map(row => all('[name]', row).map(control => control.value)).filter(row => row.some(Boolean));
  };
  const heads = field => all('table:has([name]) thead th', field).map(head => head.textContent);
  const fields = () => all('.field').filter(field => field.getClientRects().length);
  const cell = text => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, '<br>');
  const markdown = () => fields().reduce((text, field) => {
    const names = heads(field), line = row => '| ' + row.map(cell).join(' | ') + ' |';
    const group = field.parentNode.querySelector('h2'), first = field.parentNode.querySelector('.field') === field;
    const body = names.length ? [names, names.map(() => '---'), ...rows(field)].map(line).join('\n') : rows(field)[0][0].split('\n').map(part => field.dataset.shape === 'list' && part ? '- ' + part : part).join('\n');
    return text + (first && group ? '\n## ' + group.textContent + '\n' : '') + '\n### ' + field.dataset.field + '\n\n' + body.trim() + '\n';
  }, '# ' + form.dataset.title + '\n');
  const quoted = text => '"' + text.replace(/^(?=[=+\-@\t])/, "'").replace(/"/g, '""') + '"';
  const csv = () => fields().flatMap(field => rows(field).map(row => [field.dataset.field, ...row].map(quoted).join(','))).join('\r\n') + '\r\n';

  const actions = {
    copy: async () => {
      try { await navigator.clipboard.writeText(markdown()); say(tools.dataset.copied); } catch { say(tools.dataset.notCopied); }
    },
    csv: () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['\ufeff' + csv()], { type: 'text/csv' }));
      link.download = form.dataset.sheet + '.csv';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
    clear: () => {
      if (!confirm(tools.dataset.sure)) return;
      form.reset();
      all('tr[data-added]').forEach(row => row.remove());
      status.textContent = '';
      try { localStorage.removeItem(key); } catch {}
    },
  };
  tools.addEventListener('click', event => {
    const action = event.target.closest('[data-do]');
    if (action) actions[action.dataset.do]();
  });
  form.addEventListener('click', event => {
    const button = event.target.closest('[data-add]');
    if (button) addRow(button.closest('.field')).querySelector('[name]').focus();
  });
  // Examples are opened and closed together.
  const examples = document.querySelector('[data-examples]');
  if (examples) examples.addEventListener('change', () => all('.example').forEach(example => { example.open = examples.checked; }));
})();
