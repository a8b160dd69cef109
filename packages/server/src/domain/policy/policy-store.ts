import type { VersionedPolicy } from './seller-policy.ts'

/** Policies for calls; implementations may answer from memory that is at most a second old. */
export interface PolicyReader {
  findPolicy(sellerId: string): Promise<VersionedPolicy>
}
