import { LRUCache } from 'lru-cache'
import { isPassingFault } from '#store/store-fault-kind'
import { settledWithin } from '#turns/settled-within'

type LookUp<Found> = (key: string) => Promise<Found | undefined>

/** Look-ups of the directory that go on while it is down. */
export type LastKnown<Found> = Readonly<{
  find: LookUp<Found>
  /** Looks up again all that is kept. Stops at the first fault of the directory. */
  refresh(signal?: AbortSignal): Promise<void>
}>

/** Apps or sessions kept. */
const maxKept = 10_000
/** How long a look-up waits for the directory where there is a copy. */
export const answerLimitMs = 500

/**
 * Answers look-ups from the last known copy while the directory is down. The first one waits until the directory fails or its time is over;
 * later ones are answered at once, and each asks the directory again in the background. What was never found has no copy, so it waits.
 */
export function lastKnown<Found extends object>(lookUp: LookUp<Found>): LastKnown<Found> {
  const copies = new LRUCache<string, Found>({ max: maxKept })
  let isDown = false
  const ask = async (key: string) => {
    try {
      const found = await lookUp(key)
      isDown = false
      if (found === undefined) copies.delete(key)
      else copies.set(key, found)
      return found
    } catch (error) {
      isDown = isPassingFault(error)
      throw error
    }
  }
  return {
    async find(key) {
      const copy = copies.get(key)
      const asked = ask(key)
      if (copy === undefined) return asked
      asked.catch(() => undefined)
      if (isDown) return copy
      try {
        if (await settledWithin(asked, answerLimitMs)) return await asked
        isDown = true
        return copy
      } catch (error) {
        if (isPassingFault(error)) return copy
        throw error
      }
    },
    async refresh(signal) {
      for (const key of [...copies.keys()]) {
        if (signal?.aborted) return
        await ask(key)
      }
    },
  }
}
