// Keeps a copy of the site in the browser. Files whose names hold a digest are taken from
// the copy, pages from the network first. VERSION changes with the content, and SHELL is
// what every page needs; both stand in the line before.
'use strict';
const SCOPE = new URL('./', self.location).href, CACHE = 'crosstrain ' + SCOPE, STATE = SCOPE + 'offline-state', PATIENCE = 4000;
const at = route => new URL(route, SCOPE).href;
const hashed = url => /\.[0-9a-f]{8}\.\w+$/.test(url.pathname);
// Whoever switched the copy off gets none by what pages still ask for: these open it only where it is.
let gone = false, running;
const opened = async () => (await caches.has(CACHE) && !gone ? caches.open(CACHE) : null);
const find = url => caches.match(url, { cacheName: CACHE });

// A page that came over a redirect may not answer a navigation.
const plain = async response => (response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response);
const keep = async (cache, route) => {
  const response = await fetch(at(route), { cache: 'no-cache' });
  if (!response.ok) throw new Error(route);
  await cache.put(at(route), await plain(response));
};
const missing = async (cache, routes) => {
  const has = new Set((await cache.keys()).map(request => request.url));
  return routes.filter(route => !has.has(at(route)));
};

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then(async cache => {
    await Promise.allSettled((await missing(cache, SHELL)).map(route => keep(cache, route)));
  }));
});
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

// The files of the search index, from the names in its first file.
const shards = async (cache, head) => {
  const response = await cache.match(at(head)), text = response ? await response.text() : '';
  const data = JSON.parse(text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))), folder = head.slice(0, head.lastIndexOf('/') + 1);
  const bodies = data.shards.split('\n').filter(Boolean).map((line, number) => folder + 'b' + number + '.' + line.split(' ').pop() + '.js');
  const sentences = data.display.split(' ').filter(Boolean).map((digest, number) => folder + 's' + number + '.' + digest + '.js');
  return [...bodies, ...sentences];
};

const each = async (routes, work) => {
  const queue = [...routes];
  await Promise.all(Array.from({ length: 4 }, async () => { while (queue.length && !gone) await work(queue.shift()); }));
};

// Everything, but only what changed since the last time.
const keepAll = async () => {
  // A worker that was brought back, while other pages had it, begins anew.
  await self.clients.claim();
  if (gone) return;
  const cache = await caches.open(CACHE), list = await (await fetch(at('offline.json'), { cache: 'no-cache' })).json();
  const known = await cache.match(STATE), state = known ? await known.json() : {};
  if (state.version !== VERSION) await keep(cache, list.search).catch(() => {});
  const files = [...list.files, ...await shards(cache, list.search).catch(() => [])];
  const changed = Object.keys(list.pages).filter(route => state[route] !== list.pages[route]);
  const save = () => cache.put(STATE, new Response(JSON.stringify(state)));
  await each(await missing(cache, files), route => keep(cache, route).catch(() => {}));
  let left = 0;
  await each(changed, route => keep(cache, route).then(() => { state[route] = list.pages[route]; }, () => { left += 1; }));
  if (gone) return;
  if (!left) state.version = VERSION;
  await save();
  const wanted = new Set([...Object.keys(list.pages), ...files, ...SHELL, list.search].map(at).concat(STATE));
  if (Object.keys(list.pages).length) for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  for (const client of await self.clients.matchAll()) client.postMessage({ crosstrain: 'kept', pages: Object.keys(list.pages).length - left });
};
self.addEventListener('message', event => {
  gone = event.data === 'drop';
  if (gone) {
    running = null;
    event.ports[0].postMessage('gone');
  }
  if (event.data !== 'keep') return;
  running = running || keepAll().catch(() => {}).finally(() => { running = null; });
  event.waitUntil(running);
});

const fromNetwork = async request => {
  const response = await fetch(request);
  if (response.ok && response.type === 'basic' && !response.redirected) {
    const copy = response.clone(), url = new URL(request.url);
    url.search = url.hash = '';
    if (url.pathname.endsWith('/')) url.pathname += 'index.html';
    opened().then(cache => cache && cache.put(url.href, copy)).catch(() => {});
  }
  return response;
};
const fromCopy = async request => {
  const url = new URL(request.url);
  url.search = url.hash = '';
  if (url.pathname.endsWith('/')) url.pathname += 'index.html';
  return find(url.href);
};

self.addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(SCOPE) || request.headers.has('range')) return;
  event.respondWith((async () => {
    if (hashed(url)) return await fromCopy(request) || fromNetwork(request);
    const network = fromNetwork(request), slow = new Promise(done => setTimeout(done, PATIENCE));
    try {
      const first = await Promise.race([network, slow]);
      return first || await fromCopy(request) || await network;
    } catch {
      const copy = await fromCopy(request);
      if (copy) return copy;
      const lost = request.mode === 'navigate' && await find(at('404.html'));
      return lost || Response.error();
    }
  })());
});
