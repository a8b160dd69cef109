import type { SqlReader } from '#database/sql-engine'
import type { RetentionReader } from '#domain/retention/retention-store'
import { findRetentionPolicy, retentionPolicyOfRow } from '#store/tables/retention-policy'
import { findRetentionWait, waitingRetentionOfRow } from '#store/tables/retention-wait'
import { previewEvents, previewMembers, previewRequests } from './preview-removal.ts'

const previews = { request: previewRequests, member: previewMembers, event: previewEvents } as const

/** Reads policies, and what they would remove. */
export function createRetentionReader(reader: SqlReader): RetentionReader {
  return {
    async findPolicy(sellerId) {
      const row = await reader.one(findRetentionPolicy({ sellerId }))
      return row && retentionPolicyOfRow(row)
    },
    async findWaiting(sellerId) {
      const row = await reader.one(findRetentionWait({ sellerId }))
      return row && waitingRetentionOfRow(row)
    },
    preview: (kind, query) => previews[kind](reader, query),
  }
}
