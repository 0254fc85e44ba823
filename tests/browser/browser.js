// What all browser tests share: a Chromium, and the site over HTTP on loopback.
'use strict';
const { chromium } = require('playwright-core');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { after, before } = require('node:test');

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2', png: 'image/png', txt: 'text/plain', json: 'application/json', webmanifest: 'application/manifest+json', xml: 'application/xml' };

/** The path of an installed Chrome or Chromium. */
function executable() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next name may be there.
    }
  }
  throw new Error('no Chrome or Chromium is installed; tests/run installs one');
}

/** Starts a browser that asks nobody for anything. */
function launch(more = []) {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more];
  return chromium.launch({ executablePath: executable(), args });
}

/** Serves a folder below a sub-path, as a host of many sites would. */
function serve(folder) {
  const server = http.createServer((request, response) => {
    const below = decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/^\/some\/where\//, '/');
    const file = path.join(folder, below.endsWith('/') ? below + 'index.html' : below);
    fs.readFile(file, (error, bytes) => {
      response.writeHead(error ? 404 : 200, { 'content-type': TYPES[file.split('.').pop()] || 'application/octet-stream' });
      response.end(error ? '' : bytes);
    });
  });
  // A test that fails before it closes its server must not keep the run from ending.
  server.unref();
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ server, base: `http://127.0.0.1:${server.address().port}/some/where/` })));
}

/**
 * A browser and a served folder for all tests of a file, ended with them: `browser` and `base`
 * are there when the first test begins. `first` may still fill the folder, `last` clears it away.
 */
function stage(folder, { first = () => {}, last = () => {} } = {}) {
  const held = {};
  before(async () => {
    await first();
    Object.assign(held, await serve(folder));
    held.browser = await launch();
  });
  after(async () => {
    await held.browser?.close();
    held.server?.closeAllConnections();
    held.server?.close();
    last();
  });
  return held;
}

/** One page of each kind, and the pages that there is one of. */
function kinds(site) {
  const first = (folder, name) => `${folder}/${name || fs.readdirSync(path.join(site, folder)).filter((file) => file !== 'index.html' && file.endsWith('.html')).sort()[0]}`;
  return [
    'index.html', 'all.html', 'facts.html', 'search.html', '404.html', 'learning.html', 'placement.html', 'news.html', 'symptoms.html', 'map.html', 'coverage.html', 'facts/privacy-compliance.html',
    'glossary/index.html', first('glossary', 'caching.html'), first('glossary', 'consent.html'),
    'false-friends/index.html', first('false-friends'), 'modules/index.html', first('modules', 'why-the-old-page-is-still-there.html'),
    'workshops/index.html', first('workshops', 'joint-kickoff-day.html'), 'room.html',
    ...['present', 'guide', 'run', 'workbook', 'pack', 'results'].map((sheet) => `workshops/joint-kickoff-day/${sheet}.html`), 'paths/index.html', first('paths'), 'roles/index.html', first('roles'), 'quizzes/index.html', first('quizzes', 'walk-in-my-shoes-before.html'), first('quizzes', 'why-the-old-page-is-still-there.html'),
    'worksheets/index.html', first('worksheets', 'requirements-document.html'), 'frictions/index.html', first('frictions'),
    'handbook/index.html', first('handbook', 'writing-a-question.html'),
  ].filter((page) => fs.existsSync(path.join(site, page)));
}

module.exports = { TYPES, executable, kinds, launch, serve, stage };
