import { readValue } from '#database/record'
import { isSeal, noRows } from '#encryption/seals'
import { firstHash, headSeal } from '#store/events/head-seal'
import { findEventPast } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import type { SealedAudit, SellerAudit } from './findings.ts'
import type { Walked } from './walk-events.ts'

/** The head of a seller, or what stands in for a missing one. */
export type Head = Awaited<ReturnType<typeof readHead>>

export async function readHead({ reader, sellerId }: Pick<SellerAudit, 'reader' | 'sellerId'>) {
  const row = await reader.one(findEventHead({ sellerId }))
  if (row === undefined) return { ...noHead, isMissing: true, hash: firstHash }
  const { hash = firstHash, ...head } = eventHeadOfRow(row)
  return { ...head, isMissing: false, hash }
}

const noHead = {
  newestSeq: 0,
  requests: noRows,
  members: noRows,
  identityVersion: 0,
  boundaryDigest: undefined,
  tableSums: '',
  generation: 0,
  seal: null,
}

/** Compares the end of the events with the head, and the head with its seal. */
export async function verifyHead(audit: SealedAudit, head: Head, walked: Pick<Walked, 'seq' | 'hash'>): Promise<void> {
  const { reader, sellerId, findings, keyring } = audit
  const { newestSeq, hash, requests, members, identityVersion, boundaryDigest, tableSums, generation } = head
  const past = (await readValue(reader, findEventPast({ sellerId, afterSeq: newestSeq }))) ?? null
  if (past !== null) findings.add('chain_event', `events ${newestSeq + 1} to ${past}`, 'lie past the head')
  if (head.isMissing) return past === null ? undefined : findings.add('event_head', 'the head', 'missing')
  if (walked.seq !== newestSeq) findings.add('chain_event', `event ${newestSeq}`, 'the events do not end with it')
  else if (walked.hash !== undefined && Buffer.compare(walked.hash, hash) !== 0) {
    findings.add('event_head', `event ${newestSeq}`, 'the hash of the newest event was altered')
  }
  const content = { sellerId, newestSeq, hash, requests, members, identityVersion, boundaryDigest, tableSums }
  const keys = keyring.find(generation)
  if (keys === undefined || !isSeal(head.seal, headSeal(keys.heads, content))) {
    findings.add('event_head', `event ${newestSeq}`, 'the seal does not fit: the end of the history was altered')
  }
}
