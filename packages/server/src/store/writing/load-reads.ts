import type { SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import { isStep } from '#domain/events/rebuild-coupon'
import type { LoadRead } from '#domain/lifecycle/act'
import type { LastStep, ReadKind } from '#domain/lifecycle/reads'
import {
  type CouponsOnOrder,
  keyOfVersion,
  type StoredCoupon,
  type TemplateVersions,
} from '#domain/lifecycle/stored-coupon'
import type { TemplateVersion } from '#domain/templates/template-store'
import { readBoundary } from '#store/events/retention-boundary'
import { loadIdentities } from '#store/members/load-identities'
import { openOrders, readUsesOnOrder, withIdentifiers } from '#store/reading/lifecycle-reader'
import { createShopGroupFinder } from '#store/reading/remembered-reading'
import { eventOfRow, findEventMoments, findStepsOfCoupons, newestMoments } from '#store/tables/chain-event'
import { seqCounter } from '#store/tables/counter'
import {
  couponAsIssuedOfRow,
  findCouponsByCodes,
  findCouponsOfTemplate,
  findCouponsWithSeq,
  storedCouponOfRow,
} from '#store/tables/coupon'
import { findReservedCode, reservedCodeOfRow } from '#store/tables/reserved-code'
import { templateVersionsQuery, versionedTermsOfRow } from '#store/tables/template-version'
import { jobLoaders } from './apply-jobs.ts'
import { loadUploads } from './apply-uploads.ts'
import { memberLoaders } from './load-member-reads.ts'
import { contentKeysOf, loadOrder } from './load-order.ts'
import { sellerLoaders, templateLoaders } from './load-seller.ts'
import { sharedLoaders } from './load-shared.ts'
import { loadNewestSaleNo, loadRedemptions, loadRedemptionsOfCoupons, loadSoldOrder } from './sales.ts'
import { findTexts } from './store-texts.ts'
import { freeNumbers, newestNumbers } from './take-numbers.ts'
import { loadWith, type ReadLoaders, type WriterParts } from './writer-parts.ts'

const nothingOnOrder: CouponsOnOrder = { uses: [], isCounted: false }

/** Loads what acts must see, inside one transaction. Each read is one statement; texts are opened here, so nothing above knows that they are encrypted. */
const loaders: ReadLoaders<ReadKind> = {
  ...memberLoaders,
  ...templateLoaders,
  ...sellerLoaders,
  ...jobLoaders,
  ...sharedLoaders,
  async coupons(parts, codes) {
    if (codes.length === 0) return new Map()
    const {
      unit,
      origin: { sellerId },
    } = parts
    const rows = await allInList(unit, findCouponsByCodes, { sellerId, couponCodes: codes })
    return new Map((await couponsOfRows(parts, rows)).map((coupon) => [coupon.terms.couponCode, coupon]))
  },
  async couponsAsIssued({ unit, identifiers, origin: { sellerId } }, codes) {
    const rows = await allInList(unit, findCouponsByCodes, { sellerId, couponCodes: codes })
    const coupons = await withIdentifiers({ reader: unit, identifiers }, { sellerId, rows }, couponAsIssuedOfRow)
    return new Map(coupons.map((coupon) => [coupon.terms.couponCode, coupon]))
  },
  async couponsOfTemplate(parts, { couponId, firstSeq, lastSeq, limit }) {
    const {
      unit,
      origin: { sellerId },
    } = parts
    const range = { sellerId, couponId, first: firstSeq, last: lastSeq, limit }
    return couponsOfRows(parts, await unit.all(findCouponsOfTemplate(range)))
  },
  async newestSeq({ unit, origin: { sellerId } }) {
    const [newest = 0] = await newestNumbers(unit, sellerId, [seqCounter])
    return newest
  },
  async couponsBySeq(parts, seqs) {
    if (seqs.length === 0) return new Map()
    const {
      unit,
      origin: { sellerId },
    } = parts
    const rows = await allInList(unit, findCouponsWithSeq, { sellerId, seqs })
    return new Map((await couponsOfRows(parts, rows)).map((coupon) => [coupon.seq, coupon]))
  },
  async usesOnOrder({ unit, origin: { sellerId }, forms }, orderId) {
    const orderForm = await forms.findId(orderId)
    return orderForm === undefined ? nothingOnOrder : readUsesOnOrder(unit, { sellerId, orderForm })
  },
  lastReturns: (parts, seqs) => (seqs.length === 0 ? new Map() : loadLastReturns(parts, seqs)),
  async redemption(parts, redemptionId) {
    return (await loadRedemptions(parts, [redemptionId])).at(0)
  },
  redemptions: loadRedemptions,
  soldOrder: loadSoldOrder,
  newestSaleNo: loadNewestSaleNo,
  order: loadOrder,
  contentKeys: async (parts, content) => contentKeysOf(parts, content),
  redemptionsOfCoupons: loadRedemptionsOfCoupons,
  uploadsOfCoupons: loadUploads,
  voidings: loadVoidings,
  lastSteps: loadLastSteps,
  templateVersions: (parts, versions) => (versions.length === 0 ? new Map() : loadVersions(parts, versions)),
  groupsWithShop({ unit, origin: { sellerId } }, { names, shop }) {
    return names.length === 0 ? [] : createShopGroupFinder(unit, sellerId).findGroupsWithShop(names, shop)
  },
  async reservedCode({ unit, origin: { sellerId } }, code) {
    const row = await unit.one(findReservedCode({ sellerId, couponCode: code }))
    return row && reservedCodeOfRow(row)
  },
  storedTexts: (parts, texts) =>
    parts.texts === undefined || texts.length === 0 ? undefined : noteTexts(parts, texts),
  async identities({ unit, identifiers, origin: { sellerId }, members }, named) {
    const source = { reader: unit, identifiers, sellerId }
    const counting = unit.isTogether ? freeNumbers(unit, sellerId) : undefined
    // The other read fails as well, and says why.
    counting?.catch(() => undefined)
    const known = members?.find(named) ?? (await loadIdentities(source, named))
    members?.add(named, known)
    return { ...known, free: await (counting ?? freeNumbers(unit, sellerId)) }
  },
}

/** Loads a read of an act. */
export function readLoader(parts: WriterParts): LoadRead {
  return loadWith(loaders, parts)
}

async function loadLastReturns(
  { unit, origin: { sellerId } }: WriterParts,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const returns = await allInList(unit, findEventMoments, { sellerId, couponSeqs: seqs, kind: 'returned' })
  const found = newestMoments(returns)
  if (seqs.every((seq) => found.has(seq))) return found
  // A return that was removed with other old events was before they end.
  const beforeMs = (await readBoundary(unit, sellerId))?.beforeMs
  if (beforeMs === undefined) return found
  return new Map(seqs.map((seq) => [seq, found.get(seq) ?? beforeMs]))
}

async function loadVersions(
  { unit, origin: { sellerId } }: WriterParts,
  versions: readonly TemplateVersion[],
): Promise<TemplateVersions> {
  const rows = await unit.all(templateVersionsQuery(sellerId, versions))
  const terms = rows.map(versionedTermsOfRow)
  return new Map(terms.map((of) => [keyOfVersion({ couponId: of.terms.couponId, version: of.version }), of.terms]))
}

async function noteTexts(parts: WriterParts, texts: readonly string[]): Promise<undefined> {
  const different = [...new Set(texts)]
  const stored = await findTexts(parts, 'text', different)
  for (const text of different) parts.texts?.set('text', text, stored.get(text))
}

async function loadVoidings(
  { unit, origin: { sellerId } }: WriterParts,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  return newestMoments(await allInList(unit, findEventMoments, { sellerId, couponSeqs: seqs, kind: 'voided' }))
}

async function loadLastSteps(
  { unit, origin: { sellerId } }: WriterParts,
  couponSeqs: readonly number[],
): Promise<ReadonlyMap<number, LastStep>> {
  const events = (await allInList(unit, findStepsOfCoupons, { sellerId, couponSeqs })).map(eventOfRow)
  const inOrder = events.filter(({ kind }) => isStep(kind)).toSorted((left, right) => left.lastSeq - right.lastSeq)
  return new Map(
    inOrder.flatMap(({ couponSeq, kind, actor }) =>
      couponSeq === undefined ? [] : [[couponSeq, { kind, actor }] as const],
    ),
  )
}

/** Decodes coupons with their order ids. */
export async function couponsOfRows(
  { unit, identifiers, origin, forms }: WriterParts,
  rows: readonly SqlRow[],
): Promise<readonly StoredCoupon[]> {
  forms.read(rows)
  const opened = await openOrders({ reader: unit, identifiers }, { sellerId: origin.sellerId, rows })
  return opened.map((row) => storedCouponOfRow(row))
}
