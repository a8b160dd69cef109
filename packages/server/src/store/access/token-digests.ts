import type { BoundStatement, SqlReader, SqlRow } from '#database/sql-engine'
import type { Keyring } from '#store/keys/keyring'

/** The digests that a session's token may be stored under, the newest key first: a digest cannot be computed anew when the key is rotated. */
export function tokenDigests({ live, retired }: Keyring, token: string): readonly Uint8Array[] {
  return [...live, ...retired].map(({ tokens }) => tokens(token))
}

/** Longer texts are no token and are not looked up. */
const maxTokenLength = 256

/** The row of a token, under any of its digests. */
export async function findByToken(
  reader: SqlReader,
  find: (given: Readonly<{ digests: readonly Uint8Array[] }>) => BoundStatement,
  { keyring, token }: Readonly<{ keyring: Keyring; token: string }>,
): Promise<SqlRow | undefined> {
  if (token.length > maxTokenLength) return undefined
  return reader.one(find({ digests: tokenDigests(keyring, token) }))
}
