import { expect, test } from 'vitest'
import type { ChainEvent } from '#domain/events/event-store'
import { lifecycleText } from '#domain/events/lifecycle-text'
import { mayUndo } from './undo-redemption.ts'

const redeemedAtMs = Date.parse('2026-11-24T22:29:00+08:00')

/** @param atMs when a till says that it redeemed */
function redeemed(redemptionId: string, atMs = redeemedAtMs): ChainEvent {
  const redemption = { redemptionId, orderId: 'SO-1', atMs, shop: '01' }
  const after = lifecycleText({ state: { kind: 'used', redemption }, endDate: undefined, returnCount: 0 })
  const of = { sellerId: '111', eventSeq: 2, couponCode: 'C1', actor: 'operator:clerk', hash: '' }
  return { ...of, kind: 'redeemed', atMs: redeemedAtMs, after }
}

test.each([
  ['at once', 'R1', 'operator:clerk', 0, true],
  ['after a minute', 'R1', 'operator:clerk', 60_000, true],
  ['later', 'R1', 'operator:clerk', 60_001, false],
  ['by another clerk', 'R1', 'operator:other', 0, false],
  ['by an app', 'R1', 'app:clerk', 0, false],
  ['of another redemption', 'R2', 'operator:clerk', 0, false],
] as const)('an undo %s', (_name, redemptionId, actor, afterMs, isAllowed) => {
  const nowMs = redeemedAtMs + afterMs
  expect(mayUndo([redeemed('R0'), redeemed('R1')], { redemptionId, actor, nowMs })).toBe(isAllowed)
})

test('an undo counts from the call, not from the time that the till gave', () => {
  const events = [redeemed('R1', redeemedAtMs + 5 * 60_000)]
  const input = { redemptionId: 'R1', actor: 'operator:clerk', nowMs: redeemedAtMs + 60_001 }
  expect(mayUndo(events, input)).toBe(false)
})

test('what has no event any more cannot be undone', () => {
  expect(mayUndo([], { redemptionId: 'R1', actor: 'operator:clerk', nowMs: redeemedAtMs })).toBe(false)
})
