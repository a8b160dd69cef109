import { LostRaceError } from '#database/lost-race-error'
import type { UnitOfWork } from '#database/unit-of-work'
import type { ClaimCount } from '#domain/templates/claim-count'
import type { Claimed } from '#domain/templates/template-store'
import {
  type ClaimCounters,
  type CounterKey,
  claimCountOfRow,
  type LimitedClaim,
  newCounter,
} from '#store/tables/claim-counters'

/** A claim that one counter limits. */
export type CountedClaim = LimitedClaim &
  Readonly<{
    counters: ClaimCounters
    key: CounterKey
    /** What was claimed before there was a counter. */
    countBefore: () => Promise<ClaimCount>
  }>

/** Counts a claim, or finds out what is left: one conditional UPDATE decides between concurrent claims. */
export async function countClaim(unit: UnitOfWork, claim: CountedClaim): Promise<Claimed> {
  if (await tryClaim(unit, claim)) return { kind: 'claimed' }
  const left = await findLeft(unit, claim)
  if (left !== undefined) {
    // Room that was freed or a day that began in between: the next run sees it.
    if (left >= claim.count) throw new LostRaceError('the counter changed')
    return { kind: 'too-many', left }
  }
  const { insertion } = claim.counters
  unit.insert(insertion, [insertion.encode(newCounter(claim.key, await claim.countBefore()))])
  if (await tryClaim(unit, claim)) return { kind: 'claimed' }
  return { kind: 'too-many', left: (await findLeft(unit, claim)) ?? 0 }
}

async function tryClaim(unit: UnitOfWork, claim: CountedClaim): Promise<boolean> {
  return (await unit.run(claim.counters.claim({ ...claim.key, ...limitsOf(claim) }))) === 1
}

function limitsOf({ count, today, totalLimit, dayLimit }: LimitedClaim): LimitedClaim {
  return { count, today, totalLimit, dayLimit }
}

/** How many can still be claimed. @returns undefined when there is no counter yet */
export async function findLeft(unit: UnitOfWork, claim: CountedClaim): Promise<number | undefined> {
  const row = await unit.one(claim.counters.find(claim.key))
  if (row === undefined) return undefined
  const { total, day, onDay } = claimCountOfRow(row)
  const claimedToday = day >= claim.today ? onDay : 0
  return Math.max(0, Math.min(claim.totalLimit - total, claim.dayLimit - claimedToday))
}
