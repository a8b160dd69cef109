import { describe, test } from 'vitest'
import type { Check } from '#conformance/store-checks'

/** Plays recorded checks as tests of a file. */
export function playChecks(engine: string, checks: readonly Check[]): void {
  describe(engine, () => {
    for (const { name, run } of checks) test(name, run)
  })
}
