'use strict';
// Are groups mixed, complete and new?
const test = require('node:test');
const assert = require('node:assert');
const { round, met } = require('../../themes/default/assets/js/groups.js');

const teams = (...sizes) => sizes.flatMap((size, team) => Array(size).fill('t' + team));
const repeats = (rounds) => rounds.reduce((sum, one, at) => {
  const known = met(rounds.slice(0, at));
  return sum + [...met([one])].filter(pair => known.has(pair)).length;
}, 0);

test('everybody is in exactly one group, of about the size asked for', () => {
  for (let n = 2; n < 30; n++) for (let size = 2; size <= 6; size++) {
    const people = teams(Math.floor(n / 2), n - Math.floor(n / 2)), groups = round(people, size, [], n);
    assert.deepEqual(groups.flat().sort((a, b) => a - b), [...people.keys()]);
    assert.ok(groups.every(group => group.length >= Math.min(2, n)), `${n} in ${size}`);
    if (n >= size * 2) assert.ok(groups.every(group => Math.abs(group.length - size) <= 2), `${n} in ${size}: ${groups.map(g => g.length)}`);
  }
});

test('two teams of n can meet in n rounds of pairs, all mixed, nobody twice', () => {
  for (let n = 2; n <= 10; n++) {
    const people = teams(n, n), rounds = [];
    for (let at = 0; at < n; at++) rounds.push(round(people, 2, rounds, at));
    assert.equal(repeats(rounds), 0, `${n}`);
    assert.ok(rounds.flat().every(([a, b]) => people[a] !== people[b]));
  }
});

test('an odd one makes three, and a larger team pairs what is over', () => {
  const groups = round(teams(5, 2), 2, [], 1);
  assert.deepEqual(groups.map(group => group.length).sort(), [2, 2, 3]);
  const mixed = groups.filter(group => new Set(group.map(a => teams(5, 2)[a])).size > 1);
  assert.ok(mixed.length >= 2);
});

test('groups of four are half and half, and three rounds repeat little', () => {
  const people = teams(8, 8), rounds = [];
  for (let at = 0; at < 3; at++) rounds.push(round(people, 4, rounds, at));
  for (const group of rounds.flat()) assert.equal(group.filter(a => people[a] === 't0').length, 2);
  assert.equal(repeats(rounds), 0);
});

test('three teams mix too', () => {
  const people = teams(4, 4, 4), groups = round(people, 3, [], 3);
  assert.ok(groups.every(group => new Set(group.map(a => people[a])).size === 3));
});
