// Does a calendar program read our calendars? ical.js, which Thunderbird uses, says what it sees.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const calendar = (...args) => execFileSync(process.env.BIN, ['workshop', 'ics', ...args], { cwd: root, encoding: 'utf8' });

test('the kickoff day, its preparation, its reviews and its actions', async () => {
  const { default: ICAL } = await import('ical.js');
  const events = new ICAL.Component(ICAL.parse(calendar('joint-kickoff-day', '--start', '2027-03-12T08:45', '--timezone', 'Europe/Dublin')))
    .getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  const at = (event) => event.startDate.toJSDate().toISOString();
  const day = events.find((event) => event.summary === 'Joint kickoff day');
  assert.equal(at(day), '2027-03-12T08:45:00.000Z');
  assert.equal(day.duration.toSeconds(), 510 * 60);
  assert.match(day.description, /\n\n08:45 Arrival at mixed tables \(\d+ min\)\n09:00 /);
  assert.equal(at(events.find((event) => event.summary.startsWith('Before:'))), '2027-03-10T08:45:00.000Z');
  // After +2 and +7 days the clocks have not changed yet, after +21 and +60 they have.
  assert.deepEqual(events.filter((event) => event.summary.startsWith('Look back:')).map(at), ['2027-03-14T08:45:00.000Z', '2027-03-19T08:45:00.000Z', '2027-04-02T07:45:00.000Z', '2027-05-11T07:45:00.000Z']);
  assert.equal(events.filter((event) => /#|action/.test(event.uid)).length, 4);
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
});

test('a series has one event for each meeting, on its own day', async () => {
  const { default: ICAL } = await import('ical.js');
  const all = new ICAL.Component(ICAL.parse(calendar('three-remote-mornings', '--start', '2027-03-26T09:30')))
    .getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)).filter((event) => event.summary.includes('Morning'));
  assert.deepEqual(all.map((event) => event.startDate.toJSDate().toISOString()), ['2027-03-26T09:30:00.000Z', '2027-03-27T09:30:00.000Z', '2027-03-29T08:30:00.000Z']);
});
