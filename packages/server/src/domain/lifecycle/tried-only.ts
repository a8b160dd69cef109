import type { LifecycleStore } from './lifecycle-store.ts'

/**
 * A lifecycle whose acts are only tried: they are decided and answered, and nothing is applied. Their request numbers stay free.
 */
export function triedOnly(lifecycle: LifecycleStore): LifecycleStore {
  return {
    rememberSign: (request) => lifecycle.rememberSign(request),
    runAct: (request, act, input) => lifecycle.runAct({ ...request, isTried: true }, act, input),
  }
}
