import { expect, test } from 'vitest'
import { firstPlaceOf, listPlace } from './order-store.ts'

const at = (moment: string) => Date.parse(`${moment}+08:00`)

test('orders are listed by day in GMT+8, then by number', () => {
  const places = [
    listPlace(at('1999-12-31T23:59:59'), 1),
    listPlace(at('2026-11-23T23:59:59'), 9),
    listPlace(at('2026-11-24T23:59:59'), 3),
    listPlace(at('2026-11-24T00:00:00'), 4),
    listPlace(at('9999-12-31T23:59:59'), 1),
  ]
  expect(places.toSorted((left, right) => left - right)).toEqual(places)
  expect(places.every(Number.isSafeInteger)).toBe(true)
})

test('all orders of a day lie between its first place and that of the next', () => {
  const [first, next] = [firstPlaceOf('2026-11-24'), firstPlaceOf('2026-11-25')]
  for (const moment of ['2026-11-24T00:00:00', '2026-11-24T23:59:59']) {
    const place = listPlace(at(moment), 999_999_999)
    expect([place > first, place < next]).toEqual([true, true])
  }
})
