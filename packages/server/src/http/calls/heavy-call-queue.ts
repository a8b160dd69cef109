import { FairQueue } from '#turns/fair-queue'
import type { LongWorks } from '#turns/long-works'

/** A call whose body takes the event loop for milliseconds. */
export type HeavyCall = Readonly<{
  /** Who pays for it. */
  party: string
  /** Of the body, at least 1. */
  bytes: number
}>

/** Lets heavy calls begin one after the other. Parties take turns by the bytes of their bodies. */
export function createHeavyTurns(works: LongWorks): (call: HeavyCall) => Promise<void> {
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
  return ({ party, bytes }) =>
    new Promise((begin) => {
      waiting.push(party, { bytes, begin })
      if (!isServing) void serve()
    })
}
