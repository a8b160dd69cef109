import type { Redemption } from '#domain/coupon/coupon'

/** What a coupon took off its order. */
export type RedeemedAmounts = Readonly<{
  offFen: number
  /** What it took of each line, as `splitText` writes it. */
  split: string
}>

/** A redemption, with what it took if that is known. */
export type NewRedemption = Redemption & Readonly<{ amounts: RedeemedAmounts | undefined }>

/** A redemption with its coupon, and its return, if it was returned. It is stored permanently. */
export type StoredRedemption = NewRedemption &
  Readonly<{ couponSeq: number; returned: Readonly<{ atMs: number; reason: string }> | undefined }>
