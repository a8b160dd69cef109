import { readValue } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { OrderNamed, SoldOrder } from '#domain/sales/sale-store'
import type { StoredRedemption } from '#domain/sales/stored-redemption'
import { openRedemptions } from '#store/members/stored-form'
import { readEndedUses } from '#store/reading/lifecycle-reader'
import { readSales } from '#store/reading/read-sales'
import {
  findOrderOfRedemption,
  findRedemptions,
  findRedemptionsOfCoupons,
  findRedemptionsOnOrder,
  maxOnOrder,
  redemptionOfRow,
} from '#store/tables/redemption'
import { findLostUpload } from '#store/tables/redemption-upload'
import { findNewestSaleNo, findSalesOfOrder, maxSalesOfOrder, saleOfRow } from '#store/tables/sale'
import type { WriterParts } from './writer-parts.ts'

/** Loads the read `soldOrder`. */
export async function loadSoldOrder(parts: WriterParts, order: OrderNamed): Promise<SoldOrder> {
  const { unit, origin, read } = parts
  const { sellerId } = origin
  const form = await formOf(parts, order)
  if (form === undefined) return { sales: [], redemptions: [], ended: new Map(), hasLostUploads: false }
  const ended = await readEndedUses(unit, { sellerId, orderForm: form })
  // Ended uses do not count towards the limit of an order.
  const redemptions = await unit.all(
    findRedemptionsOnOrder({ sellerId, orderId: form, limit: maxOnOrder + ended.size }),
  )
  const rows = await unit.all(findSalesOfOrder({ sellerId, orderId: form, limit: maxSalesOfOrder }))
  for (const row of rows) read.set(nameOfSale(saleOfRow(row)), row)
  return {
    sales: await readSales(unit, { sellerId, rows }),
    redemptions: await opened(parts, redemptions),
    ended,
    hasLostUploads: (await readValue(unit, findLostUpload({ sellerId, orderId: form }))) !== undefined,
  }
}

/** Loads the read `redemptions`. */
export async function loadRedemptions(
  parts: WriterParts,
  redemptionIds: readonly string[],
): Promise<readonly StoredRedemption[]> {
  if (redemptionIds.length === 0) return []
  const { unit, origin } = parts
  return opened(parts, await allInList(unit, findRedemptions, { sellerId: origin.sellerId, redemptionIds }))
}

/** Loads the read `redemptionsOfCoupons`. */
export async function loadRedemptionsOfCoupons(
  parts: WriterParts,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredRedemption[]>> {
  if (seqs.length === 0) return new Map()
  const { unit, origin } = parts
  const rows = await allInList(unit, findRedemptionsOfCoupons, { sellerId: origin.sellerId, couponSeqs: seqs })
  const byTime = (await opened(parts, rows)).toSorted((left, right) => left.atMs - right.atMs)
  return Map.groupBy(byTime, ({ couponSeq }) => couponSeq)
}

/** Loads the read `newestSaleNo`. */
export async function loadNewestSaleNo(parts: WriterParts, orderId: string): Promise<number> {
  const { unit, origin, forms } = parts
  const form = await forms.findId(orderId)
  if (form === undefined) return 0
  return Number((await readValue(unit, findNewestSaleNo({ sellerId: origin.sellerId, orderId: form }))) ?? 0)
}

/** Cache key of the row of a sale. */
export function nameOfSale({ orderForm, saleNo }: Readonly<{ orderForm: string; saleNo: number }>): string {
  return `sale ${saleNo} ${orderForm}`
}

function opened({ unit, identifiers, origin }: WriterParts, rows: readonly SqlRow[]) {
  return openRedemptions({ reader: unit, identifiers }, origin.sellerId, rows.map(redemptionOfRow))
}

async function formOf(parts: WriterParts, order: OrderNamed): Promise<string | undefined> {
  if ('orderId' in order) return parts.forms.findId(order.orderId)
  const { unit, origin } = parts
  const form = await readValue(
    unit,
    findOrderOfRedemption({ sellerId: origin.sellerId, redemptionId: order.redemptionId }),
  )
  return form === undefined || form === null ? undefined : String(form)
}
