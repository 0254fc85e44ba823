// When a question should come back: FSRS-6 with its published default weights and 90 %
// wanted recall, in whole days (no steps within a day).
// https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm
(() => {
  'use strict';
  const W = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542];
  const round = number => Math.round(number * 1e8) / 1e8, clamp = (number, low, high) => Math.min(Math.max(number, low), high);
  const DECAY = -W[20], FACTOR = round(Math.exp(Math.log(0.9) / DECAY) - 1), DAYS = round((0.9 ** (1 / DECAY) - 1) / FACTOR), MOST = 36500;

  const firstDifficulty = grade => round(W[4] - Math.exp((grade - 1) * W[5]) + 1);
  const recall = (days, stability) => round((1 + FACTOR * days / stability) ** DECAY);

  /** Stability (days until recall falls to 90 %) and difficulty after an answer; `before` is missing for the first. */
  const next = (before, days, grade) => {
    if (!before) return { stability: W[grade - 1], difficulty: clamp(firstDifficulty(grade), 1, 10) };
    const { stability: s, difficulty: d } = before, lost = 1 - recall(days, s);
    const kept = s * (1 + Math.exp(W[8]) * (11 - d) * s ** -W[9] * (Math.exp(lost * W[10]) - 1) * (grade === 2 ? W[15] : 1) * (grade === 4 ? W[16] : 1));
    const forgot = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * Math.exp(lost * W[14]);
    const stability = grade === 1 ? clamp(round(s), 0.001, round(clamp(forgot, 0.001, MOST))) : round(clamp(kept, 0.001, MOST));
    const damped = d + round(-W[6] * (grade - 3) * (10 - d) / 9);
    return { stability, difficulty: clamp(round(W[7] * firstDifficulty(4) + (1 - W[7]) * damped), 1, 10) };
  };

  const plain = stability => clamp(Math.round(stability * DAYS), 1, MOST);

  /** One answer: grades are 1 wrong, 2 guessed, 3 fairly sure, 4 certain. A better grade always waits longer. */
  const answer = (before, days, grade) => {
    const [again, hard, good, easy] = [1, 2, 3, 4].map(grade => plain(next(before, days, grade).stability));
    const waits = [Math.min(again, hard)];
    for (const wait of [hard, good, easy]) waits.push(Math.max(wait, waits[waits.length - 1] + 1));
    return { ...next(before, days, grade), wait: waits[grade - 1] };
  };

  /** The day a time falls on, where the reader is. */
  const day = time => Math.floor((time - new Date(time).getTimezoneOffset() * 6e4) / 864e5);

  /** What a log of answers, each a time and a grade, comes to: state, and the day it is due. */
  const replay = log => [...log].sort(([a], [b]) => a - b).reduce((before, [time, grade]) => {
    const on = day(time), days = before ? Math.max(0, on - before.on) : 0, state = answer(before, days, grade);
    return { ...state, on, due: on + state.wait };
  }, null);

  const fsrs = { answer, day, replay };
  globalThis.crosstrainFsrs = fsrs;
  if (typeof module === 'object') module.exports = fsrs;
})();
