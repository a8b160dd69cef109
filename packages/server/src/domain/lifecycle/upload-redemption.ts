import type { SoldLines } from '#domain/sales/sale'
import type { NewSale } from '#domain/sales/sale-store'
import type { StoredRedemption } from '#domain/sales/stored-redemption'
import { checkUpload, type UploadedOrder } from './check-upload.ts'
import type { CouponChange } from './coupon-change.ts'
import { type CouponRefusal, problemOf } from './coupon-refusal.ts'
import { orderFenOf } from './judge-on-order.ts'
import { type CountedUse, type Judged, judgeUses } from './judge-uploads.ts'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { newTimedCode } from './random-code.ts'
import { saleOfUses } from './record-sale.ts'
import type { ChangedVerdict, RedemptionUpload, UploadVerdict } from './redemption-upload.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import type { UnjudgedTerm } from './taken-as-fulfilled.ts'
import { redeemUploaded } from './transitions.ts'

export type UploadedCoupon = Readonly<{
  couponCode: string
  /** What the till took off, if it says so. */
  tillOffFen: number | undefined
}>

type Uploading = WriteCall &
  UploadedOrder &
  Readonly<{
    /** 1..20, no code twice. */
    coupons: readonly UploadedCoupon[]
    randomBytes: (size: number) => Uint8Array
  }>

export type UploadAnswer = Readonly<{ redeemedAtMs: number; redemptions: readonly JudgedCoupon[] }>

/** The verdict on a coupon when it was uploaded. */
export type JudgedCoupon = Readonly<{
  couponCode: string
  /** For the verdict `redeemed`, the one by which its order uses the coupon. */
  redemptionId: string
  verdict: UploadVerdict
  offFen: number | undefined
  /** Why it was not redeemed; of a conflict, by which order and when the coupon was used. */
  refusal: CouponRefusal | undefined
  /** Where that order used it. */
  usedShop: string | undefined
}>

type NotInBounds = Readonly<{ kind: 'upload-out-of-bounds' }>

/** How long a till may wait. Numbers of requests are kept for longer, so a repetition is recognised while it would be accepted anew. */
export const oldestUploadDays = 28
/** Tolerance for clocks of tills that are ahead. */
export const newestAheadMinutes = 5

/** Stores what a till redeemed while it was offline, and gives each coupon its verdict. Nothing that happened is refused. */
export function uploadRedemption(asked: Uploading): Promise<Written<UploadAnswer, NotInBounds>> {
  return asked.lifecycle.writeOnce(asked.request, (writer) => upload(asked, writer))
}

async function upload(asked: Uploading, writer: LifecycleWriter): Promise<Worked<UploadAnswer, NotInBounds>> {
  const { atMs, request, coupons } = asked
  const isPossible =
    atMs >= request.nowMs - oldestUploadDays * 86_400_000 && atMs <= request.nowMs + newestAheadMinutes * 60_000
  if (!isPossible) return { kind: 'refused', refusal: { kind: 'upload-out-of-bounds' } }
  await writer.countUploads(coupons.length)
  const found = await writer.findCoupons(coupons.map(({ couponCode }) => couponCode))
  const known = coupons.flatMap(({ couponCode }) => found.get(couponCode) ?? [])
  const checked = await checkUpload(asked, known, writer)
  const earlier = Map.groupBy(await writer.findUploads(known.map(({ seq }) => seq)), ({ couponSeq }) => couponSeq)
  const decided: Decided[] = []
  for (const given of coupons) {
    const coupon = found.get(given.couponCode)
    const refusal = checked.refusals.get(given.couponCode)
    const amounts = refusal === undefined ? checked.amounts.get(given.couponCode) : undefined
    const row = { ...rowOf(asked, given), couponSeq: coupon?.seq, problem: refusal && problemOf(refusal), amounts }
    if (coupon === undefined || refusal !== undefined) decided.push(withoutUse(row, refusal))
    else {
      const unjudged = checked.unjudged.get(given.couponCode)
      decided.push(await decideUse(coupon, { row, unjudged, uploads: earlier.get(coupon.seq) ?? [], writer }))
    }
  }
  await write(decided, writer, saleOf(asked, decided, checked.sold))
  return { kind: 'done', answer: { redeemedAtMs: atMs, redemptions: decided.map(({ answer }) => answer) } }
}

type NewRow = Omit<RedemptionUpload, 'verdict' | 'winnerId'>

function rowOf(
  { request, orderId, shop, basket, atMs, randomBytes }: Uploading,
  { couponCode, tillOffFen }: UploadedCoupon,
): Omit<NewRow, 'couponSeq' | 'problem' | 'amounts'> {
  const { nowMs, actor, outRequestNo = '' } = request
  return {
    redemptionId: newTimedCode(nowMs, randomBytes),
    ...{ couponCode, orderId, shop, atMs, uploadedAtMs: nowMs, actor, requestNo: outRequestNo },
    ...{ orderFen: orderFenOf(basket), tillOffFen },
  }
}

