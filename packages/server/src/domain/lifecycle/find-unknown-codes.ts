import { listOf } from '#domain/comma-list'
import { shopsIn } from '#domain/shops/shop-list'
import type { TemplateTerms } from '#domain/templates/template'
import type { UnknownCodes } from '#domain/templates/template-store'
import { load, type Reading } from './act.ts'
import { unknownCategories, unknownShops } from './seller-reads.ts'

/**
 * Finds the shops and categories of a template that the seller's lists do not have, by field. A list that is empty has every code.
 * @param before the version before, whose codes may stay, so that a template from before the lists can be changed otherwise
 */
export function* findUnknownCodes(
  terms: TemplateTerms,
  before: TemplateTerms | undefined,
): Reading<readonly UnknownCodes[]> {
  const added = fields.flatMap((field) => {
    const earlier = new Set(codesOf(before, field))
    return codesOf(terms, field).flatMap((code) => (earlier.has(code) ? [] : [{ field, code }]))
  })
  const ofShops = added.filter(({ field }) => field === 'shop').map(({ code }) => code)
  const ofCategories = added.filter(({ field }) => field !== 'shop').map(({ code }) => code)
  const unknown = yield* load({ shops: unknownShops(ofShops), categories: unknownCategories(ofCategories) })
  return fields.flatMap((field) => {
    const { [field === 'shop' ? 'shops' : 'categories']: ofField } = unknown
    const codes = added.flatMap((one) => (one.field === field && ofField.includes(one.code) ? [one.code] : []))
    return codes.length === 0 ? [] : [{ field, codes }]
  })
}

const fields = ['shop', 'category', 'excludeCategory'] as const satisfies readonly UnknownCodes['field'][]

function codesOf(terms: TemplateTerms | undefined, field: UnknownCodes['field']): readonly string[] {
  return field === 'shop' ? shopsIn(terms?.shop) : listOf(terms?.[field] ?? '')
}
