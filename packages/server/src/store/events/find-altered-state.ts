import { setImmediate as nextTurn } from 'node:timers/promises'
import { lifeText, readLife } from '../../domain/events/life-text.ts'
import { lifeOf } from '../../domain/life/live-coupon.ts'
import { issuedEventOfRow, issuedLifeOfRow, liveCouponOfRow } from '../life/live-coupon-row.ts'
import type { SqlReader, SqlRow } from '../sql/sql-engine.ts'
import { findEventText, findLastSteps } from '../statements/event-statements.ts'
import { findLiveBySeq } from '../statements/live-coupon-statements.ts'
import type { IsAhead } from './is-ahead.ts'

const blockSize = 500
/** A coupon that changes while it is looked at is looked at again. */
const maxLooks = 20

export type AlteredState = Readonly<{ eventSeq: number; reason: string }>

/**
 * Looks for a coupon that does not stand where its last event left it.
 * @param coupons how many the events know of
 * @returns the earliest of such last events in the first block of coupons that has any
 */
export async function findAlteredState(
  reader: SqlReader,
  sellerId: string,
  { coupons, newestSeq, isAhead }: Readonly<{ coupons: number; newestSeq: number; isAhead: IsAhead | undefined }>,
): Promise<AlteredState | undefined> {
  for (let first = 1; first <= coupons; first += blockSize) {
    const altered = await findInBlock(reader, sellerId, {
      first,
      last: Math.min(first + blockSize - 1, coupons),
      isAhead,
    })
    if (altered.length > 0) {
      const eventSeq = Math.min(newestSeq, ...altered)
      return { eventSeq, reason: 'a coupon does not stand where its last event left it' }
    }
    await nextTurn()
  }
  return undefined
}

type Block = Readonly<{ first: number; last: number }>

/** @returns the numbers of the last events of altered coupons */
async function findInBlock(
  reader: SqlReader,
  sellerId: string,
  { isAhead, ...block }: Block & Readonly<{ isAhead: IsAhead | undefined }>,
): Promise<readonly number[]> {
  const steps = await readLastSteps(reader, sellerId, block)
  const altered: number[] = []
  for (const row of await reader.all(findLiveBySeq, [sellerId, block.first, block.last])) {
    const seq = Number(row[0])
    if (await stands(reader, sellerId, { row, lastStep: steps.get(seq) })) continue
    if (await isAhead?.(seq)) continue
    const lastStep = await lookAgain(reader, sellerId, seq)
    if (lastStep !== undefined) altered.push(lastStep)
  }
  return altered
}

async function readLastSteps(reader: SqlReader, sellerId: string, block: Block): Promise<ReadonlyMap<number, number>> {
  const rows = await reader.all(findLastSteps, [sellerId, block.first, block.last])
  return new Map(rows.map(([coupon, event]) => [Number(coupon), Number(event)]))
}

async function stands(
  reader: SqlReader,
  sellerId: string,
  { row, lastStep }: Readonly<{ row: SqlRow; lastStep: number | undefined }>,
): Promise<boolean> {
  const text = lastStep === undefined ? undefined : await reader.one(findEventText, [sellerId, lastStep])
  const expected = text === undefined ? issuedLifeOfRow(row) : readLife(String(text[0]))
  return lifeText(lifeOf(liveCouponOfRow(sellerId, row))) === lifeText(expected)
}

/** @returns the number of the last event if the coupon stands elsewhere and no step was taken while it was looked at */
async function lookAgain(reader: SqlReader, sellerId: string, seq: number): Promise<number | undefined> {
  const block = { first: seq, last: seq }
  for (let look = 0; look < maxLooks; look += 1) {
    const before = (await readLastSteps(reader, sellerId, block)).get(seq)
    const row = await reader.one(findLiveBySeq, [sellerId, seq, seq])
    const after = (await readLastSteps(reader, sellerId, block)).get(seq)
    if (row !== undefined && (await stands(reader, sellerId, { row, lastStep: after }))) return undefined
    if (row !== undefined && before === after) return after ?? issuedEventOfRow(row)
  }
  return undefined
}
