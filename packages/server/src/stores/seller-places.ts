type Places = ReadonlyMap<string, string | undefined>

/** Where the data of each seller is. */
export type SellerPlaces = Readonly<{
  /** @returns the other store that keeps the seller's data; undefined: the directory does */
  find(sellerId: string): Promise<string | undefined>
  /** Whether it is known without a look that the directory keeps the seller's data. */
  isInDirectory(sellerId: string): boolean
}>

/**
 * Remembers where sellers are. A seller stays where it was registered, so what is known needs no look at the directory and stays true while
 * that is down; a seller that is not known yet is looked up each time, as it may just have been registered.
 */
export function createSellerPlaces(readPlaces: () => Promise<Places>): SellerPlaces {
  let known: Places = new Map()
  let reading: Promise<void> | undefined
  const read = () => {
    reading ??= readPlaces()
      .then((places) => {
        known = places
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  return {
    async find(sellerId) {
      if (known.has(sellerId)) return known.get(sellerId)
      // One that began before may not have seen the seller.
      await reading?.catch(() => undefined)
      if (!known.has(sellerId)) await read()
      return known.get(sellerId)
    },
    isInDirectory: (sellerId) => known.has(sellerId) && known.get(sellerId) === undefined,
  }
}
