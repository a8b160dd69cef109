import { everythingKept, type RetentionDays, type RetentionPolicy } from '#domain/retention/retention-store'
import { act, done, load } from './act.ts'
import { retentionSet } from './seller-changes.ts'
import { retentionPolicy } from './seller-reads.ts'

/** What is left out stays as it is; undefined: it is kept forever. */
type SettingRetention = Readonly<{ days: Partial<RetentionDays> }>

/** Sets how long data of a seller is kept. A pass under the policy before removes nothing from then on. The answer has all days. */
export const setRetention = act<
  SettingRetention,
  Readonly<{ stored: RetentionPolicy | undefined }>,
  Partial<RetentionDays>
>({
  reads: () => load({ stored: retentionPolicy() }),
  decide({ input: { days: changed }, found: { stored }, nowMs }) {
    const days = { ...(stored?.days ?? everythingKept), ...changed }
    // Due from the first moment on: a pass under the policy before has lost its turn.
    const to = { days, setAtMs: nowMs, nextPassMs: 0 }
    return done(days, [retentionSet({ isNew: stored === undefined, to, changed })])
  },
})
