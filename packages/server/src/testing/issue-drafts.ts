import { randomUUID } from 'node:crypto'
import type { CouponDraft, IssueOutcome } from '#domain/coupon/coupon-store'
import { issueAll } from '#domain/lifecycle/issue-drafts'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'

/** Issues coupons as the rows of a file that is imported. */
export function issuerOf({ lifecycleStore: lifecycle }: Readonly<{ lifecycleStore: LifecycleStore }>) {
  return {
    /** @param drafts 1..1000, no code twice. @returns one outcome per draft, in order */
    issueCoupons(sellerId: string, drafts: readonly CouponDraft[], nowMs: number): Promise<readonly IssueOutcome[]> {
      const [outRequestNo, actor] = [randomUUID(), 'operator:import']
      const request = { sellerId, outRequestNo, method: 'import', content: '', actor, requestId: undefined, nowMs }
      return issueAll(drafts, { lifecycle, request })
    },
  }
}
