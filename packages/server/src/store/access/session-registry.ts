import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import type { SessionEntry, SessionRegistry } from '#domain/access/access-store'
import type { Seals } from '#encryption/seals'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { sessionSet } from '#store/sealed-sets/sealed-tables'
import { sessionOfRow } from '#store/tables/access-rows'
import {
  deleteSession,
  findSessionsBetween,
  listSessions,
  listSessionsOfApp,
  updateSessionEnd,
} from '#store/tables/session-statements'

const idBytes = 8
const digestBytes = 32

/** Reads sessions by the ids that `listSessions` gives, extends and ends them. */
export function createSessionRegistry(engine: SqlEngine, seals: Seals): SessionRegistry {
  return {
    async listSessions(appKey) {
      const { reader } = engine
      const rows =
        appKey === undefined ? await reader.all(listSessions, []) : await reader.all(listSessionsOfApp, [appKey])
      return rows.map(entryOf)
    },
    async extendSession(sessionId, expiresAtMs) {
      const row = await findById(engine.reader, sessionId)
      if (row === undefined) return undefined
      const key = [digestOf(row)]
      const updated = await engine.transact((transaction) =>
        changeSealed({ transaction, seals, set: sessionSet, key }, () =>
          transaction.run(updateSessionEnd, [expiresAtMs, ...key]),
        ),
      )
      await refuseMovingStore(engine)
      return updated === 0 ? undefined : { ...entryOf(row), expiresAtMs }
    },
    async revokeSession(sessionId) {
      const row = await findById(engine.reader, sessionId)
      if (row === undefined) return 'unknown'
      // Deleted by another operator meanwhile, it is revoked too.
      const key = [digestOf(row)]
      await engine.transact((transaction) =>
        changeSealed({ transaction, seals, set: sessionSet, key }, () => transaction.run(deleteSession, key)),
      )
      await refuseMovingStore(engine)
      return 'revoked'
    },
  }
}

async function findById(reader: SqlReader, sessionId: string): Promise<SqlRow | undefined> {
  if (!/^[0-9a-f]{16}$/.test(sessionId)) return undefined
  const [first, last] = [Buffer.alloc(digestBytes, 0x00), Buffer.alloc(digestBytes, 0xff)]
  for (const bound of [first, last]) bound.write(sessionId, 'hex')
  const rows = await reader.all(findSessionsBetween, [first, last])
  if (rows.length > 1) throw new Error('two sessions of one id')
  return rows[0]
}

function digestOf([digest]: SqlRow): Uint8Array {
  if (!(digest instanceof Uint8Array)) throw new Error('a session row without a digest')
  return digest
}

function entryOf(row: SqlRow): SessionEntry {
  const [, appKey, sellerId, expiresAtMs, createdAtMs] = row
  const sessionId = Buffer.from(digestOf(row)).toString('hex', 0, idBytes)
  return {
    ...sessionOfRow([appKey ?? null, sellerId ?? null, expiresAtMs ?? null]),
    sessionId,
    createdAtMs: Number(createdAtMs),
  }
}
