import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import type { SessionRegistry } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { oauthGrantSet, sessionSet } from '#store/sealed-sets/sealed-tables'
import {
  deleteSession,
  findSessionsBetween,
  listSessions,
  listSessionsOfApp,
  sessionEntryOfRow,
  tokenDigestOfRow,
  updateSessionEnd,
} from '#store/tables/app-session'
import { setGrantEnd } from '#store/tables/oauth-grant'

const digestBytes = 32

/** Reads sessions by the ids that `listSessions` gives, extends and ends them. */
export function createSessionRegistry(engine: SqlEngine, keyring: Keyring): SessionRegistry {
  return {
    async listSessions(appKey) {
      const { reader } = engine
      const rows =
        appKey === undefined ? await reader.all(listSessions()) : await reader.all(listSessionsOfApp({ appKey }))
      return rows.map(sessionEntryOfRow)
    },
    async extendSession(sessionId, expiresAtMs) {
      const row = await findById(engine.reader, sessionId)
      if (row === undefined) return undefined
      const tokenDigest = tokenDigestOfRow(row)
      const updated = await engine.transact(async (transaction) => {
        // A session of OAuth is also a row of its consent, which ends it.
        const ofConsent = { transaction, keyring, set: oauthGrantSet, key: { grant_digest: tokenDigest } }
        await changeSealed(ofConsent, () => transaction.run(setGrantEnd({ expiresAtMs, grantDigest: tokenDigest })))
        const change = { transaction, keyring, set: sessionSet, key: { token_digest: tokenDigest } }
        return changeSealed(change, () => transaction.run(updateSessionEnd({ expiresAtMs, tokenDigest })))
      })
      await refuseMovingStore(engine)
      return updated === 0 ? undefined : { ...sessionEntryOfRow(row), expiresAtMs }
    },
    async revokeSession(sessionId) {
      const row = await findById(engine.reader, sessionId)
      if (row === undefined) return 'unknown'
      // If another operator deletes it first, it is revoked too.
      const tokenDigest = tokenDigestOfRow(row)
      const key = { token_digest: tokenDigest }
      await engine.transact((transaction) =>
        changeSealed({ transaction, keyring, set: sessionSet, key }, () => {
          return transaction.run(deleteSession({ tokenDigest }))
        }),
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
  const [row, ...others] = await reader.all(findSessionsBetween({ first, last }))
  if (others.length > 0) throw new Error('two sessions of one id')
  return row
}
