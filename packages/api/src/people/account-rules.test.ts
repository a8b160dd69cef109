import { expect, test } from 'vitest'
import { problemOfReason } from './account-rules.ts'

test.each(['核对', '来电 139****5678 核对', 'a complaint', 'жалоба', 'क्रय', '12'])('%j is a reason', (reason) => {
  expect(problemOfReason(reason)).toBeUndefined()
})

test.each(['', ' ', 'a', '..', '……', '查.', '\u200b\u200b', '\u3164\u3164', '\uffa0\u115f', '\u2800\u2800', '🙂🙂'])(
  '%j is none',
  (reason) => {
    expect(problemOfReason(reason)?.zh).toBe('应至少有2个文字或数字，标点与空白不算')
  },
)
