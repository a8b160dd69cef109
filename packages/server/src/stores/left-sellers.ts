import type { Store } from '#store/open-store'

/** Which sellers have left another store, as that store says itself. */
export type LeftSellers = Readonly<{
  /**
   * A call that comes a second or later after the last look waits for another one: rows stay in the store for some seconds after a
   * seller left, and nothing is read there when they are gone.
   * @returns the store that the seller went to; undefined: it is here
   */
  find(sellerId: string): Promise<string | undefined>
}>

const lookEveryMs = 1_000

export function createLeftSellers(
  { storePart }: Pick<Store, 'storePart'>,
  monotonicMs: () => number = () => performance.now(),
): LeftSellers {
  let left: ReadonlyMap<string, string> = new Map()
  let readAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  const read = () => {
    const beganMs = monotonicMs()
    reading ??= storePart
      .readLeft()
      .then((found) => {
        left = found
        readAtMs = beganMs
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  return {
    async find(sellerId) {
      if (monotonicMs() - readAtMs >= lookEveryMs) await read()
      return left.get(sellerId)
    },
  }
}
