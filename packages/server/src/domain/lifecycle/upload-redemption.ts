import type { SoldLines, StoredRedemption } from '#domain/sales/sale'
import type { NewSale } from '#domain/sales/sale-store'
import type { UnjudgedTerm } from '#domain/templates/offer-of-coupon'
import { act, done, load, type Reading, refused } from './act.ts'
import { type Change, changedVerdict, newRedemption, newSale, newUpload, replaced, steps } from './changes.ts'
import { checkUpload, type UploadedOrder } from './check-upload.ts'
import { type CouponRefusal, problemOf } from './coupon-refusal.ts'
import { type JudgingFacts, judgingFacts, orderFenOf } from './judge-on-order.ts'
import { type CountedUse, type Judged, judgeUses } from './judge-uploads.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { idsOf, newTimedCode } from './random-code.ts'
import { couponsByCode, newestSaleNo, newestSeq, redemptionsOfCoupons, uploadsOfCoupons, voidings } from './reads.ts'
import { saleOfUses } from './record-sale.ts'
import type { ChangedVerdict, RedemptionUpload, UploadVerdict } from './redemption-upload.ts'
import type { CouponChange, StoredCoupon } from './stored-coupon.ts'
import { redeemUploaded } from './transitions.ts'

export type UploadedCoupon = Readonly<{
  couponCode: string
  /** What the till took off, if it says so. */
  tillOffFen: number | undefined
}>

type Upload = UploadedOrder &
  Readonly<{
    /** 1..20, no code twice. */
    coupons: readonly UploadedCoupon[]
    /** `app:KEY`. */
    actor: string
    /** The number under which the till uploads it. */
    requestNo: string
    /** Numbers of the redemptions, by the places of the coupons. */
    newId: (place: number) => string
  }>

type Uploading = WriteCall &
  Omit<Upload, 'actor' | 'requestNo' | 'newId'> &
  Readonly<{ randomBytes: (size: number) => Uint8Array }>

export type UploadAnswer = Readonly<{ redeemedAtMs: number; redemptions: readonly JudgedCoupon[] }>

/** The verdict on a coupon when it was uploaded. */
export type JudgedCoupon = Readonly<{
  couponCode: string
  /** For the verdict `redeemed`, the id of the redemption on its order. */
  redemptionId: string
  verdict: UploadVerdict
  offFen: number | undefined
  /** Why it was not redeemed; of a conflict, by which order and when the coupon was used. */
  refusal: CouponRefusal | undefined
  /** Shop of that redemption. */
  usedShop: string | undefined
}>

type NotInBounds = Readonly<{ kind: 'upload-out-of-bounds' }>

/** How long a till may wait. Numbers of requests are kept for longer, so a repetition is recognised while it would be accepted anew. */
export const oldestUploadDays = 28
/** Tolerance for clocks of tills that are ahead. */
export const newestAheadMinutes = 5

/** Stores what a till redeemed while it was offline, and gives each coupon its verdict. Nothing that happened is refused. */
export function uploadRedemption(input: Uploading): Promise<Written<UploadAnswer, NotInBounds>> {
  const { request, randomBytes } = input
  const { actor, nowMs, outRequestNo } = request
  const requestNo = typeof outRequestNo === 'string' ? outRequestNo : ''
  return runAct(upload, { ...input, actor, requestNo, newId: idsOf(() => newTimedCode(nowMs, randomBytes)) })
}

type Found = Readonly<{
  coupons: ReadonlyMap<string, StoredCoupon>
  facts: JudgingFacts
  /** Keyed by coupon number. */
  voidings: ReadonlyMap<number, number>
  redemptions: ReadonlyMap<number, readonly StoredRedemption[]>
  uploads: ReadonlyMap<number, readonly RedemptionUpload[]>
  newestNo: number
}>

