import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { streamAnswer } from './write-answer.ts'

const piece = new Uint8Array(64 * 1024)
let [asked, returned] = [0, 0]
let failsAt = Number.POSITIVE_INFINITY
let outcome: Promise<void> | undefined

async function* pieces(count: number) {
  try {
    for (asked = 1; asked <= count; asked += 1) {
      if (asked === failsAt) throw new RangeError('lost')
      yield piece
    }
  } finally {
    returned += 1
  }
}

const server = createServer(({ url }, response: ServerResponse) => {
  const rest = pieces(Number(url?.slice(1)))
  outcome = streamAnswer(response, { status: 200, headers: {}, body: Buffer.from('head'), rest })
  outcome.catch(() => undefined)
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close())

function ask(count: number, signal?: AbortSignal): Promise<Response> {
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${count}`, { signal: signal ?? null })
}

test('writes what follows a body, to the end', async () => {
  const answer = await ask(20)
  expect((await answer.arrayBuffer()).byteLength).toBe(4 + 20 * piece.length)
  await expect(outcome).resolves.toBeUndefined()
})

test('makes no more pieces than its reader takes, and none when the reader has left', async () => {
  const before = returned
  const leave = new AbortController()
  const answer = await ask(10_000, leave.signal)
  await answer.body?.getReader().read()
  await expect.poll(async () => standsStill()).toBe(true)
  expect(asked).toBeLessThan(1_000)
  leave.abort()
  await expect(outcome).resolves.toBeUndefined()
  await expect.poll(() => returned).toBe(before + 1)
})

async function standsStill(): Promise<boolean> {
  const before = asked
  await new Promise((resolve) => setTimeout(resolve, 100))
  return asked === before
}

test('ends the connection before the answer looks complete where a piece cannot be made', async () => {
  failsAt = 5
  await expect(ask(10).then((answer) => answer.arrayBuffer())).rejects.toThrow()
  await expect(outcome).rejects.toThrow('lost')
})
