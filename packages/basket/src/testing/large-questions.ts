import type { Basket } from '../model/basket.ts'
import type { BasketCoupon, Layer, OfferTerms } from '../model/coupon.ts'
import { type ChainPolicy, defaultPolicy } from '../model/policy.ts'
import { basketOf, inCategories, off, percent } from './examples.ts'

export type LargeQuestion = Readonly<{ basket: Basket; coupons: readonly BasketCoupon[]; policy: ChainPolicy }>

type Dice = (sides: number) => number

/** Fifty coupons in ten groups, half of them for one category, five an order; lines of a category may run out. */
export function groupedCoupons(seed: number): LargeQuestion {
  const dice = diceOf(seed)
  const coupons = manyCoupons(50, dice, { maxYuan: 30, termsOf: (index) => ({ group: `g${index % 10}` }) })
  return { basket: sixLines(dice, 120), coupons, policy: defaultPolicy }
}

/** Thirty coupons without groups, half of them for one category, five an order; lines run out. */
export function ungroupedCoupons(seed: number): LargeQuestion {
  const dice = diceOf(seed)
  return { basket: sixLines(dice, 60), coupons: manyCoupons(30, dice, { maxYuan: 60 }), policy: defaultPolicy }
}

/** Twenty coupons without groups, twenty an order, of which a part uses up everything. */
export function exhaustingCoupons(seed: number): LargeQuestion {
  const dice = diceOf(seed)
  const coupons = manyCoupons(20, dice, { maxYuan: 30 })
  return { basket: sixLines(dice, 30), coupons, policy: { ...defaultPolicy, maxPerOrder: 20 } }
}

/** Five coupons on six lines, as at most tills. */
export function usualCoupons(seed: number): LargeQuestion {
  const dice = diceOf(seed)
  return { basket: sixLines(dice, 60), coupons: manyCoupons(5, dice, { maxYuan: 20 }), policy: defaultPolicy }
}

/** The most coupons and lines that a question can have; half of the coupons take a part off, and most share lines. */
export const hugeQuestion = scatteredCoupons({
  coupons: 200,
  lines: 500,
  categories: 10,
  perCoupon: 12,
  maxYuan: 1_000,
  percentShare: 50,
  maxPerOrder: 20,
})

export type Scatter = Readonly<{
  coupons: number
  lines: number
  /** How many categories there are; a line has up to three. */
  categories: number
  /** How many of them a coupon names, some of them twice. */
  perCoupon: number
  /** Largest face of a coupon that takes an amount off. */
  maxYuan: number
  /** How many of a hundred coupons take a part off. */
  percentShare: number
  maxPerOrder: number
  thresholdBase?: ChainPolicy['thresholdBase']
}>

/** Coupons of all layers for random categories, on lines of 1 to 31 yuan. */
export function scatteredCoupons(scatter: Scatter): (seed: number) => LargeQuestion {
  const { maxPerOrder, thresholdBase = 'original' } = scatter
  return (seed) => {
    const dice = diceOf(seed)
    const words = (count: number) => Array.from({ length: count }, () => `k${dice(scatter.categories)}`)
    const line = () => ({ yuan: 1 + dice(3_000) / 100, categories: words(1 + dice(3)) })
    const layers: readonly Layer[] = [0, 1, 2]
    const coupons = Array.from({ length: scatter.coupons }, (_, index) => {
      const terms = { layer: layers[dice(3)] ?? 0, ...inCategories(...words(scatter.perCoupon)) }
      const yuan = [dice(100), 1 + dice(scatter.maxYuan * 100) / 100] as const
      const isPercent = dice(100) < scatter.percentShare
      const coupon = isPercent ? percent(`c${index}`, 50 + dice(45), terms) : off(`c${index}`, yuan, terms)
      return { ...coupon, templateId: `t${index}` }
    })
    return {
      basket: basketOf(...Array.from({ length: scatter.lines }, line)),
      coupons,
      policy: { ...defaultPolicy, maxPerOrder, thresholdBase },
    }
  }
}

const categories = ['A', 'B', 'C'] as const

function sixLines(dice: Dice, maxYuan: number): Basket {
  const line = () => ({ yuan: 5 + dice(maxYuan * 100) / 100, categories: [categories[dice(3)] ?? 'A'] })
  return basketOf(...Array.from({ length: 6 }, line))
}

function manyCoupons(
  count: number,
  dice: Dice,
  { maxYuan, termsOf = () => ({}) }: Readonly<{ maxYuan: number; termsOf?: (index: number) => Partial<OfferTerms> }>,
): readonly BasketCoupon[] {
  const layers: readonly Layer[] = [0, 1, 2]
  return Array.from({ length: count }, (_, index) => {
    const scope = dice(2) === 0 ? {} : inCategories(categories[dice(3)] ?? 'A')
    const terms = { layer: layers[dice(3)] ?? 0, ...scope, ...termsOf(index) }
    return { ...off(`c${index}`, [0, 1 + dice(maxYuan * 100) / 100], terms), templateId: `t${index}` }
  })
}

/** The same numbers from the same seed. */
function diceOf(seed: number): Dice {
  let state = seed * 7_919
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return (state >>> 8) % sides
  }
}
