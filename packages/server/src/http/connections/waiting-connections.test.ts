import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { transportLimits } from '#config/transport-limits'
import { Admission } from './admission.ts'
import { Clients } from './clients.ts'
import { Connections, type EndReason } from './connections.ts'

type Body = { readonly name: string; readonly socket: Socket; bytes: number; isWhole: boolean }

let ended: EndReason[]
let bodies: Map<string, Body>
let connections: Connections
let server: ReturnType<typeof openServer>

beforeEach(async () => {
  // Turns come when a test says so; sockets go on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  ended = []
  bodies = new Map()
  const clients = new Clients()
  const addresses = { of: ({ headers }: IncomingMessage) => String(headers['x-from']), isProxy: () => false }
  connections = new Connections({ addresses, clients, onEnd: ({ reason }) => ended.push(reason) })
  server = openServer(new Admission({ clients, connections }))
  connections.watch(server, { isTls: false })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(() => {
  vi.useRealTimers()
  server.closeAllConnections()
  server.close()
})

function openServer(admission: Admission) {
  return createServer((request, response) => {
    const { socket } = request
    const body: Body = { name: request.url ?? '', socket, bytes: 0, isWhole: false }
    bodies.set(body.name, body)
    const connection = connections.of(socket)
    if (connection !== undefined) connection.latest = { request, response }
    const call = admission.admit(request, response)
    request.on('end', () => Object.assign(body, { isWhole: true }))
    request.on('data', (piece: Buffer) => {
      body.bytes += piece.length
      call?.received(piece.length)
    })
  })
}

/** Sends a body in chunks. @param from address of the client */
function send(path: string, from: string, chunks: string): void {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\nx-from: ${from}\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`)
}

/** `expect.poll` would let the time of the turns pass. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

/** More than the system reads at five times. */
const crumbs = '1\r\nx\r\n'.repeat(60_000)

function bodyOf(path: string): Body {
  const body = bodies.get(path)
  if (body === undefined) throw new Error(`${path} has not come`)
  return body
}

const isResting = (path: string) => bodies.has(path) && connections.crumbs.isResting(bodyOf(path).socket)

async function sendCrumbs(path: string, from: string): Promise<void> {
  send(path, from, crumbs)
  await until(() => isResting(path))
}

/** @returns which bodies went on until all rest again */
async function nextTurn(): Promise<readonly string[]> {
  const open = [...bodies.values()].filter(({ socket }) => !socket.destroyed)
  const before = new Map(open.map(({ name, bytes }) => [name, bytes]))
  const moved = () => open.filter(({ name, bytes }) => bytes !== before.get(name)).map(({ name }) => name)
  vi.advanceTimersToNextTimer()
  await until(() => moved().length > 0 && open.every(({ name }) => isResting(name)))
  return moved()
}

test('bodies of many tiny pieces are read one at a time, in turns by client address', async () => {
  for (const path of ['/a1', '/a2', '/a3']) await sendCrumbs(path, 'a')
  await sendCrumbs('/b1', 'b')
  expect([await nextTurn(), await nextTurn(), await nextTurn()]).toEqual([['/a1'], ['/b1'], ['/a2']])
  bodyOf('/a3').socket.destroy()
  expect([await nextTurn(), await nextTurn()]).toEqual([['/b1'], ['/a1']])
})

test('a connection that waits for its turn does not count as stalled', async () => {
  await sendCrumbs('/a1', 'a')
  const { silentTimeoutMs, stalledBodyTimeoutMs } = transportLimits
  const startMs = performance.now() + silentTimeoutMs + 1_000
  for (const waitedMs of [0, stalledBodyTimeoutMs + 1_000]) connections.sweepPending(startMs + waitedMs)
  expect(ended).toEqual([])
  await nextTurn()
})

test.each([
  ['fewer', '1\r\nx\r\n'.repeat(1_000)],
  ['larger', `20\r\n${'x'.repeat(32)}\r\n`.repeat(10_000)],
])('delays no body of %s pieces', async (_, chunks) => {
  send('/whole', 'a', `${chunks}0\r\n\r\n`)
  await until(() => bodies.get('/whole')?.isWhole === true)
})
