import type { SqlReader } from '#database/sql-engine'
import type { RequestReader } from '#domain/people/waiting-request'
import { findWaitingRequests, waitingRequestOfRow } from '#store/tables/waiting-request'

/** Reads what waits for a second person. */
export function createWaitingRequests(reader: SqlReader): RequestReader {
  return {
    async listWaitingRequests(sellerId) {
      const rows = await reader.all(findWaitingRequests({ sellerId }))
      return rows.map(waitingRequestOfRow).toSorted((one, other) => one.askedAtMs - other.askedAtMs)
    },
  }
}
