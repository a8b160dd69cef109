import type { Act } from './act.ts'
import type { RedeemedUse, StoredCoupon } from './stored-coupon.ts'

/**
 * Digests of 16 bytes of a call's signature and of everything received with it, which reveal neither. They keep one signature from doing two
 * writes.
 */
export type SignedCall = Readonly<{
  /** Digest of app and signature, normalised. */
  signDigest: Uint8Array
  /** Digest of signature, path, parameters, body and separator: equal for the same bytes sent again. */
  callDigest: Uint8Array
  /**
   * For a batch whose calls may write for several sellers: the seller under which the signature of the batch is recorded, so that a batch
   * split otherwise still finds it.
   */
  homeSellerId?: string | undefined
}>

/** A number that the server gives a write of its own. No caller's number equals it, whatever its text. */
export type OwnNumber = Readonly<{ own: string }>

/** One write, with its number. */
export type WriteRequest = Readonly<{
  sellerId: string
  /**
   * A caller's number, or one of the server's own. Unique in the seller; with equal method and content it requests the same write. Undefined:
   * the content is its number.
   */
  outRequestNo: string | OwnNumber | undefined
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
   * Does an act once for a request number, in one transaction with the number, the answer and the signature, under the lock of the seller. A
   * refusal uses no number; its signature is recorded.
   */
  runAct<Input, Found, Answer, Refused>(
    request: WriteRequest,
    act: Act<Input, Found, Answer, Refused>,
    input: Input,
  ): Promise<Written<Answer, Refused>>
  /**
   * Records the signature of a write that is refused before `runAct`, which does this itself. Signatures are stored for at least 30
   * minutes by the request's clock, longer than their timestamps are accepted.
   */
  rememberSign(request: Pick<WriteRequest, 'sellerId' | 'nowMs' | 'sign'>): Promise<SignReused | SignKnown>
}

/** A write, and where it is done. */
export type WriteCall = Readonly<{ lifecycle: LifecycleStore; request: WriteRequest }>

/** The signature belongs to this call. */
export type SignKnown = Readonly<{ kind: 'sign-known' }>

/** Reads one coupon in detail. */
export interface LifecycleReader {
  findCoupon(sellerId: string, couponCode: string): Promise<StoredCoupon | undefined>
  /** Codes that no coupon has are missing. @param couponCodes none twice */
  findCoupons(sellerId: string, couponCodes: readonly string[]): Promise<readonly StoredCoupon[]>
  /** Like `findCoupons`, with the last valid day at the issue, which a repeated issue of the same code is compared with. */
  findIssuedCoupons(sellerId: string, couponCodes: readonly string[]): Promise<readonly StoredCoupon[]>
  /** The uses that the read `usesOnOrder` finds. */
  findCouponsOnOrder(sellerId: string, orderId: string): Promise<readonly RedeemedUse[]>
}

/** Does an act where, and for which request, its input says. */
export function runAct<Input, Found, Answer, Refused>(
  act: Act<Input, Found, Answer, Refused>,
  input: WriteCall & Input,
): Promise<Written<Answer, Refused>> {
  return input.lifecycle.runAct(input.request, act, input)
}

/** JSON with members in a fixed order: two requests are the same if theirs are equal. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => (isObject(member) ? sorted(member) : member))
}

function sorted(object: object): object {
  return Object.fromEntries(Object.entries(object).toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A lifecycle whose acts are only tried: they are decided and answered, and nothing is applied. Their request numbers stay free.
 */
export function triedOnly(lifecycle: LifecycleStore): LifecycleStore {
  return {
    rememberSign: (request) => lifecycle.rememberSign(request),
    runAct: (request, act, input) => lifecycle.runAct({ ...request, isTried: true }, act, input),
  }
}
