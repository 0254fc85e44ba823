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

/// A page as the preview shows it. A connection that was kept open and is closed by the other
/// side just now is no answer; browsers ask again, too.
async function text(url, signal) {
  for (;;) {
    try {
      return await (await fetch(url, { signal })).text();
    } catch (error) {
      signal.throwIfAborted();
      await pause(50);
    }
  }
}

/// Waits until a page shows some words, no longer than the test may take.
async function shows(url, words, signal) {
  while (!(await text(url, signal)).includes(words)) await pause(50);
}

for (const flags of [[], ['--poll=0.2']]) {
  test(`a storm ends with the right site ${flags}`, { timeout: 300_000 }, async (t) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'storm-'));
    const said = `${folder}.log`;
    t.after(() => [folder, said].forEach((path) => fs.rmSync(path, { recursive: true })));
    execFileSync(process.env.BIN, ['init', '-q', folder]);
    const glossary = path.join(folder, 'content/glossary');
    const write = (text) => {
      for (let at = 0; at < PAGES; at++) fs.writeFileSync(path.join(glossary, `word-${at}.md`), term(at, text));
    };
    write('First.');
    const number = await port();
    const server = spawn(process.env.BIN, ['serve', '-qq', '--port', String(number), ...flags], { cwd: folder, stdio: ['ignore', 'ignore', fs.openSync(said, 'w')] });
    t.after(() => server.kill());
    const over = new AbortController();
    server.once('exit', () => over.abort());
    const limit = AbortSignal.any([AbortSignal.timeout(200_000), over.signal]);
    const state = () => `${server.exitCode === null ? 'the preview goes on' : `the preview ended with ${server.exitCode}`}; its last words: ${fs.readFileSync(said, 'utf8').slice(-2000)}`;
    const page = (at) => `http://127.0.0.1:${number}/glossary/word-${at}.html`;
    const shown = (at, words) => shows(page(at), words, limit).catch(() => assert.fail(`word-${at} never showed "${words}"; ${state()}`));
    await shown(7, 'First.');

    // 500 saves of one page, as fast as an editor that saves on every key, some of them atomic.
    const file = path.join(glossary, 'word-7.md');
    const save = (text, at) => {
      if (at % 3) return fs.writeFileSync(file, term(7, text));
      fs.writeFileSync(`${file}.tmp~`, term(7, text));
      fs.renameSync(`${file}.tmp~`, file);
    };
    for (let at = 0; at < 100; at++) save(`Warm ${at}.`, at) ?? (await pause(20));
    await shown(7, 'Warm 99.');
    const before = memory(server.pid);
    for (let at = 0; at < 500; at++) save(`Save ${at}.`, at) ?? (await pause(20));
    await shown(7, 'Save 499.');
    const after = memory(server.pid);
    if (before) assert.ok(after < before * 1.5 + 20_000, `memory grew from ${before} to ${after} kB`);

    // Another branch: every file differs.
    write('Second.');
    await shown(1999, 'Second.');
    await shown(0, 'Second.');

    // A folder goes and comes back, and so does the whole source folder.
    const aside = path.join(folder, 'aside');
    fs.renameSync(glossary, aside);
    await pause(300);
    fs.renameSync(aside, glossary);
    fs.writeFileSync(path.join(glossary, 'word-3.md'), term(3, 'Third.'));
    await shown(3, 'Third.');
    fs.renameSync(path.join(folder, 'content'), aside);
    await pause(300);
    fs.renameSync(aside, path.join(folder, 'content'));
    fs.writeFileSync(path.join(glossary, 'word-4.md'), term(4, 'Fourth.'));
    await shown(4, 'Fourth.');
    fs.writeFileSync(path.join(glossary, 'word-5.md'), term(5, 'Fifth.'));
    await shown(5, 'Fifth.');

    // What is shown is what a fresh build writes, but for the script of the preview.
    execFileSync(process.env.BIN, ['build', '-q', '--drafts', '-o', path.join(folder, 'fresh')], { cwd: folder });
    for (const name of ['glossary/word-3.html', 'glossary/word-1999.html', 'glossary/index.html', 'all.html', 'index.html']) {
      const preview = await text(`http://127.0.0.1:${number}/${name}`, limit);
      const fresh = fs.readFileSync(path.join(folder, 'fresh', name), 'utf8');
      assert.equal(preview.replace('<script src="/_crosstrain/reload.js" defer></script>', ''), fresh, name);
    }
  });
}
