import { linesInScope } from '../lines/lines-in-scope.ts'
import type { PreparedBasket } from '../lines/prepare-basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { Exclusion } from '../model/exclusion.ts'
import type { Offer } from '../model/offer.ts'
import type { UnusableReason } from '../model/reason.ts'
import { type Candidate, candidateOf } from './candidate.ts'
import { checkState, checkTerms } from './check-terms.ts'

/** A coupon by itself on a basket, regardless of others. */
export type Judgement = Readonly<{
  candidate: Candidate
  /** Every reason why it is not usable; empty if it is. */
  reasons: readonly UnusableReason[]
  /** How much its scope lacks to the threshold. */
  missingFen: number
  /** Those on lines in its scope. */
  exclusions: readonly Exclusion[]
}>

export function judgeCoupon(coupon: BasketCoupon, prepared: PreparedBasket): Judgement {
  const inScope = linesInScope(coupon.offer.scope, prepared.index)
  const exclusions = inScope.flatMap((position) => prepared.lines[position]?.exclusion ?? [])
  const candidate = candidateOf(coupon, prepared, inScope)
  const missingFen = inScope.length === 0 ? 0 : Math.max(0, coupon.offer.thresholdFen - candidate.baseFen)
  const amountReasons = inScope.length === 0 ? [noScope(coupon.offer)] : checkAmount(candidate, exclusions, prepared)
  return {
    candidate,
    reasons: [...checkState(coupon, prepared.basket), ...checkTerms(coupon, prepared), ...amountReasons],
    missingFen,
    exclusions,
  }
}

function noScope({ scope: { include } }: Offer): UnusableReason {
  return { code: 'NO_SCOPE', categories: include.categories ?? [], goods: include.goods ?? [] }
}

/** If nothing is eligible the exclusions are the reason. If too little is, the missing amount is the reason, and the exclusions explain it. */
function checkAmount(
  candidate: Candidate,
  exclusions: readonly Exclusion[],
  { amounts: { takenFen = [] } }: PreparedBasket,
): readonly UnusableReason[] {
  const { coupon, baseFen, capacityFen, aloneFen } = candidate
  const missingFen = Math.max(0, coupon.offer.thresholdFen - baseFen)
  const excluded = exclusionReasons(exclusions, missingFen)
  if (baseFen === 0 && excluded.length > 0) return excluded
  if (missingFen > 0) return [{ code: 'SHORT', eligibleFen: baseFen, missingFen }, ...excluded]
  const effectFen = { gift: baseFen, unknown: capacityFen, off: aloneFen, step: aloneFen, percent: aloneFen }
  if (effectFen[coupon.offer.kind] > 0) return []
  return [{ code: 'NO_EFFECT', takenFen: takenFen.reduce((sum, fen) => sum + fen, 0) }]
}

function exclusionReasons(exclusions: readonly Exclusion[], missingFen: number): readonly UnusableReason[] {
  const drugs = exclusions.flatMap((each) => (each.by === 'rule' ? (each.drugClass ?? []) : []))
  const insured = exclusions.flatMap((each) => (each.by === 'insured' ? each.insuredFen : []))
  const lineCount = exclusions.length - drugs.length - insured.length
  return [
    ...[...new Set(drugs)].map((drugClass) => ({
      code: 'EXCLUDED_RX' as const,
      drugClass,
      lineCount: drugs.filter((each) => each === drugClass).length,
    })),
    ...(insured.length === 0
      ? []
      : [{ code: 'EXCLUDED_INSURED' as const, insuredFen: insured.reduce((sum, fen) => sum + fen, 0), missingFen }]),
    ...(lineCount === 0 ? [] : [{ code: 'EXCLUDED_SPECIAL' as const, lineCount }]),
  ]
}
