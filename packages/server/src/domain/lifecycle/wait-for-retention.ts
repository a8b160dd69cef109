import {
  everythingKept,
  type RetentionDays,
  type RetentionKind,
  type RetentionPolicy,
  retentionKinds,
  type WaitingRetention,
} from '#domain/retention/retention-store'
import { act, done, load, refused } from './act.ts'
import { retentionSet, retentionWaits } from './seller-changes.ts'
import { retentionPolicy, waitingRetention } from './seller-reads.ts'

/** How long shorter periods of the console wait: what a pass removed cannot be restored. */
const waitMs = 86_400_000

type FoundRetention = Readonly<{ stored: RetentionPolicy | undefined; waiting: WaitingRetention | undefined }>

/** What is left out stays as it is; undefined: it is kept forever. */
type AskingForRetention = Readonly<{ days: Partial<RetentionDays>; by: string }>

/** `dueMs`: when the periods that wait take effect, epoch milliseconds; undefined: none wait. */
export type AskedRetention = Readonly<{ dueMs?: number | undefined }>

/**
 * Sets how long data of a seller is kept, as a person at the console does: longer periods take effect immediately, shorter ones a day later.
 * A period that waited before is replaced by the new one of its kind.
 */
export const askForRetention = act<AskingForRetention, FoundRetention, AskedRetention>({
  reads: () => load({ stored: retentionPolicy(), waiting: waitingRetention() }),
  decide({ input: { days: input, by }, found: { stored, waiting }, nowMs }) {
    const present = stored?.days ?? everythingKept
    const shorter: Partial<Record<RetentionKind, number>> = {}
    const longer: Partial<Record<RetentionKind, number | undefined>> = {}
    for (const kind of retentionKinds) {
      if (!(kind in input)) continue
      const [from, to] = [present[kind], input[kind]]
      if (isShorter(from, to)) shorter[kind] = to
      else if (from !== to) longer[kind] = to
    }
    const changes = []
    if (Object.keys(longer).length > 0) {
      const to = { days: { ...present, ...longer }, setAtMs: nowMs, nextPassMs: 0 }
      changes.push(retentionSet({ isNew: stored === undefined, to, changed: longer }))
    }
    const left = waiting && withoutKinds(waiting, input)
    const isNew = Object.keys(shorter).length > 0
    const days = { ...left?.days, ...shorter }
    const waits = isNew ? { days, askedBy: by, askedAtMs: nowMs, dueMs: nowMs + waitMs } : left
    if (isNew || left !== waiting) changes.push(retentionWaits({ from: waiting, to: waits, isTold: true }))
    return done({ dueMs: waits?.dueMs }, changes)
  },
})

function isShorter(from: number | undefined, to: number | undefined): to is number {
  return to !== undefined && (from === undefined || to < from)
}

/** What still waits when periods of some kinds are set. @returns the same object if it has none of them; undefined if nothing is left */
export function withoutKinds(waiting: WaitingRetention, set: Partial<RetentionDays>): WaitingRetention | undefined {
  const left = Object.entries(waiting.days).filter(([kind]) => !(kind in set))
  if (left.length === Object.keys(waiting.days).length) return waiting
  return left.length === 0 ? undefined : { ...waiting, days: Object.fromEntries(left) }
}

/** Keeps the periods as they are, in place of those that wait. */
export const cancelRetention = act<Readonly<Record<never, never>>, Pick<FoundRetention, 'waiting'>, null, 'none-waits'>(
  {
    reads: () => load({ waiting: waitingRetention() }),
    decide({ found: { waiting } }) {
      if (waiting === undefined) return refused('none-waits')
      return done(null, [retentionWaits({ from: waiting, to: undefined, isTold: true })])
    },
  },
)

/** Puts periods into effect whose time has come. */
export const beginRetention = act<Readonly<Record<never, never>>, FoundRetention, null>({
  reads: () => load({ stored: retentionPolicy(), waiting: waitingRetention() }),
  decide({ found: { stored, waiting }, nowMs }) {
    if (waiting === undefined || waiting.dueMs > nowMs) return done(null)
    const { days: changed, askedBy: submittedBy } = waiting
    const to = { days: { ...(stored?.days ?? everythingKept), ...changed }, setAtMs: nowMs, nextPassMs: 0 }
    return done(null, [
      retentionSet({ isNew: stored === undefined, to, changed, submittedBy }),
      retentionWaits({ from: waiting, to: undefined, isTold: false }),
    ])
  },
})
