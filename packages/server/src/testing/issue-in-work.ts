import type { CouponDraft } from '#domain/coupon/coupon-store'
import { decideIssue, issueReads } from '#domain/lifecycle/issue-drafts'
import type { LifecycleWriter } from '#domain/lifecycle/lifecycle-store'

/** Issues coupons inside a work, which may be refused or fail after it wrote them. */
export async function issueInWork(
  writer: Pick<LifecycleWriter, 'load' | 'apply'>,
  drafts: readonly CouponDraft[],
): Promise<void> {
  await writer.apply(decideIssue(drafts, await writer.load(issueReads(drafts))).changes)
}
