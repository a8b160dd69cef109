import type { Redemption } from '#domain/coupon/coupon'
import type { CouponDraft, IssueOutcome } from '#domain/coupon/coupon-store'
import type { EventKind } from '#domain/events/event-store'
import type { TemplateWriter } from '#domain/templates/template-store'
import type { StoredCoupon } from './stored-coupon.ts'

/**
 * The signature of a call and all that was received under it, as digests of 16 bytes that tell neither: one signature
 * does not do two writes.
 */
export type SignedCall = Readonly<{
  /** Of app and signature, spelt in one way. */
  signDigest: Uint8Array
  /** Of signature, path, parameters, body and separator: equal for the same bytes sent again. */
  callDigest: Uint8Array
  /**
   * Of a batch whose calls may write for several sellers: the one that keeps the signature of each such batch, so that
   * calls cut from it differently meet it whichever seller they reach.
   */
  homeSellerId?: string | undefined
}>

/** One write as its caller numbered it. */
export type WriteRequest = Readonly<{
  sellerId: string
  /** Unique in the seller; with equal method and content it asks for the same write. */
  outRequestNo: string
  method: string
  /** Everything that was asked, as canonical JSON. Kept only as a keyed digest. */
  content: string
  /** Who asks: `app:KEY`, `operator:NAME` or `system`. */
  actor: string
  /** The call, as answers and logs name it. */
  requestId: string | undefined
  nowMs: number
  /** A write too large for one transaction is done in parts from 1; the whole is part 0. */
  part?: number | undefined
  /** Absent where nothing is signed: operators, the system. */
  sign?: SignedCall | undefined
}>

/** What a work came to. */
export type Worked<Answer, Refused> =
  | Readonly<{ kind: 'done'; answer: Answer }>
  | Readonly<{ kind: 'refused'; refusal: Refused }>

/** What became of a write. */
export type Written<Answer, Refused> =
  /** `isAlreadyDone`: an earlier call with this number did it, and this is its answer. */
  | Readonly<{ kind: 'done'; answer: Answer; isAlreadyDone: boolean }>
  | Readonly<{ kind: 'refused'; refusal: Refused }>
  /** The number was used for other content. */
  | Readonly<{ kind: 'conflict' }>
  | SignReused

/** The signature was received with another call before: this one was made of it without the secret. */
export type SignReused = Readonly<{ kind: 'sign-reused' }>

export interface LifecycleStore {
  /**
   * Does a work once for a request number, in one transaction with the number, the answer and the signature. A refusal
   * takes back what the work wrote before it and uses no number: the same one may succeed later. Its signature is kept.
   * @param work may run more than once before it counts, so it changes nothing but what it writes. Its answer is kept as
   * JSON and holds no phone.
   */
  writeOnce<Answer, Refused>(
    request: WriteRequest,
    work: (writer: LifecycleWriter) => Promise<Worked<Answer, Refused>>,
  ): Promise<Written<Answer, Refused>>
  /**
   * Remembers the signature of a write that is refused before it gets to `writeOnce`, which does this itself. Signatures
   * are kept for 30 minutes at least, by the request's clock, longer than their time stamps are accepted.
   */
  rememberSign(request: Pick<WriteRequest, 'sellerId' | 'nowMs' | 'sign'>): Promise<SignReused | SignKnown>
}

/** The signature belongs to this call. */
export type SignKnown = Readonly<{ kind: 'sign-known' }>

/** One step of one coupon. */
export type CouponChange = Readonly<{
  kind: EventKind
  from: StoredCoupon
  to: StoredCoupon
  /** As the caller wrote it. */
  reason?: string | undefined
}>

/** A redemption with its coupon, and its return, if it was returned. It is stored for good. */
export type StoredRedemption = Redemption &
  Readonly<{ couponSeq: number; returned: Readonly<{ atMs: number; reason: string }> | undefined }>

/** Writing to coupons, inside of one work. What it gives has no phones. */
export interface CouponWriter {
  /** Coupons by their codes; codes that do not stand are missing. @param codes 1..1000 */
  findCoupons(codes: readonly string[]): Promise<ReadonlyMap<string, StoredCoupon>>
  /** @throws RangeError if there is none */
  findCouponBySeq(seq: number): Promise<StoredCoupon>
  /** Coupons of a template with numbers in the range, in order, up to the limit. */
  findCouponsOfTemplate(range: TemplateRange): Promise<readonly StoredCoupon[]>
  /** Number of the seller's newest coupon. */
  newestSeq(): Promise<number>
  /** Takes steps, all by the same rule: each counts only if the coupon still stands where it was found. */
  changeCoupons(changes: readonly CouponChange[]): Promise<void>
  /**
   * As `CouponIssuer.issueCoupons`.
   * @param claimedFrom the template whose coupons these are: they count only if it is open and has no newer version
   */
  issueCoupons(drafts: readonly CouponDraft[], claimedFrom?: TemplateVersion): Promise<readonly IssueOutcome[]>
  addRedemption(redemption: Redemption, couponSeq: number): Promise<void>
  /**
   * Adds a redemption if its order has no other that was not returned. It follows `changeCoupons`: from then on no other
   * work of the seller redeems or returns before this one ends, so what this saw stays true.
   * @returns whether it was added
   */
  addOnlyRedemption(redemption: Redemption, couponSeq: number): Promise<boolean>
  /** Coupons that are redeemed on an order, 200 of them at most. It follows `changeCoupons`, as `addOnlyRedemption` does. */
  findCouponsOnOrder(orderId: string): Promise<readonly CouponUse[]>
  /** When a coupon last came back from an order, epoch milliseconds. */
  findLastReturn(couponSeq: number): Promise<number | undefined>
  findRedemption(redemptionId: string): Promise<StoredRedemption | undefined>
  markReturned(redemptionId: string, reason: string): Promise<void>
}

/** What decides whether other coupons may stand beside one on an order. */
export type CouponUse = Readonly<{
  couponCode: string
  couponAmountFen: number | undefined
  couponId: string | undefined
  templateVersion: number | undefined
}>

export type TemplateVersion = Readonly<{ couponId: string; version: number }>

export type TemplateRange = Readonly<{ couponId: string; firstSeq: number; lastSeq: number; limit: number }>

/** The inside of one work. */
export interface LifecycleWriter extends CouponWriter, TemplateWriter {}

/** Reading one coupon in detail. */
export interface LifecycleReader {
  findCoupon(sellerId: string, couponCode: string): Promise<StoredCoupon | undefined>
}
