import type { SqlReader } from '#database/sql-engine'
import { allInList, listsOf } from '#database/table'
import type { FigureCoupon, FigureEvent } from '#domain/figures/sum-figures'
import { readCouponsOfReturn } from '#domain/sales/sale-text'
import { type TemplateTerms, worstCaseFen } from '#domain/templates/template'
import type { TemplateVersion } from '#domain/templates/template-store'
import type { StoredEventRow } from '#store/tables/chain-event'
import {
  type CouponForFigures,
  couponForFigures,
  findFigureCoupons,
  findFigureCouponsByCodes,
  findFigureCouponsOf,
} from '#store/tables/figure-coupon'
import { templateVersionsQuery, versionedTermsOfRow } from '#store/tables/template-version'

/** Versions of templates that one statement reads. */
const maxVersions = 200

/** The events of coupons among rows; all others count as nothing. */
export async function figureEvents(
  reader: SqlReader,
  sellerId: string,
  rows: readonly StoredEventRow[],
): Promise<readonly FigureEvent[]> {
  const issued = new Map<StoredEventRow, readonly CouponForFigures[]>()
  for (const row of rows) {
    const { firstCouponSeq: first, count } = row
    if (first === undefined) continue
    issued.set(
      row,
      (await reader.all(findFigureCoupons({ sellerId, first, last: first + count - 1 }))).map(couponForFigures),
    )
  }
  const seqs = [...new Set(rows.flatMap(({ couponSeq }) => couponSeq ?? []))]
  const ofSteps = (await allInList(reader, findFigureCouponsOf, { sellerId, seqs })).map(couponForFigures)
  const stepped = new Map(ofSteps.map((coupon) => [coupon.seq, coupon]))
  const returns = new Map(rows.map((row) => [row, takenBackBy(row)]))
  const couponCodes = [...new Set([...returns.values()].flat().map(({ couponCode }) => couponCode))]
  const reduced = (await allInList(reader, findFigureCouponsByCodes, { sellerId, couponCodes })).map(couponForFigures)
  const byCode = new Map(reduced.map((coupon) => [coupon.couponCode, coupon]))
  const terms = await termsOf(reader, sellerId, [...issued.values(), [...stepped.values()], reduced].flat())
  return rows.flatMap((row): readonly FigureEvent[] => {
    const { kind, atMs, before, after, couponSeq } = row
    const coupons = issued.get(row)
    if (coupons !== undefined) {
      return coupons.map((coupon) => ({ kind, atMs, before, after, coupon: figureCoupon(coupon, terms) }))
    }
    const reductions = returns.get(row) ?? []
    if (reductions.length > 0) {
      return reductions.flatMap(({ couponCode, takenBackFen: fen, shop }) => {
        const coupon = byCode.get(couponCode)
        if (coupon === undefined) return []
        const takenBack = { fen, shop }
        return { kind, atMs, before: undefined, after: undefined, coupon: figureCoupon(coupon, terms), takenBack }
      })
    }
    const coupon = couponSeq === undefined ? undefined : stepped.get(couponSeq)
    return coupon === undefined ? [] : [{ kind, atMs, before, after, coupon: figureCoupon(coupon, terms) }]
  })
}

/** Coupons as events that issue them. */
export async function figureEventsOfCoupons(
  reader: SqlReader,
  sellerId: string,
  coupons: readonly CouponForFigures[],
): Promise<readonly FigureEvent[]> {
  const terms = await termsOf(reader, sellerId, coupons)
  const issue = { kind: 'issued', before: undefined, after: undefined } as const
  return coupons.map((coupon) => ({ ...issue, atMs: coupon.issuedAtMs, coupon: figureCoupon(coupon, terms) }))
}

/** Coupons that stay used although a return took some of them back. Of those that came back, their own event says it. */
function takenBackBy({ kind, after }: StoredEventRow): ReturnType<typeof readCouponsOfReturn> {
  if (kind !== 'goods_returned' || after === undefined) return []
  return readCouponsOfReturn(after).filter(({ outcome }) => outcome !== 'returned')
}

type Terms = ReadonlyMap<string, TemplateTerms>

/** Terms of the versions that coupons were claimed from. */
async function termsOf(reader: SqlReader, sellerId: string, coupons: readonly CouponForFigures[]): Promise<Terms> {
  const versions = new Map<string, TemplateVersion>()
  for (const { couponId, templateVersion: version } of coupons) {
    if (couponId !== undefined && version !== undefined)
      versions.set(versionKey(couponId, version), { couponId, version })
  }
  const terms = new Map<string, TemplateTerms>()
  for (const some of listsOf([...versions.values()], maxVersions)) {
    for (const found of (await reader.all(templateVersionsQuery(sellerId, some))).map(versionedTermsOfRow)) {
      terms.set(versionKey(found.terms.couponId, found.version), found.terms)
    }
  }
  return terms
}

function versionKey(couponId: string, version: number): string {
  return `${version} ${couponId}`
}

function figureCoupon(coupon: CouponForFigures, terms: Terms): FigureCoupon {
  const { couponId = '', templateVersion: version, couponAmountFen, ...same } = coupon
  const template = version === undefined ? undefined : terms.get(versionKey(couponId, version))
  return { ...same, couponId, isClaimed: version !== undefined, worstFen: worstCaseFen(couponAmountFen, template) }
}
