import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBodyDeadlines, UnreadAnswers } from './transport-guard.ts'

const mb = 1024 * 1024
/** More than the operating system buffers for a caller that does not read. */
const answer = Buffer.alloc(32 * mb, 'x')

let ended: string[] = []
let unread: UnreadAnswers
const callers: Socket[] = []
const server = createServer(({ url = '' }, response) => {
  response.writeHead(200, { 'content-length': answer.length })
  response.end(answer)
  unread.track(response, answer.length, clients.get(url) ?? response)
})
const [one, other] = [{}, {}]
const clients = new Map([
  ['/one', one],
  ['/other', other],
])

beforeEach(async () => {
  ended = []
  await once(server.listen(0, '127.0.0.1'), 'listening')
})

afterEach(async () => {
  for (const socket of callers.splice(0)) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})

function openWith(limits: Partial<ConstructorParameters<typeof UnreadAnswers>[1]>): void {
  const end = (socket: Socket, reason: string) => {
    ended.push(reason)
    socket.destroy()
  }
  unread = new UnreadAnswers(end, {
    unreadTimeoutMs: 60_000,
    minReadBytesPerMs: 1,
    maxUnreadBytes: 1_000 * mb,
    ...limits,
  })
}

async function ask(path: string): Promise<Socket> {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  callers.push(socket)
  socket.on('error', () => socket.destroy())
  const before = unread.bytes
  socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
  await expect.poll(() => unread.bytes !== before || ended.length > 0).toBe(true)
  return socket
}

test('ends a connection whose caller reads nothing for as long as the limit', async () => {
  openWith({ unreadTimeoutMs: 1_000 })
  await ask('/one')
  expect(unread.bytes).toBe(answer.length)
  await expect.poll(() => ended).toEqual(['unread'])
  await expect.poll(() => unread.bytes).toBe(0)
})

test('lets a caller read slowly, as long as it continues', async () => {
  openWith({ unreadTimeoutMs: 2_000 })
  const socket = await ask('/one')
  let received = 0
  for (let pause = 0; received < answer.length; pause += 1) {
    const piece: Buffer | null = socket.read()
    received += piece?.length ?? 0
    if (pause % 50 === 0) await delay(20)
    else if (piece === null) await delay(1)
  }
  await expect.poll(() => [unread.bytes, ended.length]).toEqual([0, 0])
})

test('ends a connection whose caller reads too slowly for the length of its answer', async () => {
  openWith({ unreadTimeoutMs: 5_000, minReadBytesPerMs: answer.length / 100 })
  const beforeMs = performance.now()
  const socket = await ask('/one')
  const reading = setInterval(() => socket.read(), 20)
  unread.sweep(beforeMs + 5_050)
  expect(ended).toEqual([])
  unread.sweep(performance.now() + 5_150)
  expect(ended).toEqual(['unread-slow'])
  clearInterval(reading)
})

test('drops the oldest answer of the client with most bytes when all of them are too much', async () => {
  openWith({ maxUnreadBytes: 3 * answer.length })
  const patient = await ask('/other')
  const first = await ask('/one')
  const second = await ask('/one')
  await ask('/one')
  expect(ended).toEqual(['unread-full'])
  expect(unread.bytes).toBe(3 * answer.length)
  first.resume()
  await once(first, 'close')
  expect([patient.destroyed, second.destroyed]).toEqual([false, false])
})

test('answers 408 to a body that does not arrive in time, and leaves the others alone', async () => {
  const deadlines = createBodyDeadlines(200)
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    deadlines.watch(request)
    request.on('end', () => setTimeout(() => response.end('ok'), 400)).resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answers = await Promise.all(['ab', 'abc'].map((body) => answerTo(port, body)))
  deadlines.stop()
  server.closeAllConnections()
  server.close()
  expect(answers).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 200 OK'])
})

/** Sends a body of three bytes, or what there is of it. */
function answerTo(port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('data', (data) => resolve(data.toString().split('\r\n', 1)[0] ?? ''))
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\n${body}`)
  })
}
