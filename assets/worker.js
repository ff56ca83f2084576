/**
 * Opens the screens that count without a network: it keeps their shell, which holds nobody's data.
 *
 * A page tells which files it was made of; those of the build are kept, and the page's own HTML, which is
 * the same for everybody. Answers that name anybody come from other addresses and pass by untouched.
 */

/** Milliseconds after which what was kept is shown in place of a network that does not answer. */
const PATIENCE = 3_000;

/** The pages that open without a network; each sort has one HTML for everybody, and a cache of its own. */
const PAGES = /^\/(observations)\/[\w-]+\/live\/?$|^\/(tallies)\/[\w-]+\/?$/;

/** Files of the build; whatever else is fetched is not ours to keep. */
const FILES = /^\/(assets|fonts|tally)\/[\w./-]+$|^\/[\w-]+\.(css|svg|ico)$/;

/** Files whose name changes with their content; the one with our addresses is written anew by the server. */
const HASHED = /^\/assets\/(?!reflex-env-)[^/]+-[\w-]{8}\.\w+$/;

/** The cache of a page, and the name of its HTML there; undefined for any other page. */
function shellOf(path) {
  const [, one, other] = PAGES.exec(path) ?? [];
  return one ?? other;
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(keep(event.data)));

/** Keep what a page was made of, and let go of what it no longer is. */
async function keep({ page, files }) {
  const shell = shellOf(page);
  if (!shell) return;
  const ours = files.map((name) => new URL(name)).filter(({ origin }) => origin === location.origin);
  const wanted = new Set(ours.map(({ pathname }) => pathname).filter((path) => FILES.test(path)));
  const cache = await caches.open(shell);
  const put = async (name, path) => cache.put(name, await whole(path));
  await Promise.all([put(`/${shell}`, page), ...[...wanted].map((path) => put(path, path))]);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!wanted.has(pathname) && pathname !== `/${shell}`) await cache.delete(request);
  }
}

/** An answer worth keeping: as a stranger gets it, whole, and from where it was asked for. */
async function whole(path) {
  const answer = await fetch(path, { credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(`${path} answered ${answer.status}`);
  return answer;
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const shell = request.mode === "navigate" && shellOf(pathname);
  if (shell) event.respondWith(fresh(request, `/${shell}`));
  else if (HASHED.test(pathname)) event.respondWith(stored(request));
  else if (FILES.test(pathname)) event.respondWith(fresh(request, pathname));
});

/** What was kept, which never changes, or else the network's answer. */
const stored = async (request) =>
  (await caches.match(new URL(request.url).pathname)) ?? fetch(request);

/** The network's answer, or what was kept where there is none, or none in time. */
async function fresh(request, name) {
  const answer = fetch(request);
  answer.catch(() => undefined);
  const late = new Promise((resolve) => {
    setTimeout(async () => resolve(await caches.match(name)), PATIENCE);
  });
  try {
    return (await Promise.race([answer, late])) ?? (await answer);
  } catch (error) {
    const found = await caches.match(name);
    if (found) return found;
    throw error;
  }
}
