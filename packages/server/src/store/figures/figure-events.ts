import { allInList, type inListTexts, listsOf } from '#database/in-list'
import type { SqlReader, SqlValue } from '#database/sql-engine'
import type { FigureCoupon, FigureEvent } from '#domain/figures/sum-figures'
import { worstCaseFen } from '#domain/figures/worst-case'
import { readCouponsOfReturn } from '#domain/sales/sale-text'
import type { TemplateTerms } from '#domain/templates/template'
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
    issued.set(row, (await reader.all(findFigureCoupons, [sellerId, first, first + count - 1])).map(couponForFigures))
  }
  const source = { reader, sellerId }
  const seqs = rows.flatMap(({ couponSeq }) => couponSeq ?? [])
  const stepped = new Map((await couponsIn(source, findFigureCouponsOf, seqs)).map((coupon) => [coupon.seq, coupon]))
  const returns = new Map(rows.map((row) => [row, takenBackBy(row)]))
  const codes = [...returns.values()].flat().map(({ couponCode }) => couponCode)
  const reduced = await couponsIn(source, findFigureCouponsByCodes, codes)
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

/** @param texts take seller and a list @param keys may repeat themselves */
async function couponsIn(
  { reader, sellerId }: Readonly<{ reader: SqlReader; sellerId: string }>,
  texts: ReturnType<typeof inListTexts>,
  keys: readonly SqlValue[],
): Promise<readonly CouponForFigures[]> {
  const rows = await allInList(reader, texts, { before: [sellerId], list: [...new Set(keys)] })
  return rows.map(couponForFigures)
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
    for (const found of (await reader.all(...templateVersionsQuery(sellerId, some))).map(versionedTermsOfRow)) {
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
