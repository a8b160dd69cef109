import type { LastWrite, RequiredWrite, SqlRow } from '#database/sql-engine'
import { allInList, listsOf } from '#database/table'
import type { UnitOfWork } from '#database/unit-of-work'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import {
  cardCounter,
  findCounters,
  insertCounter,
  listCounters,
  maxListed,
  memberCounter,
  phoneCounter,
  setCounters,
  valuesOfCounters,
} from '#store/tables/counter'

/**
 * Reserves the next numbers of a locked seller. Its counters are read once for a commit and written once before it.
 * @returns the first of them
 */
export async function takeNumbers(
  unit: UnitOfWork,
  { sellerId, name }: Readonly<{ sellerId: string; name: string }>,
  count: number,
): Promise<number> {
  const [first = 1] = await takeNumbersOf(unit, sellerId, [[name, count]])
  return first
}

/** The same for several counters. @returns the first number of each */
export async function takeNumbersOf(
  unit: UnitOfWork,
  sellerId: string,
  counts: readonly (readonly [name: string, count: number])[],
): Promise<readonly number[]> {
  const newest = await newestNumbers(
    unit,
    sellerId,
    counts.map(([name]) => name),
  )
  const { counters, isComplete } = countersOf(unit, sellerId) ?? nothingRead
  const taken = new Map(counters)
  for (const [place, [name, count]] of counts.entries()) {
    const isStored = counters.get(name)?.isStored ?? false
    taken.set(name, { isStored, newest: (newest[place] ?? 0) + count, isTaken: true })
  }
  unit.writeLast(keyOf(sellerId), new CountersWrite(sellerId, { counters: taken, isComplete }))
  return newest.map((number) => number + 1)
}

/** The newest numbers of counters, with those that were taken since the last commit; 0 before the first. */
export async function newestNumbers(
  unit: UnitOfWork,
  sellerId: string,
  names: readonly string[],
): Promise<readonly number[]> {
  if (countersOf(unit, sellerId) === undefined) {
    const rows = await unit.all(listCounters({ sellerId, limit: maxListed }))
    remember(unit, sellerId, { rows, names: [], isComplete: rows.length < maxListed })
  }
  const { counters, isComplete } = countersOf(unit, sellerId) ?? nothingRead
  const unread = isComplete ? [] : names.filter((name) => !counters.has(name))
  if (unread.length > 0) {
    const rows = await allInList(unit, findCounters, { sellerId, counterNames: unread })
    remember(unit, sellerId, { rows, names: unread, isComplete: false })
  }
  const read = countersOf(unit, sellerId)?.counters
  return names.map((name) => read?.get(name)?.newest ?? 0)
}

/** The first free numbers of phones, cards and members. */
export async function freeNumbers(unit: UnitOfWork, sellerId: string): Promise<KnownIdentities['free']> {
  const [phone = 0, card = 0, member = 0] = await newestNumbers(unit, sellerId, [
    phoneCounter,
    cardCounter,
    memberCounter,
  ])
  return { phoneRef: phone + 1, cardRef: card + 1, memberNo: member + 1 }
}

type Read = Readonly<{ rows: readonly SqlRow[]; names: readonly string[]; isComplete: boolean }>

/** Keeps counters that other acts read, or took numbers of, meanwhile. */
function remember(unit: UnitOfWork, sellerId: string, { rows, names, isComplete }: Read): void {
  const known = countersOf(unit, sellerId) ?? nothingRead
  const stored = [...valuesOfCounters(rows)].map(
    ([name, newest]) => [name, { isStored: true, newest, isTaken: false }] as const,
  )
  const missing = names.map((name) => [name, { isStored: false, newest: 0, isTaken: false }] as const)
  const counters = new Map([...missing, ...stored, ...known.counters])
  unit.writeLast(keyOf(sellerId), new CountersWrite(sellerId, { counters, isComplete: isComplete || known.isComplete }))
}

/** A counter in a transaction, or before the commit that several works share. */
type Counter = Readonly<{
  isStored: boolean
  newest: number
  /** Whether numbers were taken since it was read. */
  isTaken: boolean
}>

/** `isComplete`: the seller has no others. */
type Counters = Readonly<{ counters: ReadonlyMap<string, Counter>; isComplete: boolean }>

const nothingRead: Counters = { counters: new Map(), isComplete: false }

function countersOf(unit: UnitOfWork, sellerId: string): Counters | undefined {
  const earlier = unit.lastWrite(keyOf(sellerId))
  return earlier instanceof CountersWrite ? earlier.known : undefined
}

function keyOf(sellerId: string): string {
  return `counter ${sellerId}`
}

/** Writes the counters of which numbers were taken. */
class CountersWrite implements LastWrite {
  readonly #sellerId: string
  readonly known: Counters

  constructor(sellerId: string, known: Counters) {
    this.#sellerId = sellerId
    this.known = known
  }

  writes(): readonly RequiredWrite[] {
    const sellerId = this.#sellerId
    const taken = [...this.known.counters].flatMap(([counterName, { isTaken, isStored, newest }]) =>
      isTaken ? [{ counterName, isStored, value: newest }] : [],
    )
    const [stored, first] = [taken.filter(({ isStored }) => isStored), taken.filter(({ isStored }) => !isStored)]
    const statements = [
      ...listsOf(stored).map((counters) => ({ statement: setCounters({ sellerId, counters }), rows: counters.length })),
      ...first.map(({ counterName, value }) => {
        const row = { seller_id: sellerId, counter_name: counterName, counter_value: value, version: 1 }
        return { statement: insertCounter(row), rows: 1 }
      }),
    ]
    return statements.map(({ statement, rows }) => {
      return { write: { kind: 'run', statement }, rows, lost: 'a counter was changed' }
    })
  }
}
