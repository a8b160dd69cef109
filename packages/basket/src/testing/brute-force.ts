import type { Basket, BasketLine } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'

/**
 * The rules once more, as plainly as they can be written: every subset of coupons is priced with BigInt, and the best is
 * the first after sorting. Shares nothing with the engine but its types. Dates, shops and members are not looked at.
 */
export type BruteCombination = Readonly<{
  /** In the order of application. */
  codes: readonly string[]
  off: bigint
  waste: bigint
  /** By code, then by line number. */
  shares: ReadonlyMap<string, ReadonlyMap<number, bigint>>
}>

/** @returns every permitted combination, the best first; the last is the one without coupons */
export function allCombinations(
  basket: Basket,
  coupons: readonly BasketCoupon[],
  policy: ChainPolicy,
): readonly BruteCombination[] {
  const found: BruteCombination[] = []
  for (let mask = 0; mask < 2 ** coupons.length; mask++) {
    const subset = coupons.filter((_coupon, index) => (mask & (2 ** index)) !== 0)
    if (!isPermitted(subset, policy)) continue
    const combination = bruteApply(basket, subset, policy)
    const isPartUseless = subset.some(({ code }) => (sumOf(combination.shares.get(code)) ?? 0n) === 0n)
    const isPartUnusable = subset.some((coupon) => face(coupon, baseOf(coupon, basket, policy)) === 0n)
    if (!isPartUseless && !isPartUnusable) found.push(combination)
  }
  const ends = new Map(coupons.map(({ code, endDate }) => [code, endDate ?? '9999-99-99']))
  return found.sort((a, b) => compare(a, b, ends))
}

function isPermitted(subset: readonly BasketCoupon[], { maxPerOrder }: ChainPolicy): boolean {
  if (subset.length > maxPerOrder) return false
  if (subset.length > 1 && subset.some(({ offer }) => offer.isAlone)) return false
  if (subset.filter(({ offer }) => offer.kind === 'percent').length > 1) return false
  return subset.every((coupon) => {
    const sameGroup = subset.filter(({ offer }) => offer.group !== undefined && offer.group === coupon.offer.group)
    const { templateId } = coupon
    const sameTemplate = subset.filter((other) => templateId !== undefined && other.templateId === templateId)
    return sameGroup.length <= 1 && sameTemplate.length <= (coupon.offer.perOrder ?? 1)
  })
}

/** Applies coupons whatever else holds; those whose threshold is not met take nothing. */
export function bruteApply(basket: Basket, subset: readonly BasketCoupon[], policy: ChainPolicy): BruteCombination {
  const ordered = [...subset].sort((a, b) => {
    const [faceA, faceB] = [a, b].map((coupon) => face(coupon, baseOf(coupon, basket, policy)))
    return (
      a.offer.layer - b.offer.layer ||
      goodsCount(a, basket, policy) - goodsCount(b, basket, policy) ||
      Number((faceB ?? 0n) - (faceA ?? 0n)) ||
      Buffer.compare(Buffer.from(a.templateId ?? ''), Buffer.from(b.templateId ?? '')) ||
      Buffer.compare(Buffer.from(a.code), Buffer.from(b.code))
    )
  })
  const taken = new Map<number, bigint>(basket.lines.map(({ lineNo }) => [lineNo, 0n]))
  const shares = new Map<string, ReadonlyMap<number, bigint>>()
  for (const coupon of ordered) {
    const lines = eligibleLines(coupon, basket, policy)
    const left = new Map(lines.map((line) => [line.lineNo, capacity(line, policy) - (taken.get(line.lineNo) ?? 0n)]))
    const remaining = lines.reduce((sum, line) => sum + eligible(line, policy) - (taken.get(line.lineNo) ?? 0n), 0n)
    const base = policy.thresholdBase === 'original' ? baseOf(coupon, basket, policy) : remaining
    const available = [...left.values()].reduce((sum, fen) => sum + fen, 0n)
    const wanted = face(coupon, base)
    const split = bruteSplit(least(wanted, available), left)
    for (const [lineNo, fen] of split) taken.set(lineNo, (taken.get(lineNo) ?? 0n) + fen)
    shares.set(coupon.code, split)
  }
  const off = [...taken.values()].reduce((sum, fen) => sum + fen, 0n)
  const faces = ordered.reduce((sum, coupon) => sum + face(coupon, baseOf(coupon, basket, policy)), 0n)
  return { codes: ordered.map(({ code }) => code), off, waste: faces - off, shares }
}

