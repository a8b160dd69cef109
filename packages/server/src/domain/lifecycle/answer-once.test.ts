import { expect, test } from 'vitest'
import { unlessDone } from './answer-once.ts'

test('a number that was not used is not used up by looking for its answer', () => {
  expect(unlessDone().decide({ input: undefined, found: {}, nowMs: 0 })).toEqual({
    kind: 'refused',
    refusal: 'not-done',
  })
})
