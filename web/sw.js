// Keeps the page, so that after one visit it needs no network: what the network has is shown and kept,
// and without a network what was kept is shown. So nobody ever sees a mixture of two versions for longer
// than it takes to load the page again.
const KEPT = 'offsetscope';
// What the page loads only when it is asked for; what it loads at once is found in the page itself.
const LATER = [
  'panels.js', 'offsetscope-panels.js', 'offsetscope-panels_bg.wasm', 'panels.css',
  'worker.js', 'offsetscope-prover.js', 'offsetscope-prover_bg.wasm',
  'flights.js', 'modes.css', 'adapt.css', 'notes.html', 'notes.js', 'notes.css', 'start.js',
  'fidelity.html', 'fidelity.js', 'fidelity.css', 'tokens.css',
];

addEventListener('install', (event) => event.waitUntil(keepAll().then(() => skipWaiting())));

async function keepAll() {
  const cache = await caches.open(KEPT);
  const page = await fetch('./');
  const text = await page.clone().text();
  await cache.put('./', page);
  const named = [...text.matchAll(/(?:src|href)="?\.?\/?([\w.-]+\.(?:js|css|wasm|svg|html|woff2))/g)];
  const start = await fetch('start.js').then((it) => (it.ok ? it.text() : ''));
  const imported = [...start.matchAll(/\.\/([\w.-]+\.(?:js|wasm))/g)];
  const all = new Set([...LATER, ...[...named, ...imported].map(([, name]) => name)]);
  // One that is missing is no reason to keep none.
  await Promise.all([...all].map((name) => cache.add(name).catch(() => {})));
}

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && new URL(request.url).origin === location.origin) {
    event.respondWith(answer(request));
  }
});

async function answer(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreSearch: true });
  // There is no network, and the browser knows: nobody has to wait.
  if (kept && !navigator.onLine) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
