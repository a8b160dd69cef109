/** What became of a coupon that a till used while it was offline. */
export type UploadVerdict =
  /** Its order is the one that used the coupon. */
  | 'redeemed'
  /** Another order is. */
  | 'conflict'
  /** Its terms did not allow the use at that time and shop. */
  | 'not_valid'
  | 'unknown_coupon'

/** One coupon of an order that a till redeemed while it was offline. It is kept, whatever the verdict. */
export type RedemptionUpload = Readonly<{
  redemptionId: string
  couponCode: string
  /** Undefined if no coupon has the code. */
  couponSeq: number | undefined
  orderId: string
  shop: string | undefined
  /** When the till redeemed it, epoch milliseconds. */
  atMs: number
  uploadedAtMs: number
  /** `app:KEY`. */
  actor: string
  /** The number under which it was uploaded. */
  requestNo: string
  verdict: UploadVerdict
  /** The kind of the refusal, where it is not valid. */
  problem: string | undefined
  /** The redemption that counts for the coupon; undefined for one that is not valid, or if the coupon was used before this CRM knew it. */
  winnerId: string | undefined
  /** What the order costs before coupons; undefined if the till does not say it. */
  orderFen: number | undefined
  /** What the till says that it took off. */
  tillOffFen: number | undefined
  /** What the rules take off; undefined if the till gave no amounts, or the coupon is not valid. */
  amounts: Readonly<{ offFen: number; split: string }> | undefined
}>

/** An upload with the number of the event of its verdict. */
export type StoredUpload = RedemptionUpload & Readonly<{ eventSeq: number }>

/** Another verdict on an upload that is stored, because an earlier use came later. */
export type ChangedVerdict = Readonly<{ upload: RedemptionUpload } & Pick<RedemptionUpload, 'verdict' | 'winnerId'>>

/** The text of an upload in events: JSON with the names of the wire. */
export function uploadText(upload: RedemptionUpload): string {
  const { redemptionId, verdict, problem, winnerId, orderId, atMs, shop, tillOffFen, amounts } = upload
  return JSON.stringify({
    verdict,
    order_id: orderId,
    redemption_id: redemptionId,
    redeemed_at_ms: atMs,
    shop,
    problem,
    counted_id: winnerId,
    till_off_fen: tillOffFen,
    off_fen: amounts?.offFen,
  })
}
