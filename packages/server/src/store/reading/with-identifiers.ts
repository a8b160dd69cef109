import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { Identifiers } from '#store/members/identifiers'
import { type FormSource, isSealedForm, openForms } from '#store/members/stored-form'
import { attributeRefOfRow, cardRefOfRow, type OpenTerms, orderPlaces, phoneRefOfRow } from '#store/tables/coupon'

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
