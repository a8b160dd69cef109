import { type FormSource, mustBeSealed, sealedForm } from '#store/members/stored-form'
import { findTextRefs, textKindCodes, textRefOfRow } from '#store/tables/sealed-text'

/** The form under which an order's id is stored; undefined if it would be sealed and never was. */
export async function findIdForm(
  { reader, identifiers }: FormSource,
  sellerId: string,
  orderId: string,
): Promise<string | undefined> {
  if (!mustBeSealed(orderId)) return orderId
  const list = identifiers.lookupsOfId(sellerId, orderId)
  const row = await reader.one(findTextRefs({ sellerId, textKind: textKindCodes.id, textLookups: list }))
  return row && sealedForm(textRefOfRow(row).ref)
}
