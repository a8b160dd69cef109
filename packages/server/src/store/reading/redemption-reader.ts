import type { BoundStatement } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Sale, StoredRedemption } from '#domain/sales/sale'
import type {
  FoundRedemption,
  RedemptionPlace,
  RedemptionQuery,
  RedemptionReader,
} from '#domain/search/redemption-search'
import { type FormSource, findIdForm, openRedemptions } from '#store/members/stored-form'
import { couponNumbersOfRow, findCouponNumbers } from '#store/tables/issued-coupon'
import { findRedemption, redemptionOfRow } from '#store/tables/redemption'
import { listNewestBy, listRedemptionsBy, type NewestRange, type RedemptionRange } from '#store/tables/redemption-lists'
import { findSalesOfOrders } from '#store/tables/sale'
import { fillPage, type Looking, type Part } from './fill-page.ts'
import { readSales } from './lifecycle-reader.ts'
import { couponsBySeq, findUploadOf, listUploadsOf } from './upload-lists.ts'

/** Most redemptions that one look with filters besides the key examines. */
const maxExamined = 1000

/** Reads redemptions by id, and lists them under the narrowest key that the filters name. */
export function createRedemptionReader(source: FormSource, looking: Looking): RedemptionReader {
  return {
    async findRedemption(sellerId, redemptionId) {
      const row = await source.reader.one(findRedemption({ sellerId, redemptionId }))
      return row && (await shown(source, sellerId, [redemptionOfRow(row)])).at(0)
    },
    async listRedemptions(query) {
      const list = await narrowestList(source, query)
      if (list === undefined) return { redemptions: [], nextAfter: undefined }
      const { sellerId, after, limit, lookMs } = query
      const look = (from: RedemptionPlace | undefined, atMost: number) =>
        partOf(source, { ...query, after: from, limit: atMost }, list)
      const { items, next: nextAfter } = await fillPage(
        { after, isContinued: after !== undefined, limit, lookMs, look },
        looking,
      )
      return { redemptions: await shown(source, sellerId, items), nextAfter }
    },
    findUpload: (sellerId, redemptionId) => findUploadOf(source, sellerId, redemptionId),
    listUploads: (query) => listUploadsOf(source, query),
  }
}

/** The list to read: its key, the key's value, and what its redemptions must still meet. */
type List = Readonly<{
  find: (range: RedemptionRange) => BoundStatement
  findNewest: (range: NewestRange) => BoundStatement
  meets: (redemption: StoredRedemption) => boolean
  /** Whether the key is the only filter. */
  isWhole: boolean
}>

/** @returns undefined if the seller has no such coupon or order id */
async function narrowestList(source: FormSource, { sellerId, filter }: RedemptionQuery): Promise<List | undefined> {
  const { couponCode, orderId, shop, isReturned } = filter
  const form = orderId === undefined ? undefined : await findIdForm(source, sellerId, orderId)
  if (orderId !== undefined && form === undefined) return undefined
  const meets = (redemption: StoredRedemption) =>
    (form === undefined || redemption.orderId === form) &&
    (shop === undefined || redemption.shop === shop) &&
    (isReturned === undefined || (redemption.returned !== undefined) === isReturned)
  const others = [form, shop, isReturned].filter((value) => value !== undefined).length
  if (couponCode !== undefined) {
    const row = await source.reader.one(findCouponNumbers({ sellerId, couponCode }))
    if (row === undefined) return undefined
    const couponSeq = couponNumbersOfRow(row).seq
    const find: List['find'] = (range) => listRedemptionsBy.coupon_seq({ ...range, couponSeq })
    const findNewest: List['findNewest'] = (range) => listNewestBy.coupon_seq({ ...range, couponSeq })
    return { find, findNewest, meets, isWhole: others === 0 }
  }
  if (form !== undefined) {
    const find: List['find'] = (range) => listRedemptionsBy.order_id({ ...range, orderId: form })
    const findNewest: List['findNewest'] = (range) => listNewestBy.order_id({ ...range, orderId: form })
    return { find, findNewest, meets, isWhole: others === 1 }
  }
  if (shop === undefined) {
    return { find: listRedemptionsBy.seller, findNewest: listNewestBy.seller, meets, isWhole: others === 0 }
  }
  const find: List['find'] = (range) => listRedemptionsBy.shop({ ...range, shop })
  const findNewest: List['findNewest'] = (range) => listNewestBy.shop({ ...range, shop })
  return { find, findNewest, meets, isWhole: others === 1 }
}

