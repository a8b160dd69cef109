import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

async function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Response> {
  return fetch(`${server.url}${path}`, { method, redirect: 'manual', headers })
}

test.each([
  ['/', '/docs/'],
  ['/tools', '/tools/api'],
  ['/tools/en', '/tools/en/api'],
])('sends readers of %s to %s', async (path, start) => {
  const answer = await get(path)
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe(start)
})

test('lets a page load from this server alone and run no script that stands in it', async () => {
  const { headers } = await get('/docs/')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy.split('; ').toSorted()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "script-src 'self'",
    "style-src 'self'",
  ])
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
})

describe('a page that did not change', () => {
  test.each(['', 'W/"other", '])('is not sent again to a browser that names it, after %j', async (before) => {
    const tag = (await get('/docs/')).headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/)
    const again = await get('/docs/', { 'if-none-match': before + tag })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  test('is sent to a browser that names another', async () => {
    expect((await get('/docs/', { 'if-none-match': 'W/"other"' })).status).toBe(200)
  })
})

test('answers HEAD with the headers of the page and nothing else', async () => {
  const answer = await get('/docs/', {}, 'HEAD')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await answer.text()).toBe('')
})

test.each([
  ['br, gzip', 'br'],
  ['gzip, deflate', 'gzip'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['*', 'br'],
  ['identity', null],
  ['gzip;q=0', null],
])('compresses for a browser that accepts %s with %s', async (accepted, coding) => {
  const url = await stylesheetUrl()
  const plain = await (await get(url, { 'accept-encoding': 'identity' })).text()
  const answer = await rawBytes(url, accepted)
  expect(answer.coding).toBe(coding)
  expect(answer.text).toBe(plain)
})

test('serves style sheets and scripts for a year under names that change with their content', async () => {
  const page = await (await get('/docs/')).text()
  const urls = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
  expect(urls.length).toBeGreaterThan(1)
  for (const url of urls) {
    const { status, headers } = await get(url)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/(css|javascript); charset=utf-8$/)
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  }
})

test.each([
  '/assets/site.000000000000.css',
  '/assets/theme.js',
  '/assets/..%2Fsite.x.css',
  '/assets/nothing.000000000000.js',
])('has no %s', async (path) => {
  expect((await get(path)).status).toBe(404)
})

async function stylesheetUrl(): Promise<string> {
  return /href="(\/assets\/site[^"]+)"/.exec(await (await get('/docs/')).text())?.[1] ?? 'no style sheet'
}

/** `fetch` would decode what it reads and hide the coding. */
async function rawBytes(path: string, accepted: string): Promise<Readonly<{ coding: string | null; text: string }>> {
  return new Promise((resolve, reject) => {
    const input = request(`${server.url}${path}`, { headers: { 'accept-encoding': accepted } }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => {
        const coding = response.headers['content-encoding'] ?? null
        resolve({ coding, text: unpack(Buffer.concat(pieces), coding).toString('utf8') })
      })
    })
    input.on('error', reject).end()
  })
}

function unpack(bytes: Buffer, coding: string | null): Buffer {
  if (coding === 'br') return brotliDecompressSync(bytes)
  return coding === 'gzip' ? gunzipSync(bytes) : bytes
}
