import { FairQueue } from '#turns/fair-queue'
import type { LongWorks } from '#turns/long-works'

/** Resolves when a call of so many bytes, at least 1, may begin on its account. */
export type HeavyTurn = (account: string, bytes: number) => Promise<void>

/** Starts calls whose bodies keep the event loop busy for milliseconds one at a time, with fair shares of bytes for accounts. */
export function createHeavyCallQueue(works: LongWorks): HeavyTurn {
  const waiting = new FairQueue<Readonly<{ bytes: number; begin: () => void }>>()
  let isServing = false
  const serve = async () => {
    isServing = true
    while (waiting.size > 0) {
      await works.turn()
      const next = waiting.shift()
      next?.charge(next.item.bytes)
      next?.item.begin()
    }
    isServing = false
  }
  return (account, bytes) =>
    new Promise((begin) => {
      waiting.push(account, { bytes, begin })
      if (!isServing) void serve()
    })
}
