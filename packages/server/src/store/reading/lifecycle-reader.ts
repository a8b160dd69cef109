import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { CouponsOnOrder } from '#domain/lifecycle/stored-coupon'
import { endedByReturns, type Sale } from '#domain/sales/sale'
import type { EndedUses } from '#domain/sales/sale-store'
import type { Identifiers } from '#store/members/identifiers'
import { type FormSource, findIdForm, isSealedForm, openForms } from '#store/members/stored-form'
import {
  attributeRefOfRow,
  cardRefOfRow,
  couponAsIssuedOfRow,
  findCouponsByCodes,
  type OpenTerms,
  orderPlaces,
  phoneRefOfRow,
  storedCouponOfRow,
} from '#store/tables/coupon'
import { couponUseOfRow, findCouponsOnOrder, maxOnOrder, redemptionOfUseRow } from '#store/tables/redemption'
import { saleOfRow } from '#store/tables/sale'
import {
  couponsOfRow,
  findCouponsOfReturns,
  findReturnsOfSales,
  maxEndingReturns,
  saleReturnOfRow,
} from '#store/tables/sale-return'
import { findKeptRedemptions, keptOutcome } from '#store/tables/shop-order-coupon'

/** Reads coupons in detail by their codes. */
export function createLifecycleReader(reader: SqlReader, identifiers: Identifiers): LifecycleReader {
  const findBy =
    (couponOfRow: typeof couponAsIssuedOfRow): LifecycleReader['findCoupons'] =>
    async (sellerId, couponCodes) => {
      const rows = await allInList(reader, findCouponsByCodes, { sellerId, couponCodes })
      return withIdentifiers({ reader, identifiers }, { sellerId, rows }, couponOfRow)
    }
  const findCoupons = findBy(storedCouponOfRow)
  return {
    findCoupons,
    findIssuedCoupons: findBy(couponAsIssuedOfRow),
    async findCouponsOnOrder(sellerId, orderId) {
      const form = await findIdForm({ reader, identifiers }, sellerId, orderId)
      if (form === undefined) return []
      return (await readUsesOnOrder(reader, { sellerId, orderForm: form })).uses
    },
    findCoupon: async (sellerId, couponCode) => (await findCoupons(sellerId, [couponCode])).at(0),
  }
}

type OrderPlace = Readonly<{ sellerId: string; orderForm: string }>

/** What the read `usesOnOrder` promises. */
export async function readUsesOnOrder(reader: SqlReader, { sellerId, orderForm }: OrderPlace): Promise<CouponsOnOrder> {
  const list = (limit: number) => reader.all(findCouponsOnOrder({ sellerId, orderId: orderForm, limit }))
  const first = await list(maxOnOrder)
  if (first.length === 0) return { uses: [], isCounted: false }
  const ended = await readEndedUses(reader, { sellerId, orderForm })
  // Those that ended leave places to others.
  const rows = first.length < maxOnOrder || ended.size === 0 ? first : await list(maxOnOrder + ended.size)
  const live = rows.filter((row) => !ended.has(redemptionOfUseRow(row)))
  return {
    uses: live.slice(0, maxOnOrder).map(couponUseOfRow),
    isCounted: rows.some((row) => ended.get(redemptionOfUseRow(row)) !== 'goods-back'),
  }
}

/**
 * Redemptions on an order that ended although their coupons did not come back. Of an order with more returns than `maxEndingReturns`, uses
 * that earlier ones ended are taken for uses on the order.
 */
export async function readEndedUses(reader: SqlReader, { sellerId, orderForm }: OrderPlace): Promise<EndedUses> {
  const returns = await reader.all(findCouponsOfReturns({ sellerId, orderId: orderForm, limit: maxEndingReturns }))
  const kept = await reader.all(findKeptRedemptions({ sellerId, orderId: orderForm, outcome: keptOutcome }))
  return new Map([
    ...kept.map(([redemptionId]) => [String(redemptionId), 'given-up'] as const),
    ...endedByReturns(returns.map(couponsOfRow)).map((redemptionId) => [redemptionId, 'goods-back'] as const),
  ])
}

/**
 * Decodes rows of coupons with their phones, cards, attributes and order ids, in the order of the rows.
 * @param decode a row of `pageCoupon` or `storedCoupon`
 */
export async function withIdentifiers<Decoded>(
  { reader, identifiers }: Readonly<{ reader: SqlReader; identifiers: Identifiers }>,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
  decode: (row: SqlRow, open: OpenTerms) => Decoded,
): Promise<readonly Decoded[]> {
  if (rows.length === 0) return []
  const phones = await identifiers.openAll(reader, 'phone', { sellerId, refs: refsOf(rows, phoneRefOfRow) })
  const cards = await identifiers.openAll(reader, 'card', { sellerId, refs: refsOf(rows, cardRefOfRow) })
  const attributes = await identifiers.openAll(reader, 'text', { sellerId, refs: refsOf(rows, attributeRefOfRow) })
  return (await openOrders({ reader, identifiers }, { sellerId, rows })).map((row) => {
    const [phoneRef, cardRef, attributeRef] = [phoneRefOfRow(row), cardRefOfRow(row), attributeRefOfRow(row)]
    return decode(row, {
      phone: phoneRef === undefined ? undefined : phones.get(phoneRef),
      cardNo: cardRef === undefined ? undefined : cards.get(cardRef),
      attribute: attributeRef === undefined ? undefined : attributes.get(attributeRef),
    })
  })
}

/** Each once: the coupons of a page often share them. */
function refsOf(rows: readonly SqlRow[], refOf: (row: SqlRow) => number | undefined): readonly number[] {
  return [...new Set(rows.map(refOf))].filter((ref) => ref !== undefined)
}

/** Rows of coupons of a seller, of `pageCoupon` or `storedCoupon`. */
type CouponRows = Readonly<{ sellerId: string; rows: readonly SqlRow[] }>

/** Rows with their order ids opened. @returns a promise only where some are sealed */
export function openOrders(source: FormSource, coupons: CouponRows): readonly SqlRow[] | Promise<readonly SqlRow[]> {
  const forms = coupons.rows.flatMap((row) => orderPlaces.map((place) => row[place]).filter(isSealedForm))
  return forms.length === 0 ? coupons.rows : withOpenForms(source, coupons, forms)
}

async function withOpenForms(
  source: FormSource,
  { sellerId, rows }: CouponRows,
  forms: readonly string[],
): Promise<readonly SqlRow[]> {
  const textOf = await openForms(source, sellerId, forms)
  return rows.map((row) =>
    row.map((cell, place) => (orderPlaces.includes(place) && isSealedForm(cell) ? textOf(cell) : cell)),
  )
}

/** Sales with their returns, in the order of their rows. @param rows with all columns */
export async function readSales(
  reader: SqlReader,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
): Promise<readonly Sale[]> {
  const sales = rows.map(saleOfRow)
  const orderIds = [...new Set(sales.map(({ orderForm }) => orderForm))]
  if (orderIds.length === 0) return []
  const ofSales = { sellerId, orderIds, fromSaleNo: Math.min(...sales.map(({ saleNo }) => saleNo)) }
  const returns = (await allInList(reader, findReturnsOfSales, ofSales)).map(saleReturnOfRow)
  const ofSale = Map.groupBy(returns, ({ orderForm, saleNo }) => `${saleNo} ${orderForm}`)
  return sales.map((sale) => ({ ...sale, returns: ofSale.get(`${sale.saleNo} ${sale.orderForm}`) ?? [] }))
}
