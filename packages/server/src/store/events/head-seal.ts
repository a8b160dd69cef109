import type { RowSum, Seals } from '#encryption/seals'

/** The newest event of a seller, and the sums of its rows that no event covers. */
export type HeadContent = Readonly<{
  sellerId: string
  newestSeq: number
  hash: Uint8Array
  requests: RowSum
  members: RowSum
  identityVersion: number
  /** Digest of the sums over removed events. */
  boundaryDigest: Uint8Array | undefined
  /** Sums of whole tables; undefined in a head from before they were summed. */
  tableSums: string | undefined
}>

/** Binds the end of a seller's history to the key: without it, nobody can cut events off or write others. */
export function headSeal(seals: Seals, head: HeadContent): Uint8Array {
  const { sellerId, newestSeq, hash, requests, members, identityVersion, boundaryDigest, tableSums } = head
  const sums = [requests.count, requests.sum, members.count, members.sum, identityVersion, boundaryDigest ?? null]
  const ofTables = tableSums === undefined ? [] : [tableSums]
  return seals.of('event_head', [sellerId, newestSeq, hash, ...sums, ...ofTables])
}
