import { randomUUID } from 'node:crypto'
import type { SqlEngine } from '#database/sql-engine'
import type { CouponDraft, IssueOutcome } from '#domain/coupon/coupon-store'
import { issueAll } from '#domain/lifecycle/issue-drafts'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import type { Keyring } from '#store/keys/keyring'
import { Identifiers } from '#store/members/identifiers'
import { createLifecycleStore } from '#store/writing/write-once'
import type { MemberKeysInMemory } from './member-keys-in-memory.ts'

/** Issues coupons as the rows of a file that is imported. */
export function issuerOf({ lifecycleStore: lifecycle }: Readonly<{ lifecycleStore: LifecycleStore }>) {
  return {
    /** @param drafts 1..1000, no code twice. @returns one outcome per draft, in order */
    issueCoupons(sellerId: string, drafts: readonly CouponDraft[], nowMs: number): Promise<readonly IssueOutcome[]> {
      // One that contains a phone would be stored encrypted; no phone is without a 1.
      const [outRequestNo, actor] = [randomUUID().replaceAll('1', 'x'), 'operator:import']
      const request = { sellerId, outRequestNo, method: 'import', content: '', actor, requestId: undefined, nowMs }
      return issueAll(drafts, { lifecycle, request })
    },
  }
}

type OnEngine = Readonly<{ engine: SqlEngine; keyring: Keyring; memberKeys: MemberKeysInMemory }>

/** The same on an engine alone. */
export function issuerOn({ engine, keyring, memberKeys }: OnEngine) {
  const identifiers = new Identifiers(keyring, memberKeys)
  return issuerOf({ lifecycleStore: createLifecycleStore({ engine, identifiers, keyring, memberKeys }) })
}
