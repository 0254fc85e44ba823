// The screen that the room looks at: shows what the presenter's window says, as text.
(() => {
'use strict';
const box = document.querySelector('[data-room-screen]'), key = decodeURIComponent(location.hash.slice(1));
if (!box || !key) return;
const one = css => box.querySelector(css), make = (tag, properties = {}, ...inside) => { const element = Object.assign(document.createElement(tag), properties); element.append(...inside); return element; };
const channel = location.protocol !== 'file:' && 'BroadcastChannel' in window ? new BroadcastChannel('ct:v1:room:' + key) : null;
let message = null;

const clock = ms => {
  const over = ms <= -1000, total = Math.floor(Math.abs(over ? ms : Math.max(0, ms + 999)) / 1000);
  return (over ? '−' : '') + Math.floor(total / 60) + ':' + String(total % 60).padStart(2, '0');
};
const tick = () => {
  const screen = message && message.screen;
  const left = screen && 'left' in screen ? screen.left - (screen.running ? Date.now() - message.at : 0) : null;
  one('[data-clock]').textContent = left === null ? '' : clock(left);
  one('[data-clock]').classList.toggle('over', left !== null && left <= -1000);
};
let drawn = '';
const draw = () => {
  const { title, text = [], choices = [], right = [], hands = [], groups = [] } = message.screen;
  const now = JSON.stringify([title, text, choices, right, hands, groups]);
  if (now !== drawn) {
    drawn = now;
    one('[data-title]').textContent = title;
    box.classList.toggle('dense', choices.length > 0 || groups.length > 8);
    const most = Math.max(1, ...hands);
    const choice = (words, at) => make('li', { className: right.includes(at) ? 'right' : '' }, make('b', { textContent: (right.includes(at) ? '✓ ' : '') + String.fromCharCode(65 + at) }), make('span', { textContent: words }), ...(hands[at] ? [make('meter', { max: most, value: hands[at] }), make('i', { textContent: hands[at] })] : []));
    const person = ({ name, team }) => make('li', {}, make('span', { className: 'who ' + (/^w\w$/.test(team) ? team : ''), textContent: name }));
    one('[data-text]').replaceChildren(
      ...text.map(words => make('p', { textContent: words })),
      ...(choices.length ? [make('ol', { className: 'rchoices' }, ...choices.map(choice))] : []),
      ...(groups.length ? [make('ol', { className: 'groups' }, ...groups.map(group => make('li', {}, make('ul', {}, ...group.map(person)))))] : []),
    );
  }
  tick();
};
const hear = event => {
  const data = event.data;
  if (!data || data.ct !== 'room' || data.key !== key || !channel && event.source !== opener) return;
  message = data;
  draw();
};
const hello = () => {
  const data = { ct: 'hello', key };
  if (channel) channel.postMessage(data);
  else if (opener && !opener.closed) opener.postMessage(data, '*');
};
if (channel) channel.onmessage = hear; else addEventListener('message', hear);
hello();
// A presenter's window that was loaded again does not know us: say hello until it speaks.
setInterval(() => { if (!message || Date.now() - message.at > 3000) hello(); tick(); }, 1000);
})();
