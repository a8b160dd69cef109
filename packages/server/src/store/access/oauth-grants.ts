import type { SqlEngine, SqlReader, SqlTransaction, SqlValue } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import type { GivenTokens, OauthGrants } from '#domain/access/oauth'
import { findByToken, type Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/keys/sealed-sets'
import { oauthGrantSet, sessionSet } from '#store/keys/sealed-tables'
import { refuseMovingStore } from '#store/schema/move-mark'
import { deleteSession, insertSession } from '#store/tables/app-session'
import {
  codeDigestOfRow,
  deleteConsent,
  deleteEndedGrants,
  findEndedConsents,
  findGrantsOfCode,
  findGrantsOfOperator,
  findOauthGrants,
  insertOauthGrant,
  oauthGrantOfRow,
  type StoredGrant,
  useOauthGrant,
} from '#store/tables/oauth-grant'

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/**
 * Keeps codes, refresh tokens and sessions of OAuth by keyed digests. Whoever changes sessions too locks the sealed sum of
 * grants first.
 */
export function createOauthGrants({ engine, keyring }: Parts): OauthGrants {
  const find = async (token: string) => {
    const row = await findByToken(engine.reader, findOauthGrants, { keyring, token })
    return row && oauthGrantOfRow(row)
  }
  const write = async <Result>(work: (writing: Writing) => Promise<Result>): Promise<Result> => {
    const result = await transactRepeating(engine, (transaction) => work({ transaction, keyring }))
    await refuseMovingStore(engine)
    return result
  }
  return {
    createCode(code, grant, nowMs) {
      const digest = keyring.current.tokens(code)
      const stored = { ...grant, kind: 'code', usedAtMs: undefined, digest, codeDigest: digest } as const
      return write(async (writing) => {
        const ended = await writing.transaction.all(findEndedConsents({ endedBeforeMs: nowMs }))
        for (const row of ended) await endConsent(writing, codeDigestOfRow(row))
        await changeConsent(writing, digest, () => insertGrant(writing, stored, nowMs))
      })
    },
    async findGrant(kind, token) {
      const found = await find(token)
      if (found === undefined || found.kind !== kind) return undefined
      const { digest, codeDigest, ...grant } = found
      return { ...grant, kind }
    },
    async useGrant(token, input, nowMs) {
      const grant = await find(token)
      if (grant === undefined) return 'unknown'
      return write(async (writing) => {
        const use = () => useOnce(writing, grant, nowMs)
        const isFirst = await changeConsent(writing, grant.codeDigest, use)
        if (!isFirst) await endConsent(writing, grant.codeDigest)
        else if (input !== undefined) await insertTokens(writing, { grant, given: input, nowMs })
        return isFirst ? 'used' : 'used-before'
      })
    },
    async endConsentOf(token) {
      const grant = await find(token)
      if (grant !== undefined) await write((writing) => endConsent(writing, grant.codeDigest))
    },
    async listConsents(operatorName, nowMs) {
      const rows = await engine.reader.all(findGrantsOfOperator({ operatorName }))
      const lasting = rows.map(oauthGrantOfRow).filter(({ kind, usedAtMs, expiresAtMs }) => {
        return kind !== 'code' && usedAtMs === undefined && expiresAtMs > nowMs
      })
      return [
        ...new Map(lasting.map(({ appKey, sellerId }) => [`${appKey}\0${sellerId}`, { appKey, sellerId }])).values(),
      ]
    },
  }
}

async function insertGrant({ transaction }: Writing, grant: StoredGrant, nowMs: number): Promise<void> {
  await transaction.run(insertOauthGrant(grant, nowMs))
}

async function useOnce({ transaction }: Writing, { digest }: StoredGrant, nowMs: number): Promise<boolean> {
  return (await transaction.run(useOauthGrant({ usedAtMs: nowMs, grantDigest: digest }))) > 0
}

type Giving = Readonly<{ grant: StoredGrant; given: GivenTokens; nowMs: number }>

/** Stores the session and the next refresh token, and forgets tokens of the consent that ended by themselves. */
async function insertTokens(writing: Writing, { grant, given, nowMs }: Giving): Promise<void> {
  const { transaction, keyring } = writing
  const { appKey, sellerId, codeDigest } = grant
  const { accessEndsAtMs, refreshEndsAtMs } = given
  const access = keyring.current.tokens(given.accessToken)
  const refresh = keyring.current.tokens(given.refreshToken)
  const common = { ...grant, redirectUri: undefined, codeChallenge: undefined, usedAtMs: undefined } as const
  await changeConsent(writing, codeDigest, async () => {
    await transaction.run(deleteEndedGrants({ codeDigest, endedBeforeMs: nowMs }))
    await insertGrant(writing, { ...common, kind: 'session', digest: access, expiresAtMs: accessEndsAtMs }, nowMs)
    await insertGrant(writing, { ...common, kind: 'refresh', digest: refresh, expiresAtMs: refreshEndsAtMs }, nowMs)
  })
  const record = { app_key: appKey, seller_id: sellerId, expires_at_ms: accessEndsAtMs, created_at_ms: nowMs }
  await changeSealed({ transaction, keyring, set: sessionSet, key: { token_digest: access } }, () =>
    transaction.run(insertSession({ token_digest: access, ...record })),
  )
}

type Writing = Readonly<{ transaction: SqlReader & Pick<SqlTransaction, 'run'>; keyring: Keyring }>

/** Ends the sessions and tokens that came of what an operator allowed. */
export async function endConsents(writing: Writing, operatorName: string): Promise<void> {
  const rows = await writing.transaction.all(findGrantsOfOperator({ operatorName }))
  for (const codeDigest of codesOf(rows.map(oauthGrantOfRow))) await endConsent(writing, codeDigest)
}

/** Ends what came of a code: its sessions, and what could give others. */
async function endConsent(writing: Writing, codeDigest: SqlValue): Promise<void> {
  const { transaction, keyring } = writing
  const rows = await changeConsent(writing, codeDigest, async () => {
    const stored = await transaction.all(findGrantsOfCode({ codeDigest }))
    await transaction.run(deleteConsent({ codeDigest }))
    return stored
  })
  for (const { kind, digest } of rows.map(oauthGrantOfRow)) {
    if (kind !== 'session') continue
    await changeSealed({ transaction, keyring, set: sessionSet, key: { token_digest: digest } }, () =>
      transaction.run(deleteSession({ tokenDigest: digest })),
    )
  }
}

/** Changes rows of a consent. @param work changes rows of that consent only */
export function changeConsent<Result>(
  { transaction, keyring }: Writing,
  codeDigest: SqlValue,
  work: () => Promise<Result>,
): Promise<Result> {
  return changeSealed({ transaction, keyring, set: oauthGrantSet, key: { code_digest: codeDigest } }, work)
}

/** The codes of grants, each once. */
export function codesOf(grants: readonly StoredGrant[]): readonly Uint8Array[] {
  return [...new Map(grants.map(({ codeDigest }) => [Buffer.from(codeDigest).toString('hex'), codeDigest])).values()]
}
