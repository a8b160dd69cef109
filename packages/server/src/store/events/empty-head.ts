import type { SqlRow } from '#database/sql-engine'
import { noRows } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import { fencedHeadRow, firstHeadCells, insertEventHead } from '#store/tables/event-head'
import { firstHash } from './event-hash.ts'
import { headSeal } from './head-seal.ts'

/** A fenced head, sealed, of a seller whose rows have no sums here: they are being copied, or were removed. */
export function emptyHead(
  keyring: Keyring,
  sellerId: string,
  { newestSeq, hash }: Readonly<{ newestSeq: number; hash: Uint8Array }> = { newestSeq: 0, hash: firstHash },
): SqlRow {
  const sums = { requests: noRows, members: noRows, identityVersion: 0, boundaryDigest: undefined, tableSums: '' }
  const content = { newestSeq, hash, ...sums }
  const { generation, heads } = keyring.current
  const seal = headSeal(heads, { sellerId, ...content })
  return fencedHeadRow(insertEventHead.encode(firstHeadCells(sellerId, { ...content, generation, seal })))
}
