import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { dayOf } from '#domain/dates'
import type { Erasures } from '#domain/members/member-store'
import type { RemovalStep, Removed } from '#domain/retention/retention-store'
import { isSeal } from '#encryption/seals'
import { ChainHead } from '#store/events/chain-head'
import { firstHash, headSeal } from '#store/events/head-seal'
import { boundaryDigest, readBoundary } from '#store/events/retention-boundary'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyStore } from '#store/members/member-key-store'
import { deleteEvents, eventOfRow, findEventsAfter, type StoredEventRow } from '#store/tables/chain-event'
import { findUnrecordedExpiry } from '#store/tables/coupon-steps'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { figureCursorOfRow, findFigureCursor } from '#store/tables/figure-cursor'
import {
  insertRetentionBoundary,
  moveRetentionBoundary,
  type RetentionBoundary,
} from '#store/tables/retention-boundary'
import { countRemoved } from '#store/tables/retention-policy'
import { changeTemplateAtBoundary, insertTemplateAtBoundary } from '#store/tables/template-at-boundary'
import { findWebhooks, webhookOfRow } from '#store/tables/webhook'
import { type BoundaryMove, maxCoupons, planBoundary } from './plan-boundary.ts'
import { LostLeaseError } from './remove-requests.ts'

/** Rows that one step removes at most. */
const maxRows = 128

/**
 * Removes the oldest events of a seller up to the first that is not older, that a webhook has not acknowledged, that figures do not count
 * yet, or that is the newest, and moves the boundary to the last of them. Nothing is removed while an expiry of those days is not recorded.
 * @throws AlteredEventsError or Error when the history was altered: an audit needs every remaining event
 */
export async function removeEvents(parts: RemovalParts, step: RemovalStep): Promise<Removed> {
  const { engine, keyring } = parts
  const { lease, beforeMs } = step
  const { sellerId } = lease
  const from = await engine.snapshot((reader) => readIntactBoundary({ reader, keyring, sellerId }))
  const rows = await engine.reader.all(findEventsAfter({ sellerId, afterSeq: from?.seq ?? 0, limit: maxRows }))
  const due = dueOf(rows.map(eventOfRow), { beforeMs, lastSeq: await lastRemovable(engine.reader, sellerId) })
  if (due.length === 0) return { removed: 0, next: undefined }
  const move = await planBoundary({ reader: engine.reader, seals: keyring.rows, sellerId }, { from, due, beforeMs })
  if (await isExpiryUnrecorded(engine.reader, sellerId, move.to)) return { removed: 0, next: undefined }
  const isDone = await transactUnit(engine, { sellerId }, (unit) => moveWithin(unit, keyring, { step, move }))
  const removed = move.to.seq - (from?.seq ?? 0)
  if (!isDone) return { removed: 0, next: undefined }
  const isMore = due.length === maxRows || move.coupons >= maxCoupons
  return { removed, next: isMore ? String(move.to.seq) : undefined }
}

type BoundarySource = Readonly<{ reader: SqlReader; keyring: Keyring; sellerId: string }>

async function readIntactBoundary({
  reader,
  keyring,
  sellerId,
}: BoundarySource): Promise<RetentionBoundary | undefined> {
  const boundary = await readBoundary(reader, sellerId)
  const row = await reader.one(findEventHead({ sellerId }))
  if (row === undefined) return boundary
  const { hash = firstHash, seal, generation, ...head } = eventHeadOfRow(row)
  const { heads } = await keyring.generation(generation, reader)
  const content = { ...head, hash, sellerId, boundaryDigest: boundary && boundaryDigest(sellerId, boundary) }
  if (isSeal(seal, headSeal(heads, content))) return boundary
  throw new Error(`the history of seller ${sellerId} was altered, so no event is removed`)
}

type Due = Readonly<{ beforeMs: number; lastSeq: number }>

function dueOf(rows: readonly StoredEventRow[], { beforeMs, lastSeq }: Due): readonly StoredEventRow[] {
  const kept = rows.findIndex((row) => row.lastSeq > lastSeq || row.atMs >= beforeMs)
  return kept < 0 ? rows : rows.slice(0, kept)
}

/** What every webhook has acknowledged or skipped and figures count, without the newest event: a chain is never empty. */
export async function lastRemovable(reader: SqlReader, sellerId: string): Promise<number> {
  const head = await reader.one(findEventHead({ sellerId }))
  const newestSeq = head === undefined ? 0 : eventHeadOfRow(head).newestSeq
  const webhooks = await reader.all(findWebhooks({ sellerId }))
  const cursor = await reader.one(findFigureCursor({ sellerId }))
  const countedSeq = cursor === undefined ? 0 : figureCursorOfRow(cursor).seq
  return Math.min(newestSeq - 1, countedSeq, ...webhooks.map((row) => webhookOfRow(row).webhook.cursorSeq))
}

/** Otherwise every coupon whose last day was before the boundary and that had no step since is known to have expired. */
async function isExpiryUnrecorded(
  reader: SqlReader,
  sellerId: string,
  { beforeMs }: RetentionBoundary,
): Promise<boolean> {
  return (await reader.one(findUnrecordedExpiry({ sellerId, day: dayOf(beforeMs - dayMs) }))) !== undefined
}

type Moving = Readonly<{ step: RemovalStep; move: BoundaryMove }>

/** @returns whether it was done: not where another server cut, a webhook was rewound or an expiry became due since */
async function moveWithin(unit: UnitOfWork, keyring: Keyring, { step, move }: Moving): Promise<boolean> {
  const { sellerId, dueMs } = step.lease
  const { from, to, rows, templates } = move
  // Adding and rewinding of webhooks waits from here on.
  const origin = { sellerId, atMs: step.nowMs, actor: 'system', requestId: undefined }
  const head = new ChainHead({ unit, origin, keyring })
  await head.lock()
  if ((await readBoundary(unit, sellerId))?.seq !== from?.seq) return false
  if ((await lastRemovable(unit, sellerId)) < to.seq || (await isExpiryUnrecorded(unit, sellerId, to))) return false
  head.moveBoundary(boundaryDigest(sellerId, to))
  if ((await unit.run(countRemoved.event({ rows: to.seq - (from?.seq ?? 0), sellerId, dueMs }))) !== 1)
    throw new LostLeaseError()
  if (from === undefined) await unit.run(insertRetentionBoundary(sellerId, to))
  else await unit.updateOne(moveRetentionBoundary(sellerId, from.seq, to), 'another server cut first')
  for (const { couponId, before, after } of templates) {
    if (before === undefined) await unit.run(insertTemplateAtBoundary(sellerId, couponId, after))
    else await unit.run(changeTemplateAtBoundary({ traceText: after, sellerId, couponId }))
  }
  const deleted = await unit.run(deleteEvents({ sellerId, afterSeq: from?.seq ?? 0, upToSeq: to.seq }))
  if (deleted !== rows) throw new Error(`${deleted} events were deleted in place of ${rows}`)
  head.close()
  return true
}

const dayMs = 86_400_000

/** What data is removed with. */
export type RemovalParts = Readonly<{
  engine: SqlEngine
  keyring: Keyring
  identifiers: Identifiers
  memberKeys: Pick<MemberKeyStore, 'intendErasure'>
  erasures: Pick<Erasures, 'destroyKeys'>
}>
