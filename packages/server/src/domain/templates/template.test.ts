import { expect, test } from 'vitest'
import { type TemplateTerms, worstCaseFen } from '#domain/templates/template'
import { templateOf } from '#testing/example-template'

const amount = { couponAmountFen: 1_000 }
const rows: readonly (readonly [name: string, terms: Partial<TemplateTerms>, worst: number | undefined])[] = [
  ['cash takes its amount', { kind: 'cash', ...amount }, 1_000],
  ['a reduction takes its amount', { kind: 'full_reduction', ...amount, orderAmountFen: 5_000 }, 1_000],
  ['a gift is worth its amount', { kind: 'gift', ...amount, gift: '口罩' }, 1_000],
  ['a gift without an amount is worth nothing', { kind: 'gift', couponAmountFen: undefined, gift: '口罩' }, 0],
  ['steps take the amount each', { kind: 'step', ...amount, orderAmountFen: 5_000, stepMax: 3 }, 3_000],
  ['steps without a greatest number have no limit', { kind: 'step', ...amount, orderAmountFen: 5_000 }, undefined],
  ['a discount takes its cap', { kind: 'discount', discountPercent: 80, discountCapFen: 2_000 }, 2_000],
  ['a discount without a cap has no limit', { kind: 'discount', discountPercent: 80 }, undefined],
]

test.each(rows)('%s', (_name, terms, worst) => {
  expect(worstCaseFen(undefined, templateOf(terms))).toBe(worst)
})

test('a coupon without a template takes its amount, if it has one', () => {
  expect([worstCaseFen(990, undefined), worstCaseFen(undefined, undefined)]).toEqual([990, 0])
})
