import type { SqlEngine, SqlRow, SqlValue } from '#database/sql-engine'
import { addDays, type DateText, startOfDay } from '#domain/dates'
import { firstPlaceOf } from '#domain/orders/list-place'
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
import { listUploadsOf } from '#store/reading/upload-lists'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { listOrders, placeOfRow } from '#store/tables/order-lists'
import { findAnyOrder, findAnyOrderCoupon, findReconciledNumbers, listReturns } from '#store/tables/reconciled-rows'
import { redemptionOfRow } from '#store/tables/redemption'
import { listRedemptionsBy } from '#store/tables/redemption-lists'
import { listRefusedCalls, refusedCallOfRow } from '#store/tables/refused-call'
import { listReturnsByTime, saleReturnOfRow } from '#store/tables/sale-return'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { type FactSource, rowsOf } from './fact-source.ts'
import { withOrders, withRedemptions } from './joined-facts.ts'
import { refusedUsesOf } from './refused-uses.ts'
import { takenBackBy } from './taken-back.ts'

/** Redemptions or orders that are read at one moment. */
const pageSize = 500

type Parts = Readonly<{ engine: Pick<SqlEngine, 'reader' | 'snapshot'> }> & Pick<FactSource, 'identifiers'>

/** Reads a day in pages of 500, each at one moment. */
export function createReconciliationReader(parts: Parts): ReconciliationReader {
  const { reader } = parts.engine
  return {
    async findSyncedKinds(sellerId) {
      const [order, coupon] = await Promise.all([
        reader.one(findAnyOrder, [sellerId]),
        reader.one(findAnyOrderCoupon, [sellerId]),
      ])
      return { orders: order !== undefined, coupons: coupon !== undefined }
    },
    async findNewestSeq(sellerId) {
      const row = await reader.one(findEventHead, [sellerId])
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

/** A list of redemptions by a moment. */
type MomentList = Readonly<{
  text: string
  /** Of a redemption in the list. */
  momentOf: (redemption: ReturnType<typeof redemptionOfRow>) => number | undefined
}>

const redeemed: MomentList = { text: listRedemptionsBy.seller, momentOf: ({ atMs }) => atMs }
const returned: MomentList = { text: listReturns, momentOf: ({ returned: back }) => back?.atMs }

async function* redemptionsOfDay(
  { parts, sellerId, day }: OfDay,
  { text, momentOf }: MomentList,
): AsyncGenerator<readonly RedemptionWithOrder[], void, undefined> {
  const [fromMs, untilMs] = [startOfDay(day), startOfDay(addDays(day, 1))]
  // Templates are few, and their versions never change.
  const templates: FactSource['templates'] = new Map()
  let after: readonly [atMs: number, redemptionId: string] | undefined = [-1, '']
  while (after !== undefined) {
    const [afterMs, afterId]: readonly [number, string] = after
    const page = await parts.engine.snapshot(async (reader) => {
      const values: readonly SqlValue[] = [sellerId, Math.max(fromMs, afterMs), afterMs, afterId, pageSize]
      const listed = (await reader.all(text, values)).map(redemptionOfRow)
      const ofDay = listed.filter((redemption) => (momentOf(redemption) ?? untilMs) < untilMs)
      return { listed, facts: await withOrders({ ...parts, reader, sellerId, templates }, ofDay), count: ofDay.length }
    })
    if (page.facts.length > 0) yield page.facts
    const last: ReturnType<typeof redemptionOfRow> | undefined = page.listed.at(-1)
    const isEnd = page.count < pageSize || last === undefined
    after = isEnd ? undefined : [momentOf(last) ?? untilMs, last.redemptionId]
  }
}

async function* takenBackOfDay({ parts, sellerId, day }: OfDay): AsyncGenerator<readonly TakenBack[], void, undefined> {
  const templates: FactSource['templates'] = new Map()
  const untilMs = startOfDay(addDays(day, 1))
  let [fromMs, skipped] = [startOfDay(day), 0]
  let isMore = true
  while (isMore) {
    const values: readonly SqlValue[] = [sellerId, fromMs, untilMs, pageSize, skipped]
    const page = await parts.engine.snapshot(async (reader) => {
      const returns = (await reader.all(listReturnsByTime, values)).map(saleReturnOfRow)
      return { returns, facts: await takenBackBy({ ...parts, reader, sellerId, templates }, returns) }
    })
    if (page.facts.length > 0) yield page.facts
    const lastMs = page.returns.at(-1)?.atMs ?? fromMs
    const ofLast = page.returns.filter(({ atMs }) => atMs === lastMs).length
    skipped = lastMs === fromMs ? skipped + ofLast : ofLast
    fromMs = lastMs
    isMore = page.returns.length === pageSize
  }
}

async function* refusedUsesOfDay({
  parts,
  sellerId,
  day,
}: OfDay): AsyncGenerator<readonly RefusedUse[], void, undefined> {
  const period = [sellerId, startOfDay(day), startOfDay(addDays(day, 1)), refusedUses.method, refusedUses.errorCode]
  const templates: FactSource['templates'] = new Map()
  let after: readonly [atMs: number, requestId: string] | undefined = [-1, '']
  while (after !== undefined) {
    const before: readonly [number, string] = after
    const page = await parts.engine.snapshot(async (reader) => {
      const rows = await reader.all(listRefusedCalls, [...period, ...before, pageSize])
      const stored = rows.map(refusedCallOfRow)
      return { stored, facts: await refusedUsesOf({ ...parts, reader, sellerId, templates }, stored) }
    })
    if (page.facts.length > 0) yield page.facts
    const last: ReturnType<typeof refusedCallOfRow> | undefined = page.stored.at(-1)
    after = page.stored.length < pageSize || last === undefined ? undefined : [last.atMs, last.requestId]
  }
}

async function* lostUploadsOfDay({
  parts,
  sellerId,
  day,
}: OfDay): AsyncGenerator<readonly LostUpload[], void, undefined> {
  const period = { fromMs: startOfDay(day), untilMs: startOfDay(addDays(day, 1)) }
  for (const verdict of lostVerdicts) {
    let after: RedemptionPlace | undefined
    do {
      const query = { sellerId, filter: { verdict, ...period }, after, limit: pageSize }
      const page = await parts.engine.snapshot((reader) => listUploadsOf({ ...parts, reader }, query))
      if (page.uploads.length > 0) yield page.uploads.map((upload) => ({ ...upload, verdict }))
      after = page.nextAfter
    } while (after !== undefined)
  }
}

async function* ordersOfDay({
  parts,
  sellerId,
  day,
}: OfDay): AsyncGenerator<readonly OrderWithRedemptions[], void, undefined> {
  const [first, last] = [firstPlaceOf(day), firstPlaceOf(addDays(day, 1))]
  const templates: FactSource['templates'] = new Map()
  let after: number | undefined = first
  while (after !== undefined) {
    const afterPlace: number = after
    const page = await parts.engine.snapshot(async (reader) => {
      const places = (await reader.all(listOrders, [sellerId, afterPlace, last, pageSize])).map(placeOfRow)
      const source = { ...parts, reader, sellerId, templates }
      const numbers = await namingCoupons(
        source,
        places.map((place) => place - first),
      )
      const rows = await rowsOf(source, findReconciledNumbers, numbers)
      return { places, facts: await withRedemptions(source, rows) }
    })
    if (page.facts.length > 0) yield page.facts
    after = page.places.length < pageSize ? undefined : page.places.at(-1)
  }
}

/** Of orders, those that name coupons or named them. Most orders do not. */
async function namingCoupons(source: FactSource, orderNos: readonly number[]): Promise<readonly number[]> {
  const rows: readonly SqlRow[] = await rowsOf(source, findOrderCoupons, orderNos)
  return [...new Set(rows.map((row) => orderCouponOfRow(row).orderNo))]
}
