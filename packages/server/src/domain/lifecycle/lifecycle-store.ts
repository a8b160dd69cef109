import type { MasterDataWriter } from '#domain/master-data/master-data-store'
import type { SaleWriter } from '#domain/sales/sale-store'
import type { NewRedemption, RedeemedAmounts, StoredRedemption } from '#domain/sales/stored-redemption'
import type { ShopGroupFinder } from '#domain/shops/shop-group-store'
import type { TemplateWriter } from '#domain/templates/template-store'
import type { Act, Reading } from './act.ts'
import type { Change } from './changes.ts'
import type { CouponChange } from './coupon-change.ts'
import type { CouponsOnOrder, RedeemedUse } from './coupon-use.ts'
import type { StoredCoupon } from './stored-coupon.ts'

/**
 * Digests of 16 bytes of a call's signature and of everything received with it, which reveal neither. They keep one signature from doing two
 * writes.
 */
export type SignedCall = Readonly<{
  /** Of app and signature, normalised. */
  signDigest: Uint8Array
  /** Of signature, path, parameters, body and separator: equal for the same bytes sent again. */
  callDigest: Uint8Array
  /**
   * For a batch whose calls may write for several sellers: the seller under which the signature of the batch is recorded, so that calls
   * cut from it in another way find it, whichever seller they are for.
   */
  homeSellerId?: string | undefined
}>

/** One write, with the number its caller gave it. */
export type WriteRequest = Readonly<{
  sellerId: string
  /** Unique in the seller; with equal method and content it requests the same write. Undefined: the content is its number. */
  outRequestNo: string | undefined
  method: string
  /** The whole request as canonical JSON. Stored only as a keyed digest. */
  content: string
  /** `app:KEY`, `operator:NAME` or `system`. */
  actor: string
  /** The call, as answers and logs name it. */
  requestId: string | undefined
  nowMs: number
  /** A write too large for one transaction is done in parts from 1; the whole is part 0. */
  part?: number | undefined
  /** Absent for unsigned requests of operators and the system. */
  sign?: SignedCall | undefined
  /** A dry run: it is decided and answered, and nothing is applied. Its number stays free. */
  isTried?: boolean | undefined
}>

export type Worked<Answer, Refused> =
  | Readonly<{ kind: 'done'; answer: Answer }>
  | Readonly<{ kind: 'refused'; refusal: Refused }>

export type Written<Answer, Refused> =
  /** `isAlreadyDone`: an earlier call with this number did it, and this is its answer. */
  | Readonly<{ kind: 'done'; answer: Answer; isAlreadyDone: boolean }>
  | Readonly<{ kind: 'refused'; refusal: Refused }>
  /** The number was used for other content. */
  | Readonly<{ kind: 'conflict' }>
  | SignReused

/** The signature was received with another call before: this call was made from it without the secret. */
export type SignReused = Readonly<{ kind: 'sign-reused' }>

export interface LifecycleStore {
  /**
   * Does a work once for a request number, in one transaction with the number, the answer and the signature. A refusal
   * rolls back what the work wrote and uses no number: the same one may succeed later. Its signature is recorded.
   * @param work may run more than once before it is committed, so it has no other effects. Its answer is stored as JSON and contains no
   * phone.
   */
  writeOnce<Answer, Refused>(
    request: WriteRequest,
    work: (writer: LifecycleWriter) => Promise<Worked<Answer, Refused>>,
  ): Promise<Written<Answer, Refused>>
  /**
   * Does an act once for a request number, in one transaction with the number, the answer and the signature, under the lock of the seller. A
   * refusal uses no number; its signature is recorded.
   */
  runAct<Input, Found, Answer, Refused>(
    request: WriteRequest,
    act: Act<Input, Found, Answer, Refused>,
    input: Input,
  ): Promise<Written<Answer, Refused>>
  /**
   * Records the signature of a write that is refused before `writeOnce`, which does this itself. Signatures are stored for at least 30
   * minutes by the request's clock, longer than their timestamps are accepted.
   */
  rememberSign(request: Pick<WriteRequest, 'sellerId' | 'nowMs' | 'sign'>): Promise<SignReused | SignKnown>
}

/** A write, and where it is done. */
export type WriteCall = Readonly<{ lifecycle: LifecycleStore; request: WriteRequest }>

/** The signature belongs to this call. */
export type SignKnown = Readonly<{ kind: 'sign-known' }>

/** Writes coupons, inside one work. Its results contain no phones. */
export interface CouponWriter {
  /** Coupons by their codes; codes that do not exist are missing. @param codes 1..1000 */
  findCoupons(codes: readonly string[]): Promise<ReadonlyMap<string, StoredCoupon>>
  /** @throws RangeError if there is none */
  findCouponBySeq(seq: number): Promise<StoredCoupon>
  /** Coupons of a template with numbers in the range, in order, up to the limit. */
  findCouponsOfTemplate(range: TemplateRange): Promise<readonly StoredCoupon[]>
  /** Number of the seller's newest coupon. */
  newestSeq(): Promise<number>
  /** Applies steps; each counts only if the coupon is unchanged since it was read. */
  changeCoupons(changes: readonly CouponChange[]): Promise<void>
  addRedemption(redemption: NewRedemption, couponSeq: number): Promise<void>
  /**
   * Coupons that are on an order, at most 200: redeemed on it, and neither returned nor ended without coming back.
   */
  findCouponsOnOrder(orderId: string): Promise<CouponsOnOrder>
  /**
   * When a coupon that came back from an order last did, epoch milliseconds. Once that event was removed by age, the moment before which
   * events were removed.
   */
  findLastReturn(couponSeq: number): Promise<number | undefined>
  findRedemption(redemptionId: string): Promise<StoredRedemption | undefined>
  /** Redemptions of a coupon, returned or not, by time; at most 1,000. */
  findRedemptionsOfCoupon(couponSeq: number): Promise<readonly StoredRedemption[]>
  markReturned(redemptionId: string, reason: string): Promise<void>
  /** Sets what a redemption that was not returned takes; undefined: that is not known. */
  changeAmounts(redemptionId: string, amounts: RedeemedAmounts | undefined): Promise<void>
  /** Removes a redemption of which another takes the place. */
  removeRedemption(redemptionId: string): Promise<void>
}

type TemplateRange = Readonly<{ couponId: string; firstSeq: number; lastSeq: number; limit: number }>

export interface LifecycleWriter extends CouponWriter, TemplateWriter, SaleWriter, MasterDataWriter, ShopGroupFinder {
  /** Loads what an act would. */
  load<Found>(reading: Reading<Found>): Promise<Found>
  /** Writes what an act would have decided. */
  apply(changes: readonly Change[]): Promise<void>
}

/** Reads one coupon in detail. */
export interface LifecycleReader {
  findCoupon(sellerId: string, couponCode: string): Promise<StoredCoupon | undefined>
  /** Codes that no coupon has are missing. @param couponCodes none twice */
  findCoupons(sellerId: string, couponCodes: readonly string[]): Promise<readonly StoredCoupon[]>
  /** As `findCoupons`, with the last day that they were issued with: what an issue of the same code is compared with. */
  findIssuedCoupons(sellerId: string, couponCodes: readonly string[]): Promise<readonly StoredCoupon[]>
  /** The uses of `LifecycleWriter.findCouponsOnOrder`. */
  findCouponsOnOrder(sellerId: string, orderId: string): Promise<readonly RedeemedUse[]>
}
