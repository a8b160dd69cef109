import type { SqlReader, SqlTransaction, SqlValue } from '#database/sql-engine'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/keys/sealed-sets'
import { oauthGrantSet, sessionSet } from '#store/keys/sealed-tables'
import { deleteSession } from '#store/tables/app-session'
import {
  deleteConsent,
  findGrantsOfCode,
  findGrantsOfOperator,
  oauthGrantOfRow,
  type StoredGrant,
} from '#store/tables/oauth-grant'

export type Writing = Readonly<{ transaction: SqlReader & Pick<SqlTransaction, 'run'>; keyring: Keyring }>

/** Ends the sessions and tokens that came of what an operator allowed. */
export async function endConsents(writing: Writing, operatorName: string): Promise<void> {
  const rows = await writing.transaction.all(findGrantsOfOperator({ operatorName }))
  for (const codeDigest of codesOf(rows.map(oauthGrantOfRow))) await endConsent(writing, codeDigest)
}

/** Ends what came of a code: its sessions, and what could give others. */
export async function endConsent(writing: Writing, codeDigest: SqlValue): Promise<void> {
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
