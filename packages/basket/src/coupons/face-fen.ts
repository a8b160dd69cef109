import type { Offer } from '../model/offer.ts'

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
