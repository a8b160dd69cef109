import { readValue } from '#database/record'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import { addRows, isSeal, noRows } from '#encryption/seals'
import { firstHash, headSeal } from '#store/events/head-seal'
import { boundaryDigest, boundarySeals, noBoundary, readBoundary } from '#store/events/retention-boundary'
import { readTrace, type TemplateTrace } from '#store/events/template-traces'
import { findEventPast, findEventUpTo } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import { templateAtBoundaryOfRow, templateAtBoundaryTable } from '#store/tables/template-at-boundary'
import { type KeyedAudit, problemOfSum, type SealedAudit, type SellerAudit } from './findings.ts'
import { orNothing } from './verify-coupons.ts'
import type { Walked } from './walk-events.ts'

/** Start of a seller's events, and what the removed ones say of its templates. */
type AuditedBoundary = Readonly<{
  boundary: RetentionBoundary
  templates: readonly (readonly [string, TemplateTrace])[]
}>

/** Reads what removed events came to, and names events and templates that do not belong to it. */
export async function readAuditedBoundary(audit: SellerAudit): Promise<AuditedBoundary> {
  const { reader, sellerId, findings } = audit
  const boundary = (await readBoundary(reader, sellerId)) ?? noBoundary
  const first = (await readValue(reader, findEventUpTo({ sellerId, upToSeq: boundary.seq }))) ?? null
  if (first !== null) findings.add('chain_event', `events ${first} to ${boundary.seq}`, 'were removed, but are there')
  const templates: (readonly [string, TemplateTrace])[] = []
  for await (const row of rowsInKeyOrder(reader, { table: templateAtBoundaryTable, sellerId })) {
    const { couponId, text } = templateAtBoundaryOfRow(row)
    const trace = orNothing(() => readTrace(text))
    if (trace === undefined) findings.add('template_cut', `coupon_id ${couponId}`, 'cannot be read')
    else templates.push([couponId, trace])
  }
  return { boundary, templates }
}

/** Compares the boundary with its digest in the head, and the rows of templates with their sum in the boundary. */
export async function verifyBoundary(
  { reader, sellerId, keyring, findings }: KeyedAudit,
  digest: Uint8Array | undefined,
): Promise<void> {
  const boundary = await readBoundary(reader, sellerId)
  const expected =
    digest === undefined ? boundary === undefined : boundary && isSeal(digest, boundaryDigest(sellerId, boundary))
  if (!expected) findings.add('event_cut', `event ${boundary?.seq ?? 0}`, 'what removed events came to was altered')
  const { ofTemplate } = boundarySeals(keyring.rows, sellerId)
  let sum = noRows
  for await (const row of rowsInKeyOrder(reader, { table: templateAtBoundaryTable, sellerId })) {
    const { couponId, text } = templateAtBoundaryOfRow(row)
    sum = addRows(sum, [ofTemplate(couponId, text)])
  }
  const problem = problemOfSum(sum, (boundary ?? noBoundary).templates, 'that no removal made')
  if (problem !== undefined) findings.add('template_cut', `${sum.count} rows`, problem)
}

/** The head of a seller, or an empty one where it is missing. */
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
