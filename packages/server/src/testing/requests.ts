import { randomBytes } from 'node:crypto'
import type { ChainEvent } from '#domain/events/event-store'
import type { WriteRequest } from '#domain/lifecycle/lifecycle-store'
import type { Store } from '#store/open-store'

/** 24 November 2026, noon, in epoch milliseconds. */
export const noon = Date.parse('2026-11-24T12:00:00+08:00')
let numbers = 0

/** A request at noon with a number of its own, unless changed. */
export function requestOf(sellerId: string, changes: Partial<WriteRequest> = {}): WriteRequest {
  numbers += 1
  return {
    sellerId,
    outRequestNo: `own-${numbers}`,
    method: 'm',
    content: '',
    actor: 'app:1',
    requestId: `call-${numbers}`,
    nowMs: noon,
    ...changes,
  }
}

const run = randomBytes(4).toString('hex')
let sellers = 0

/** A seller that nothing else has touched, in this run or an earlier one on the same database. */
export function newSeller(): string {
  sellers += 1
  return `s-${run}-${sellers}`
}

/** The first 1,000 events of a seller. */
export async function listEvents({ eventReader }: Store, sellerId: string): Promise<readonly ChainEvent[]> {
  return (await eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })).events
}
