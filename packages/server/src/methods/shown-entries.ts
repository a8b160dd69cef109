import type { getShop, listCategories, ResponseOf } from '@yaoquan/api'
import { listOf } from '#domain/comma-list'
import { momentText } from '#domain/dates'
import type { Written } from '#domain/lifecycle/lifecycle-store'
import type { SavedEntries } from '#domain/lifecycle/save-master-data'
import type { EntryFault } from '#domain/master-data/check-entries'
import type { Category, Shop } from '#domain/master-data/master-data-store'
import { InvalidInput } from './method.ts'
import { type RefusedResult, refusedResult } from './refused-result.ts'

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

/** Refuses rows that break a rule of master data. @param list wire name of the list that has the rows */
export function refuseFault(fault: EntryFault | undefined, list: string): void {
  if (fault === undefined) return
  const { place, property, rule } = fault
  throw new InvalidInput(`${list}[${place}].${property === 'parent' ? 'parent_code' : property}`, rule)
}

type Shown = Readonly<{
  alreadyDone: true | undefined
  createdCount: number
  changedCount: number
  unchangedCount: number
  success: true
}>

const none = { createdCount: 0, changedCount: 0, unchangedCount: 0 } as const

/** The result of a save of master data. */
export function savedResult(
  written: Written<SavedEntries, never>,
  input: Readonly<{ outRequestNo: string }>,
): Shown | (RefusedResult & typeof none) {
  if (written.kind !== 'done') return { ...refusedResult(written, input), ...none }
  const { created, changed, unchanged } = written.answer
  const counts = { createdCount: created, changedCount: changed, unchangedCount: unchanged }
  return { alreadyDone: written.isAlreadyDone ? true : undefined, ...counts, success: true }
}
