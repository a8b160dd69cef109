import { loosenedRule, type SellerPolicy, type VersionedPolicy } from '#domain/policy/seller-policy'
import { act, done, load, refused } from './act.ts'
import { policyChanged } from './seller-changes.ts'
import { sellerPolicy } from './seller-reads.ts'

type ChangingPolicy = Readonly<{
  /** What changes; the rest stays. */
  changes: Partial<SellerPolicy>
  /** The version that a person looked at, who may neither overwrite a later one nor end alone what asks for two people. The command line does both. */
  seenVersion?: number | undefined
}>

export type PolicyNotChanged =
  /** The rules were set since they were looked at. */
  Readonly<{ kind: 'changed'; setAtMs: number | undefined }> | Readonly<{ kind: 'approval-stays' }>

/** Changes the rules of a seller. The answer has them as they are then. */
export const changePolicy = act<
  ChangingPolicy,
  Readonly<{ stored: VersionedPolicy }>,
  VersionedPolicy,
  PolicyNotChanged
>({
  reads: () => load({ stored: sellerPolicy() }),
  decide({ input: { changes, seenVersion }, found: { stored }, nowMs }) {
    if (seenVersion !== undefined) {
      if (seenVersion !== stored.version) return refused({ kind: 'changed', setAtMs: stored.setAtMs })
      if (loosenedRule(stored.policy, changes) !== undefined) return refused({ kind: 'approval-stays' })
    }
    if (Object.keys(changes).length === 0) return done(stored)
    const to = { policy: { ...stored.policy, ...changes }, version: stored.version + 1, setAtMs: nowMs }
    return done(to, [policyChanged({ from: stored, to })])
  },
})
