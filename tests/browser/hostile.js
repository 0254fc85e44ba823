// Does nothing hostile run or leave the site? Opens every page with an
// attack in it that tests/hostile_corpus.rs left in the folder given, with the
// pages' own policy as the last defense, and watches what the browser does.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { launch, serve } = require('./browser.js');

const TABS = 4;

function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? files(file) : /\.(html|svg)$/.test(file) ? [file] : [];
  });
}

/** Pages with something of an attack in them, and no two the same. */
function suspicious(folder) {
  const seen = new Set();
  return files(folder).sort().filter((file) => {
    const bytes = fs.readFileSync(file);
    const digest = crypto.createHash('sha256').update(bytes).digest('hex');
    return /pwn|evil|\{\{|script:|text.html/i.test(bytes.toString()) && !seen.has(digest) && seen.add(digest);
  });
}

/** A place that every other host's name leads to, and how often somebody came. */
function sink() {
  const visits = { count: 0 };
  const server = net.createServer((socket) => { visits.count++; socket.destroy(); });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ server, visits, port: server.address().port })));
}

/** What a payload would do if it ran; called in every frame before anything else. */
function arm() {
  window.pwn = () => { window.pwned = 1; };
  window.alert = window.pwn;
}

/** Elements and attributes that no page of ours has; looked for in the page as the browser reads it. */
function found() {
  const wrong = [];
  if (window.pwned) wrong.push(`ran: ${window.pwned}`);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) wrong.push(`<${element.localName} ${name}>`);
      if (/^(href|src|action|formaction|xlink:href|data)$/.test(name) && /^[\s\x00-\x20]*(javascript|vbscript|data:text|file):?/i.test(value)) wrong.push(`<${element.localName} ${name}=${value}>`);
    }
  }
  for (const element of document.querySelectorAll('iframe, object, embed, base, math, foreignObject, main style, main link, main meta')) wrong.push(`<${element.localName}>`);
  return wrong;
}

async function open(page, base, route, trusted) {
  const wrong = [];
  try {
    await page.goto(base + route.split('/').map(encodeURIComponent).join('/'), { waitUntil: 'load', timeout: 60000 });
    if (await page.locator('meta[http-equiv=refresh i]').count()) {
      await page.waitForTimeout(100);
      if (!page.url().startsWith(base)) wrong.push(`leads to ${page.url()}`);
      await page.goto('about:blank');
      return wrong.map((what) => `${route}: ${what}`);
    }
    const seen = await page.evaluate(found);
    // A trusted book may hold what it likes; it must not run and not leave.
    wrong.push(...(trusted ? seen.filter((what) => what.startsWith('ran')) : seen));
    for (const frame of page.frames().slice(1)) wrong.push(...(await frame.evaluate(() => (window.pwned ? ['ran in a frame'] : [])).catch(() => [])));
    if (!page.url().startsWith(base)) wrong.push(`leads to ${page.url()}`);
  } catch (error) {
    // An old address leads on before it can be looked at.
    if (!/context was destroyed|interrupted by another/.test(error.message)) wrong.push(error.message.split('\n')[0]);
  }
  return wrong.map((what) => `${route}: ${what}`);
}

(async () => {
  const folder = path.resolve(process.argv[2]);
  const routes = suspicious(folder).map((file) => path.relative(folder, file).split(path.sep).join('/'));
  const { server, base } = await serve(folder);
  const elsewhere = await sink();
  const browser = await launch([`--host-resolver-rules=MAP * 127.0.0.1:${elsewhere.port}, EXCLUDE 127.0.0.1`]);
  const context = await browser.newContext();
  await context.addInitScript(arm);
  const wrong = [];
  let next = 0;
  await Promise.all(Array.from({ length: TABS }, async () => {
    const page = await context.newPage();
    page.on('dialog', (dialog) => { wrong.push(`${page.url()}: opens a dialog`); dialog.dismiss(); });
    while (next < routes.length) {
      const route = routes[next++];
      const trusted = /\/\d+-(trusted|.*trusted-book)/.test(route);
      wrong.push(...(await open(page, base, route, trusted)));
    }
  }));
  // Search shows titles and texts of a book in which every field is hostile.
  const page = await context.newPage();
  for (const site of fs.readdirSync(path.join(folder, 'fields'))) {
    wrong.push(...(await open(page, base, `fields/${site}/search.html`, false)));
    for (const words of ['pwned', 'script', 'heading']) {
      const input = page.locator('input[type=search], input[role=combobox]').first();
      if (!(await input.count())) continue;
      await input.fill(words);
      await page.waitForTimeout(150);
      wrong.push(...(await page.evaluate(found)).map((what) => `fields/${site}: searching for ${words}: ${what}`));
    }
  }
  await browser.close();
  server.close();
  elsewhere.server.close();
  if (elsewhere.visits.count) wrong.push(`${elsewhere.visits.count} connections left the site`);
  if (!routes.length || wrong.length) {
    console.error(`${wrong.length} problems in ${routes.length} pages\n${wrong.slice(0, 60).join('\n')}`);
    process.exit(1);
  }
  console.log(`checked ${routes.length} hostile pages: nothing ran, nothing left the site`);
})();
