import {
  everythingKept,
  type RetentionDays,
  type RetentionPolicy,
  type WaitingRetention,
} from '#domain/retention/retention-store'
import { act, done, load } from './act.ts'
import { retentionSet, retentionWaits } from './seller-changes.ts'
import { retentionPolicy, waitingRetention } from './seller-reads.ts'
import { withoutKinds } from './wait-for-retention.ts'

/** What is left out stays as it is; undefined: it is kept forever. */
type SettingRetention = Readonly<{ days: Partial<RetentionDays> }>

type FoundRetention = Readonly<{ stored: RetentionPolicy | undefined; waiting: WaitingRetention | undefined }>

/**
 * Sets how long data of a seller is kept. A pass under the policy before removes nothing from then on, and a shorter period of the same kind
 * that waits no longer does. The answer has all days.
 */
export const setRetention = act<SettingRetention, FoundRetention, Partial<RetentionDays>>({
  reads: () => load({ stored: retentionPolicy(), waiting: waitingRetention() }),
  decide({ input: { days: changed }, found: { stored, waiting }, nowMs }) {
    const days = { ...(stored?.days ?? everythingKept), ...changed }
    // Due from the first moment on: a pass under the policy before has lost its turn.
    const set = retentionSet({ isNew: stored === undefined, to: { days, setAtMs: nowMs, nextPassMs: 0 }, changed })
    const left = waiting && withoutKinds(waiting, changed)
    if (left === waiting) return done(days, [set])
    return done(days, [set, retentionWaits({ from: waiting, to: left, isTold: true })])
  },
})
