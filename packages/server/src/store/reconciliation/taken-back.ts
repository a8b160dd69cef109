import type { TakenBack } from '#domain/reconciliation/facts'
import { findRedemptions, redemptionOfRow } from '#store/tables/redemption'
import type { saleReturnOfRow } from '#store/tables/sale-return'
import { type FactSource, rowsOf } from './fact-source.ts'
import { redemptionFactsOf } from './redemption-facts.ts'

/** What returns of goods took back, one for each coupon. */
export async function takenBackBy(
  source: FactSource,
  returns: readonly ReturnType<typeof saleReturnOfRow>[],
): Promise<readonly TakenBack[]> {
  const taken = returns.flatMap(({ atMs, eventSeq, coupons }) =>
    coupons
      .filter(({ takenBackFen }) => takenBackFen > 0)
      .map(({ redemptionId, takenBackFen: fen }) => ({ redemptionId, atMs, eventSeq, fen })),
  )
  const ids = taken.map(({ redemptionId }) => redemptionId)
  const redemptions = (await rowsOf(source, findRedemptions, { redemptionIds: ids })).map(redemptionOfRow)
  const facts = new Map((await redemptionFactsOf(source, redemptions)).map((one) => [one.redemptionId, one]))
  return taken.map(({ redemptionId, ...one }) => {
    const redemption = facts.get(redemptionId)
    if (redemption === undefined) throw new Error(`a return of redemption ${redemptionId}, which does not exist`)
    return { ...one, redemption }
  })
}