/** What is to be written for a coupon. */
type Decided = Readonly<{
  row: RedemptionUpload
  answer: JudgedCoupon
  /** Undefined where the coupon stays as it is. */
  use: NewUse | undefined
  changed: readonly ChangedVerdict[]
}>

/** The coupon is used by an upload from now on. */
type NewUse = Readonly<{
  coupon: StoredCoupon
  upload: RedemptionUpload
  replaced: StoredRedemption | undefined
  /** Where the present upload is the use. */
  unjudged: readonly UnjudgedTerm[] | undefined
}>

function withoutUse(row: NewRow, refusal: CouponRefusal | undefined): Decided {
  const verdict = refusal === undefined ? 'unknown_coupon' : 'not_valid'
  const answer = { ...answerOf(row), verdict, refusal, usedShop: undefined } as const
  return { row: { ...row, verdict, winnerId: undefined }, answer, use: undefined, changed: [] }
}

type Deciding = Readonly<{
  row: NewRow
  unjudged: readonly UnjudgedTerm[] | undefined
  uploads: readonly RedemptionUpload[]
  writer: LifecycleWriter
}>

async function decideUse(coupon: StoredCoupon, { row, unjudged, uploads, writer }: Deciding): Promise<Decided> {
  const redemptions = await writer.findRedemptionsOfCoupon(coupon.seq)
  const { state } = coupon
  const present = state.kind === 'used' ? presentUse(coupon) : undefined
  const returned = redemptions
    .filter((one) => one.returned !== undefined)
    .map((one): CountedUse => ({ ...one, returnedAtMs: one.returned?.atMs }))
  const { judged, winner } = judgeUses({ returned, present, reported: [...uploads, row] })
  const verdicts = new Map(judged.map((one) => [one.use.redemptionId, one]))
  const own = verdictOf(verdicts, row)
  const upload = { ...row, ...own }
  const changed = uploads.flatMap((one): readonly ChangedVerdict[] => {
    const now = verdictOf(verdicts, one)
    return now.verdict === one.verdict && now.winnerId === one.winnerId ? [] : [{ upload: one, ...now }]
  })
  const winning = [...uploads, upload].find(({ redemptionId }) => redemptionId === winner?.redemptionId)
  const isNew = winning !== undefined && winning.redemptionId !== present?.redemptionId
  const replaced = redemptions.find(({ redemptionId }) => redemptionId === present?.redemptionId)
  const counted = [...redemptions, ...(winning === undefined ? [] : [winning])].find(
    ({ redemptionId }) => redemptionId === own.winnerId,
  )
  return {
    row: upload,
    answer: { ...answerOf(row), ...answerOfUse(upload, counted) },
    use: isNew ? { coupon, upload: winning, replaced, unjudged: winning === upload ? unjudged : undefined } : undefined,
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
  /** An upload of the same order had a coupon before, so its sale is another one. */
  takesPlace: boolean
}>

/**
 * The lines that the till sold, so that parts of them can be returned: with the coupons that count by this upload, if it took off what the
 * rules take. Whether the order came with other coupons as well decides a return, since that may be known later.
 */
function saleOf(
  { orderId, shop }: Uploading,
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
  const takesPlace = own.some(({ use }) => use?.replaced?.orderId === orderId)
  return { sale: saleOfUses({ orderId, shop, sold, uses }), takesPlace }
}

/** Steps are written in the order of the coupons' numbers, so that two works never wait for each other in a circle. */
async function write(decided: readonly Decided[], writer: LifecycleWriter, kept: KeptSale | undefined): Promise<void> {
  const uses = decided.flatMap(({ use }) => use ?? []).toSorted((left, right) => left.coupon.seq - right.coupon.seq)
  await writer.changeCoupons(uses.map(changeOf))
  for (const { replaced } of uses) if (replaced !== undefined) await writer.removeRedemption(replaced.redemptionId)
  for (const { coupon, upload } of uses) await writer.addRedemption(upload, coupon.seq)
  if (kept?.takesPlace) await writer.addSale(kept.sale)
  else if (kept !== undefined) await writer.addFirstSale(kept.sale)
  await writer.addUploads(decided.map(({ row }) => row))
  await writer.changeVerdicts(decided.flatMap(({ changed }) => changed))
}

function changeOf({ coupon: from, upload, replaced, unjudged }: NewUse): CouponChange {
  const to = redeemUploaded(from, upload)
  return { kind: 'redeemed', from, to, amounts: upload.amounts, replacedAmounts: replaced?.amounts, unjudged }
}
