import { type Finding, findingOf } from '#domain/findings/finding'
import type { LostUpload } from './facts.ts'

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
