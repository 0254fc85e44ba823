// The presenter's screen: the clock, the agenda and the room's screen. Needs present-core.js
// before it and brings tools.js when a tool is opened; without scripts the page is the guide in
// order. What is remembered stays in this tab (sessionStorage).
(() => {
'use strict';
const box = document.querySelector('[data-present]');
if (!box || !box.querySelector('.pstep')) return;
const core = globalThis.crosstrainPresent, { load: fetch, make, say: page } = globalThis.crosstrainPage;
const one = (css, from = box) => from.querySelector(css), all = (css, from = box) => [...from.querySelectorAll(css)];
const words = globalThis.crosstrainWords || {};
const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), words['present.' + key] || key);
const count = (key, n) => say(key + (n === 1 ? '.one' : '.other'), { n });
const memory = {
  get: key => { try { return JSON.parse(sessionStorage.getItem('ct:v1:present:' + key)); } catch { return null; } },
  set: (key, value) => { try { sessionStorage.setItem('ct:v1:present:' + key, JSON.stringify(value)); } catch {} },
};
const key = box.dataset.present;

// One meeting at a time.
const meetings = all('.pmeeting').map(section => ({
  section,
  begins: section.dataset.begin,
  steps: all('.pstep', section),
  items: all('.pstep', section).map(step => {
    const { id, words, part, source, anchor } = step.dataset, minutes = +step.dataset.minutes;
    return { id, words, part: part || '', source, anchor, minutes, least: Math.max(0, minutes - step.dataset.shrink), priority: ['must', 'should', 'could'].indexOf(step.dataset.priority), rest: 'rest' in step.dataset };
  }),
}));
const choice = one('[data-meeting-choice]'), begins = one('[data-begins]');
let which = Math.min(Math.max(memory.get(key + ':which') | 0, 0), meetings.length - 1), meeting, items, state, before = null, shown = 'now';
const stateKey = () => key + ':' + which;
const save = () => memory.set(stateKey(), state);

const load = () => {
  meeting = meetings[which];
  items = meeting.items;
  const kept = memory.get(stateKey());
  state = core.fits(kept, items) ? kept : core.create(items);
  begins.value = memory.get(stateKey() + ':begins') || meeting.begins;
  meetings.forEach((other, at) => { other.section.classList.remove('later'); other.section.hidden = at !== which; });
  before = null;
  list();
  show();
};

/** The moment today at which it should begin. */
const planned = now => {
  const [hours, minutes] = begins.value.split(':').map(Number), day = new Date(now);
  return Number.isNaN(hours) ? null : day.setHours(hours, minutes, 0, 0);
};

const wall = ms => { const then = new Date(ms), two = n => String(n).padStart(2, '0'); return two(then.getHours()) + ':' + two(then.getMinutes()); };

const list = () => {
  const ol = one('[data-list]');
  ol.replaceChildren(...items.map((item, at) => make('li', {}, make('button', { type: 'button', onclick: () => go(at) }, make('time'), make('span', { textContent: item.words }), make('small')))));
};

/** Goes to an item by hand, forwards or backwards. */
const go = to => {
  const now = Date.now();
  while (to < state.at || to > state.at) {
    const from = state.at;
    state = to > state.at ? core.next(state, items, now) : core.back(state, items, now);
    if (state.at === from) break;
  }
  changed();
};

const change = then => { state = then(Date.now()); changed(); };
const changed = () => { before = null; one('[data-said]').textContent = ''; save(); show(); };

