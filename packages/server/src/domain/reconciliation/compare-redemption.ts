import { type Finding, type FindingKind, findingOf } from '#domain/findings/finding'
import type { LostUpload, OrderFacts, RedemptionFacts, RedemptionWithOrder, RefusedUse } from './facts.ts'
import type { SyncedKinds } from './reconciliation-reader.ts'

/** What decides besides the facts of one redemption or order. */
export type Judging = Readonly<{
  synced: SyncedKinds
  /** What would explain a finding may still arrive. */
  isBeforeDeadline: boolean
}>

/** What is wrong with a redemption, on the day on which it was redeemed. One that was returned is judged on the day of its return. */
export function compareRedemption({ redemption, order }: RedemptionWithOrder, judging: Judging): Finding | undefined {
  if (redemption.returnedAtMs !== undefined) return undefined
  const kind = kindOfRedemption(redemption, order, judging.synced)
  return kind && findingOfRedemption(kind, { redemption, order }, judging)
}

/** What is wrong with a return, on its day. */
export function compareReturn({ redemption, order }: RedemptionWithOrder, judging: Judging): Finding | undefined {
  const kind = kindOfReturn(redemption, order, judging.synced)
  return kind && findingOfRedemption(kind, { redemption, order }, judging)
}

function kindOfRedemption(
  { coupon }: RedemptionFacts,
  order: OrderFacts | undefined,
  synced: SyncedKinds,
): FindingKind | undefined {
  if (order === undefined) return synced.orders ? 'REDEEMED_NO_ORDER' : undefined
  const named = order.named.find(({ couponCode }) => couponCode === coupon.couponCode)
  if (named?.isKept) return undefined
  if (order.isClosed) return coupon.isReturnable ? 'USED_ON_CLOSED_ORDER' : undefined
  return named?.isNamed || !synced.coupons ? undefined : 'REDEEMED_NOT_NAMED'
}

function kindOfReturn(
  redemption: RedemptionFacts,
  order: OrderFacts | undefined,
  synced: SyncedKinds,
): FindingKind | undefined {
  if (order === undefined) return synced.orders ? 'RETURN_NO_ORDER' : undefined
  const { couponCode, usedBy } = redemption.coupon
  const isNamed = order.named.some((named) => named.isNamed && named.couponCode === couponCode)
  const isUsedAgain = usedBy?.orderId === redemption.orderId
  return isNamed && !isUsedAgain && !isRefunded(order) ? 'RETURNED_STILL_NAMED' : undefined
}

/** ERPs still name the coupons of an order whose goods were returned: its refunds explain the return. */
function isRefunded({ lines }: OrderFacts): boolean {
  return lines.some(({ refundFen = 0 }) => refundFen > 0)
}

function findingOfRedemption(
  kind: FindingKind,
  { redemption, order }: RedemptionWithOrder,
  { isBeforeDeadline: isPending }: Judging,
): Finding {
  const { redemptionId, orderId, shop, amounts, coupon, eventSeq, returnEventSeq } = redemption
  const facts = { kind, isPending, orderId, couponCode: coupon.couponCode, redemptionId, shop, offFen: amounts?.offFen }
  return findingOf(facts, [eventSeq, returnEventSeq, order?.eventSeq])
}

/** Names what a till that was offline gave away, on the day of its redemption. An earlier upload that comes later may change it. */
export function compareLostUpload(upload: LostUpload): Finding {
  const { verdict, orderId, couponCode, redemptionId, shop, problem, tillOffFen, amounts, usedBy, eventSeq } = upload
  const facts = { kind: kinds[verdict], orderId, couponCode, redemptionId, shop, problem } as const
  const offFen = tillOffFen ?? amounts?.offFen
  return findingOf({ ...facts, offFen, otherOrderId: usedBy?.orderId }, [eventSeq])
}

const kinds = {
  conflict: 'OFFLINE_CONFLICT',
  not_valid: 'OFFLINE_NOT_VALID',
  unknown_coupon: 'OFFLINE_UNKNOWN_COUPON',
} as const

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
