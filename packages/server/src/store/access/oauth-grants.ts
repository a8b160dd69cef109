import type { SqlEngine } from '#database/sql-engine'
import type { OauthGrants } from '#domain/access/oauth'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { oauthGrantSet } from '#store/sealed-sets/sealed-tables'
import {
  deleteOauthGrant,
  encodeOauthGrant,
  findOauthGrants,
  insertOauthGrant,
  oauthGrantOfRow,
} from '#store/tables/oauth-grant'
import { findByToken } from './token-digests.ts'

/** Keeps codes and refresh tokens of OAuth by keyed digests. */
export function createOauthGrants({ engine, keyring }: Readonly<{ engine: SqlEngine; keyring: Keyring }>): OauthGrants {
  return {
    async createGrant(token, grant, nowMs) {
      const digest = keyring.current.tokens(token)
      await engine.transact((transaction) =>
        changeSealed({ transaction, keyring, set: oauthGrantSet, key: [digest] }, () =>
          transaction.run(insertOauthGrant, encodeOauthGrant(digest, grant, nowMs)),
        ),
      )
      await refuseMovingStore(engine)
    },
    async takeGrant(kind, token) {
      const row = await findByToken(engine.reader, findOauthGrants, { keyring, token })
      if (row === undefined) return undefined
      const { digest, ...grant } = oauthGrantOfRow(row)
      if (grant.kind !== kind) return undefined
      // Of two who take it at the same time, one deletes it.
      const deleted = await engine.transact((transaction) =>
        changeSealed({ transaction, keyring, set: oauthGrantSet, key: [digest] }, () =>
          transaction.run(deleteOauthGrant, [digest]),
        ),
      )
      await refuseMovingStore(engine)
      return deleted === 1 ? grant : undefined
    },
  }
}