async function partOf(
  source: FormSource,
  query: RedemptionQuery,
  list: List,
): Promise<Part<StoredRedemption, RedemptionPlace>> {
  const { sellerId, filter, limit, isNewestFirst = false } = query
  const { fromMs = 0, untilMs = Number.MAX_SAFE_INTEGER } = filter
  const examined = list.isWhole ? limit + 1 : maxExamined
  const part = { sellerId, limit: examined }
  const find = isNewestFirst
    ? list.findNewest({ ...part, ...newestRangeOf(query) })
    : list.find({ ...part, ...rangeOf(query) })
  const rows = (await source.reader.all(find)).map(redemptionOfRow)
  const inTime = rows.filter(({ atMs }) => (isNewestFirst ? atMs >= fromMs : atMs < untilMs))
  const found = inTime.filter(list.meets)
  const page = found.slice(0, limit)
  const lastExamined = inTime.length === examined ? inTime.at(-1) : undefined
  const last = found.length > limit ? page.at(-1) : lastExamined
  return { items: page, next: last && { atMs: last.atMs, redemptionId: last.redemptionId } }
}

/** First moment, and the place that the page follows. */
function rangeOf({ filter, after }: RedemptionQuery): Pick<RedemptionRange, 'fromMs' | 'afterMs' | 'afterId'> {
  const { atMs, redemptionId } = after ?? { atMs: -1, redemptionId: '' }
  return { fromMs: Math.max(filter.fromMs ?? 0, atMs), afterMs: atMs, afterId: redemptionId }
}

/** Last moment, and the place that the page follows, from the newest on. */
function newestRangeOf({ filter, after }: RedemptionQuery): Pick<NewestRange, 'toMs' | 'beforeMs' | 'beforeId'> {
  const { atMs, redemptionId } = after ?? { atMs: Number.MAX_SAFE_INTEGER, redemptionId: '' }
  return {
    toMs: Math.min((filter.untilMs ?? Number.MAX_SAFE_INTEGER) - 1, atMs),
    beforeMs: atMs,
    beforeId: redemptionId,
  }
}

/** Redemptions with their coupons, and with order ids and reasons opened. */
async function shown(
  source: FormSource,
  sellerId: string,
  redemptions: readonly StoredRedemption[],
): Promise<readonly FoundRedemption[]> {
  if (redemptions.length === 0) return []
  const coupons = await couponsBySeq(
    source,
    sellerId,
    redemptions.map(({ couponSeq }) => couponSeq),
  )
  const saleOf = await findSales(source, sellerId, redemptions)
  const opened = await openRedemptions(source, sellerId, redemptions)
  return opened.map((redemption) => {
    const coupon = coupons.get(redemption.couponSeq)
    if (coupon === undefined) throw new Error(`redemption ${redemption.redemptionId} has no coupon`)
    return { ...redemption, ...coupon, sale: saleOf(redemption.redemptionId) }
  })
}

/** The sales of redemptions. @param redemptions with their orders in the stored form */
async function findSales(
  { reader }: FormSource,
  sellerId: string,
  redemptions: readonly StoredRedemption[],
): Promise<(redemptionId: string) => Sale | undefined> {
  const list = [...new Set(redemptions.map(({ orderId }) => orderId))]
  const rows = await allInList(reader, findSalesOfOrders, { sellerId, orderIds: list })
  const sales = await readSales(reader, { sellerId, rows })
  const ofRedemption = new Map(sales.flatMap((sale) => sale.redemptionIds.map((id) => [id, sale])))
  return (redemptionId) => ofRedemption.get(redemptionId)
}
