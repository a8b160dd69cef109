import { allInList } from '#database/table'
import type { StoredUpload } from '#domain/lifecycle/redemption-upload'
import type { StoredRedemption } from '#domain/sales/sale'
import type { FoundUpload, UploadPage, UploadQuery } from '#domain/search/redemption-search'
import { type FormSource, findIdForm, openRedemptions, openUploads } from '#store/members/stored-form'
import { findRedemptions, redemptionOfRow } from '#store/tables/redemption'
import { findRedeemedCoupons, redeemedCouponOfRow } from '#store/tables/redemption-lists'
import { findUpload, listUploadsBy, uploadOfRow } from '#store/tables/redemption-upload'

/** Most uploads that a page with filters besides verdict and time examines. */
const maxExamined = 1000

/** A redemption that a till uploaded. */
export async function findUploadOf(
  source: FormSource,
  sellerId: string,
  redemptionId: string,
): Promise<FoundUpload | undefined> {
  const row = await source.reader.one(findUpload({ sellerId, redemptionId }))
  return row && (await shown(source, sellerId, [uploadOfRow(row)])).at(0)
}

/** Uploads of a verdict, in order of time. Few have any but `redeemed`, so other filters are met by reading on. */
export async function listUploadsOf(source: FormSource, query: UploadQuery): Promise<UploadPage> {
  const { sellerId, filter, limit, after } = query
  const { verdict, orderId, shop, couponCode, fromMs = 0, untilMs = Number.MAX_SAFE_INTEGER } = filter
  const form = orderId === undefined ? undefined : await findIdForm(source, sellerId, orderId)
  if (orderId !== undefined && form === undefined) return { uploads: [], nextAfter: undefined }
  const isWhole = [form, shop, couponCode].every((value) => value === undefined)
  const examined = isWhole ? limit + 1 : maxExamined
  const { atMs, redemptionId } = after ?? { atMs: -1, redemptionId: '' }
  const range = { fromMs: Math.max(fromMs, atMs), afterMs: atMs, afterId: redemptionId, limit: examined }
  const rows = (await source.reader.all(listUploadsBy({ sellerId, verdict, ...range }))).map(uploadOfRow)
  const inTime = rows.filter((upload) => upload.atMs < untilMs)
  const found = inTime.filter(
    (upload) =>
      (form ?? upload.orderId) === upload.orderId &&
      (shop ?? upload.shop) === upload.shop &&
      (couponCode ?? upload.couponCode) === upload.couponCode,
  )
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : inTime.length === examined ? inTime.at(-1) : undefined
  return {
    uploads: await shown(source, sellerId, page),
    nextAfter: last && { atMs: last.atMs, redemptionId: last.redemptionId },
  }
}

/** Uploads with their coupons and the redemptions that count, and with ids opened. */
async function shown(
  source: FormSource,
  sellerId: string,
  uploads: readonly StoredUpload[],
): Promise<readonly FoundUpload[]> {
  const seqs = uploads.flatMap(({ couponSeq }) => couponSeq ?? [])
  const coupons = await couponsBySeq(source, sellerId, seqs)
  const winners = await redemptionsById(
    source,
    sellerId,
    uploads.flatMap(({ winnerId }) => winnerId ?? []),
  )
  const opened = await openUploads(source, sellerId, uploads)
  return opened.map((upload) => {
    const coupon = upload.couponSeq === undefined ? undefined : coupons.get(upload.couponSeq)
    const usedBy = upload.winnerId === undefined ? undefined : winners.get(upload.winnerId)
    return { ...upload, couponId: coupon?.couponId, couponName: coupon?.couponName, usedBy }
  })
}

async function redemptionsById(
  source: FormSource,
  sellerId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredRedemption>> {
  const rows = await allInList(source.reader, findRedemptions, { sellerId, redemptionIds: [...new Set(ids)] })
  const found = await openRedemptions(source, sellerId, rows.map(redemptionOfRow))
  return new Map(found.map((redemption) => [redemption.redemptionId, redemption]))
}

type RedeemedCoupon = ReturnType<typeof redeemedCouponOfRow>

/** What lists of redemptions show of coupons, by their numbers. */
export async function couponsBySeq(
  { reader }: FormSource,
  sellerId: string,
  couponSeqs: readonly number[],
): Promise<ReadonlyMap<number, RedeemedCoupon>> {
  const rows = await allInList(reader, findRedeemedCoupons, { sellerId, seqs: [...new Set(couponSeqs)] })
  return new Map(rows.map(redeemedCouponOfRow).map((coupon) => [coupon.couponSeq, coupon]))
}
