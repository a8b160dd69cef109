import { expect, test } from 'vitest'
import type { ChainEvent } from './event-store.ts'
import { rebuildCoupon } from './rebuild-coupon.ts'

const unused = '{"state":"unused","end_date":"2026-11-24"}'
const voided = '{"state":"void","end_date":"2026-11-24","reason":"取消"}'

function event(kind: ChainEvent['kind'], before: string | undefined, after: string): ChainEvent {
  return { sellerId: '111', eventSeq: 1, kind, atMs: 1, actor: 'system', before, after, hash: '' }
}

test('a coupon has the state of its last event', () => {
  expect(rebuildCoupon([event('issued', undefined, unused), event('voided', unused, voided)])).toEqual({
    state: { kind: 'void' },
    endDate: '2026-11-24',
    returnCount: 0,
  })
})

test('an expired event does not change the state', () => {
  const events = [event('issued', undefined, unused), event('expired', unused, '{"state":"expired"}')]
  expect(rebuildCoupon([...events, event('voided', unused, voided)])?.state).toEqual({ kind: 'void' })
})

test('what a redemption took off its order is no part of the state', () => {
  const used = '{"state":"used","order_id":"SO-1","redemption_id":"R1","redeemed_at_ms":1,"end_date":"2026-11-24"'
  const redeemed = event('redeemed', unused, `${used},"off_fen":5000,"split":"1:5000"}`)
  const returned = event('returned', `${used}}`, '{"state":"unused","end_date":"2026-11-24","return_count":1}')
  expect(rebuildCoupon([event('issued', undefined, unused), redeemed, returned])?.returnCount).toBe(1)
})

test('without events there is no state', () => {
  expect(rebuildCoupon([])).toBeUndefined()
})

test('an event that does not begin where the one before it ended is refused', () => {
  const held = '{"state":"held","order_id":"SO-1","held_until_ms":1}'
  expect(() => rebuildCoupon([event('issued', undefined, unused), event('voided', held, voided)])).toThrow(
    /does not follow/,
  )
  expect(() => rebuildCoupon([event('voided', unused, voided)])).toThrow(/does not follow/)
})
