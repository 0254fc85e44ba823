// How much does a reader load to read a page? HTML, styles and scripts with
// Brotli at its best, as hosts send them; what comes only on demand is not counted. No
// page loads anything from elsewhere. `node tests/browser/weight.js SITE`
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const site = process.argv[2], KB = 1000;
const LIMITS = [[/^quizzes\/(?!index)/, 25], [/^glossary\/(?!index)/, 20], [/./, 30]];
const sizes = new Map(), pages = fs.readdirSync(site, { recursive: true }).filter((file) => file.endsWith('.html')).map((file) => file.split(path.sep).join('/')).sort();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, zlib.brotliCompressSync(fs.readFileSync(path.join(site, file)), { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }).length);
  return sizes.get(file);
};

const wrong = [], rows = [];
for (const page of pages) {
  const html = fs.readFileSync(path.join(site, page), 'utf8');
  const loaded = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.(?:css|js))"/g)].map(([, file]) => file);
  for (const file of loaded.filter((file) => /^(?:\w+:|\/)/.test(file))) wrong.push(`${page} loads ${file}`);
  const parts = [page, ...new Set(loaded.map((file) => path.posix.join(path.posix.dirname(page), file)))].map(size);
  const sum = parts.reduce((a, b) => a + b, 0), limit = LIMITS.find(([fits]) => fits.test(page))[1];
  rows.push([page, parts[0], sum]);
  if (sum > limit * KB) wrong.push(`${page}: ${sum} bytes, limit ${limit} KB`);
}
const fonts = fs.readdirSync(path.join(site, 'assets')).filter((file) => file.endsWith('.woff2')).map((file) => fs.statSync(path.join(site, 'assets', file)).size);
if (fonts.reduce((a, b) => a + b, 0) > 40 * KB) wrong.push(`fonts: ${fonts.join(' + ')} bytes, limit 40 KB`);
if (process.argv[3]) for (const [page, html, sum] of rows) console.log(`${String(html).padStart(6)} ${String(sum).padStart(6)} ${page}`);
if (wrong.length) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
console.log(`checked ${rows.length} pages, the heaviest ${Math.max(...rows.map(([, , sum]) => sum))} bytes`);
