/** A redemption of a coupon, or a use of which nothing but that is known. */
export type CountedUse = Readonly<{
  redemptionId: string | undefined
  orderId: string | undefined
  returnedAtMs: number | undefined
}>

/** A valid use that a till reported. */
export type ReportedUse = Readonly<{ redemptionId: string; orderId: string; atMs: number; requestNo: string }>

type CouponUses = Readonly<{
  /** Redemptions that were returned. */
  returned: readonly CountedUse[]
  /** What uses the coupon now. */
  present: CountedUse | undefined
  /** All that tills reported and that is valid, in any order. */
  reported: readonly ReportedUse[]
}>

export type Judged = Readonly<{
  use: ReportedUse
  verdict: 'redeemed' | 'conflict'
  /** Undefined for a coupon that was used before this CRM knew it. */
  winnerId: string | undefined
}>

/**
 * Which of a coupon's uses counts, as docs/adr/0029-offline-redemptions.md has it. A return ends a period of the coupon. In each, one order
 * uses it: the one that was returned at its end; in the present period the one that redeemed online, otherwise the earliest that was
 * reported. This depends on the set of uses only, never on the order in which they arrived.
 * @returns all reported uses, and the one that is to use the coupon now, if it is one of them
 */
export function judgeUses({ returned, present, reported }: CouponUses): Readonly<{
  judged: readonly Judged[]
  winner: ReportedUse | undefined
}> {
  const periods = returned.toSorted(byReturn)
  const endedBy = (use: ReportedUse) =>
    periods.find(({ redemptionId }) => redemptionId === use.redemptionId) ??
    periods.find((period) => use.atMs < endOf(period))
  const contenders = reported.filter((use) => endedBy(use) === undefined)
  const isReported = reported.some(({ redemptionId }) => redemptionId === present?.redemptionId)
  const winner = present === undefined || isReported ? contenders.toSorted(byMoment).at(0) : undefined
  const judged = reported.map((use): Judged => {
    const counted = endedBy(use) ?? winner ?? present
    const verdict = counted?.orderId === use.orderId ? 'redeemed' : 'conflict'
    return { use, verdict, winnerId: counted?.redemptionId }
  })
  return { judged, winner }
}

function byReturn(left: CountedUse, right: CountedUse): number {
  const { returnedAtMs: leftMs = 0, redemptionId: leftId = '' } = left
  const { returnedAtMs: rightMs = 0, redemptionId: rightId = '' } = right
  return leftMs - rightMs || (leftId < rightId ? -1 : 1)
}

/** Tills give whole seconds, so a use in the second of the return comes after it. */
function endOf({ returnedAtMs = 0 }: CountedUse): number {
  return returnedAtMs - (returnedAtMs % 1000)
}

/** The number decides among uses of one second. */
function byMoment(left: ReportedUse, right: ReportedUse): number {
  if (left.atMs !== right.atMs) return left.atMs - right.atMs
  return left.requestNo < right.requestNo ? -1 : 1
}
