import type { LifecycleStore, LifecycleWriter, Worked } from './lifecycle-store.ts'

/**
 * A lifecycle whose writes are only tried: a work makes its checks and answers what it would, and then everything is rolled back. Its request
 * number stays free.
 */
export function triedOnly(lifecycle: LifecycleStore): LifecycleStore {
  return {
    rememberSign: (request) => lifecycle.rememberSign(request),
    async writeOnce<Answer, Refused>(
      ...[request, work]: Parameters<typeof lifecycle.writeOnce<Answer, Refused>>
    ): ReturnType<typeof lifecycle.writeOnce<Answer, Refused>> {
      const tried = await lifecycle.writeOnce<never, Worked<Answer, Refused>>(request, async (writer) => {
        return { kind: 'refused', refusal: await work({ ...writer, ...unwritten }) }
      })
      if (tried.kind !== 'refused') return tried
      const { refusal: worked } = tried
      return worked.kind === 'done' ? { ...worked, isAlreadyDone: false } : worked
    },
  }
}

/**
 * Writes on which no later check of a work depends. Left out, most tries write nothing: on SQLite a rollback makes all works of the group run
 * again (docs/adr/0003-group-commit.md). Claims and issues write, since their counters and codes decide.
 */
const unwritten: Partial<LifecycleWriter> = {
  changeCoupons: nothing,
  expectCouponsOnOrder: nothing,
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
