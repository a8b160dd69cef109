// The service worker of the clerk's mode. It keeps one page with its scripts, which name nobody, and gives it only where the network does not.

type Lasting = Event & Readonly<{ waitUntil: (work: Promise<unknown>) => void }>
type Fetching = Lasting & Readonly<{ request: Request; respondWith: (answer: Promise<Response>) => void }>

/** What a worker has, of which the types of pages know nothing. */
const worker = globalThis as unknown as Readonly<{
  addEventListener: <E>(type: string, listen: (event: E) => void) => void
  skipWaiting: () => Promise<void>
  clients: Readonly<{ claim: () => Promise<void> }>
}>

const page = '/console/clerk'
/** File name of the script of the page that installed this worker. */
const build = new URL(location.href).searchParams.get('build') ?? ''
const cacheName = `clerk ${build}`

worker.addEventListener<Lasting>('install', (event) => {
  event.waitUntil(keepPage().then(() => worker.skipWaiting()))
})

worker.addEventListener<Lasting>('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()))
})

worker.addEventListener<Fetching>('fetch', (event) => {
  const { request } = event
  const { pathname } = new URL(request.url)
  // The server's page comes first, so no browser shows an old console beside a new server.
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => keptPage()))
  // A file with another content has another name.
  else if (pathname.startsWith('/console/assets/')) event.respondWith(keptFile(request))
})

/** Keeps the page and all that it names, or nothing: the server may have another version by now. */
async function keepPage(): Promise<void> {
  const answer = await fetch(page, { cache: 'reload' })
  const html = await answer.clone().text()
  if (!answer.ok || !html.includes(build)) throw new Error('the server has another version of the page')
  const files = html.matchAll(/"(\/console\/assets\/[^"]+)"/g)
  const cache = await caches.open(cacheName)
  await cache.addAll([...new Set([...files].map(([, path = '']) => path))])
  await cache.put(page, answer)
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name)
}

/** Marked, so that the page calls nothing until the server gave the present one. */
async function keptPage(): Promise<Response> {
  const kept = await (await caches.open(cacheName)).match(page)
  if (kept === undefined) return Response.error()
  const html = await kept.text()
  return new Response(html.replace('<html ', '<html data-kept '), { headers: kept.headers })
}

async function keptFile(request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheName)).match(request, { ignoreVary: true })
  return kept ?? fetch(request)
}
