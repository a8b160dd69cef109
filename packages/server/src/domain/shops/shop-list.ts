import { listOf, ruleForList } from '#domain/comma-list'
import type { Rule } from '#domain/rule'

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

export const maxShopsOfGroup = 20_000

type ParsedGroup =
  | Readonly<{ kind: 'group'; name: string; shops: string }>
  | Readonly<{ kind: 'invalid'; field: 'name' | 'shops'; rule: Rule }>

const rules = {
  name: {
    zh: '应为1到64个字符，不含逗号、顿号、分号、空白与控制字符，不以 @ 开头',
    en: 'must have 1 to 64 characters, no comma, semicolon, blank or control character, and not begin with @',
  },
  noShops: { zh: '没有门店', en: 'names no shop' },
  tooMany: { zh: `不能超过 ${maxShopsOfGroup} 个门店`, en: `must not have more than ${maxShopsOfGroup} shops` },
  shop: {
    zh: '中的门店应为1到64个字符，不含控制字符，不以 @ 开头',
    en: 'must name shops of 1 to 64 characters without control characters that do not begin with @',
  },
} as const satisfies Record<string, Rule>

/**
 * Reads a group of shops as an operator types it.
 * @param shops separated by commas or line breaks; blank members are left out, repeated ones are kept once
 */
export function parseShopGroup(name: string, shops: string): ParsedGroup {
  if (!/^[^@,，、；;\s\p{Cc}][^,，、；;\s\p{Cc}]{0,63}$/u.test(name))
    return { kind: 'invalid', field: 'name', rule: rules.name }
  const members = [...new Set(shops.split(/[,\r\n]/).map((shop) => shop.trim()))].filter((shop) => shop !== '')
  if (members.length === 0) return { kind: 'invalid', field: 'shops', rule: rules.noShops }
  const separators = members.map(ruleForList).find((rule) => rule !== undefined)
  if (separators !== undefined) return { kind: 'invalid', field: 'shops', rule: separators }
  if (members.length > maxShopsOfGroup) return { kind: 'invalid', field: 'shops', rule: rules.tooMany }
  if (!members.every((shop) => /^[^@\p{Cc}][^\p{Cc}]{0,63}$/u.test(shop) && shop.isWellFormed())) {
    return { kind: 'invalid', field: 'shops', rule: rules.shop }
  }
  return { kind: 'group', name, shops: members.join(',') }
}
