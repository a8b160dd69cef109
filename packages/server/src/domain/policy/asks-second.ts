/**
 * Whether coupons have so much face value that an operator issues them only after another person agreed.
 * @param each.worstFen what one takes off an order at most; undefined: its terms set no limit
 * @param limitFen of the seller's rule; null: there is none
 */
export function asksSecond(
  each: Readonly<{ worstFen: number | undefined; count: number }>,
  limitFen: number | null,
): boolean {
  if (limitFen === null) return false
  return each.worstFen === undefined || each.worstFen * each.count > limitFen
}
