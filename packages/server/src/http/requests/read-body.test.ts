import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transportLimits } from '#config/transport-limits'
import { createAppSearch } from '#gateway/app-search'
import type { BodyBudget } from '#http/connections/admission'
import { type BodyReading, readBody } from './read-body.ts'
import { createSpoolFolder } from './spool-folder.ts'

const seen: string[] = []
const arrived: number[] = []
let room = Number.POSITIVE_INFINITY

const budget: BodyBudget = {
  received(bytes) {
    arrived.push(bytes)
    room -= bytes
    return room >= 0
  },
  spooled: () => undefined,
  recalled: () => true,
}

const reading: BodyReading = {
  budget,
  searchApp: () => createAppSearch({ queryString: 'app_key=k', contentType: undefined }, async () => true),
  spools: createSpoolFolder({ folder: join(tmpdir(), 'yaoquan-not-needed'), maxBytes: 0, minFreeBytes: 0 }),
}

let begun = 0
const server = createServer(async (request, response) => {
  begun += 1
  const body = await readBody(request, reading)
  seen.push(typeof body === 'string' ? body : Buffer.from(body).toString())
  response.end('ok')
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close())

const rows: readonly (readonly [name: string, head: string, pieces: readonly string[], body: string])[] = [
  ['no body', '', [], ''],
  ['an empty body', 'content-length: 0', [], ''],
  ['a body in one piece', 'content-length: 6', ['药券'], '药券'],
  ['a body in many pieces', 'content-length: 6', ['a=', '1&', 'b='], 'a=1&b='],
  ['a body in chunks', 'transfer-encoding: chunked', ['3\r\na=1\r\n', '2\r\n&b\r\n', '0\r\n\r\n'], 'a=1&b'],
  ['a length above the limit', `content-length: ${transportLimits.maxBodyBytes + 1}`, [], 'too-large'],
]

test.each(rows)('reads %s', async (_name, head, pieces, body) => {
  seen.length = 0
  const socket = await send(head, pieces)
  await expect.poll(() => seen).toEqual([body])
  socket.destroy()
})

test('reads chunks up to the limit and no further', async () => {
  seen.length = 0
  const size = transportLimits.maxBodyBytes + 1
  const socket = await send('transfer-encoding: chunked', [`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`])
  await expect.poll(() => seen).toEqual(['too-large'])
  socket.destroy()
})

test('charges the budget for the bytes that arrived, not of those announced', async () => {
  seen.length = 0
  arrived.length = 0
  const socket = await send('content-length: 9000000', ['a=', '1&b'])
  await expect.poll(() => arrived).toEqual([2, 3])
  socket.destroy()
  await expect.poll(() => seen).toEqual(['gone'])
})

test('keeps no byte that the budget has no room for', async () => {
  seen.length = 0
  room = 3
  const socket = await send('content-length: 6', ['a=', '1&', 'b='])
  await expect.poll(() => seen).toEqual(['no-room'])
  socket.destroy()
  room = Number.POSITIVE_INFINITY
})

test('ends when the caller closes the connection half-way', async () => {
  seen.length = 0
  const before = begun
  const socket = await send('content-length: 6', ['a='])
  await expect.poll(() => begun).toBe(before + 1)
  socket.destroy()
  await expect.poll(() => seen).toEqual(['gone'])
})

async function send(head: string, pieces: readonly string[]) {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\n${head}${head === '' ? '' : '\r\n'}\r\n`)
  for (const piece of pieces) {
    await delay(20)
    socket.write(piece)
  }
  return socket
}
