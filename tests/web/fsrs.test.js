'use strict';
// Does our FSRS say what ts-fsrs, the reference in TypeScript, says?
const test = require('node:test');
const assert = require('node:assert/strict');
const { createEmptyCard, fsrs, generatorParameters } = require('../node_modules/ts-fsrs');
const { answer, day, replay } = require('../../themes/default/assets/js/fsrs.js');

let seed = 7n;
const roll = (sides) => {
  seed = (seed * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((seed >> 33n) % BigInt(sides));
};

test('10,000 random histories agree with ts-fsrs', () => {
  const oracle = fsrs(generatorParameters({ enable_fuzz: false, enable_short_term: false }));
  let answers = 0;
  for (let history = 0; history < 10_000; history += 1) {
    let card = createEmptyCard(new Date(Date.UTC(2026, 0, 1, 9))), now = Date.UTC(2026, 0, 1, 9), ours = null, last = null;
    for (let step = 0, steps = 1 + roll(12); step < steps; step += 1) {
      // Early, late, on the same day, or just when it is due.
      const days = last === null ? 0 : [roll(3), roll(40), roll(800), ours.wait][roll(4)];
      now += days * 864e5;
      const grade = 1 + roll(4);
      card = oracle.next(card, new Date(now), grade).card;
      ours = answer(ours, days, grade);
      last = now;
      answers += 1;
      assert.deepEqual(
        [ours.stability, ours.difficulty, ours.wait],
        [card.stability, card.difficulty, card.scheduled_days],
        `history ${history}, answer ${step}: grade ${grade} after ${days} days`,
      );
    }
  }
  assert.ok(answers > 50_000);
});

test('a log is replayed in the order of time, whatever order it was merged in', () => {
  const at = (days) => Date.UTC(2026, 0, 1 + days, 12);
  const log = [[at(0), 3], [at(2), 1], [at(5), 2]];
  const { due, on } = replay(log);
  assert.deepEqual(replay([log[2], log[0], log[1]]), replay(log));
  assert.equal(on, day(at(5)));
  assert.ok(due > on);
  assert.equal(replay([]), null);
});

test('what was guessed comes back in two days, what was wrong on the next', () => {
  assert.equal(answer(null, 0, 2).wait, 2);
  assert.equal(answer(null, 0, 1).wait, 1);
});
