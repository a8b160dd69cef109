import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { askInBatches } from './question-batches.ts'

/** A server that answers when the test lets it. */
function openServer() {
  const sent: { questions: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = []
  const ask = askInBatches<number, string>((questions) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>()
    sent.push({ questions, answer: () => resolve(questions.map((question) => `to ${question}`)), fail: reject })
    return promise
  })
  return { ask, sent, questions: () => sent.map(({ questions }) => questions) }
}

test('questions of one turn are sent together, later ones when those are answered', async () => {
  const { ask, sent, questions } = openServer()
  const first = [ask(1), ask(2)]
  await nextTurn()
  const second = [ask(1), ask(3)]
  await nextTurn()
  expect(questions()).toEqual([[1, 2]])
  sent[0]?.answer()
  expect(await Promise.all(first)).toEqual(['to 1', 'to 2'])
  await nextTurn()
  expect(questions()).toEqual([
    [1, 2],
    [1, 3],
  ])
  sent[1]?.answer()
  expect(await Promise.all(second)).toEqual(['to 1', 'to 3'])
})

test('a failure fails the questions that were sent with it, and no others', async () => {
  const { ask, sent } = openServer()
  const first = Promise.allSettled([ask(1), ask(2)])
  await nextTurn()
  const second = ask(3)
  sent[0]?.fail(new Error('lost'))
  expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await nextTurn()
  sent[1]?.answer()
  expect(await second).toBe('to 3')
})

test('at most 64 questions are sent at a time', async () => {
  const { ask, sent, questions } = openServer()
  const requested = Promise.all(Array.from({ length: 65 }, (_, place) => ask(place)))
  await nextTurn()
  expect(questions().map(({ length }) => length)).toEqual([64])
  sent[0]?.answer()
  await nextTurn()
  sent[1]?.answer()
  expect((await requested).at(-1)).toBe('to 64')
})
