'use strict';
// Does the presenter's clock keep its laws?
const test = require('node:test');
const assert = require('node:assert');
const p = require('../../themes/default/assets/js/present-core.js');

const M = 60000;
const item = (minutes, shrink = 0, priority = 0, rest = false) => ({ id: 'x', minutes, least: minutes - shrink, priority, rest });

test('a day on which everything takes as long as planned never drifts', () => {
  const items = [item(10), item(20), item(5, 0, 0, true), item(30)];
  let state = p.start(p.create(items), 0, 0), now = 0;
  for (const { minutes } of items) {
    assert.equal(p.drift(state, items, now), 0);
    now += minutes * M;
    assert.equal(p.left(state, items, now), 0);
    state = p.next(state, items, now);
  }
  assert.ok(state.ended);
  assert.deepEqual(p.record(state, items, now).map(one => one.took), [10, 20, 5, 30]);
});

test('late is late: overrun, a late start and a pause all count', () => {
  const items = [item(10), item(20)];
  const begun = p.start(p.create(items), 5 * M, 0);
  assert.equal(p.drift(begun, items, 5 * M), 5 * M);
  assert.equal(p.drift(begun, items, 18 * M), 8 * M);
  const paused = p.pause(begun, 10 * M);
  assert.equal(p.drift(paused, items, 14 * M), 9 * M);
  assert.equal(p.drift(p.start(p.create(items), 400 * M, 0), items, 400 * M), 0, 'another time of day is a rehearsal');
  const early = p.next(p.start(p.create(items), 0, 0), items, 4 * M);
  assert.equal(p.drift(early, items, 4 * M), -6 * M);
});

test('the proposal is the smallest loss that is enough', () => {
  const items = [item(10), item(20, 8), item(15, 4), item(10, 0, 2), item(30, 0, 1)];
  const late = by => p.proposal(p.start(p.create(items), by * M, 0), items, by * M);
  assert.equal(p.proposal(p.create(items), items, 0), null);
  assert.deepEqual(late(3), { at: 1, minutes: 17, saves: 3 });
  assert.deepEqual(late(6), { at: 1, minutes: 14, saves: 6 });
  assert.deepEqual(late(9), { at: 3, minutes: 0, saves: 10 });
  assert.deepEqual(late(25), { at: 4, minutes: 0, saves: 30 });
  assert.deepEqual(late(90), { at: 4, minutes: 0, saves: 30 });
});

test('taking proposals until there is none ends on time, or with nothing left to give', () => {
  let seed = 7;
  const roll = n => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 500; round++) {
    const items = Array.from({ length: 1 + roll(9) }, () => {
      const minutes = 1 + roll(40);
      return roll(6) ? item(minutes, roll(minutes + 1), roll(3)) : item(minutes, 0, 0, true);
    });
    const now = roll(60) * M;
    let state = p.start(p.create(items), now, 0), before = p.drift(state, items, now), steps = 0;
    for (let offer; (offer = p.proposal(state, items, now)); steps++) {
      assert.ok(steps < 100, 'it ends');
      const one = items[offer.at];
      assert.ok(!one.rest && offer.at > state.at && offer.saves > 0);
      assert.ok(offer.minutes >= one.least || offer.minutes === 0 && one.priority > 0, 'a must is never left out, nothing shrinks too far');
      state = p.take(state, offer);
      const after = p.drift(state, items, now);
      assert.equal(before - after, offer.saves * M);
      before = after;
    }
    const gives = items.slice(1).some((one, at) => !one.rest && (p.minutes(state, items, at + 1) > one.least || one.priority > 0 && p.minutes(state, items, at + 1) > 0));
    assert.ok(before < M || !gives, `${before / M} late`);
  }
});

test('forward and back skip what was left out, and time stays with its item', () => {
  const items = [item(10), item(5, 0, 2), item(20)];
  let state = p.take(p.start(p.create(items), 0, 0), { at: 1, minutes: 0 });
  state = p.next(state, items, 12 * M);
  assert.equal(state.at, 2);
  state = p.back(state, items, 15 * M);
  assert.equal(state.at, 0);
  assert.equal(p.spent(state, 0, 16 * M), 13 * M);
  assert.equal(p.spent(state, 2, 16 * M), 3 * M);
  assert.equal(p.back(state, items, 16 * M).at, 0);
});

test('two things are said, each once', () => {
  assert.equal(p.said(61000, 60000), 'minute');
  assert.equal(p.said(60000, 59000), '');
  assert.equal(p.said(1000, 0), 'up');
  assert.equal(p.said(0, -1000), '');
  assert.equal(p.said(90000, 89000), '');
});

test('times and texts are short', () => {
  assert.deepEqual([0, 1, 59999, 60000, 605000, 3605000, -1, -61000].map(p.clock), ['0:00', '0:01', '1:00', '1:00', '10:05', '1:00:05', '0:00', '−1:01']);
  assert.equal(p.brief('One two. Three four five six.', 4), 'One two.');
  assert.equal(p.brief('One two three four five', 4), 'One two three four …');
});

test('a memory of something else is refused', () => {
  const items = [item(10), item(20)];
  assert.ok(p.fits(p.start(p.create(items), 5, 0), items));
  for (const wrong of [null, {}, { ...p.create(items), v: 2 }, p.create([item(1)]), { ...p.create(items), at: 2 }, { ...p.create(items), spent: [-1, 0] }]) assert.ok(!p.fits(wrong, items));
});
