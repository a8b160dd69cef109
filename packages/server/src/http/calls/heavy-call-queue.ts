import { FairQueue } from '#turns/fair-queue'
import type { LongWorks } from '#turns/long-works'

/** A call whose body keeps the event loop busy for milliseconds. */
export type HeavyCall = Readonly<{
  /** The account that its cost is charged to. */
  account: string
  /** Length of the body, at least 1. */
  bytes: number
}>

/** @returns a function that resolves when a heavy call may begin: one at a time, accounts in turn by the bytes of their bodies */
export function createHeavyCallQueue(works: LongWorks): (call: HeavyCall) => Promise<void> {
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
  return ({ account, bytes }) =>
    new Promise((begin) => {
      waiting.push(account, { bytes, begin })
      if (!isServing) void serve()
    })
}
