import { expect, test } from 'vitest'
import { mayTellAgain, systemRequest } from './shared-act.ts'

test.each([
  ['59 minutes and 59.999 seconds', 3_599_999, true],
  ['an hour', 3_600_000, false],
])('a repeated request after %s shows a secret again: %s', (_what, afterMs, isShown) => {
  expect(mayTellAgain(systemRequest(1000 + afterMs), { doneAtMs: 1000 })).toBe(isShown)
})
