import { ruleForList } from '#domain/comma-list'
import type { Rule } from '#domain/rule'

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
