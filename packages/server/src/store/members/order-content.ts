import type { Identifiers } from './identifiers.ts'

export type ContentSource = Readonly<{ identifiers: Identifiers; sellerId: string }>

/**
 * Its key seals the contents of orders that name nobody. No member has this number. The key is one of those that a rotation of the master key
 * seals anew, so that contents stay as they are.
 */
export const keyOfNobody = 2 ** 40

/** The number of an order, and the member whose key seals its content. */
export type ContentPlace = Readonly<{ orderNo: number; keyNo: number }>

/** The JSON text of an order as it is stored. It may name people, so it is under the key of the order's member. */
export async function sealOrderContent(
  { identifiers, sellerId }: ContentSource,
  place: ContentPlace,
  content: string,
): Promise<Uint8Array> {
  const seal = await identifiers.cipher.sealer(sellerId, [place.keyNo])
  return seal(content, placeOf(place))
}

/** The JSON texts of orders, in order; undefined where the member was erased. */
export async function openOrderContents(
  { identifiers, sellerId }: ContentSource,
  orders: readonly (ContentPlace & Readonly<{ contentSealed: Uint8Array }>)[],
): Promise<readonly (string | undefined)[]> {
  const open = await identifiers.cipher.opener(
    sellerId,
    orders.map(({ keyNo }) => keyNo),
  )
  return orders.map(({ contentSealed, ...place }) => open(contentSealed, placeOf(place)))
}

function placeOf({ orderNo, keyNo }: ContentPlace) {
  return { table: 'shop_order', ref: orderNo, keyNo } as const
}