export const upload = act<Upload, Found, UploadAnswer, NotInBounds>({
  *reads({ coupons: given, orderId, shop, basket }): Reading<Found> {
    const { coupons } = yield* load({ coupons: couponsByCode(given.map(({ couponCode }) => couponCode)) })
    const known = [...coupons.values()]
    const seqs = known.map(({ seq }) => seq)
    const ended = known.filter(({ state }) => state.kind === 'void' || state.kind === 'used')
    const found = yield* load({
      voidings: voidings(ended.map(({ seq }) => seq)),
      redemptions: redemptionsOfCoupons(seqs),
      uploads: uploadsOfCoupons(seqs),
    })
    const facts = yield* judgingFacts(shop, known, [])
    const hasLines = basket.amounts.kind === 'lines'
    return { coupons, facts, ...found, ...(hasLines ? yield* load({ newestNo: newestSaleNo(orderId) }) : noSales) }
  },
  ahead: () => [newestSeq()],
  decide({ input, found, nowMs }) {
    const { atMs, coupons: given } = input
    const isPossible = atMs >= nowMs - oldestUploadDays * 86_400_000 && atMs <= nowMs + newestAheadMinutes * 60_000
    if (!isPossible) return refused({ kind: 'upload-out-of-bounds' })
    const known = given.flatMap(({ couponCode }) => found.coupons.get(couponCode) ?? [])
    const checked = checkUpload(input, known, found)
    const decided = given.map((one, place): Decided => {
      const { couponCode } = one
      const coupon = found.coupons.get(couponCode)
      const refusal = checked.refusals.get(couponCode)
      const amounts = refusal === undefined ? checked.amounts.get(couponCode) : undefined
      const ofCall = rowOf(input, one, { redemptionId: input.newId(place), uploadedAtMs: nowMs })
      const row = { ...ofCall, couponSeq: coupon?.seq, problem: refusal && problemOf(refusal), amounts }
      if (coupon === undefined || refusal !== undefined) return withoutUse(row, refusal)
      const uploads = found.uploads.get(coupon.seq) ?? []
      const redemptions = found.redemptions.get(coupon.seq) ?? []
      return decideUse(coupon, { row, unjudged: checked.unjudged.get(couponCode), uploads, redemptions })
    })
    const kept = saleOf(input, decided, checked.sold)
    const answer = { redeemedAtMs: atMs, redemptions: decided.map(({ answer: one }) => one) }
    return done(answer, changesOf(decided, kept, found.newestNo))
  },
})

const noSales = { newestNo: 0 } as const

type NewRow = Omit<RedemptionUpload, 'verdict' | 'winnerId'>

function rowOf(
  { orderId, shop, basket, atMs, actor, requestNo }: Upload,
  { couponCode, tillOffFen }: UploadedCoupon,
  made: Pick<NewRow, 'redemptionId' | 'uploadedAtMs'>,
): Omit<NewRow, 'couponSeq' | 'problem' | 'amounts'> {
  return { ...made, couponCode, orderId, shop, atMs, actor, requestNo, orderFen: orderFenOf(basket), tillOffFen }
}

/** What is to be written for a coupon. */
type Decided = Readonly<{
  row: RedemptionUpload
  answer: JudgedCoupon
  /** Undefined where the coupon stays as it is. */
  use: NewUse | undefined
  /** Whether an upload of the same order had the coupon before. */
  isOnOrder: boolean
  changed: readonly ChangedVerdict[]
}>

/** The coupon is used by an upload from now on. */
type NewUse = Readonly<{
  coupon: StoredCoupon
  upload: RedemptionUpload
  replaced: StoredRedemption | undefined
  /** Terms that were taken as fulfilled, if the present upload is the use. */
  unjudged: readonly UnjudgedTerm[] | undefined
}>

function withoutUse(row: NewRow, refusal: CouponRefusal | undefined): Decided {
  const verdict = refusal === undefined ? 'unknown_coupon' : 'not_valid'
  const answer = { ...answerOf(row), verdict, refusal, usedShop: undefined } as const
  return { row: { ...row, verdict, winnerId: undefined }, answer, use: undefined, isOnOrder: false, changed: [] }
}

type Deciding = Readonly<{
  row: NewRow
  unjudged: readonly UnjudgedTerm[] | undefined
  uploads: readonly RedemptionUpload[]
  redemptions: readonly StoredRedemption[]
}>

function decideUse(coupon: StoredCoupon, { row, unjudged, uploads, redemptions }: Deciding): Decided {
  const { state } = coupon
  const present = state.kind === 'used' ? presentUse(coupon) : undefined
  const returned = redemptions
    .filter((one) => one.returned !== undefined)
    .map((one): CountedUse => ({ ...one, returnedAtMs: one.returned?.atMs }))
  const { judged, winner } = judgeUses({ returned, present, reported: [...uploads, row] })
  const verdicts = new Map(judged.map((one) => [one.use.redemptionId, one]))
  const own = verdictOf(verdicts, row)
  const judgedRow = { ...row, ...own }
  const changed = uploads.flatMap((one): readonly ChangedVerdict[] => {
    const now = verdictOf(verdicts, one)
    return now.verdict === one.verdict && now.winnerId === one.winnerId ? [] : [{ upload: one, ...now }]
  })
  const winning = [...uploads, judgedRow].find(({ redemptionId }) => redemptionId === winner?.redemptionId)
  const isNew = winning !== undefined && winning.redemptionId !== present?.redemptionId
  const replaced = redemptions.find(({ redemptionId }) => redemptionId === present?.redemptionId)
  const counted = [...redemptions, ...(winning === undefined ? [] : [winning])].find(
    ({ redemptionId }) => redemptionId === own.winnerId,
  )
  return {
    row: judgedRow,
    answer: { ...answerOf(row), ...answerOfUse(judgedRow, counted) },
    use: isNew
      ? { coupon, upload: winning, replaced, unjudged: winning === judgedRow ? unjudged : undefined }
      : undefined,
    isOnOrder: uploads.some(({ orderId }) => orderId === row.orderId),
    changed,
  }
}

