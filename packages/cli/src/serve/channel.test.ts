import { expect, test } from 'vitest'
import { openChannel, type Wire } from './channel.ts'

/** Two ends of one wire, which carries JSON as node's channel does. */
function twoEnds(): readonly [Wire, Wire] {
  const hearers: ((message: unknown) => void)[] = []
  const end = (own: number, other: number): Wire => ({
    send: (message) => queueMicrotask(() => hearers[other]?.(JSON.parse(JSON.stringify(message)))),
    onMessage(hear) {
      hearers[own] = hear
    },
  })
  return [end(0, 1), end(1, 0)]
}

test('tells, and answers each question with its own answer', async () => {
  const [left, right] = twoEnds()
  const heard: string[] = []
  const asking = openChannel<string, number, string, number>(left, {
    hear: (told) => void heard.push(told),
    answer: async (question) => question + 1,
  })
  const answering = openChannel<string, number, string, number>(right, {
    hear: (told) => void heard.push(told),
    answer: (question) => new Promise((resolve) => setTimeout(resolve, 20 - question, question * 10)),
  })
  asking.tell('hello')
  answering.tell('good day')
  expect(await Promise.all([asking.ask(1, 1_000), asking.ask(9, 1_000), answering.ask(5, 1_000)])).toEqual([10, 90, 6])
  expect(heard.sort()).toEqual(['good day', 'hello'])
})

test('gives undefined when no answer comes in time, and hears nothing that is not its own', async () => {
  const [left, right] = twoEnds()
  const told: unknown[] = []
  const asking = openChannel<string, number, unknown, number>(left, {
    hear: (message) => void told.push(message),
    answer: async () => 0,
  })
  right.onMessage(() => right.send({ type: 'of a library' }))
  expect(await asking.ask(1, 30)).toBeUndefined()
  expect(told).toEqual([])
})
