import { type Finding, findingOf } from '#domain/findings/finding'
import type { RedemptionFacts, RefusedUse } from './facts.ts'

/** More attempts than a day has: beyond them, repeated ones are named again. */
const maxAttempts = 20_000

/**
 * Names attempts to use a coupon that another order had used, on the day of the first attempt. Repeated attempts of a till, and those for
 * the order that has the coupon, are not findings.
 * @returns judges attempts in the order in which they were made
 */
export function judgingRefusedUses(): (refused: RefusedUse) => Finding | undefined {
  const named = new Set<string>()
  return (refused) => {
    const finding = compareRefusedUse(refused)
    const key = `${refused.couponCode}\n${refused.orderId}`
    if (finding === undefined || named.has(key)) return undefined
    if (named.size < maxAttempts) named.add(key)
    return finding
  }
}

function compareRefusedUse(refused: RefusedUse): Finding | undefined {
  const { orderId, couponCode, shop, redemptions } = refused
  const use = redemptions.find((redemption) => usedThen(redemption, refused))
  if (use === undefined || use.orderId === orderId) return undefined
  const { redemptionId, orderId: otherOrderId, amounts, eventSeq } = use
  const facts = { kind: 'DOUBLE_USE_REFUSED', orderId, couponCode, shop, redemptionId, otherOrderId } as const
  return findingOf({ ...facts, offFen: amounts?.offFen }, [eventSeq])
}

/** Whether a redemption used the coupon when the call was refused: by their events, or by time where these were removed. */
function usedThen({ eventSeq, atMs, returnedAtMs, returnEventSeq }: RedemptionFacts, refused: RefusedUse): boolean {
  const isBegun =
    eventSeq !== undefined && refused.eventSeq !== undefined ? eventSeq <= refused.eventSeq : atMs <= refused.atMs
  if (!isBegun || returnedAtMs === undefined) return isBegun
  if (returnEventSeq !== undefined && refused.eventSeq !== undefined) return returnEventSeq > refused.eventSeq
  return returnedAtMs > refused.atMs
}
