import type { SqlReader } from '#database/sql-engine'
import type { SessionRegistry } from '#domain/access/access-store'
import { listSessions, listSessionsOfApp, sessionEntryOfRow } from '#store/tables/app-session'

/** Lists sessions. */
export function createSessionRegistry(reader: SqlReader): SessionRegistry {
  return {
    async listSessions(appKey) {
      const rows =
        appKey === undefined ? await reader.all(listSessions()) : await reader.all(listSessionsOfApp({ appKey }))
      return rows.map(sessionEntryOfRow)
    },
  }
}
