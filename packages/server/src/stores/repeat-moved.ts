import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '#store/open-store'
import { SellerMovedError } from '#store/schema/move-mark'
import type { StoreOf } from './route-reading.ts'
import type { SellerPlaces } from './seller-places.ts'

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
