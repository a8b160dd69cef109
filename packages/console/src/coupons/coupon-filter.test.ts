import { expect, test } from 'vitest'
import { filterOf } from './coupon-filter.ts'

const none = { template: [], channel: undefined, shop: undefined, from: undefined, to: undefined } as const
const today = '2026-11-26'

test('coupons that are not valid yet are unused ones whose first day is to come', () => {
  const upcoming = { ...none, state: 'upcoming' } as const
  expect(filterOf({ ...upcoming, days: 'issued', from: '2026-11-01' }, today)).toMatchObject({
    status: '0',
    issuedFrom: '2026-11-01',
    startFrom: '2026-11-27',
  })
  expect(filterOf({ ...upcoming, days: 'start', from: '2026-11-01' }, today)).toMatchObject({ startFrom: '2026-11-27' })
  expect(filterOf({ ...upcoming, days: 'start', from: '2026-12-24' }, today)).toMatchObject({ startFrom: '2026-12-24' })
})

test('nothing that is not chosen is asked for', () => {
  const input = filterOf({ ...none, state: 'all', days: 'end' }, today)
  expect(Object.values(input).filter((value) => value !== undefined)).toEqual([])
  expect(filterOf({ ...none, state: 'usable', days: 'end', to: '2026-12-31' }, today)).toEqual({
    couponId: undefined,
    channel: undefined,
    shop: undefined,
    endFrom: undefined,
    status: '0',
    endTo: '2026-12-31',
  })
})
