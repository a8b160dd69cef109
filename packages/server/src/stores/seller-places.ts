import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '#store/open-store'
import { SellerMovedError } from '#store/schema/move-mark'

type Places = ReadonlyMap<string, string | undefined>

/** Where the data of each seller is. */
export type SellerPlaces = Readonly<{
  /** @returns the other store that keeps the seller's data; undefined: the directory does */
  find(sellerId: string): Promise<string | undefined>
  /** Whether it is known without a look that the directory keeps the seller's data. */
  isInDirectory(sellerId: string): boolean
  /** Looks at the directory after the call: a seller may have been moved. */
  lookAgain(): Promise<void>
}>

/** How soon a seller that was moved is found in its new store. */
const lookEveryMs = 1_000

/**
 * Remembers where sellers are, so that those that are known need no look at the directory, also while that is down. A seller that is not
 * known yet is looked up each time, as it may just have been registered. A seller of the directory stays there; others may be moved, so calls
 * for them look again every second, and do not wait for it.
 */
export function createSellerPlaces(
  readPlaces: () => Promise<Places>,
  monotonicMs: () => number = () => performance.now(),
): SellerPlaces {
  let known: Places = new Map()
  let reading: Promise<void> | undefined
  let lookedAtMs = Number.NEGATIVE_INFINITY
  const read = () => {
    lookedAtMs = monotonicMs()
    reading ??= readPlaces()
      .then((places) => {
        known = places
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  // One that began before may not have seen it.
  const lookAgain = async () => {
    await reading?.catch(() => undefined)
    await read()
  }
  return {
    async find(sellerId) {
      if (known.has(sellerId)) {
        if (monotonicMs() - lookedAtMs >= lookEveryMs) read().catch(() => undefined)
        return known.get(sellerId)
      }
      await reading?.catch(() => undefined)
      if (!known.has(sellerId)) await read()
      return known.get(sellerId)
    },
    isInDirectory: (sellerId) => known.has(sellerId) && known.get(sellerId) === undefined,
    lookAgain,
  }
}

/** Finds the store that keeps a seller's data. @throws OperatorError while that is not open; the fault passes */
export type StoreOf = (sellerId: string) => Store | Promise<Store>

/** Does a work in the store of a seller. It writes all or nothing. */
export type WithinStore = <Result>(sellerId: string, work: (store: Store) => Promise<Result>) => Promise<Result>

/** How long a call waits for the last steps of a move. After that its caller repeats it. */
const patienceMs = 3_000
const pauseMs = 50

/** Repeats a work that met the fence of a seller, who is in another store in a moment, or was moved already. */
export function repeatingMoved(of: StoreOf, places: Pick<SellerPlaces, 'lookAgain'>): WithinStore {
  return async (sellerId, work) => {
    const startMs = performance.now()
    for (;;) {
      try {
        return await work(await of(sellerId))
      } catch (error) {
        if (!(error instanceof SellerMovedError) || performance.now() - startMs > patienceMs) throw error
      }
      await delay(pauseMs)
      await places.lookAgain().catch(() => undefined)
    }
  }
}
