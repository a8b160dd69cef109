import { expect, test } from 'vitest'
import type { Written } from './lifecycle-store.ts'
import { type CodesTaken, untilFree } from './until-free.ts'

type Outcome = Written<number, CodesTaken | Readonly<{ kind: 'closed' }>>

const taken: Outcome = { kind: 'refused', refusal: { kind: 'codes-taken' } }

test.each<Outcome>([
  { kind: 'done', answer: 1, isAlreadyDone: false },
  { kind: 'conflict' },
  { kind: 'refused', refusal: { kind: 'closed' } },
])('codes that exist are made anew, and every other outcome stays: $kind', async (outcome) => {
  const outcomes = [taken, taken, outcome]
  expect(await untilFree(async () => outcomes.shift() ?? taken)).toEqual(outcome)
})

test('a source that gives the same codes for ever is an error', async () => {
  await expect(untilFree(async () => taken)).rejects.toThrow('random codes exist already')
})
