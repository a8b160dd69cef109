import type { BasketCoupon, Offer } from '../model/coupon.ts'
import { linesInScope, type PreparedBasket } from './prepare-basket.ts'

/** A coupon with what it finds in a basket. */
export type Candidate = Readonly<{
  coupon: BasketCoupon
  /** Positions of the lines in its scope of which something counts, ascending. */
  positions: readonly number[]
  /** Equal for coupons with the same positions. */
  scopeKey: string
  limits: readonly Limit[]
  /** Distinct goods of these lines; lines without goods are goods of their own. */
  goodsCount: number
  /** What counts for its threshold and its percentage. */
  baseFen: number
  /** What it promises to take. */
  faceFen: number
  /** What its lines can give. */
  capacityFen: number
  /** What it takes without other coupons: the face, or all that its lines can give. */
  aloneFen: number
}>

/** @param inScope positions of the lines in the coupon's scope, as `linesInScope` returns them */
export function candidateOf(
  coupon: BasketCoupon,
  { lines, index, amounts }: PreparedBasket,
  inScope: readonly number[] = linesInScope(coupon.offer.scope, index),
): Candidate {
  const positions = inScope.filter((position) => (amounts.baseFen[position] ?? 0) > 0)
  const sumOf = (list: readonly number[]): number => positions.reduce((sum, at) => sum + (list[at] ?? 0), 0)
  const baseFen = sumOf(amounts.baseFen)
  const face = faceFen(coupon.offer, baseFen)
  const capacityFen = sumOf(amounts.capacityFen)
  const goods = positions.map((position) => lines[position]?.line.goodsId)
  const named = new Set(goods.filter((goodsId) => goodsId !== undefined))
  return {
    coupon,
    positions,
    scopeKey: positions.join(),
    limits: limitsOf(coupon),
    goodsCount: named.size + goods.filter((goodsId) => goodsId === undefined).length,
    baseFen,
    faceFen: face,
    capacityFen,
    aloneFen: Math.min(face, capacityFen),
  }
}

/** A coupon whose dates, shops and members were judged when it was redeemed: only what it finds in a basket counts. */
export function judgedCandidate(coupon: Omit<BasketCoupon, 'state'>, prepared: PreparedBasket): Candidate {
  return candidateOf({ ...coupon, state: { kind: 'unused' } }, prepared)
}

/** Gifts reduce nothing and take no place on the order. */
export function isGift({ coupon }: WithOffer): boolean {
  return coupon.offer.kind === 'gift'
}

/** Whether it takes part of what lines cost: gifts, and coupons whose worth only their issuer knows, do not. */
export function isReducing({ coupon }: WithOffer): boolean {
  return coupon.offer.kind !== 'gift' && coupon.offer.kind !== 'unknown'
}

type WithOffer = Readonly<{ coupon: Pick<BasketCoupon, 'offer'> }>

/** The order of application: layer, narrower scope, larger face, template, code. */
export function compareApplication(left: Candidate, right: Candidate): number {
  return (
    compareStep(left, right) ||
    compareBytes(left.coupon.templateId ?? '', right.coupon.templateId ?? '') ||
    compareBytes(left.coupon.code, right.coupon.code)
  )
}

/** The part of the order of application that does not depend on names. */
export function compareStep(left: Candidate, right: Candidate): number {
  return (
    left.coupon.offer.layer - right.coupon.offer.layer ||
    left.goodsCount - right.goodsCount ||
    right.faceFen - left.faceFen
  )
}

/** Something of which an order may have few: coupons of a group, percent coupons, coupons of a template. */
export type Limit = Readonly<{
  kind: 'group' | 'percent' | 'template'
  /** Which group or template; coupons with one key share the limit. */
  key: string
  /** Most coupons of the key beside this one and with it. */
  most: number
}>

/** The limits that a coupon brings along. Each of the coupons that share a key must allow their number. */
function limitsOf({ templateId, offer }: BasketCoupon): readonly Limit[] {
  return [
    ...(offer.group === undefined ? [] : [{ kind: 'group' as const, key: `group ${offer.group}`, most: 1 }]),
    ...(offer.kind === 'percent' ? [{ kind: 'percent' as const, key: 'percent', most: 1 }] : []),
    ...(templateId === undefined
      ? []
      : [{ kind: 'template' as const, key: `template ${templateId}`, most: offer.perOrder ?? 1 }]),
  ]
}

/** More than any basket costs; keeps sums of faces in the range of exact integers. */
const maxFaceFen = 100_000_000_000_000

/**
 * What a coupon promises to take, regardless of what is left to take.
 * @param baseFen what counts for its threshold and its percentage
 * @returns 0 below the threshold, and for a coupon that reduces nothing
 */
export function faceFen(offer: Offer, baseFen: number): number {
  if (baseFen < offer.thresholdFen) return 0
  switch (offer.kind) {
    case 'off':
      return offer.amountFen
    case 'step': {
      const steps = Math.min(Math.floor(baseFen / offer.thresholdFen), offer.stepMax ?? Number.POSITIVE_INFINITY)
      return Math.min(steps * offer.amountFen, maxFaceFen)
    }
    case 'percent':
      return Math.min(baseFen - toPayFen(baseFen, offer.percentToPay), offer.capFen ?? Number.POSITIVE_INFINITY)
    case 'gift':
    case 'unknown':
      return 0
  }
}

/** Rounds half up to the fen. Hundreds and the rest separately, so that no product leaves the exact integers. */
function toPayFen(baseFen: number, percentToPay: number): number {
  const rest = baseFen % 100
  return ((baseFen - rest) / 100) * percentToPay + Math.floor((rest * percentToPay + 50) / 100)
}

/** Orders texts by their bytes in UTF-8, as databases do. @returns negative, 0 or positive */
export function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)]
    if (a !== b) return rankInUtf8(a) - rankInUtf8(b)
  }
  return left.length - right.length
}

/** Surrogates belong to characters after U+FFFF, although their numbers are below U+E000. */
function rankInUtf8(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
