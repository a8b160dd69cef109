import type { SellerPolicy, VersionedPolicy } from '#domain/policy/seller-policy'
import { act, done, load } from './act.ts'
import { policyChanged } from './seller-changes.ts'
import { sellerPolicy } from './seller-reads.ts'

/** What changes of the rules of a seller; the rest stays. */
type ChangingPolicy = Readonly<{ changes: Partial<SellerPolicy> }>

/** Changes the rules of a seller. The answer has them as they are then. */
export const changePolicy = act<ChangingPolicy, Readonly<{ stored: VersionedPolicy }>, VersionedPolicy>({
  reads: () => load({ stored: sellerPolicy() }),
  decide({ input: { changes }, found: { stored }, nowMs }) {
    const to = { policy: { ...stored.policy, ...changes }, version: stored.version + 1, setAtMs: nowMs }
    return done(to, [policyChanged({ from: stored, to })])
  },
})
