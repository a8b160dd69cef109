import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transportLimits } from '#config/transport-limits'
import { createPackedPages, pageRoutes } from '#http/answers/page-routes'
import { answerRoute, RouteTable } from '#http/answers/route-table'
import { writeAnswer } from '#http/answers/write-answer'
import { createClientAddresses } from '#http/connections/clients'
import { CrumbQueue } from '#http/connections/waiting-connections'
import { lastingPage, type PageRoute, page } from '#site/page-route'

const long = 'long '.repeat(1_000)
const pages: readonly PageRoute[] = [
  { verb: 'GET', path: '/lasting', answer: () => lastingPage(long) },
  { verb: 'POST', path: '/echo', answer: ({ body, path }) => page(`${path} ${body}`) },
  { verb: 'GET', path: '/host', answer: ({ headers }) => page(String(headers['x-forwarded-host'])) },
]
const addresses = createClientAddresses(undefined)
const crumbs = new CrumbQueue(addresses)
const table = new RouteTable(pageRoutes(pages, { addresses, crumbs }))
const server = createServer(async (request, response) => {
  const answer = await answerRoute(request, table, () => undefined)
  if (answer !== undefined) writeAnswer(response, answer)
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close())

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init)
}

test('sends a page that did not change as 304 without length or type', async () => {
  const first = await ask('/lasting')
  const again = await ask('/lasting', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect([again.headers.get('content-length'), again.headers.get('content-type')]).toEqual([null, null])
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
})

test('sends the length of a page for HEAD, and no body', async () => {
  const answer = await ask('/lasting', { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
  expect([answer.headers.get('content-length'), await answer.text()]).toEqual([String(long.length), ''])
})

test('gives a page the text that was posted, up to the limit', async () => {
  const most = 'x'.repeat(transportLimits.maxFormBytes)
  expect(await (await ask('/echo', { method: 'POST', body: '药券' })).text()).toBe('/echo 药券')
  expect(await (await ask('/echo', { method: 'POST' })).text()).toBe('/echo ')
  expect(await (await ask('/echo', { method: 'POST', body: most })).text()).toBe(`/echo ${most}`)
})

test('lets a posted text that comes in crumbs wait for its turn', async () => {
  const accepted = once(server, 'connection')
  const sender = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = await accepted
  sender.write('POST /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n')
  sender.write('1\r\nx\r\n'.repeat(3_000))
  await expect.poll(() => crumbs.isResting(socket)).toBe(true)
  sender.write('0\r\n\r\n')
  let answer = ''
  for await (const piece of sender.setEncoding('utf8')) answer += piece
  expect(answer).toContain('/echo xxx')
})

test.each<[how: string, body: () => string | ReadableStream]>([
  ['announced', () => 'x'.repeat(transportLimits.maxFormBytes + 1)],
  ['in chunks', () => new Blob(['x'.repeat(transportLimits.maxFormBytes + 1)]).stream()],
])('refuses a longer text with 413, %s', async (_how, body) => {
  const answer = await ask('/echo', { method: 'POST', body: body(), duplex: 'half' } as RequestInit)
  expect([answer.status, await answer.json()]).toEqual([413, { error: 'Payload Too Large' }])
})

test('believes no forwarded host of a caller that is no trusted proxy', async () => {
  expect(await (await ask('/host', { headers: { 'x-forwarded-host': 'evil.example' } })).text()).toBe('undefined')
})

test('compresses a page once per coding, and keeps pages with other tags apart', async () => {
  const packed = createPackedPages()
  const first = packed('W/"1"', 'gzip', Buffer.from(long))
  expect(packed('W/"1"', 'gzip', Buffer.from(long))).toBe(first)
  expect(packed('W/"1"', 'br', Buffer.from(long))).not.toBe(first)
  expect(String(gunzipSync(await packed('W/"2"', 'gzip', Buffer.from('other'))))).toBe('other')
  expect(String(gunzipSync(await first))).toBe(long)
})
