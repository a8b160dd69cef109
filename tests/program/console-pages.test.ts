import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

/** The console is built for the first of these tests, unless an earlier run did. */
beforeAll(async () => {
  server = await startTestServer()
  await fetch(`${server.url}/console`)
})

afterAll(() => server?.close())

const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(server.url + path, { headers })

async function firstScript(): Promise<string> {
  const text = await (await get('/console')).text()
  return /src="(\/console\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? ''
}

test.each(['/console', '/console/', '/console/members', '/console/members/M1?tab=used'])(
  '%s is the page of the console',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('<div id="console">')
  },
)

test('each answer has a nonce of its own, and nothing inline is allowed without it', async () => {
  const answers = await Promise.all([get('/console'), get('/console')])
  const nonces = await Promise.all(
    answers.map(async (response) => {
      const policy = response.headers.get('content-security-policy') ?? ''
      const [, nonce = ''] = /style-src 'self' 'nonce-([\w-]{24})'/.exec(policy) ?? []
      expect(policy).toMatch(/^default-src 'none'; /)
      expect(policy).not.toContain('unsafe')
      expect(response.headers.get('cache-control')).toBe('no-store')
      const page = await response.text()
      expect(page).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
      expect(page).not.toContain('YAOQUAN-NONCE')
      return nonce
    }),
  )
  expect(nonces[0]).not.toBe(nonces[1])
})

test("the clerk's mode has no nonce, may be kept, and alone may ask for the camera", async () => {
  const response = await get('/console/clerk')
  const text = await response.text()
  expect(text).toContain('<div id="clerk">')
  expect(text).not.toMatch(/nonce="/)
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(response.headers.get('permissions-policy')).toBe('camera=(self), geolocation=(), microphone=()')
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; /,
  )
  expect((await get('/console')).headers.get('permissions-policy')).toBe('camera=(), geolocation=(), microphone=()')
})

test.each([
  ['/console/clerk.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['/console/clerk.en.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['/console/clerk-worker.js', 'text/javascript; charset=utf-8'],
  ['/console/icons/clerk-512.png', 'image/png'],
])('%s is what the clerk’s mode is installed with, asked for anew each time', async (path, type) => {
  const response = await get(path)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
  expect(response.headers.get('cache-control')).toBe('no-cache')
})

test('assets are kept for good, and come compressed as the build made them', async () => {
  const path = await firstScript()
  const plain = Buffer.from(await (await get(path, { 'accept-encoding': 'identity' })).arrayBuffer())
  for (const coding of ['br', 'gzip']) {
    // undici decodes by itself, so what came is compared after decoding, and its size is what the header says.
    const response = await get(path, { 'accept-encoding': coding })
    expect(response.headers.get('content-encoding')).toBe(coding)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(Buffer.from(await response.arrayBuffer()).equals(plain)).toBe(true)
    expect(Number(response.headers.get('content-length'))).toBeLessThan(plain.length / 2)
  }
})

test.each([
  '/console/api/nothing',
  '/console/assets/gone.js',
  '/console/assets/a/b.js',
  '/console/assets/..%2findex.html',
])('%s is not the page', async (path) => {
  const response = await get(path)
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(await response.text()).not.toContain('<div id="console">')
})
