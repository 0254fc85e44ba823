// Is every kind of page worth 100 in each of Lighthouse's four categories, on its slow
// phone? Performance depends on how busy the machine is, so it is told and not judged,
// and only where pages are named or `all` are asked for: the best of up to three runs.
// `node tests/browser/lighthouse.mjs SITE [all|PAGE…]`
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import lighthouse from 'lighthouse';
import { kinds, launch, TYPES } from './browser.js';

const [site, ...asked] = process.argv.slice(2);
const JUDGED = ['accessibility', 'best-practices', 'seo'];
const [CATEGORIES, RUNS] = asked.length ? [[...JUDGED, 'performance'], 3] : [JUDGED, 1];

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
// One page of the sorts that people read most; the others wait for `all`, since each takes
// six seconds, most of them of waiting. axe reads every sort in every run.
const OFTEN = ['index.html', 'glossary/', 'modules/', 'quizzes/', 'paths/', 'workshops/', 'worksheets/', 'search.html', 'learning.html'];
const daily = OFTEN.map((start) => kinds(site).find((route) => route.startsWith(start) && (start.endsWith('.html') || !route.endsWith('index.html'))));
const routes = !asked.length ? daily : asked[0] === 'all' ? kinds(site) : asked;
for (const route of routes) {
  let best, details;
  for (let run = 0; run < RUNS && (best?.performance ?? 0) < 100; run += 1) {
    const { lhr } = await lighthouse(base + route, { port, logLevel: 'silent', output: 'json', onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(`${route}: ${lhr.runtimeError.message}`);
    const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score || 0) * 100)]));
    if (!best || scores.performance > best.performance) best = scores;
    details ||= JUDGED.flatMap((name) => lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${id}: ${JSON.stringify(lhr.audits[id].details?.items?.[0] || '').slice(0, 300)}`));
  }
  rows.push([route, ...CATEGORIES.map((name) => best[name])]);
  if (process.stdout.isTTY || asked.length) console.log(rows.at(-1).join('  '));
  for (const name of JUDGED) if (best[name] < 100) wrong.push(`${route}: ${name} ${best[name]}`);
  wrong.push(...details.map((detail) => `${route}: ${detail}`));
}
await browser.close();
server.close();
for (const [route, ...scores] of rows) console.log(scores.map((score) => String(score).padStart(4)).join(''), ` ${route}`);
if (wrong.length) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
const fast = asked.length ? `, performance ${Math.min(...rows.map((row) => row.at(-1)))} or more` : '';
console.log(`checked ${rows.length} pages with Lighthouse, 100 in three categories each${fast}`);
