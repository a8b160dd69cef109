/** One thing that a server needs to answer calls. */
export type ReadyCheck = Readonly<{
  name: string
  /** @throws Error when it fails; operators see the message, so it holds no value of a caller */
  check: () => Promise<void>
}>

export type ReadyReport = Readonly<{
  isReady: boolean
  /** `ok`, or why not, by the name of the check. */
  checks: Readonly<Record<string, string>>
}>

/** A report is reused for this long, so that frequent requests cost the store nothing. */
const reuseMs = 1_000
/** A check that takes longer has failed: a frozen database answers nothing. */
const timeoutMs = 3_000

/**
 * Runs all checks at the same time. Requests meanwhile and within a second share one report.
 * @param monotonicMs milliseconds that never run backwards
 */
export function createReadiness(checks: readonly ReadyCheck[], monotonicMs: () => number): () => Promise<ReadyReport> {
  let latest: Readonly<{ report: Promise<ReadyReport>; atMs: number }> | undefined
  return () => {
    const nowMs = monotonicMs()
    if (latest === undefined || nowMs - latest.atMs >= reuseMs) latest = { report: runChecks(checks), atMs: nowMs }
    return latest.report
  }
}

async function runChecks(checks: readonly ReadyCheck[]): Promise<ReadyReport> {
  const outcomes = await Promise.all(checks.map(async ({ name, check }) => [name, await outcomeOf(check)] as const))
  return { isReady: outcomes.every(([, outcome]) => outcome === 'ok'), checks: Object.fromEntries(outcomes) }
}

async function outcomeOf(check: () => Promise<void>): Promise<string> {
  const tooLong = Promise.withResolvers<string>()
  const limit = setTimeout(tooLong.resolve, timeoutMs, `no answer within ${timeoutMs / 1000} s`)
  try {
    return await Promise.race([check().then(() => 'ok'), tooLong.promise])
  } catch (error) {
    return error instanceof Error ? error.message : 'failed'
  } finally {
    clearTimeout(limit)
  }
}
