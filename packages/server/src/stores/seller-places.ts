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
