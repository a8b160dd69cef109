import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:https'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from '../harness/certificate.ts'
import { call, exchange, outcomes, readAll, shadowOf, startCrm, startRaw } from '../harness/passed-calls.ts'
import { patienceMs } from '../harness/patience.ts'
import type { Answering } from '../harness/second-crm.ts'
import { querycoupon } from '../harness/signed-call.ts'

const answerOk: Answering = (_request, response) => response.end('{"ok":1}')

const halfByLength = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'

describe('where the upstream gives no answer', () => {
  it.each([
    ['json', /^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\n\{"error_response":\{"code":15,.*"isp.remote-connection-error"/],
    ['xml', /\r\n\r\n<\?xml .*<sub_code>isp.remote-connection-error<\/sub_code>/],
  ])('the caller gets code 15 in %s', async (format, expected) => {
    const crm = await startRaw((socket) => socket.resetAndDestroy())
    const shadow = await shadowOf(crm.port)
    expect(await exchange(shadow.port, call(format))).toMatch(expected)
    expect(await outcomes(shadow)).toBe('unreachable 1')
  })

  it('the caller gets code 15 after the deadline', async () => {
    const crm = await startRaw(() => undefined)
    const shadow = await shadowOf(crm.port, { timeoutMs: 50 })
    expect(await exchange(shadow.port, call('json'))).toContain('"isp.remote-service-timeout"')
    expect(await outcomes(shadow)).toBe('timeout 1')
  })

  it.each([
    ['length', halfByLength],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('half an answer by %s ends with a reset, so that it does not look whole', async (_kind, half) => {
    const crm = await startRaw((socket) => socket.end(half))
    const shadow = await shadowOf(crm.port)
    const socket = connect(shadow.port, '127.0.0.1')
    const failed = once(socket, 'error')
    socket.write(call('json'))
    let text = ''
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece
    })
    socket.on('close', () => undefined)
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' })
    expect(text).not.toMatch(/\r\n0\r\n\r\n$/)
    await expect.poll(() => outcomes(shadow)).toBe('cut 1')
  })
})

it('a caller who leaves ends the call to the upstream', async () => {
  const left = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const crm = await startRaw((socket) => {
    socket.on('close', () => left.resolve())
    begun.resolve()
  })
  const shadow = await shadowOf(crm.port)
  const socket = connect(shadow.port, '127.0.0.1')
  socket.write(call('json'))
  await begun.promise
  socket.resetAndDestroy()
  await left.promise
  await expect.poll(() => outcomes(shadow)).toBe('left 1')
})

it('answers a caller who has ended its side of the connection', async () => {
  const crm = await startCrm(answerOk)
  const { port } = await shadowOf(crm.port)
  const socket = connect(port, '127.0.0.1')
  socket.end(call('json'))
  expect(await readAll(socket)).toMatch(/\r\n\r\n\{"ok":1\}$/)
})

it.each([
  ['head', 'GET /router/rest HTTP/1.1\r\nno header\r\n\r\n'],
  ['body', 'POST /router/rest HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n'],
])('refuses a request whose %s is no HTTP, and counts it', async (_part, request) => {
  const crm = await startCrm(answerOk)
  const shadow = await shadowOf(crm.port)
  const answer = await exchange(shadow.port, request)
  expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
  expect(await outcomes(shadow)).toContain('malformed 1')
  expect(crm.requests).toEqual([])
})

it.each([
  ['before its answer', ''],
  ['inside its answer', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nans'],
])('a call gets its whole answer where bytes that are no request come behind it, %s', async (_when, begun) => {
  const input = Promise.withResolvers<Socket>()
  const crm = await startRaw((socket) => input.resolve(socket))
  const shadow = await shadowOf(crm.port)
  const socket = connect(shadow.port, '127.0.0.1')
  const answer = readAll(socket)
  socket.write('POST /router/rest HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab')
  const upstream = await input.promise
  upstream.write(begun)
  if (begun !== '') await once(socket, 'data')
  socket.write('c\r\n\r\n')
  await expect.poll(() => outcomes(shadow)).toContain('malformed 1')
  upstream.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer'.slice(begun.length))
  expect(await answer).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\nanswer$/)
  expect(await outcomes(shadow)).toContain('passed 1')
})

it.each([
  ['querycoupon', querycoupon, '{"ok":1}'],
  ['a method that may write', 'vendor.coupon.use', '"isp.remote-connection-error"'],
])(
  'sends %s again where the idle connection had ended, unless it may have been done',
  async (_name, method, expected) => {
    let connections = 0
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"ok":1}'
    const crm = await startRaw((socket) => {
      connections += 1
      socket.write(answer)
      socket.on('data', () => socket.resetAndDestroy())
    })
    const { url } = await shadowOf(crm.port)
    const ask = async () =>
      (await fetch(`${url}/router/rest?format=json`, { method: 'POST', body: new URLSearchParams({ method }) })).text()
    expect(await ask()).toBe('{"ok":1}')
    expect(await ask()).toContain(expected)
    expect(connections).toBe(method === querycoupon ? 2 : 1)
  },
)

/** A deadline that is soon over, and later than the beginning of an answer on a busy machine. */
const enoughMs = 3_000

it('passes on an answer that comes before the end of the request, whose rest has a deadline', async () => {
  const left = Promise.withResolvers<void>()
  const crm = await startRaw((socket) => {
    socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno')
    socket.resume().on('close', () => left.resolve())
  })
  const shadow = await shadowOf(crm.port, { timeoutMs: enoughMs })
  const socket = connect(shadow.port, '127.0.0.1')
  socket.write('POST /router/rest HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 413 Too Large/)
  await left.promise
  socket.destroy()
})

it.each([
  ['is broken off', patienceMs, (socket: Socket) => socket.end(halfByLength)],
  ['goes on after the deadline', enoughMs, (socket: Socket) => socket.write(halfByLength)],
])('ends the connection over TLS where an answer %s, and passes the next call on', async (_case, timeoutMs, answer) => {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-shadow-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const crm = await startRaw(answer)
  const shadow = await shadowOf(crm.port, { tls: makeCertificate(folder, 'shadow'), timeoutMs })
  for (let n = 0; n < 2; n += 1) {
    const request = get({ port: shadow.port, path: '/router/rest', rejectUnauthorized: false, agent: false })
    const [response] = await once(request, 'response')
    expect((await once(response.resume(), 'error'))[0]).toMatchObject({ code: 'ECONNRESET' })
  }
})

it('ends a connection to the upstream that shows no certificate, where one is pinned', async () => {
  const closed = Promise.withResolvers<void>()
  const crm = createServer((socket) => socket.resume().on('close', () => closed.resolve()))
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => crm.close(() => resolve())))
  const { port } = crm.address() as AddressInfo
  const upstreamFingerprint = 'A'.repeat(64)
  const shadow = await shadowOf(`https://127.0.0.1:${port}`, { timeoutMs: 50, upstreamFingerprint })
  expect(await exchange(shadow.port, call('json'))).toContain('"isp.remote-')
  await closed.promise
})
