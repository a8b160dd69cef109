import { newSeller, type Store } from '#server/testing'

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

/** How often a race is run whose outcome is luck: 3 to 10 times. */
export function raceRounds({ modelRuns }: Programs): number {
  return Math.min(10, Math.max(3, Math.ceil(modelRuns)))
}

/** A check per row. */
export function eachRow<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  check: (row: Row, programs: Programs) => Promise<void>,
): Checks {
  return Object.fromEntries(rows.map((row) => [nameOf(row), (programs: Programs) => check(row, programs)]))
}

/** Makes calls at the same time. */
export function together<Result>(count: number, call: (place: number) => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => call(place)))
}
