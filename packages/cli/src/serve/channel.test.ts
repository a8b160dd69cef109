import { expect, test } from 'vitest'
import { openChannel, type Transport } from './channel.ts'

/** The two ends of a transport that carries JSON, as node's channel does. */
function twoEnds(): readonly [Transport, Transport] {
  const listeners: ((message: unknown) => void)[] = []
  const end = (own: number, other: number): Transport => ({
    send: (message) => queueMicrotask(() => listeners[other]?.(JSON.parse(JSON.stringify(message)))),
    onMessage(listener) {
      listeners[own] = listener
    },
  })
  return [end(0, 1), end(1, 0)]
}

test('delivers messages, and each response to its own request', async () => {
  const [left, right] = twoEnds()
  const received: string[] = []
  const first = openChannel<string, number, string, number>(left, {
    onMessage: (message) => void received.push(message),
    onRequest: async (request) => request + 1,
  })
  const second = openChannel<string, number, string, number>(right, {
    onMessage: (message) => void received.push(message),
    onRequest: (request) => new Promise((resolve) => setTimeout(resolve, 20 - request, request * 10)),
  })
  first.send('hello')
  second.send('good day')
  const responses = [first.request(1, 1_000), first.request(9, 1_000), second.request(5, 1_000)]
  expect(await Promise.all(responses)).toEqual([10, 90, 6])
  expect(received.sort()).toEqual(['good day', 'hello'])
})

test('returns undefined if no response arrives in time, and ignores messages of libraries', async () => {
  const [left, right] = twoEnds()
  const received: unknown[] = []
  const channel = openChannel<string, number, unknown, number>(left, {
    onMessage: (message) => void received.push(message),
    onRequest: async () => 0,
  })
  right.onMessage(() => right.send({ type: 'of a library' }))
  expect(await channel.request(1, 30)).toBeUndefined()
  expect(received).toEqual([])
})
