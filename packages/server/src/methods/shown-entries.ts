import type { getShop, listCategories, ResponseOf } from '@yaoquan/api'
import { listOf } from '#domain/comma-list'
import { momentText } from '#domain/dates'
import type { Category, Shop } from '#domain/master-data/master-data-store'

type ShownShop = NonNullable<ResponseOf<typeof getShop>['result']['shop']>
type ShownCategory = ResponseOf<typeof listCategories>['result']['categories'][number]

/** Shops with the groups that have them. @param shopsOf comma lists by the names of groups */
export function shownShops(shops: readonly Shop[], shopsOf: ReadonlyMap<string, string>): readonly ShownShop[] {
  const groupsOf = new Map<string, string[]>(shops.map(({ code }) => [code, []]))
  for (const name of [...shopsOf.keys()].toSorted()) {
    for (const code of listOf(shopsOf.get(name) ?? '')) groupsOf.get(code)?.push(name)
  }
  return shops.map(({ code, name, city, isClosed, changedAtMs }) => ({
    code,
    name,
    city,
    closed: isClosed,
    groups: groupsOf.get(code) ?? [],
    changedAt: momentText(changedAtMs),
  }))
}

export function shownCategory({ code, name, parent, changedAtMs }: Category): ShownCategory {
  return { code, name, parentCode: parent, changedAt: momentText(changedAtMs) }
}
