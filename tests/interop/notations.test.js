// Do other people's parsers read our text formats, with the right content?
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const gift = require('gift-pegjs');

const tea = path.join(__dirname, '../export/book');
const ours = path.join(__dirname, '../..');
const exported = (book, format) => execFileSync(process.env.BIN, ['-C', book, 'export', format, '-o', '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });

test('gift-pegjs reads questions, keys and feedback', () => {
  const questions = gift.parse(exported(tea, 'gift'));
  const one = (title) => questions.find((question) => question.title === title);
  const boils = one('boils');
  assert.equal(boils.stem.text, '<p>What boils the water = fast, {for 50%}?</p><p>The cup is empty:</p>\n<pre><code>// indented\n    water -&gt; kettle\n</code></pre>');
  assert.deepEqual(boils.choices.map((choice) => [choice.isCorrect, choice.text.text, choice.feedback.text]), [
    [true, 'The kettle, at ~100 °C', 'It has a coil.'],
    [false, 'The cup', 'A cup only holds it.'],
    [false, 'The #1 spoon', 'A spoon stirs.'],
  ]);
  assert.deepEqual(one('drinks').choices.map((choice) => choice.weight), [50, 50, -50, -50]);
  assert.deepEqual(one('pairs').matchPairs.map((pair) => [pair.subquestion.text, pair.subanswer]), [['Kettle', 'Stove'], ['Cup', 'Table'], ['Milk', 'Fridge']]);
  assert.deepEqual([one('degrees').choices[0].text.number, one('degrees').choices[0].text.range], [100, 2]);
  assert.equal(one('rewrite').type, 'Essay');
  assert.ok(gift.parse(exported(ours, 'gift')).length > 200);
});

test('ical.js reads meetings and what follows them', async () => {
  const { default: ical } = await import('ical.js');
  const calendar = new ical.Component(ical.parse(exported(tea, 'ics')));
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ical.Event(event));
  assert.equal(new Set(events.map((event) => event.uid)).size, 7);
  const meeting = events.find((event) => event.uid.includes('-meeting-1-'));
  assert.equal(meeting.summary, 'Tea morning; for both, with \\ backslash');
  assert.match(meeting.description, /^One morning, one kettle\.\n\n09:00 Pour together \(30 min\)\n\nA kitchen, with a tap$/);
  // The clocks of Dublin go forward on this day.
  assert.equal(meeting.startDate.toJSDate().toISOString(), '2027-03-28T08:00:00.000Z');
  assert.equal(meeting.duration.toSeconds(), 1800);
  assert.equal(events.find((event) => event.uid.includes('-action-1-')).startDate.toString(), '2027-03-30');
});

test('a workshop is the same event in every calendar, and held again it is another', async () => {
  const { default: ical } = await import('ical.js');
  const uids = (text) => new ical.Component(ical.parse(text)).getAllSubcomponents('vevent').map((event) => event.getFirstPropertyValue('uid'));
  const alone = (...when) => uids(execFileSync(process.env.BIN, ['-C', tea, 'workshop', 'ics', 'tea-morning', ...when], { encoding: 'utf8' }));
  const all = uids(exported(tea, 'ics'));
  assert.deepEqual(alone(), all);
  assert.deepEqual(alone('--start', '2027-03-28T09:00'), all);
  const again = alone('--start', '2027-04-28T09:00');
  assert.equal(new Set([...again, ...all]).size, 2 * all.length);
});