const show = () => {
  const now = Date.now(), { at } = state, item = items[at], left = core.left(state, items, now), running = state.since !== null;
  meeting.steps.forEach((step, index) => step.classList.toggle('current', index === at));
  let part = '';
  items.slice(0, at + 1).forEach(item => { part = item.part || part; });
  one('[data-part]').textContent = part;
  one('[data-title]').textContent = state.ended ? say('ended') : item.words;
  const clock = one('[data-clock]');
  clock.textContent = core.clock(left);
  clock.classList.toggle('over', left <= -1000);
  const total = core.minutes(state, items, at);
  one('[data-bar]').value = total ? Math.min(1, core.spent(state, at, now) / (total * 60000)) : 1;
  one('[data-do=start]').textContent = say(running ? 'pause' : state.begun === null ? 'start' : 'resume');
  const drift = core.drift(state, items, now), late = Math.round(drift / 60000);
  one('[data-drift]').textContent = state.begun === null ? '' : late > 0 ? count('behind', late) : late < 0 ? count('ahead', -late) : say('on_time');
  one('.drift').classList.toggle('late', late > 0);
  const sum = items.reduce((sum, item) => sum + item.minutes, 0) * 60000;
  one('[data-ends]').textContent = state.begun === null ? '' : say('ends', { at: wall(state.begun + sum + drift), planned: wall(state.begun + sum) });
  const offer = core.proposal(state, items, now);
  one('[data-offer]').hidden = !offer;
  if (offer) one('[data-offer-words]').textContent = offer.minutes ? say('offer_shrink', { title: items[offer.at].words, n: offer.minutes, was: core.minutes(state, items, offer.at) }) : say('offer_drop', { title: items[offer.at].words, n: offer.saves });
  const next = items.findIndex((other, index) => index > at && state.cut[index] !== 0);
  one('[data-upnext]').textContent = next < 0 ? '' : say('upnext', { title: items[next].words, n: core.minutes(state, items, next) });
  // When each begins: what is over as planned, what is to come as it stands now.
  const begun = state.begun === null ? planned(now) : state.begun, span = (list, of) => list.reduce((ms, item, index) => ms + of(item, index) * 60000, 0);
  const begin = index => index > at && state.begun !== null ? begun + sum + drift - span(items, (_, later) => later < index ? 0 : core.minutes(state, items, later)) : begun + span(items.slice(0, index), item => item.minutes);
  all('[data-list] > li').forEach((li, index) => {
    one('time', li).textContent = begun === null ? '' : wall(begin(index));
    li.className = state.cut[index] === 0 ? 'cut' : index < at || state.ended ? 'done' : index === at ? 'current' : '';
    if (index === at) li.setAttribute('aria-current', 'step'); else li.removeAttribute('aria-current');
    const minutes = core.minutes(state, items, index);
    one('small', li).textContent = minutes === items[index].minutes ? say('min', { n: minutes }) : say('min_was', { n: minutes, was: items[index].minutes });
  });
  if (at !== seen) { seen = at; follow(one('[data-list] > .current')); }
  speak(running ? left : null);
  if (tools.each) tools.each();
  tell();
};

// The list follows within its own box; the page stays where it is.
const follow = li => { const nav = li && li.closest('nav'); if (nav) nav.scrollTop += li.getBoundingClientRect().top - nav.getBoundingClientRect().top - nav.clientHeight / 2; };
let seen = -1;

// A sound, where it is wanted: one for a minute left, two for the end. Asking for it is heard.
const sound = one('[data-sound]');
let audio = null;
const ring = times => {
  if (!sound.checked || !globalThis.AudioContext) return;
  audio = audio || new AudioContext();
  audio.resume();
  for (let at = 0; at < times; at++) {
    const tone = audio.createOscillator(), loud = audio.createGain(), from = audio.currentTime + at * .35;
    tone.frequency.value = 660;
    loud.gain.setValueAtTime(.25, from);
    loud.gain.exponentialRampToValueAtTime(.001, from + .3);
    tone.connect(loud).connect(audio.destination);
    tone.start(from);
    tone.stop(from + .3);
  }
};
sound.checked = !!memory.get('sound');
sound.addEventListener('change', () => { memory.set('sound', sound.checked); ring(1); });

// Silent but for two sentences, which are there to read until something changes.
const speak = left => {
  const said = left !== null && before !== null ? core.said(before, left) : '';
  if (said) { one('[data-said]').textContent = say(said === 'up' ? 'time_up' : 'one_minute'); ring(said === 'up' ? 2 : 1); }
  before = left;
};

