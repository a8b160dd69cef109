import fc from 'fast-check'
import type { Basket, BasketLine } from '../model/basket.ts'
import type { BasketCoupon, Benefit, Offer, Scope } from '../model/coupon.ts'
import { type ChainPolicy, defaultPolicy } from '../model/policy.ts'
import { offerOf, wednesdayMs } from './examples.ts'

/** A question to the engine: small numbers of few values, so that ties, shared lines and exhausted lines are frequent. */
export type Question = Readonly<{ basket: Basket; coupons: readonly BasketCoupon[]; policy: ChainPolicy }>

export type Shape = Readonly<{ maxLines: number; maxCoupons: number; amountsFen: fc.Arbitrary<number> }>

export const smallAmounts = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 5, 10, 100, 500, 1_000),
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 2_000 }),
)

/** Products of them need BigInt. */
export const largeAmounts = fc.oneof(
  fc.integer({ min: 99_999_999_000, max: 100_000_000_000 }),
  fc.integer({ min: 0, max: 100_000_000_000 }),
  fc.constantFrom(0, 1, 33_333_333_333, 100_000_000_000),
)

export function questions({ maxLines, maxCoupons, amountsFen }: Shape): fc.Arbitrary<Question> {
  return fc.record({
    basket: baskets(maxLines, amountsFen),
    coupons: fc.array(coupons(amountsFen), { maxLength: maxCoupons }).map(withCodes),
    policy: policies,
  })
}

export function baskets(maxLines: number, amountsFen: fc.Arbitrary<number>): fc.Arbitrary<Basket> {
  return fc.array(lines(amountsFen), { maxLength: maxLines }).chain((list) =>
    fc
      .shuffledSubarray(
        list.map((_line, index) => index + 1),
        { minLength: list.length },
      )
      .map((numbers) => ({
        atMs: wednesdayMs,
        lines: list.map((line, index) => ({ ...line, lineNo: numbers[index] ?? 0 })),
      })),
  )
}

const categories = fc.constantFrom('A', 'B')

function lines(amountsFen: fc.Arbitrary<number>): fc.Arbitrary<Omit<BasketLine, 'lineNo'>> {
  return fc
    .record({
      goodsId: fc.option(fc.constantFrom('g1', 'g2'), { nil: undefined }),
      categories: fc.uniqueArray(categories, { maxLength: 2 }),
      quantityMilli: fc.constantFrom(1_000, 2_000, 3_000, 1_234_500),
      amountFen: amountsFen,
      insuredPercent: fc.constantFrom(0, 0, 0, 30, 100),
      drugClass: fc.constantFrom(undefined, undefined, 'rx' as const, 'otc_a' as const),
      isDiscountable: seldom(fc.constant(false)),
      tags: seldom(fc.constant(['near_expiry'])),
    })
    .map(({ insuredPercent, ...line }) => ({
      ...line,
      insuredFen: Math.floor((line.amountFen * insuredPercent) / 100),
    }))
}

/** Once in eight times; else absent. */
function seldom<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
}

const policies: fc.Arbitrary<ChainPolicy> = fc.record({
  maxPerOrder: fc.constantFrom(1, 2, 3, 5, 20),
  thresholdBase: fc.constantFrom('original', 'original', 'remaining'),
  insured: fc.constantFrom('exclude_line', 'exclude_amount', 'include'),
  memberDays: fc.constant(defaultPolicy.memberDays),
  rulePacks: fc.constantFrom(
    [],
    [],
    [
      {
        pack: 'test',
        version: 1,
        rules: [
          { rule: 'rx', drugClasses: ['rx' as const] },
          { rule: 'expiry', tags: ['near_expiry'] },
        ],
      },
    ],
  ),
})

const scopes: fc.Arbitrary<Scope> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ include: {}, exclude: {} }) },
  { weight: 2, arbitrary: categories.map((name) => ({ include: { categories: [name] }, exclude: {} })) },
  {
    weight: 1,
    arbitrary: fc.record({
      include: fc.record(
        { categories: fc.array(categories, { maxLength: 1 }), goods: fc.constantFrom(['g1'], ['g2']) },
        { requiredKeys: [] },
      ),
      exclude: fc.record(
        { categories: fc.constant(['B']), goods: fc.constant(['g2']), tags: fc.constant(['near_expiry']) },
        { requiredKeys: [] },
      ),
    }),
  },
)

function benefits(amountsFen: fc.Arbitrary<number>): fc.Arbitrary<Benefit> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('off' as const), amountFen: amountsFen }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('step' as const),
        amountFen: amountsFen,
        stepMax: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('percent' as const),
        percentToPay: fc.integer({ min: 1, max: 99 }),
        capFen: fc.option(amountsFen, { nil: undefined }),
      }),
    },
  )
}

export function offers(amountsFen: fc.Arbitrary<number>): fc.Arbitrary<Offer> {
  return fc
    .record({
      benefit: benefits(amountsFen),
      thresholdFen: fc.oneof(fc.constant(0), amountsFen),
      scope: scopes,
      layer: fc.constantFrom(0 as const, 0 as const, 1 as const, 2 as const),
      group: fc.constantFrom(undefined, undefined, 'x', 'y'),
      isAlone: fc.constantFrom(false, false, false, false, false, false, true),
      perOrder: fc.constantFrom(undefined, 1, 2, 3),
    })
    .map(({ benefit, thresholdFen, ...terms }) => {
      const leastFen = benefit.kind === 'step' ? 1 : 0
      return offerOf(benefit, { ...terms, thresholdFen: Math.max(thresholdFen, leastFen) })
    })
}

type Uncoded = Omit<BasketCoupon, 'code'>

function coupons(amountsFen: fc.Arbitrary<number>): fc.Arbitrary<readonly Uncoded[]> {
  return fc
    .record({
      offer: offers(amountsFen),
      templateId: fc.constantFrom(undefined, undefined, 't1', 't2', 't3'),
      endDates: fc.array(fc.constantFrom('2026-11-25', '2026-12-01', undefined), { minLength: 1, maxLength: 3 }),
    })
    .map(({ endDates, ...coupon }) =>
      endDates.map((endDate) => ({ ...coupon, endDate, state: { kind: 'unused' as const } })),
    )
}

/** Codes whose order is not that of the list; the last one sorts differently by UTF-16. */
function withCodes(lists: readonly (readonly Uncoded[])[]): readonly BasketCoupon[] {
  const names = ['m', 'c', 'x', 'a', 'q', 'b', 'z', 'k', 'ﬀ', '😀', 'd', 'w']
  return lists
    .flat()
    .slice(0, names.length)
    .map((coupon, index) => ({ code: names[index] ?? '', ...coupon }))
}
