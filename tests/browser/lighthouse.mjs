// Is every kind of page worth 100 in each of Lighthouse's four categories, on its slow
// phone? Performance depends on how busy the machine is, so it is told and not judged;
// the other three are the same in every run. Pages that are asked for by name are
// measured up to three times, and the fastest counts.
// `node tests/browser/lighthouse.mjs SITE [PAGE…]`
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import lighthouse from 'lighthouse';
import { kinds, launch, TYPES } from './browser.js';

const [site, ...asked] = process.argv.slice(2);
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'], RUNS = asked.length ? 3 : 1;

/** The site as hosts send it: packed, and kept by the browser where the name says the content. */
function host(request, response) {
  const below = decodeURIComponent(new URL(request.url, 'http://x').pathname);
  const file = path.join(site, below.endsWith('/') ? below + 'index.html' : below);
  fs.readFile(file, (error, bytes) => {
    if (error) return response.writeHead(404).end();
    const ending = file.split('.').pop(), packed = ending !== 'woff2' && ending !== 'png';
    response.writeHead(200, {
      'content-type': (TYPES[ending] || 'application/octet-stream') + (packed ? ';charset=utf-8' : ''),
      'cache-control': below.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(packed && { 'content-encoding': 'br' }),
    });
    response.end(packed ? zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 6 } }) : bytes);
  });
}

const server = http.createServer(host);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}/`;
const spare = http.createServer().listen(0, '127.0.0.1');
await new Promise((done) => spare.once('listening', done));
const { port } = spare.address();
await new Promise((done) => spare.close(done));
const browser = await launch([`--remote-debugging-port=${port}`]);
const wrong = [], rows = [];
for (const route of asked.length ? asked : kinds(site)) {
  let best, details;
  for (let run = 0; run < RUNS && best?.performance !== 100; run += 1) {
    const { lhr } = await lighthouse(base + route, { port, logLevel: 'silent', output: 'json', onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(`${route}: ${lhr.runtimeError.message}`);
    const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score || 0) * 100)]));
    if (!best || scores.performance > best.performance) best = scores;
    details ||= CATEGORIES.slice(1).flatMap((name) => lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${id}: ${JSON.stringify(lhr.audits[id].details?.items?.[0] || '').slice(0, 300)}`));
  }
  rows.push([route, ...CATEGORIES.map((name) => best[name])]);
  if (process.stdout.isTTY || asked.length) console.log(rows.at(-1).join('  '));
  for (const name of CATEGORIES.slice(1)) if (best[name] < 100) wrong.push(`${route}: ${name} ${best[name]}`);
  wrong.push(...details.map((detail) => `${route}: ${detail}`));
}
await browser.close();
server.close();
for (const [route, ...scores] of rows) console.log(scores.map((score) => String(score).padStart(4)).join(''), ` ${route}`);
if (wrong.length) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
console.log(`checked ${rows.length} pages with Lighthouse, 100 in three categories each, performance ${Math.min(...rows.map(([, fast]) => fast))} or more`);
