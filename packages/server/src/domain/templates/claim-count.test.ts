import { expect, test } from 'vitest'
import { countAfter, leftOf, noClaimsOn } from './claim-count.ts'

const today = '2026-11-29'
const unlimited = { total: undefined, onDay: undefined }

test.each([
  ['nothing limits', noClaimsOn(today), unlimited, Number.POSITIVE_INFINITY],
  ['the total limits', { total: 3, day: today, onDay: 3 }, { total: 5, onDay: undefined }, 2],
  ['the day limits', { total: 3, day: today, onDay: 3 }, { total: undefined, onDay: 4 }, 1],
  ['the lower of both limits', { total: 3, day: today, onDay: 1 }, { total: 4, onDay: 9 }, 1],
  [
    'claims of an earlier day count for the total only',
    { total: 3, day: '2026-11-28', onDay: 3 },
    { total: 9, onDay: 2 },
    2,
  ],
  ['a clock that lags counts for the newest day', { total: 3, day: '2026-11-30', onDay: 2 }, { total: 9, onDay: 2 }, 0],
  ['a limit was lowered below what was claimed', { total: 3, day: today, onDay: 3 }, { total: 2, onDay: undefined }, 0],
])('what is left where %s', (_name, count, limits, left) => {
  expect(leftOf(count, limits, today)).toBe(left)
})

test('a claim counts in all and on its day; a new day begins at nothing, and a clock that lags adds to the newest', () => {
  expect(countAfter(noClaimsOn(today), 2, today)).toEqual({ total: 2, day: today, onDay: 2 })
  expect(countAfter({ total: 2, day: today, onDay: 2 }, 1, today)).toEqual({ total: 3, day: today, onDay: 3 })
  expect(countAfter({ total: 3, day: '2026-11-28', onDay: 3 }, 1, today)).toEqual({ total: 4, day: today, onDay: 1 })
  const ahead = { total: 3, day: '2026-11-30', onDay: 3 }
  expect(countAfter(ahead, 1, today)).toEqual({ total: 4, day: '2026-11-30', onDay: 4 })
})
