import { createMistakeCounter } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { createAppMistakes } from './app-mistakes.ts'

const noPhone = { kind: 'no-phone', appKey: '1', method: 'issue', name: 'phone', times: 3, nowMs: 5 } as const
const counted = { kind: 'no-phone', method: 'issue', name: 'phone', times: 6, lastMs: 5 }

test('counts what apps do wrong', async () => {
  const mistakes = createAppMistakes()
  mistakes.note(noPhone)
  mistakes.note(noPhone)
  expect(await mistakes.of('1')).toEqual([counted])
})

test('counts for all processes where there are several, and tells nothing without an answer', async () => {
  const counter = createMistakeCounter()
  const two = [1, 2].map(() =>
    createAppMistakes(async ({ appKey, mistake }) => {
      if (mistake !== undefined) counter.note(mistake)
      return counter.of(appKey)
    }),
  )
  for (const mistakes of two) mistakes.note(noPhone)
  for (const mistakes of two) expect(await mistakes.of('1')).toEqual([counted])
  expect(await createAppMistakes(async () => undefined).of('1')).toEqual([])
})
