import { type Finding, type FindingKind, findingOf } from '#domain/findings/finding'
import type { OrderFacts, RedemptionFacts, RedemptionWithOrder } from './facts.ts'
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
