import { setTimeout as delay } from 'node:timers/promises'
import type { LifecycleStore, LifecycleWriter, Store } from '#server/testing'

/**
 * A store in whose works something may come between any two steps: after each they take the next nap, in milliseconds.
 * @param first the nap to begin with
 */
export function napping(store: Store, naps: readonly number[], first: number): Store {
  if (naps.every((ms) => ms === 0)) return store
  let next = first
  const nap = async () => {
    const ms = naps[next % naps.length] ?? 0
    next += 1
    if (ms > 0) await delay(ms)
  }
  const writeOnce: LifecycleStore['writeOnce'] = (request, work) =>
    store.lifecycleStore.writeOnce(request, async (writer) => {
      await nap()
      return work(nappingWriter(writer, nap))
    })
  return { ...store, lifecycleStore: { ...store.lifecycleStore, writeOnce } }
}

function nappingWriter(writer: LifecycleWriter, nap: () => Promise<void>): LifecycleWriter {
  return new Proxy(writer, {
    get(target, name, receiver) {
      const step: unknown = Reflect.get(target, name, receiver)
      if (typeof step !== 'function') return step
      return async (...given: unknown[]) => {
        const outcome: unknown = await step(...given)
        await nap()
        return outcome
      }
    },
  })
}
