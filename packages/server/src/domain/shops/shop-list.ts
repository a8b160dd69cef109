import { listOf } from '#domain/comma-list'

/** In a list of shops, a member that begins with it names a group of shops. */
const groupMark = '@'

/** The groups that a list of shops names, each once. @param shops comma list; absent: all shops */
export function groupsIn(shops: string | undefined): readonly string[] {
  if (shops === undefined || !shops.includes(groupMark)) return []
  const members = listOf(shops).filter((member) => member.startsWith(groupMark))
  return [...new Set(members.map((member) => member.slice(groupMark.length)))]
}

/** The shops that a list names itself, without those of its groups. @param shops as for `groupsIn` */
export function shopsIn(shops: string | undefined): readonly string[] {
  return listOf(shops ?? '').filter((member) => !member.startsWith(groupMark))
}

/** A shop, and the groups that have it. */
export type ShopWithGroups = Readonly<{ shop: string; groups: readonly string[] }>

/** Whether a list of shops names a shop, itself or by a group. */
export function includesShop(shops: string, { shop, groups }: ShopWithGroups): boolean {
  return listOf(shops).some((member) => member === shop || groups.some((group) => member === groupMark + group))
}

/** The groups that have a shop. @param shopsOf as for `expandedShops` */
export function groupsWithShop(shopsOf: ReadonlyMap<string, string>, shop: string): readonly string[] {
  if (shop.includes(',')) return []
  return [...shopsOf].filter(([, shops]) => `,${shops},`.includes(`,${shop},`)).map(([name]) => name)
}

/**
 * A list of shops with the shops of its groups in their place, as callers of `querycoupon` expect it.
 * @param shopsOf comma lists of shops, without blanks, by the names of the seller's groups. A group that does not exist has no shops
 */
export function expandedShops(shops: string, shopsOf: ReadonlyMap<string, string>): string {
  if (!shops.includes(groupMark)) return shops
  const members = listOf(shops).flatMap((member) =>
    member.startsWith(groupMark) ? listOf(shopsOf.get(member.slice(groupMark.length)) ?? '') : [member],
  )
  return [...new Set(members)].join(',')
}
