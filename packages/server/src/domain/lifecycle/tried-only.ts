import type { LifecycleStore, LifecycleWriter } from './lifecycle-store.ts'

/**
 * A lifecycle whose writes are only tried: they are decided and answered, and nothing is applied. Their request numbers stay free.
 */
export function triedOnly(lifecycle: LifecycleStore): LifecycleStore {
  return {
    rememberSign: (request) => lifecycle.rememberSign(request),
    runAct: (request, act, input) => lifecycle.runAct({ ...request, isTried: true }, act, input),
    writeOnce: (request, work) =>
      lifecycle.writeOnce({ ...request, isTried: true }, (writer) => work({ ...writer, ...unwritten })),
  }
}

/**
 * Writes on which no later check of a work depends. Left out, most tries write nothing: on SQLite a rollback makes all works of the group run
 * again (docs/adr/0003-group-commit.md). Claims and issues write, since their counters and codes decide.
 */
const unwritten: Partial<LifecycleWriter> = {
  apply: nothing,
  changeCoupons: nothing,
  addRedemption: nothing,
  markReturned: nothing,
  addFirstSale: async () => true,
  addSale: nothing,
  joinSale: nothing,
  addReturn: nothing,
}

function nothing(): Promise<void> {
  return Promise.resolve()
}
