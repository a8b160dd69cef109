import { randomBytes } from 'node:crypto'
import type { ChainEvent } from '#domain/events/event-store'
import type { WriteRequest } from '#domain/lifecycle/lifecycle-store'
import type { Store } from '#store/open-store'

/** Two or more programs on one database; on a cluster, at different nodes. */
export type Programs = Readonly<{
  all: readonly Store[]
  one: Store
  other: Store
  /** The store of one of the programs, whatever the number. */
  at: (place: number) => Store
  /** No other check has touched it. */
  sellerId: string
  /** Random lifecycles that are compared with a model. */
  modelRuns: number
}>

/** Checks by what they promise. A check throws when the engine does not keep the promise. */
export type Checks = Readonly<Record<string, (programs: Programs) => Promise<void>>>

/** Stores as the programs of one check. @param stores two or more, opened on one database */
export function programsOf(stores: readonly Store[], modelRuns: number): Programs {
  const at = (place: number): Store => {
    const store = stores[place % stores.length]
    if (store === undefined) throw new Error('the store is not open')
    return store
  }
  return { all: stores, one: at(0), other: at(1), at, sellerId: newSeller(), modelRuns }
}

/** A check per row. */
export function eachRow<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  check: (row: Row, programs: Programs) => Promise<void>,
): Checks {
  return Object.fromEntries(rows.map((row) => [nameOf(row), (programs: Programs) => check(row, programs)]))
}

const run = randomBytes(4).toString('hex')
let sellers = 0

/** A seller that no other check has touched, in this run or an earlier one on the same database. */
export function newSeller(): string {
  sellers += 1
  return `s-${run}-${sellers}`
}

export const noon = Date.parse('2026-11-24T12:00:00+08:00')
let numbers = 0

/** A request at noon with a number of its own, unless changed. */
export function requestOf(sellerId: string, changes: Partial<WriteRequest> = {}): WriteRequest {
  numbers += 1
  const named = {
    outRequestNo: `own-${numbers}`,
    method: 'm',
    content: '',
    actor: 'app:1',
    requestId: `call-${numbers}`,
  }
  return { sellerId, ...named, nowMs: noon, ...changes }
}

/** Makes calls at the same time. */
export function together<Result>(count: number, call: (place: number) => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => call(place)))
}

/** The first 1,000 events of a seller. */
export async function listEvents({ eventReader }: Store, sellerId: string): Promise<readonly ChainEvent[]> {
  return (await eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })).events
}
