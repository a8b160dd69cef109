import { OperatorError } from '#errors/operator-error'
import type { Route } from '#http/answers/route-table'
import { jsonAnswer } from '#http/answers/write-answer'
import type { Telemetry } from '#telemetry/telemetry'

/** What the last whole audit of the store came to. Times are epoch milliseconds. */
type LastAudit = Readonly<{ begunAtMs: number; endedAtMs: number; events: number; rows: number; findings: number }>

export type ReadyReport = Readonly<{
  isReady: boolean
  /** `ok`, or why not in English, by the name of the check. */
  checks: Readonly<Record<string, string>>
  /** The last whole audit that was recorded, as it was read last; undefined where there is none. */
  lastAudit?: LastAudit | undefined
}>

/** Throws when it fails; operators see the message, so it holds no value of a caller. */
type Check = () => Promise<unknown>

/** What readiness needs of the store. Reading and writing take the ways that calls take. */
type CheckedStore = Readonly<{
  read: Check
  write: Check
  /** Checks of the stores that keep some of the sellers, by the names of the checks. */
  otherStores?: () => Readonly<Record<string, Check>>
  /** `close` and `apart` are near enough to serve. */
  findLastAudit: () => Promise<LastAudit | undefined>
  clockState: () => Readonly<{ level: 'close' | 'apart' | 'far-apart' | 'writes-refused'; hostAheadMs: number }>
}>

/** @returns reports on whether the store reads and writes, and whether the clocks agree; each is counted */
export function createStoreReadiness(
  { read, write, otherStores = () => ({}), findLastAudit, clockState }: CheckedStore,
  telemetry: Pick<Telemetry, 'countStoreFault' | 'readinessReported'>,
): () => Promise<ReadyReport> {
  const counting = (work: Check) => async () => {
    try {
      await work()
    } catch (error) {
      telemetry.countStoreFault({ error })
      throw error
    }
  }
  const monotonicMs = () => performance.now()
  const checks = { read: counting(read), write: counting(write), clock: async () => checkClock(clockState()) }
  const readiness = createReadiness(checks, monotonicMs)
  const others = reusing(monotonicMs, () => {
    const named = Object.entries(otherStores()).map(([name, check]) => [name, counting(check)] as const)
    return outcomesOf(Object.fromEntries(named))
  })
  let lastAudit: LastAudit | undefined
  const findAudit = async () => {
    lastAudit = await findLastAudit()
  }
  // Apart from the checks: a store whose last audit cannot be read can serve.
  const auditFound = createReadiness({ audit: counting(findAudit) }, monotonicMs)
  return async () => {
    const [checked, ofOthers] = await Promise.all([readiness(), others(), auditFound()])
    // Each store serves its own sellers: the server is of use while any is there.
    const isReady = checked.isReady || Object.values(ofOthers).includes('ok')
    const report = { isReady, checks: { ...checked.checks, ...ofOthers }, lastAudit }
    telemetry.readinessReported(report)
    return report
  }
}

/** @throws Error when the clock of this host is 5 s or more from the store's */
function checkClock({ level, hostAheadMs }: ReturnType<CheckedStore['clockState']>): void {
  if (level === 'close' || level === 'apart') return
  const [seconds, where] = [Math.abs(hostAheadMs) / 1000, hostAheadMs > 0 ? 'ahead of' : 'behind']
  throw new Error(`the clock of this host is ${seconds.toFixed(1)} s ${where} the database's`)
}

/** A report is reused for this long, so that frequent requests cost the store nothing. */
const reuseMs = 1_000
/** A check that takes longer has failed: a frozen database answers nothing. */
const timeoutMs = 3_000

/** Runs all checks at the same time. Requests meanwhile and within a second share one report. */
export function createReadiness(
  checks: Readonly<Record<string, Check>>,
  monotonicMs: () => number,
): () => Promise<ReadyReport> {
  return reusing(monotonicMs, async () => {
    const outcomes = await outcomesOf(checks)
    return { isReady: Object.values(outcomes).every((outcome) => outcome === 'ok'), checks: outcomes }
  })
}

function reusing<Found>(monotonicMs: () => number, find: () => Promise<Found>): () => Promise<Found> {
  let latest: Readonly<{ found: Promise<Found>; atMs: number }> | undefined
  return () => {
    const nowMs = monotonicMs()
    if (latest === undefined || nowMs - latest.atMs >= reuseMs) latest = { found: find(), atMs: nowMs }
    return latest.found
  }
}

async function outcomesOf(checks: Readonly<Record<string, Check>>): Promise<Readonly<Record<string, string>>> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await outcomeOf(check)] as const),
  )
  return Object.fromEntries(outcomes)
}

async function outcomeOf(check: Check): Promise<string> {
  const tooLong = Promise.withResolvers<string>()
  const limit = setTimeout(tooLong.resolve, timeoutMs, `no answer within ${timeoutMs / 1000} s`)
  try {
    return await Promise.race([check().then(() => 'ok'), tooLong.promise])
  } catch (error) {
    if (error instanceof OperatorError) return error.text.en
    return error instanceof Error ? error.message : 'failed'
  } finally {
    clearTimeout(limit)
  }
}

/** `/health`: whether the process runs. `/ready`: whether it can answer calls; operators also see each check. */
export function healthRoutes(readiness: () => Promise<ReadyReport>, showsChecks: boolean): readonly Route[] {
  const ready = async () => {
    const { isReady, checks, lastAudit } = await readiness()
    const status = isReady ? 'ready' : 'not ready'
    const details = () => ({ checks, last_audit: lastAudit === undefined ? null : shownAudit(lastAudit) })
    return jsonAnswer(isReady ? 200 : 503, showsChecks ? { status, ...details() } : { status })
  }
  return [
    { verb: 'GET', path: '/health', answer: () => jsonAnswer(200, { status: 'up' }) },
    { verb: 'GET', path: '/ready', answer: ready },
  ]
}

function shownAudit({ begunAtMs, endedAtMs, events, rows, findings }: LastAudit): object {
  const [begun, ended] = [begunAtMs, endedAtMs].map((ms) => new Date(ms).toISOString())
  return { begun_at: begun, ended_at: ended, events, rows_read: rows, findings }
}
