// The clock of a workshop: what runs, how late it is, what to cut. Pure: time comes in
// as milliseconds, nothing is remembered here. Used by present.js, tested in tests/web.
(() => {
'use strict';
const MINUTE = 60000;

// items: {id, minutes, least, priority (0 must, 1 should, 2 could), rest}.
// State: `at` the current item; `spent` milliseconds by item; `since` when the clock was
// started, or null; `cut` minutes by item that were decided; `begun` when it should have begun.
const create = items => ({ v: 1, at: 0, spent: items.map(() => 0), since: null, cut: {}, begun: null, ended: false });

/** Whether a remembered state belongs to these items. */
const fits = (state, items) => !!state && state.v === 1 && Array.isArray(state.spent) && state.spent.length === items.length &&
  state.spent.every(ms => ms >= 0) && Number.isInteger(state.at) && state.at >= 0 && state.at < items.length && !!state.cut;

const copy = (state, changes) => ({ ...state, spent: [...state.spent], cut: { ...state.cut }, ...changes });

/** How long an item may take now. */
const minutes = (state, items, at) => at in state.cut ? state.cut[at] : items[at].minutes;

/** Milliseconds that an item has taken so far. */
const spent = (state, at, now) => state.spent[at] + (at === state.at && state.since !== null ? Math.max(0, now - state.since) : 0);

/** Milliseconds that the current item has left; negative when it is over. */
const left = (state, items, now) => minutes(state, items, state.at) * MINUTE - spent(state, state.at, now);

/** Starts the clock. `planned` is the moment at which the meeting should begin; a start
 * more than three hours from it is a rehearsal or another day, and begins now. */
const start = (state, now, planned) => {
  if (state.since !== null || state.ended) return state;
  const near = planned !== undefined && planned !== null && Math.abs(now - planned) < 180 * MINUTE;
  return copy(state, { since: now, begun: state.begun === null ? (near ? planned : now) : state.begun });
};

const pause = (state, now) => {
  if (state.since === null) return state;
  const next = copy(state, { since: null });
  next.spent[state.at] = spent(state, state.at, now);
  return next;
};

const move = (state, to, now) => {
  const next = pause(state, now);
  return copy(next, { at: to, since: state.since === null ? null : now, ended: false });
};

/** The next item that was not left out; after the last one it is over. */
const next = (state, items, now) => {
  let to = state.at + 1;
  while (to < items.length && state.cut[to] === 0) to++;
  return to < items.length ? move(state, to, now) : copy(pause(state, now), { ended: true });
};

const back = (state, items, now) => {
  if (state.ended) return copy(state, { ended: false });
  let to = state.at - 1;
  while (to >= 0 && state.cut[to] === 0) to--;
  return to >= 0 ? move(state, to, now) : state;
};

/** Gives the current item some minutes more. */
const more = (state, items, by) => copy(state, { cut: { ...state.cut, [state.at]: Math.max(0, minutes(state, items, state.at) + by) } });

/** Milliseconds behind the plan at the end, if nothing else changes; negative when ahead.
 * What is paused goes on costing time: the end of the day does not wait. */
const drift = (state, items, now) => {
  const planned = items.reduce((sum, item) => sum + item.minutes, 0) * MINUTE;
  if (state.begun === null) return items.reduce((sum, item, at) => sum + minutes(state, items, at), 0) * MINUTE - planned;
  let rest = Math.max(0, left(state, items, now));
  for (let at = state.at + 1; at < items.length; at++) rest += minutes(state, items, at) * MINUTE;
  return now + (state.ended ? 0 : rest) - (state.begun + planned);
};

/** One thing to cut when it is late: {at, minutes, saves}, or null. What is a must is never
 * left out; breaks are left alone. The smallest loss that makes up for the delay wins: a
 * shorter activity before one left out, `could` before `should` before `must`, the smaller part of
 * it, the nearer one. If nothing is enough, what saves most. */
const proposal = (state, items, now) => {
  const late = Math.ceil(drift(state, items, now) / MINUTE - 0.5);
  if (late < 1 || state.ended) return null;
  const found = [];
  for (let at = state.at + 1; at < items.length; at++) {
    const item = items[at], has = minutes(state, items, at);
    if (item.rest || has === 0) continue;
    const slack = has - item.least;
    if (slack > 0) {
      const saves = Math.min(slack, late);
      found.push({ at, minutes: has - saves, saves, loss: (2 - item.priority) / 10 + saves / has / 100 });
    }
    if (item.priority > 0) found.push({ at, minutes: 0, saves: has, loss: 3 - item.priority + has / 1000 });
  }
  const enough = found.filter(one => one.saves >= late);
  const best = enough.length
    ? enough.sort((a, b) => a.loss - b.loss || a.at - b.at)[0]
    : found.sort((a, b) => b.saves - a.saves || a.loss - b.loss || a.at - b.at)[0];
  return best ? { at: best.at, minutes: best.minutes, saves: best.saves } : null;
};

const take = (state, { at, minutes }) => copy(state, { cut: { ...state.cut, [at]: minutes } });

/** What is said aloud between two moments: 'minute', 'up' or nothing. */
const said = (before, after) => before > 0 && after <= 0 ? 'up' : before > MINUTE && after <= MINUTE && after > 0 ? 'minute' : '';

/** What each item took, in whole minutes; items that were left out took none. */
const record = (state, items, now) => items.map((item, at) => ({
  ...item, took: Math.round(spent(state, at, now) / MINUTE), done: spent(state, at, now) > 0, cut: state.cut[at] === 0,
}));

/** `12:05`, with a minus when it is over; hours only where there are some. */
const clock = ms => {
  const over = ms <= -1000, total = Math.floor(Math.abs(over ? ms : Math.max(0, ms + 999)) / 1000), two = n => String(n).padStart(2, '0');
  const hours = Math.floor(total / 3600), rest = two(Math.floor(total / 60) % 60) + ':' + two(total % 60);
  return (over ? '−' : '') + (hours ? hours + ':' + rest : rest.replace(/^0(\d:)/, '$1'));
};

/** The first words of a text, at most so many, cut at the end of a sentence where there is one. */
const brief = (text, most) => {
  const words = text.trim().split(/\s+/);
  if (words.length <= most) return words.join(' ');
  const cut = words.slice(0, most).join(' '), end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('? '), cut.lastIndexOf('! '));
  return end > 0 ? cut.slice(0, end + 1) : cut + ' …';
};

globalThis.crosstrainPresent = { create, fits, minutes, spent, left, start, pause, next, back, more, drift, proposal, take, said, record, clock, brief };
if (typeof module === 'object') module.exports = globalThis.crosstrainPresent;
})();
