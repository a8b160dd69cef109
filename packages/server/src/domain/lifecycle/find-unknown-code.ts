import { listOf } from '#domain/comma-list'
import { shopsIn } from '#domain/shops/shop-list'
import type { TemplateTerms } from '#domain/templates/template'
import type { UnknownCode } from '#domain/templates/template-store'
import { load, type Reading } from './act.ts'
import { unknownCategories, unknownShops } from './seller-reads.ts'

/**
 * Finds the first shop or category of a template that the seller's lists do not have. A list that is empty has every code.
 * @param before the version before, whose codes may stay, so that a template from before the lists can be changed otherwise
 */
export function* findUnknownCode(
  terms: TemplateTerms,
  before: TemplateTerms | undefined,
): Reading<UnknownCode | undefined> {
  const added = fields.flatMap((field) => {
    const earlier = new Set(codesOf(before, field))
    return codesOf(terms, field).flatMap((code) => (earlier.has(code) ? [] : [{ field, code }]))
  })
  const ofShops = added.filter(({ field }) => field === 'shop').map(({ code }) => code)
  const ofCategories = added.filter(({ field }) => field !== 'shop').map(({ code }) => code)
  const unknown = yield* load({ shops: unknownShops(ofShops), categories: unknownCategories(ofCategories) })
  return added.find(({ field, code }) => (field === 'shop' ? unknown.shops : unknown.categories).includes(code))
}

const fields = ['shop', 'category', 'excludeCategory'] as const satisfies readonly UnknownCode['field'][]

function codesOf(terms: TemplateTerms | undefined, field: UnknownCode['field']): readonly string[] {
  return field === 'shop' ? shopsIn(terms?.shop) : listOf(terms?.[field] ?? '')
}