// The room: a second window that shows what it is told. From disk windows can't share a
// channel, so they speak to each other directly.
const disk = location.protocol === 'file:';
const channel = !disk && 'BroadcastChannel' in window ? new BroadcastChannel('ct:v1:room:' + key) : null;
let room = null;
const screen = () => {
  const now = Date.now(), item = items[state.at];
  if (tools.screens[shown]) return tools.screens[shown]();
  if (state.ended) return { title: say('ended'), text: [] };
  const task = one('.ptask', meeting.steps[state.at]);
  return { title: item.words, text: [core.brief(task ? task.textContent : '', 40)].filter(Boolean), left: core.left(state, items, now), running: state.since !== null };
};
const tell = () => {
  const message = { ct: 'room', key, at: Date.now(), screen: screen() };
  if (channel) channel.postMessage(message);
  else if (room && !room.closed) room.postMessage(message, '*');
};
const hello = event => {
  const data = event.data;
  if (!data || data.ct !== 'hello' || data.key !== key) return;
  if (!channel) room = event.source;
  tell();
};
if (channel) channel.onmessage = hello; else addEventListener('message', hello);

// The tools come with the first one that is opened; a button that is pressed before waits.
// What they add: screens for the room by name, actions of buttons, and what each second shows.
const tools = { screens: {}, actions: {}, each: null };
let coming = null;
const bring = tool => coming = coming || new Promise((onload, onerror) => fetch(one('.ptools').dataset.script, { onload, onerror })).then(() => true, () => {
  coming = null;
  const said = one('.missing', tool) || make('p', { className: 'missing', role: 'status' });
  tool.append(said);
  said.textContent = page('not_loaded');
});
all('.tool').forEach(tool => {
  if (tool.open) bring(tool);
  tool.addEventListener('toggle', () => { if (tool.open) bring(tool); });
});

// Keep the screen awake while the clock runs.
let lock = null;
const awake = async () => {
  try {
    if (state.since !== null && !lock && navigator.wakeLock) lock = await navigator.wakeLock.request('screen');
    else if (state.since === null && lock) { await lock.release(); lock = null; }
  } catch {}
};
document.addEventListener('visibilitychange', () => { if (!document.hidden) { lock = null; awake(); show(); } });

const look = what => { shown = what; tell(); };
const actions = {
  start: () => { change(now => state.since === null ? core.start(state, now, planned(now)) : core.pause(state, now)); awake(); },
  next: () => { if (shown !== 'now') look('now'); change(now => core.next(state, items, now)); awake(); },
  back: () => change(now => core.back(state, items, now)),
  more: () => change(() => core.more(state, items, 1)),
  take: () => change(now => { const offer = core.proposal(state, items, now); return offer ? core.take(state, offer) : state; }),
  reset: () => { if (confirm(say('reset_sure'))) change(() => core.create(items)); },
  room: () => { room = open(box.dataset.room + '#' + encodeURIComponent(key), 'crosstrain-room', 'popup,width=1280,height=720'); },
  'show-agenda': () => look('now'),
};
all('[data-do]').forEach(button => button.addEventListener('click', async () => {
  const { do: name } = button.dataset;
  if (actions[name]) actions[name]();
  else if (await bring(button.closest('.tool'))) tools.actions[name]();
}));
addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inside = event.target.closest('input, textarea, select, button, summary, a'), typing = event.target.closest('input, textarea, select');
  const action = { PageDown: 'next', PageUp: 'back' }[event.key] || !typing && { ArrowRight: 'next', ArrowLeft: 'back', '+': 'more' }[event.key] || !inside && event.key === ' ' && 'start';
  if (!action) return;
  event.preventDefault();
  actions[action]();
});
begins.addEventListener('input', () => { memory.set(stateKey() + ':begins', begins.value); if (state.begun === null) show(); else change(now => ({ ...state, begun: core.start(core.create(items), state.begun, planned(now)).begun })); });
if (choice) {
  choice.value = which;
  choice.addEventListener('change', () => { change(now => core.pause(state, now)); which = +choice.value; memory.set(key + ':which', which); load(); });
}
globalThis.crosstrainDesk = { all, core, key, look, make, memory, now: () => ({ items, shown, state }), one, say, tell, tools };
load();
awake();
setInterval(() => { if (state.since !== null || state.begun !== null && !state.ended) show(); }, 1000);
})();
