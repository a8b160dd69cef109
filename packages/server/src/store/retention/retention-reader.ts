import type { SqlReader } from '#database/sql-engine'
import type { RetentionReader } from '#domain/retention/retention-store'
import { findRetentionPolicy, retentionPolicyOfRow } from '#store/tables/retention-policy'
import { findInactiveMembers } from './find-inactive-members.ts'

/** Reads policies, and what they would remove. */
export function createRetentionReader(reader: SqlReader): RetentionReader {
  return {
    async findPolicy(sellerId) {
      const row = await reader.one(findRetentionPolicy({ sellerId }))
      return row && retentionPolicyOfRow(row)
    },
    async countInactive(sellerId, beforeMs) {
      let [count, after]: [number, number | undefined] = [0, 0]
      while (after !== undefined) {
        const found = await findInactiveMembers(reader, { sellerId, after, beforeMs })
        count += found.inactive.length
        after = found.next
      }
      return count
    },
  }
}