/** One fen after the other goes to the line with the largest remainder that has not had one. */
export function bruteSplit(fen: bigint, weights: ReadonlyMap<number, bigint>): ReadonlyMap<number, bigint> {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0n)
  if (total === 0n) return new Map([...weights.keys()].map((lineNo) => [lineNo, 0n]))
  const shares = new Map([...weights].map(([lineNo, weight]) => [lineNo, (fen * weight) / total]))
  const waiting = [...weights].map(([lineNo, weight]) => ({ lineNo, weight, remainder: (fen * weight) % total }))
  waiting.sort((a, b) => Number(b.remainder - a.remainder) || Number(b.weight - a.weight) || a.lineNo - b.lineNo)
  let rest = fen - [...shares.values()].reduce((sum, share) => sum + share, 0n)
  for (const { lineNo } of waiting) {
    if (rest === 0n) break
    shares.set(lineNo, (shares.get(lineNo) ?? 0n) + 1n)
    rest -= 1n
  }
  return shares
}

function face({ offer }: BasketCoupon, base: bigint): bigint {
  if (base < BigInt(offer.thresholdFen)) return 0n
  switch (offer.kind) {
    case 'off':
      return BigInt(offer.amountFen)
    case 'step': {
      const steps = base / BigInt(offer.thresholdFen)
      const most = offer.stepMax === undefined ? steps : BigInt(offer.stepMax)
      return least(least(steps, most) * BigInt(offer.amountFen), 10n ** 14n)
    }
    case 'percent': {
      const off = base - (base * BigInt(offer.percentToPay) + 50n) / 100n
      return offer.capFen === undefined ? off : least(off, BigInt(offer.capFen))
    }
    case 'gift':
    case 'unknown':
      return 0n
  }
}

function baseOf(coupon: BasketCoupon, basket: Basket, policy: ChainPolicy): bigint {
  return eligibleLines(coupon, basket, policy).reduce((sum, line) => sum + eligible(line, policy), 0n)
}

function goodsCount(coupon: BasketCoupon, basket: Basket, policy: ChainPolicy): number {
  return new Set(eligibleLines(coupon, basket, policy).map(({ goodsId, lineNo }) => goodsId ?? lineNo)).size
}

function eligibleLines(coupon: BasketCoupon, basket: Basket, policy: ChainPolicy): readonly BasketLine[] {
  return basket.lines
    .filter((line) => isInScope(coupon, line) && eligible(line, policy) > 0n)
    .sort((a, b) => a.lineNo - b.lineNo)
}

function isInScope({ offer: { scope } }: BasketCoupon, line: BasketLine): boolean {
  const { include, exclude } = scope
  const names = (list: readonly string[] | undefined, of: readonly (string | undefined)[]) =>
    of.some((name) => name !== undefined && list?.includes(name))
  const everything = !include.categories?.length && !include.goods?.length
  if (names(exclude.goods, [line.goodsId]) || names(exclude.categories, line.categories)) return false
  if (names(exclude.tags, line.tags ?? [])) return false
  return everything || names(include.goods, [line.goodsId]) || names(include.categories, line.categories)
}

function eligible(line: BasketLine, { insured, rulePacks }: ChainPolicy): bigint {
  const { amountFen, insuredFen = 0, isDiscountable = true, drugClass, tags = [] } = line
  const isRuledOut = rulePacks
    .flatMap(({ rules }) => rules)
    .some(
      (rule) =>
        (drugClass !== undefined && rule.drugClasses?.includes(drugClass)) ||
        tags.some((tag) => rule.tags?.includes(tag)),
    )
  if (!isDiscountable || isRuledOut) return 0n
  if (insured === 'exclude_line') return insuredFen > 0 ? 0n : BigInt(amountFen)
  return insured === 'include' ? BigInt(amountFen) : BigInt(amountFen - insuredFen)
}

function capacity(line: BasketLine, policy: ChainPolicy): bigint {
  return least(eligible(line, policy), BigInt(line.amountFen - (line.insuredFen ?? 0)))
}

function compare(a: BruteCombination, b: BruteCombination, ends: ReadonlyMap<string, string>): number {
  if (a.off !== b.off) return a.off > b.off ? -1 : 1
  if (a.codes.length !== b.codes.length) return a.codes.length - b.codes.length
  if (a.waste !== b.waste) return a.waste < b.waste ? -1 : 1
  const endsOf = ({ codes }: BruteCombination) => codes.map((code) => ends.get(code) ?? '').sort()
  const [endsA, endsB] = [endsOf(a), endsOf(b)]
  for (const [index, end] of endsA.entries()) if (end !== endsB[index]) return end < (endsB[index] ?? '') ? -1 : 1
  const codesOf = ({ codes }: BruteCombination) => codes.map((code) => Buffer.from(code)).sort(Buffer.compare)
  const [codesA, codesB] = [codesOf(a), codesOf(b)]
  for (const [index, code] of codesA.entries()) {
    const order = Buffer.compare(code, codesB[index] ?? Buffer.alloc(0))
    if (order !== 0) return order
  }
  return 0
}

function sumOf(shares: ReadonlyMap<number, bigint> | undefined): bigint | undefined {
  return shares && [...shares.values()].reduce((sum, fen) => sum + fen, 0n)
}

function least(...amounts: readonly bigint[]): bigint {
  return [...amounts].sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n
}
