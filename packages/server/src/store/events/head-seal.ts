import type { RowSum } from '#encryption/row-sum'
import type { Seals } from '#encryption/seals'

/** The newest event of a seller, and the sum of its request rows. */
export type HeadContent = Readonly<{ sellerId: string; newestSeq: number; hash: Uint8Array; requests: RowSum }>

/** Binds the end of a seller's history to the key: without it, nobody can cut events off or write others. */
export function headSeal(seals: Seals, { sellerId, newestSeq, hash, requests }: HeadContent): Uint8Array {
  return seals.of('event_head', [sellerId, newestSeq, hash, requests.count, requests.sum])
}
