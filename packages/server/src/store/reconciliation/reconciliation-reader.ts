import type { BoundStatement, SqlEngine, SqlRow } from '#database/sql-engine'
import { addDays, type DateText, startOfDay } from '#domain/dates'
import { firstPlaceOf } from '#domain/orders/order-store'
import {
  type LostUpload,
  lostVerdicts,
  type OrderWithRedemptions,
  type RedemptionWithOrder,
  type RefusedUse,
  refusedUses,
  type TakenBack,
} from '#domain/reconciliation/facts'
import type { ReconciliationReader } from '#domain/reconciliation/reconciliation-reader'
import type { RedemptionPlace } from '#domain/search/redemption-search'
import { readKnownShops } from '#store/reading/master-data-reader'
import { listUploadsOf } from '#store/reading/upload-lists'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { listOrders, placeOfRow } from '#store/tables/order-lists'
import { findAnyOrder, findAnyOrderCoupon, findReconciledNumbers, listReturns } from '#store/tables/reconciled-rows'
import { redemptionOfRow } from '#store/tables/redemption'
import { listRedemptionsBy, type RedemptionRange } from '#store/tables/redemption-lists'
import { listRefusedCalls, refusedCallOfRow } from '#store/tables/refused-call'
import { listReturnsByTime, saleReturnOfRow } from '#store/tables/sale-return'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { type FactSource, rowsOf } from './fact-source.ts'
import { withOrders, withRedemptions } from './joined-facts.ts'
import { refusedUsesOf, takenBackBy } from './redemption-facts.ts'

/** Redemptions or orders that are read at one moment. */
const pageSize = 500

type Parts = Readonly<{ engine: Pick<SqlEngine, 'reader' | 'snapshot'> }> & Pick<FactSource, 'identifiers'>

/** Reads a day in pages of 500, each at one moment. */
export function createReconciliationReader(parts: Parts): ReconciliationReader {
  const { reader } = parts.engine
  return {
    async findSyncedKinds(sellerId) {
      const [order, coupon] = await Promise.all([
        reader.one(findAnyOrder({ sellerId })),
        reader.one(findAnyOrderCoupon({ sellerId })),
      ])
      return { orders: order !== undefined, coupons: coupon !== undefined }
    },
    findKnownShops: (sellerId) => readKnownShops(reader, sellerId),
    async findNewestSeq(sellerId) {
      const row = await reader.one(findEventHead({ sellerId }))
      return row === undefined ? 0 : eventHeadOfRow(row).newestSeq
    },
    listRedemptionsOfDay: (sellerId, day) => redemptionsOfDay({ parts, sellerId, day }, redeemed),
    listReturnsOfDay: (sellerId, day) => redemptionsOfDay({ parts, sellerId, day }, returned),
    listTakenBackOfDay: (sellerId, day) => takenBackOfDay({ parts, sellerId, day }),
    listRefusedUsesOfDay: (sellerId, day) => refusedUsesOfDay({ parts, sellerId, day }),
    listLostUploadsOfDay: (sellerId, day) => lostUploadsOfDay({ parts, sellerId, day }),
    listOrdersOfDay: (sellerId, day) => ordersOfDay({ parts, sellerId, day }),
  }
}

type OfDay = Readonly<{ parts: Parts; sellerId: string; day: DateText }>

type Facts<Fact> = AsyncGenerator<readonly Fact[], void, undefined>

/** What was read at one moment; `next`: after what the next page begins, undefined at the end. */
type Page<Fact, Place> = Readonly<{ facts: readonly Fact[]; next: Place | undefined }>

/** The pages of a list that have facts. @param first before the first page */
async function* pagesOf<Fact, Place>(
  { parts, sellerId }: OfDay,
  first: Place,
  read: (source: FactSource, after: Place) => Promise<Page<Fact, Place>>,
): Facts<Fact> {
  // Templates are few, and their versions never change.
  const templates: FactSource['templates'] = new Map()
  for (let after: Place | undefined = first; after !== undefined; ) {
    const before: Place = after
    const page: Page<Fact, Place> = await parts.engine.snapshot((reader) =>
      read({ ...parts, reader, sellerId, templates }, before),
    )
    if (page.facts.length > 0) yield page.facts
    after = page.next
  }
}

/** A list of redemptions by a moment. */
type MomentList = Readonly<{
  find: (range: RedemptionRange) => BoundStatement
  /** Moment of a redemption in the list. */
  momentOf: (redemption: ReturnType<typeof redemptionOfRow>) => number | undefined
}>

const redeemed: MomentList = { find: listRedemptionsBy.seller, momentOf: ({ atMs }) => atMs }
const returned: MomentList = { find: listReturns, momentOf: ({ returned: back }) => back?.atMs }

