import type { Keyring } from '#store/keys/keyring'

/** The digests that a session's token may be stored under, the newest key first: a digest cannot be computed anew when the key is rotated. */
export function tokenDigests({ live, retired }: Keyring, token: string): readonly Uint8Array[] {
  return [...live, ...retired].map(({ tokens }) => tokens(token))
}