/** One that was imported as used has no redemption. */
function presentUse({ state }: StoredCoupon): CountedUse {
  const redemption = state.kind === 'used' ? state.redemption : undefined
  return { redemptionId: redemption?.redemptionId, orderId: redemption?.orderId, returnedAtMs: undefined }
}

function verdictOf(
  verdicts: ReadonlyMap<string, Judged>,
  { redemptionId }: Pick<RedemptionUpload, 'redemptionId'>,
): Pick<Judged, 'verdict' | 'winnerId'> {
  const judged = verdicts.get(redemptionId)
  if (judged === undefined) throw new TypeError('a use was not judged')
  return { verdict: judged.verdict, winnerId: judged.winnerId }
}

function answerOf({ couponCode, redemptionId, amounts }: NewRow) {
  return { couponCode, redemptionId, offFen: amounts?.offFen }
}

function answerOfUse(
  { couponCode, redemptionId, verdict, winnerId = redemptionId }: RedemptionUpload,
  counted: Readonly<{ orderId: string; atMs: number; shop: string | undefined }> | undefined,
): Pick<JudgedCoupon, 'redemptionId' | 'verdict' | 'refusal' | 'usedShop'> {
  if (verdict === 'redeemed') return { redemptionId: winnerId, verdict, refusal: undefined, usedShop: undefined }
  const reason = { code: 'USED_BY', orderId: counted?.orderId, atMs: counted?.atMs } as const
  const refusal = { kind: 'not-usable', couponCode, reason } as const
  return { redemptionId, verdict, refusal, usedShop: counted?.shop }
}

type KeptSale = Readonly<{
  sale: NewSale
  /** An upload of the same order had a coupon before, also one that lost it since, so its sale is another one. */
  takesPlace: boolean
}>

/**
 * The lines that the till sold, so that parts of them can be returned: with the coupons that count by this upload, if it took off what the
 * rules take. Whether the order came with other coupons as well decides a return, since that may be known later.
 */
function saleOf(
  { orderId, shop }: Upload,
  decided: readonly Decided[],
  sold: SoldLines | undefined,
): KeptSale | undefined {
  const isAsSold = decided.every(({ row: { tillOffFen, amounts } }) => {
    return tillOffFen === undefined || amounts === undefined || tillOffFen === amounts.offFen
  })
  const own = decided.filter(({ row, use }) => use?.upload.redemptionId === row.redemptionId)
  const uses = own.flatMap(({ row: { redemptionId, amounts } }) =>
    amounts === undefined ? [] : [{ redemptionId, amounts }],
  )
  if (sold === undefined || !isAsSold || uses.length === 0) return undefined
  const takesPlace = own.some(({ isOnOrder }) => isOnOrder)
  return { sale: saleOfUses({ orderId, shop, sold, uses }), takesPlace }
}

function changesOf(decided: readonly Decided[], kept: KeptSale | undefined, newestNo: number): readonly Change[] {
  const uses = decided.flatMap(({ use }) => use ?? []).toSorted((left, right) => left.coupon.seq - right.coupon.seq)
  const isKept = kept !== undefined && (kept.takesPlace || newestNo === 0)
  return [
    ...steps(uses.map(changeOf)),
    ...uses.flatMap(({ replaced: one }) => (one === undefined ? [] : [replaced(one.redemptionId)])),
    ...uses.map(({ coupon, upload: made }) => newRedemption(made, coupon.seq)),
    ...(isKept ? [newSale({ ...kept.sale, saleNo: newestNo + 1 })] : []),
    ...decided.map(({ row }) => newUpload(row)),
    ...decided.flatMap(({ changed }) => changed.map(changedVerdict)),
  ]
}

function changeOf({ coupon: from, upload: made, replaced: before, unjudged }: NewUse): CouponChange {
  const to = redeemUploaded(from, made)
  return { kind: 'redeemed', from, to, amounts: made.amounts, replacedAmounts: before?.amounts, unjudged }
}
