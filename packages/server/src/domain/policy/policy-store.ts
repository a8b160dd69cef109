import type { SellerPolicy, VersionedPolicy } from './seller-policy.ts'

/** Policies for calls; implementations may answer from memory that is at most a second old. */
export interface PolicyReader {
  findPolicy(sellerId: string): Promise<VersionedPolicy>
}

/** What changes of a policy; the rest stays. */
export type PolicyChange = Readonly<{
  sellerId: string
  changes: Partial<SellerPolicy>
  nowMs: number
  actor: string
}>

export interface PolicyRegistry extends PolicyReader {
  /** Changes a policy and appends a `policy` event. @returns the policy as it is then */
  changePolicy(change: PolicyChange): Promise<VersionedPolicy>
}
