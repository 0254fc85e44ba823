// Does the preview come through a storm? Hundreds of saves, a change of branch
// that touches thousands of files, folders that go and come back: at the end it
// shows what a fresh build would show, and its memory has not grown with the
// number of saves. Watched by the system's events, and once more by polling.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const PAGES = 2000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const term = (at, text) =>
  `---\ntitle: Word ${at}\ndefinition: "The meaning of number ${at}."\nrelated: [word-${(at + 1) % PAGES}]\n---\n\n## Why Marketing cares\n\n${text}\n\n## Why IT cares\n\n${text}\n`;

async function port() {
  return new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/// Kilobytes that a process holds; nothing where the system does not say.
function memory(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
  } catch {
    return undefined;
  }
}

/// Waits until a page shows some words; the test fails by its own limit if it never does.
async function shows(url, words) {
  for (;;) {
    const text = await fetch(url).then((answer) => answer.text()).catch(() => '');
    if (text.includes(words)) return text;
    await pause(50);
  }
}

for (const flags of [[], ['--poll=0.2']]) {
  test(`a storm ends with the right site ${flags}`, { timeout: 300_000 }, async (t) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'storm-'));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    execFileSync(process.env.BIN, ['init', '-q', folder]);
    const glossary = path.join(folder, 'content/glossary');
    const write = (text) => {
      for (let at = 0; at < PAGES; at++) fs.writeFileSync(path.join(glossary, `word-${at}.md`), term(at, text));
    };
    write('First.');
    const number = await port();
    const server = spawn(process.env.BIN, ['serve', '-qq', '--port', String(number), ...flags], { cwd: folder, stdio: 'ignore' });
    t.after(() => server.kill());
    const page = (at) => `http://127.0.0.1:${number}/glossary/word-${at}.html`;
    await shows(page(7), 'First.');

    // 500 saves of one page, as fast as an editor that saves on every key, some of them atomic.
    const file = path.join(glossary, 'word-7.md');
    const save = (text, at) => {
      if (at % 3) return fs.writeFileSync(file, term(7, text));
      fs.writeFileSync(`${file}.tmp~`, term(7, text));
      fs.renameSync(`${file}.tmp~`, file);
    };
    for (let at = 0; at < 100; at++) save(`Warm ${at}.`, at) ?? (await pause(20));
    await shows(page(7), 'Warm 99.');
    const before = memory(server.pid);
    for (let at = 0; at < 500; at++) save(`Save ${at}.`, at) ?? (await pause(20));
    await shows(page(7), 'Save 499.');
    const after = memory(server.pid);
    if (before) assert.ok(after < before * 1.5 + 20_000, `memory grew from ${before} to ${after} kB`);

    // Another branch: every file differs.
    write('Second.');
    await shows(page(1999), 'Second.');
    await shows(page(0), 'Second.');

    // A folder goes and comes back, and so does the whole source folder.
    const aside = path.join(folder, 'aside');
    fs.renameSync(glossary, aside);
    await pause(300);
    fs.renameSync(aside, glossary);
    fs.writeFileSync(path.join(glossary, 'word-3.md'), term(3, 'Third.'));
    await shows(page(3), 'Third.');
    fs.renameSync(path.join(folder, 'content'), aside);
    await pause(300);
    fs.renameSync(aside, path.join(folder, 'content'));
    fs.writeFileSync(path.join(glossary, 'word-4.md'), term(4, 'Fourth.'));
    await shows(page(4), 'Fourth.');
    fs.writeFileSync(path.join(glossary, 'word-5.md'), term(5, 'Fifth.'));
    await shows(page(5), 'Fifth.');

    // What is shown is what a fresh build writes, but for the script of the preview.
    execFileSync(process.env.BIN, ['build', '-q', '--drafts', '-o', path.join(folder, 'fresh')], { cwd: folder });
    for (const name of ['glossary/word-3.html', 'glossary/word-1999.html', 'glossary/index.html', 'all.html', 'index.html']) {
      const shown = await fetch(`http://127.0.0.1:${number}/${name}`).then((answer) => answer.text());
      const fresh = fs.readFileSync(path.join(folder, 'fresh', name), 'utf8');
      assert.equal(shown.replace('<script src="/_crosstrain/reload.js" defer></script>', ''), fresh, name);
    }
  });
}
