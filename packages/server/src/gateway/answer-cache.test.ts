import { getTime } from '@yaoquan/api'
import { encodeMembers } from '@yaoquan/protocol'
import { expect, test } from 'vitest'
import { AnswerCache } from './answer-cache.ts'

function answerOf(time: string, { fromMs = 0, untilMs = Number.POSITIVE_INFINITY } = {}) {
  return { answer: encodeMembers(getTime, { time }, 'json'), fromMs, untilMs }
}

test('an answer is found under its key, from its own moment until the clock changes it', () => {
  const answers = new AnswerCache(10)
  const kept = answerOf('now', { fromMs: 5, untilMs: 8 })
  answers.keep('a', kept)
  expect([4, 5, 7, 8].map((nowMs) => answers.find('a', nowMs))).toEqual([
    undefined,
    kept.answer,
    kept.answer,
    undefined,
  ])
  expect(answers.find('b', 5)).toBeUndefined()
})

test('answers and keys are evicted, longest unused first, when they take more than their room', () => {
  const answers = new AnswerCache(10)
  answers.keep('used', answerOf('now'))
  answers.keep('unused', answerOf('now'))
  answers.find('used', 1)
  answers.keep('long answer', answerOf('x'.repeat(2_000)))
  answers.keep('k'.repeat(1_500), answerOf('now'))
  expect(['used', 'unused'].map((key) => answers.find(key, 1) !== undefined)).toEqual([true, false])
  answers.keep('too long', answerOf('x'.repeat(6_000)))
  expect(answers.find('too long', 1)).toBeUndefined()
})
