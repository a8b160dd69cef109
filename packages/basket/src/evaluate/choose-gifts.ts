import { compareEnds } from '../best/ranking.ts'
import type { Candidate } from '../coupons/candidate.ts'
import { conflictsWith } from '../coupons/conflicts.ts'
import type { Gift } from '../model/answer.ts'

/**
 * The gifts that go with a combination. A gift takes no place, but groups, limits by template and exclusive coupons bind it like others.
 * @param gifts usable
 */
export function chooseGifts(gifts: readonly Candidate[], best: readonly Candidate[]): readonly Candidate[] {
  const chosen: Candidate[] = []
  for (const gift of gifts.toSorted(compareGifts)) {
    if (conflictsWith(gift, [...best, ...chosen]).length === 0) chosen.push(gift)
  }
  return chosen
}

/** More valuable ones first. */
function compareGifts(left: Candidate, right: Candidate): number {
  return valueFenOf(right) - valueFenOf(left) || compareEnds(left, right)
}

/** The value of a gift; 0 for other coupons. */
export function valueFenOf({ coupon: { offer } }: Candidate): number {
  return offer.kind === 'gift' ? offer.amountFen : 0
}

export function giftOf(candidate: Candidate): Gift {
  return { code: candidate.coupon.code, valueFen: valueFenOf(candidate) }
}
