import { signParameters } from '@yaoquan/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sendRaw } from '../harness/raw-socket.ts'
import { signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

it.each([
  '/router/rest/',
  '//router/rest',
  '/router//rest',
  'http://gw.api.taobao.com/router/rest',
  'http://gw.api.taobao.com//router/rest/',
])('answers a call on %s', async (path) => {
  const body = new URLSearchParams(signedParameters()).toString()
  expect(await send(path, { body, type: 'application/x-www-form-urlencoded' })).toContain('"total_count":0')
})

it('answers a call whose parameters stand in the query of an absolute target', async () => {
  const target = `http://eco.taobao.com/router/rest?${new URLSearchParams(signedParameters())}`
  expect(await send(target, { body: '', type: '' })).toContain('"total_count":0')
})

it.each(['/router/batch/', '//router/batch', 'http://gw.api.taobao.com/router/batch'])(
  'answers a batch on %s',
  async (path) => {
    const call = 'method=taobao.time.get'
    const body = [call, call].join('\r\n-S-\r\n')
    const envelope = { app_key: testApp.appKey, timestamp: '2026-11-24 22:29:00', v: '2.0', format: 'json' }
    const signed = signParameters({ parameters: envelope, secret: testApp.appSecret, method: 'md5', body })
    const answer = await send(`${path}?${new URLSearchParams(signed)}`, { body, type: 'text/plain;charset=UTF-8' })
    expect(answer.split('\r\n-S-\r\n')).toHaveLength(2)
    expect(answer).not.toContain('error_response')
  },
)

it.each(['/upload/coupons/', '//upload/coupons', 'http://gw.api.taobao.com/upload/coupons'])(
  'takes an upload on %s',
  async (path) => {
    expect(await send(path, { body: '', type: 'application/x-ndjson' }, 'HTTP/1.1 400 Bad Request')).toContain(
      '"code":21',
    )
  },
)

it.each([
  ['a call', `/router/rest?${new URLSearchParams(signedParameters())}`],
  ['a refused call', '/router/rest?format=json'],
  ['a refused batch', '/router/batch'],
  ['a refused upload', '/upload/coupons'],
])('lets no cache keep the answer to %s, and no browser guess its type', async (_what, path) => {
  const { headers } = await fetch(`${server.url}${path}`, { method: 'POST' })
  expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff'])
})

it.each(['/router/rest/x', '/Router/rest', '/router', 'http://host'])('knows no call on %s', async (path) => {
  const { statusLine } = await sendRaw(server.port, Buffer.from(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`))
  expect(statusLine).not.toContain('200')
})

async function send(
  target: string,
  { body, type }: Readonly<{ body: string; type: string }>,
  status = 'HTTP/1.1 200 OK',
): Promise<string> {
  const head = `POST ${target} HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`
  const { statusLine, body: answer } = await sendRaw(server.port, Buffer.from(head + body))
  expect(statusLine).toBe(status)
  return answer.toString('utf8')
}
