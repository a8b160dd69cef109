import type { SqlRow } from '#database/sql-engine'
import { type FormSource, isSealedForm, openForms } from '#store/members/stored-form'
import { orderPlaces } from '#store/tables/coupon'

/** Rows of coupons with their order ids opened. @param rows of `pageCoupon` or `storedCoupon` */
export async function openOrders(
  source: FormSource,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
): Promise<readonly SqlRow[]> {
  const forms = rows.flatMap((row) => orderPlaces.map((place) => row[place]).filter(isSealedForm))
  if (forms.length === 0) return rows
  const textOf = await openForms(source, sellerId, forms)
  return rows.map((row) =>
    row.map((cell, place) => (orderPlaces.includes(place) && isSealedForm(cell) ? textOf(cell) : cell)),
  )
}