/** A moment, and the id that decides among those of one moment. */
type MomentPlace = readonly [atMs: number, id: string]

const beforeAll: MomentPlace = [-1, '']

function redemptionsOfDay(ofDay: OfDay, { find, momentOf }: MomentList): Facts<RedemptionWithOrder> {
  const [fromMs, untilMs] = periodOf(ofDay)
  return pagesOf(ofDay, beforeAll, async (source, [afterMs, afterId]) => {
    const range = { sellerId: source.sellerId, fromMs: Math.max(fromMs, afterMs), afterMs, afterId, limit: pageSize }
    const listed = (await source.reader.all(find(range))).map(redemptionOfRow)
    const inDay = listed.filter((redemption) => (momentOf(redemption) ?? untilMs) < untilMs)
    const last = inDay.length < pageSize ? undefined : inDay.at(-1)
    return {
      facts: await withOrders(source, inDay),
      next: last && ([momentOf(last) ?? untilMs, last.redemptionId] as const),
    }
  })
}

function takenBackOfDay(ofDay: OfDay): Facts<TakenBack> {
  const [fromMs, untilMs] = periodOf(ofDay)
  return pagesOf(ofDay, { fromMs, skipped: 0 }, async (source, after) => {
    const range = {
      sellerId: source.sellerId,
      fromMs: after.fromMs,
      beforeMs: untilMs,
      limit: pageSize,
      offset: after.skipped,
    }
    const returns = (await source.reader.all(listReturnsByTime(range))).map(saleReturnOfRow)
    const lastMs = returns.at(-1)?.atMs ?? after.fromMs
    const ofLast = returns.filter(({ atMs }) => atMs === lastMs).length
    const next = { fromMs: lastMs, skipped: lastMs === after.fromMs ? after.skipped + ofLast : ofLast }
    return { facts: await takenBackBy(source, returns), next: returns.length === pageSize ? next : undefined }
  })
}

function refusedUsesOfDay(ofDay: OfDay): Facts<RefusedUse> {
  const [fromMs, beforeMs] = periodOf(ofDay)
  return pagesOf(ofDay, beforeAll, async (source, [afterMs, afterId]) => {
    const range = { sellerId: source.sellerId, fromMs, beforeMs, ...refusedUses, afterMs, afterId, limit: pageSize }
    const stored = (await source.reader.all(listRefusedCalls(range))).map(refusedCallOfRow)
    const last = stored.length < pageSize ? undefined : stored.at(-1)
    return { facts: await refusedUsesOf(source, stored), next: last && ([last.atMs, last.requestId] as const) }
  })
}

async function* lostUploadsOfDay({ parts, sellerId, day }: OfDay): Facts<LostUpload> {
  const [fromMs, untilMs] = periodOf({ day })
  for (const verdict of lostVerdicts) {
    let after: RedemptionPlace | undefined
    do {
      const query = { sellerId, filter: { verdict, fromMs, untilMs }, after, limit: pageSize }
      const page = await parts.engine.snapshot((reader) => listUploadsOf({ ...parts, reader }, query))
      if (page.uploads.length > 0) yield page.uploads.map((upload) => ({ ...upload, verdict }))
      after = page.nextAfter
    } while (after !== undefined)
  }
}

function ordersOfDay(ofDay: OfDay): Facts<OrderWithRedemptions> {
  const [first, last] = [firstPlaceOf(ofDay.day), firstPlaceOf(addDays(ofDay.day, 1))]
  return pagesOf(ofDay, first, async (source, after) => {
    const rows = await source.reader.all(listOrders({ sellerId: source.sellerId, after, upTo: last, limit: pageSize }))
    const places = rows.map(placeOfRow)
    const orderNos = places.map((place) => place - first)
    const numbers = await namingCoupons(source, orderNos)
    return {
      facts: await withRedemptions(source, await rowsOf(source, findReconciledNumbers, { orderNos: numbers })),
      next: places.length < pageSize ? undefined : places.at(-1),
    }
  })
}

/** The first moment of a day, and that after the last. */
function periodOf({ day }: Pick<OfDay, 'day'>): readonly [fromMs: number, untilMs: number] {
  return [startOfDay(day), startOfDay(addDays(day, 1))]
}

/** Orders that name or named coupons. Most orders do not. */
async function namingCoupons(source: FactSource, orderNos: readonly number[]): Promise<readonly number[]> {
  const rows: readonly SqlRow[] = await rowsOf(source, findOrderCoupons, { orderNos })
  return [...new Set(rows.map((row) => orderCouponOfRow(row).orderNo))]
}
