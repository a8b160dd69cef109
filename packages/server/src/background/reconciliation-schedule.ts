import { setTimeout as delay } from 'node:timers/promises'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { addDays, type DateText, dayOf } from '#domain/dates'
import type { Finding } from '#domain/findings/finding'
import { type DayReports, maxKeptFindings, type ReportLease } from '#domain/reconciliation/day-reports'
import { firstReportMs, keptUpDays } from '#domain/reconciliation/get-day-report'
import { type DayReport, defaultOrderHours, reconcileDay } from '#domain/reconciliation/reconcile-day'
import type { ReconciliationReader } from '#domain/reconciliation/reconciliation-reader'
import type { Telemetry } from '#telemetry/telemetry'

export type ReconciliationDependencies = Readonly<{
  reconciliation: ReconciliationReader
  reports: DayReports
  listSellers: () => Promise<readonly string[]>
  /** Epoch milliseconds of the clock that a seller's calls are recorded by. */
  clock: (sellerId: string) => number
  telemetry: Pick<Telemetry, 'backgroundFailed' | 'dayReconciled'>
}>

const name = 'reconcile days'
const everyMs = 60_000
/** A server that dies while it computes a report is replaced after this time. */
const leaseMs = 1_800_000
/** Yesterday is computed again after this time at the earliest, days before it less and less often. */
const againMs = 600_000
/** And each report takes at most this part of one core: 7 of them 2 %. */
const partOfCore = 350
/** Between two pages; calls are not held up. */
const pauseMs = 5

/**
 * Computes the report of each day once it has ended, and again while something of the seller changes: for a week. Servers on one store share the
 * work.
 */
export function startReconciliationSchedule(schedule: ReconciliationDependencies): RunningWork {
  const work = (signal: AbortSignal) => reconcileDueDays(schedule, signal)
  return repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
}

/** A seller that fails does not hold up the others; the next run tries it again. */
async function reconcileDueDays(schedule: ReconciliationDependencies, signal: AbortSignal): Promise<void> {
  const { reconciliation, reports, listSellers, clock, telemetry } = schedule
  for (const sellerId of await listSellers()) {
    try {
      const newestSeq = await reconciliation.findNewestSeq(sellerId)
      if (newestSeq === 0) continue
      const nowMs = clock(sellerId)
      const today = dayOf(nowMs)
      const leases = await reports.listLeases(sellerId, addDays(today, -keptUpDays))
      for (let age = 1; age <= keptUpDays && !signal.aborted; age += 1) {
        const day = addDays(today, -age)
        const lease = leases.find((one) => one.day === day)
        if (isDue(lease, { day, newestSeq, nowMs }))
          await computeReport(schedule, { sellerId, day, age, lease, nowMs, signal })
      }
    } catch (error) {
      if (!signal.aborted) telemetry.backgroundFailed({ work: name, error })
    }
  }
}

type Present = Readonly<{ day: DateText; newestSeq: number; nowMs: number }>

/** A report without later changes stays as it is, unless time turns pending items into findings. */
function isDue(lease: ReportLease | undefined, { day, newestSeq, nowMs }: Present): boolean {
  if (lease === undefined) return nowMs >= firstReportMs(day)
  if (lease.dueMs > nowMs) return false
  const { computed } = lease
  if (computed === undefined || computed.throughSeq !== newestSeq) return true
  return computed.pendingCount > 0 && computed.atMs < computed.deadlineMs && nowMs >= computed.deadlineMs
}

type Due = Readonly<{
  sellerId: string
  day: DateText
  /** Days before today. */
  age: number
  lease: ReportLease | undefined
  nowMs: number
  signal: AbortSignal
}>

async function computeReport(
  { reconciliation: reader, reports, telemetry }: ReconciliationDependencies,
  { sellerId, day, age, lease, nowMs, signal }: Due,
): Promise<void> {
  const untilMs = nowMs + leaseMs
  if (!(await reports.takeLease({ sellerId, day, dueMs: lease?.dueMs, untilMs }))) return
  const startMs = performance.now()
  const findings: Finding[] = []
  const report = await reconcileDay({
    reader,
    sellerId,
    day,
    nowMs,
    orderHours: defaultOrderHours,
    async onFindings(found) {
      findings.push(...found.slice(0, maxKeptFindings - findings.length))
    },
    betweenPages: () => delay(pauseMs, undefined, { signal }),
  })
  const tookMs = performance.now() - startMs
  const nextDueMs = nextDue(report, { nowMs, waitMs: Math.max(againMs * age * age, Math.ceil(tookMs * partOfCore)) })
  const isSaved = await reports.saveReport({ sellerId, leaseMs: untilMs, report, findings, nextDueMs })
  if (isSaved) telemetry.dayReconciled({ sellerId, day, findings: report.findingCount, pending: report.pendingCount })
}

/** What is pending is judged as soon as it may be. */
function nextDue(
  { pendingCount, deadlineMs }: DayReport,
  { nowMs, waitMs }: Readonly<{ nowMs: number; waitMs: number }>,
): number {
  const isWaiting = pendingCount > 0 && nowMs < deadlineMs
  return isWaiting ? Math.min(nowMs + waitMs, deadlineMs) : nowMs + waitMs
}
