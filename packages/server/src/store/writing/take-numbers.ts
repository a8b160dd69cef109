import { readValue } from '#database/read-value'
import type { LastWrite, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import type { UnitOfWork } from '#database/unit-of-work'
import { addToCounter, findCounter, insertCounter } from '#store/tables/counter'

type Counter = Readonly<{ sellerId: string; name: string }>

/**
 * Raises a counter of a seller that is locked, immediately.
 * @returns false where it begins with this
 */
export async function raiseCounter(unit: UnitOfWork, { sellerId, name }: Counter, by: number): Promise<boolean> {
  if ((await unit.run(addToCounter({ by, sellerId, counterName: name }))) > 0) return true
  unit.insert(insertCounter.text, [firstCounter({ sellerId, name }, by)])
  return false
}

/**
 * Takes the next numbers of a seller that is locked. Its counter is read once for a commit and written once before it.
 * @returns the first of them
 */
export async function takeNumbers(unit: UnitOfWork, counter: Counter, count: number): Promise<number> {
  const newest = await newestNumber(unit, counter)
  const taken = takenBefore(unit, counter)?.count ?? 0
  unit.writeLast(keyOf(counter), new TakenNumbers(counter, newest + count, taken + count))
  return newest + 1
}

/** The newest number, with those that were taken since the last commit; 0 before the first. */
export async function newestNumber(unit: UnitOfWork, counter: Counter): Promise<number> {
  const taken = takenBefore(unit, counter)
  if (taken !== undefined) return taken.newest
  const { sellerId, name } = counter
  return Number((await readValue(unit, findCounter({ sellerId, counterName: name }))) ?? 0)
}

function takenBefore(unit: UnitOfWork, counter: Counter): TakenNumbers | undefined {
  const earlier = unit.lastWrite(keyOf(counter))
  return earlier instanceof TakenNumbers ? earlier : undefined
}

function keyOf({ sellerId, name }: Counter): string {
  return `counter ${name} ${sellerId}`
}

/** Numbers taken of a counter. */
class TakenNumbers implements LastWrite {
  readonly #counter: Counter
  /** The last of them. */
  readonly newest: number
  readonly count: number

  constructor(counter: Counter, newest: number, count: number) {
    this.#counter = counter
    this.newest = newest
    this.count = count
  }

  async write(transaction: Pick<SqlTransaction, 'run'>): Promise<void> {
    const { sellerId, name } = this.#counter
    if ((await transaction.run(addToCounter({ by: this.count, sellerId, counterName: name }))) > 0) return
    await transaction.run(positional(insertCounter.text, firstCounter(this.#counter, this.count)))
  }
}

function firstCounter({ sellerId, name }: Counter, value: number) {
  return insertCounter.encode({ seller_id: sellerId, counter_name: name, counter_value: value, version: 1 })
}
