// Pairs and groups, mixed by team, in which nobody meets the same person twice for as long
// as that is possible. Pure; tested in tests/web.
(() => {
'use strict';
const pair = (a, b) => a < b ? a + ' ' + b : b + ' ' + a;

/** Numbers from 0 to 1 that follow from a seed (mulberry32), so that a test can repeat them. */
const dice = seed => () => {
  seed = seed + 0x6d2b79f5 | 0;
  let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
  t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
  return ((t ^ t >>> 14) >>> 0) / 4294967296;
};

const shuffled = (list, random) => {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const to = Math.floor(random() * (at + 1));
    [all[at], all[to]] = [all[to], all[at]];
  }
  return all;
};

/** Whom everybody has met: a set of pairs, from rounds of groups of positions. */
const met = rounds => {
  const pairs = new Set();
  for (const round of rounds) for (const group of round)
    group.forEach((a, at) => group.slice(at + 1).forEach(b => pairs.add(pair(a, b))));
  return pairs;
};

// The most pairs between two sides, along paths that alternate (Kuhn).
const matching = (left, right, allowed) => {
  const partner = new Map();
  const visit = (a, seen) => right.some(b => {
    if (!allowed(a, b) || seen.has(b)) return false;
    seen.add(b);
    if (partner.has(b) && !visit(partner.get(b), seen)) return false;
    partner.set(b, a);
    return true;
  });
  left.forEach(a => visit(a, new Set()));
  return [...partner].map(([b, a]) => [a, b]);
};

// Pairs: first new ones across teams, then new ones, then what is left; one over makes three.
const pairs = (teams, known, random) => {
  const largest = Math.max(...teams.map(team => teams.filter(other => other === team).length));
  const big = teams.find(team => teams.filter(other => other === team).length === largest);
  const people = shuffled(teams.keys(), random);
  const found = [], free = () => people.filter(a => !found.flat().includes(a));
  const fresh = (a, b) => !known.has(pair(a, b));
  found.push(...matching(people.filter(a => teams[a] === big), people.filter(a => teams[a] !== big), fresh));
  for (const fits of [(a, b) => teams[a] !== teams[b] && fresh(a, b), fresh, (a, b) => teams[a] !== teams[b], () => true]) {
    for (const a of free()) {
      const b = free().find(b => b !== a && fits(a, b));
      if (b !== undefined && free().includes(a)) found.push([a, b]);
    }
  }
  const over = free();
  if (over.length && found.length) found[found.length - 1].push(...over);
  else if (over.length) found.push(over);
  return found;
};

/** How bad some groups are: people who meet again, and teams that are not mixed. */
const price = (groups, teams, known) => groups.reduce((sum, group) => {
  const again = group.reduce((n, a, at) => n + group.slice(at + 1).filter(b => known.has(pair(a, b))).length, 0);
  const counts = [...new Set(teams)].map(team => group.filter(a => teams[a] === team).length);
  return sum + again * 20 + counts.reduce((n, count) => n + count * count, 0);
}, 0);

// Groups: dealt out team by team, then people change places as long as that helps.
const larger = (teams, size, known, random) => {
  const n = teams.length, count = Math.max(1, Math.round(n / size));
  let best = null;
  for (let attempt = 0; attempt < 24; attempt++) {
    const groups = Array.from({ length: count }, () => []);
    const order = [...new Set(teams)].flatMap(team => shuffled([...teams.keys()].filter(a => teams[a] === team), random));
    order.forEach((a, at) => groups[at % count].push(a));
    let now = price(groups, teams, known), better = true;
    while (better) {
      better = false;
      for (let g = 0; g < count; g++) for (let h = g + 1; h < count; h++)
        for (let i = 0; i < groups[g].length; i++) for (let j = 0; j < groups[h].length; j++) {
          const swap = () => { [groups[g][i], groups[h][j]] = [groups[h][j], groups[g][i]]; };
          swap();
          const then = price(groups, teams, known);
          if (then < now) { now = then; better = true; } else swap();
        }
    }
    if (!best || now < best.now) best = { now, groups };
  }
  return best.groups;
};

/** One more round: groups of positions. `teams` names the team of each person, `rounds` are those before. */
const round = (teams, size, rounds, seed) => {
  if (teams.length < 2) return teams.length ? [[0]] : [];
  const random = dice(seed), known = met(rounds);
  return size === 2 ? pairs(teams, known, random) : larger(teams, size, known, random);
};

globalThis.crosstrainGroups = { round, met };
if (typeof module === 'object') module.exports = globalThis.crosstrainGroups;
})();
