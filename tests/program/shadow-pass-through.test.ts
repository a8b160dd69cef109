import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { RunningShadow } from '@yaoquan/server'
import { encode } from 'iconv-lite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from '../harness/certificate.ts'
import { call, exchange, shadowOf, startCrm, startRaw } from '../harness/passed-calls.ts'
import type { Answering } from '../harness/second-crm.ts'

const answerOk: Answering = (_request, response) => response.end('{"ok":1}')

const gbk = encode('method=x&content=药券', 'gbk')
const form = gzipSync('method=x')
const multipart = Buffer.from('--b\r\nContent-Disposition: form-data; name="method"\r\n\r\nx\r\n--b--\r\n')

describe('a request reaches the upstream as it was sent', () => {
  const cases: readonly (readonly [name: string, head: readonly string[], body: Buffer])[] = [
    ['a form', ['POST /router/rest?app_key=%31&x=a+b', 'Content-Type: application/x-www-form-urlencoded'], gbk],
    ['gzip', ['POST //router/rest/', 'content-encoding: gzip', 'X-Twice: 1', 'x-twice: 2', 'X-TWICE: 3'], form],
    [
      'multipart',
      ['POST /router/batch', 'CONTENT-type: multipart/form-data; boundary=b', 'top-api-separator: #'],
      multipart,
    ],
    ['another verb', ['PUT /router/rest', 'Authorization: Bearer a', 'Cookie: b=1'], Buffer.from('x')],
  ]
  it.each(cases)('%s', async (_name, [start, ...headers], body) => {
    const crm = await startCrm(answerOk)
    const { port } = await shadowOf(crm.port)
    const head = [`${start} HTTP/1.1`, 'hOST: erp.example', ...headers, `Content-Length: ${body.length}`]
    await exchange(port, [...head, 'Connection: close, X-Hop', 'X-Hop: 1', 'TE: trailers', '', ''].join('\r\n'), body)
    const [received] = crm.requests
    const [method, url] = start?.split(' ') ?? []
    expect(received).toMatchObject({ method, url })
    expect(received?.body).toEqual(body)
    const sent = headers.flatMap((line) => line.split(': '))
    const host = ['hOST', `127.0.0.1:${crm.port}`]
    expect(received?.headers).toEqual([
      ...host,
      ...sent,
      'Content-Length',
      `${body.length}`,
      'Connection',
      'keep-alive',
    ])
  })

  it('in chunks, also where a client asks first whether it may send', async () => {
    const crm = await startCrm(answerOk)
    const { port } = await shadowOf(crm.port)
    const head =
      'POST /router/rest HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n'
    const answer = await exchange(port, head, '3\r\nabc\r\n', '2\r\nde\r\n0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/)
    expect(crm.requests[0]?.body.toString()).toBe('abcde')
    expect(crm.requests[0]?.headers).toContain('chunked')
  })

  it('without a body, behind a path of its own, with the address of the caller where that is asked for', async () => {
    const crm = await startCrm(answerOk)
    const { port } = await shadowOf(`http://127.0.0.1:${crm.port}/crm/router/rest`, { addsForwardedFor: true })
    await exchange(
      port,
      'GET http://erp/router/rest?a=%E4 HTTP/1.1\r\nHost: erp\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n\r\n',
    )
    expect(crm.requests[0]).toMatchObject({ method: 'GET', url: '/crm/router/rest?a=%E4', body: Buffer.alloc(0) })
    expect(crm.requests[0]?.headers).toEqual(expect.arrayContaining(['X-Forwarded-For', '1.2.3.4, 127.0.0.1']))
  })

  it('with the length that the body has, whatever Connection names', async () => {
    const crm = await startCrm(answerOk)
    const { port } = await shadowOf(crm.port)
    await exchange(
      port,
      'POST /router/rest HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close, content-length\r\n\r\nab',
    )
    expect(crm.requests[0]?.body.toString()).toBe('ab')
  })
})

describe('an answer reaches the caller as it was sent', () => {
  const body = gzipSync('药券')
  const length = `Content-Length: ${body.length}`
  const cases: readonly (readonly [name: string, head: readonly string[], body: Buffer])[] = [
    [
      'gzip',
      ['HTTP/1.1 200 Fine', 'X-b: 1', 'x-B: 2', 'Content-Encoding: gzip', 'Set-Cookie: a', 'Set-Cookie: b', length],
      body,
    ],
    ['an error of a proxy', ['HTTP/1.1 502 Bad Gateway', 'Server: Tengine', 'Date: now', length], body],
    ['chunks', ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], Buffer.from('2\r\nab\r\n0\r\n\r\n')],
  ]
  it.each(cases)('%s', async (_name, head, bytes) => {
    const crm = await startRaw((socket) => {
      socket.write([...head, 'Connection: keep-alive', 'Keep-Alive: timeout=9', '', ''].join('\r\n'))
      socket.write(bytes)
    })
    const { port } = await shadowOf(crm.port)
    const answer = await exchange(port, 'GET /router/rest HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(answer).toBe([...head, 'Connection: close', '', bytes.toString('latin1')].join('\r\n'))
  })

  it.each([
    ['a folded line', ['HTTP/1.1 200 OK', 'X-A: b', ' c', 'Content-Length: 2'], 'ok'],
    [
      'a length besides chunks',
      ['HTTP/1.1 200 OK', 'Content-Length: 9', 'Transfer-Encoding: chunked'],
      '2\r\nok\r\n0\r\n\r\n',
    ],
  ])('whole, though its head has %s', async (_name, head, bytes) => {
    const crm = await startRaw((socket) => socket.write([...head, '', bytes].join('\r\n')))
    const { url } = await shadowOf(crm.port)
    expect(await (await fetch(`${url}/router/rest`)).text()).toBe('ok')
  })

  it('to its end, where the end of the connection ends it', async () => {
    const crm = await startRaw((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nabc'))
    const { port } = await shadowOf(crm.port)
    const answer = await exchange(port, 'GET /router/rest HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/)
  })
})

it('takes no more of an answer than its caller reads', async () => {
  let written = 0
  const crm = await startCrm((_request, response) => {
    const write = (): void => {
      while (written < 512 * 2 ** 20) {
        written += 2 ** 16
        if (!response.write(Buffer.alloc(2 ** 16))) return void response.once('drain', write)
      }
      response.end()
    }
    write()
  })
  const { port } = await shadowOf(crm.port)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /router/rest HTTP/1.1\r\nHost: a\r\n\r\n')
  socket.pause()
  let before = -1
  const standsStill = () => {
    const isStill = written > 0 && written === before
    before = written
    return isStill
  }
  await expect.poll(standsStill, { interval: 200 }).toBe(true)
  expect(written).toBeLessThan(128 * 2 ** 20)
  socket.destroy()
})

it('uses a connection to the upstream again', async () => {
  const crm = await startCrm(answerOk)
  const { port } = await shadowOf(crm.port)
  for (let n = 0; n < 5; n += 1) await exchange(port, call('json'))
  expect(crm.requests).toHaveLength(5)
  // An idle connection ends after four seconds, which a busy machine may take between two calls.
  expect(crm.connections()).toBeLessThan(5)
})

it('speaks TLS with both sides, and checks the certificate of the upstream', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yaoquan-shadow-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const files = makeCertificate(folder, 'crm')
  const [cert, key] = await Promise.all([readFile(files.certFile), readFile(files.keyFile)])
  const crm = await startCrm(answerOk, { cert, key })
  const upstream = `https://127.0.0.1:${crm.port}`
  const ask = async ({ port }: RunningShadow): Promise<string> => {
    const [answer] = await once(get({ port, path: '/router/rest?format=json', rejectUnauthorized: false }), 'response')
    let text = ''
    for await (const piece of answer.setEncoding('utf8')) text += piece
    return text
  }
  const fingerprint = new X509Certificate(cert).fingerprint256
  expect(await ask(await shadowOf(upstream, { tls: files, upstreamFingerprint: fingerprint }))).toBe('{"ok":1}')
  const refused = '"isp.remote-connection-error"'
  expect(await ask(await shadowOf(upstream, { tls: files }))).toContain(refused)
  const other = fingerprint.replace(/^../, (first) => (first === '00' ? '01' : '00'))
  expect(await ask(await shadowOf(upstream, { tls: files, upstreamFingerprint: other }))).toContain(refused)
  expect(crm.requests).toHaveLength(1)
})

it('passes pipelined calls one after the other, and ends a connection on which many wait', async () => {
  const held: (() => void)[] = []
  const crm = await startCrm((_request, response) => {
    held.push(() => response.end('ok'))
  })
  const { port } = await shadowOf(crm.port)
  const get = 'GET /router/rest HTTP/1.1\r\nHost: a\r\n\r\n'
  const few = exchange(port, get, get.replace('Host: a', 'Host: a\r\nConnection: close'))
  await expect.poll(() => held.length).toBe(1)
  held[0]?.()
  await expect.poll(() => held.length).toBe(2)
  held[1]?.()
  expect((await few).match(/200 OK/g)).toHaveLength(2)
  await exchange(port, get.repeat(100))
  expect(crm.requests.length).toBeLessThanOrEqual(3)
})

it('answers health and readiness itself, and nothing else', async () => {
  const crm = await startCrm(answerOk)
  const { url, adminUrl } = await shadowOf(crm.port)
  const status = async (from: string) => (await fetch(from)).status
  expect(await Promise.all([`${url}/health`, `${url}/ready`, `${adminUrl}/ready`].map(status))).toEqual([200, 200, 200])
  expect(await status(`${url}/metrics`)).toBe(404)
  expect(crm.requests).toEqual([])
})
