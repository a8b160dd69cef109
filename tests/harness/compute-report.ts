import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Finding } from '../../packages/server/src/domain/findings/finding.ts'
import { type DayReport, reconcileDay } from '../../packages/server/src/domain/reconciliation/reconcile-day.ts'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { type TestServer, testNowMs } from './test-server.ts'

/**
 * Computes the report of a day as a server does that has the lease. The running one does it when the day is due again, a day later.
 * @param edit of the report before it is saved
 */
export async function computeReport(
  { dataDir, storeUrl }: Pick<TestServer, 'dataDir'> & Partial<Pick<TestServer, 'storeUrl'>>,
  day: string,
  edit: (report: DayReport) => DayReport = (report) => report,
): Promise<void> {
  const store = await openStore(storeUrl === undefined ? { dataDir } : { dataDir, storeUrl })
  const [sellerId, leaseMs] = ['111', testNowMs]
  try {
    const findings: Finding[] = []
    const report = await reconcileDay({
      reader: store.reconciliationReader,
      sellerId,
      day,
      orderHours: 6,
      nowMs: testNowMs,
      onFindings: async (found) => void findings.push(...found),
    })
    let isTaken = false
    for (let attempt = 0; attempt < 600 && !isTaken; attempt += 1) {
      const lease = (await store.dayReports.listLeases(sellerId, day)).find((one) => one.day === day)
      isTaken = await store.dayReports.takeLease({ sellerId, day, dueMs: lease?.dueMs, untilMs: leaseMs })
      if (!isTaken) await delay(100)
    }
    const nextDueMs = testNowMs + 24 * 3_600_000
    expect(await store.dayReports.saveReport({ sellerId, leaseMs, report: edit(report), findings, nextDueMs })).toBe(
      true,
    )
  } finally {
    await store.close()
  }
}
