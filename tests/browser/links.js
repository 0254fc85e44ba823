// Does every link of a site that stays in the site lead to a file and, with a
// fragment, to an element of it? Prints what does not, and exits with 1.
// usage: node tests/browser/links.js SITE [--from-source]
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const site = process.argv[2];
const files = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
const undo = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>');
const all = new Set(files(site).map((file) => path.relative(site, file)));
const pages = new Map([...all].filter((file) => file.endsWith('.html')).map((file) => [file, fs.readFileSync(path.join(site, file), 'utf8')]));
const ids = new Map([...pages].map(([file, html]) => [file, new Set([...html.matchAll(/\s(?:id|name)=["']?([^"'\s>]+)/g)].map((match) => undo(match[1])))]));

let links = 0;
const broken = [];
for (const [page, html] of pages) {
  for (const [, raw] of html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '').matchAll(/\s(?:href|src)="([^"]*)"/g)) {
    const target = undo(raw);
    if (/^[a-z][a-z0-9+.-]*:|^\/\/|^\//i.test(target)) continue;
    const [address, fragment = ''] = target.split('#');
    const wanted = address.split('?')[0];
    const file = wanted ? path.posix.normalize(path.posix.join(path.posix.dirname(page), decodeURIComponent(wanted))) : page;
    // Out of the site: not ours to judge.
    if (file.startsWith('..')) continue;
    links += 1;
    const there = all.has(file) || all.has(path.posix.join(file, 'index.html'));
    if (!there) broken.push(`${page}: ${target}`);
    else if (fragment && ids.has(file) && !ids.get(file).has(decodeURIComponent(fragment))) broken.push(`${page}: ${target}`);
  }
}
if (broken.length) console.error(broken.join('\n'));
console.log(`checked ${links} links in ${pages.size} pages, ${broken.length} lead nowhere`);
process.exit(broken.length ? 1 : 0);
