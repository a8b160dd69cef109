import type { RefusalLog, RefusalSink, RefusalToKeep, RefusedCall } from '#methods/keep-refusals'
import type { Telemetry } from '#telemetry/telemetry'

/** Refused calls that wait for their batch. */
export interface RefusalQueue extends RefusalSink {
  /** Stores what waits. What cannot be stored waits on. Call it every second, and once at the end. */
  settle(): Promise<void>
}

export type RefusalQueueParts = Readonly<{
  log: Pick<RefusalLog, 'newestEvent' | 'keepRefusals'>
  telemetry: Pick<Telemetry, 'refusalsKept' | 'refusalDropped' | 'backgroundFailed'>
}>

/** Calls of one transaction. */
const maxBatch = 100
/** Characters that wait at most: what no store takes for long is dropped. */
const maxWaiting = 16 * 1024 * 1024
/** Characters of an app's calls that are kept in one hour by this process: some 4,000 calls. */
const maxPerHour = 2 * 1024 * 1024
/** Characters of a row besides its content. */
const rowCharacters = 200
const hourMs = 3_600_000

/** Keeps refused calls beside the calls themselves, and bounds what an app can fill the store with. */
export function createRefusalQueue({ log, telemetry }: RefusalQueueParts): RefusalQueue {
  let waiting: RefusalToKeep[] = []
  let waitingSize = 0
  let hour = 0
  const keptOfApp = new Map<string, number>()

  /** @returns why a call is not kept */
  function admit({ appKey, atMs }: RefusedCall, size: number): 'queue' | 'app' | undefined {
    const present = Math.floor(atMs / hourMs)
    // Sellers of a sandbox have clocks of their own; the bound needs no exact hour.
    if (present !== hour) keptOfApp.clear()
    hour = present
    if (waitingSize + size > maxWaiting) return 'queue'
    const kept = (keptOfApp.get(appKey) ?? 0) + size
    if (kept > maxPerHour) return 'app'
    keptOfApp.set(appKey, kept)
    return undefined
  }

  return {
    async note(refused) {
      const size = sizeOf(refused)
      const cause = admit(refused, size)
      if (cause !== undefined) return telemetry.refusalDropped({ cause })
      waitingSize += size
      let eventSeq: number | undefined
      try {
        eventSeq = await log.newestEvent(refused.sellerId)
      } catch (error) {
        telemetry.backgroundFailed({ work: 'read the newest event for a refused call', error })
      }
      waiting.push({ ...refused, eventSeq })
    },
    async settle() {
      const taken = waiting
      waiting = []
      const left: RefusalToKeep[] = []
      const faults: unknown[] = []
      for (const batch of batchesOf(taken)) {
        try {
          await log.keepRefusals(batch)
          for (const refusal of batch) waitingSize -= sizeOf(refusal)
          telemetry.refusalsKept({ calls: batch.length })
        } catch (error) {
          // The store of another seller may be the one that is there.
          left.push(...batch)
          faults.push(error)
        }
      }
      waiting = [...left, ...waiting]
      if (faults.length > 0) throw faults[0]
    },
  }
}

function sizeOf({ content }: RefusedCall): number {
  return content.length + rowCharacters
}

/** Calls of one seller each. */
function batchesOf(refusals: readonly RefusalToKeep[]): readonly (readonly RefusalToKeep[])[] {
  const ofSellers = Map.groupBy(refusals, ({ sellerId }) => sellerId)
  return [...ofSellers.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / maxBatch) }, (_, place) =>
      all.slice(place * maxBatch, (place + 1) * maxBatch),
    ),
  )
}
