import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints `N passed, N failed` (and `, N skipped`) as the last line of a run. A file that did not load, a failed hook,
 * an error outside of tests and a run without tests count as failed, so that `0 failed` always means exit code 0.
 * Register it as the last reporter.
 */
export class CountReporter implements Reporter {
  #counts: Counts | undefined

  onInit(): void {
    // At exit, since other reporters and Vitest print after the run has ended.
    process.once('exit', () => {
      if (this.#counts !== undefined) process.stdout.write(`${formatCounts(this.#counts)}\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = countTests(modules)
    const isEmpty = modules.length === 0
    this.#counts = { ...counts, failed: counts.failed + unhandledErrors.length + (isEmpty ? 1 : 0) }
  }
}

type Counts = Readonly<{ passed: number; failed: number; skipped: number }>

function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Counts tests by outcome; a test that never ran, because its run was aborted, counts as failed. */
function countTests(modules: readonly TestModule[]): Counts {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const withState = (state: string) => tests.filter((test) => test.result().state === state).length
  const broken = modules
    .flatMap((module) => [module, ...module.children.allSuites()])
    .filter((suite) => suite.errors().length > 0)
  return {
    passed: withState('passed'),
    failed: withState('failed') + withState('pending') + broken.length,
    skipped: withState('skipped'),
  }
}
