import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

export interface ReconciliationTelemetry {
  /** The report of a day was computed. */
  dayReconciled(day: Readonly<{ sellerId: string; day: string; findings: number; pending: number }>): void
}

/** Counts reports with findings, and logs each of them. */
export function recordReconciliation(logger: Logger, registry: Registry): ReconciliationTelemetry {
  const reports = createMetrics(registry).counter(
    'yaoquan_reconciliation_reports_total',
    'Reports of days that were computed, by whether they have findings',
    'result',
  )
  return {
    dayReconciled(report) {
      const hasFindings = report.findings > 0
      reports.inc({ result: hasFindings ? 'findings' : 'clean' })
      if (hasFindings) logger.info(report, 'a reconciled day has findings')
      else logger.debug(report, 'a day was reconciled')
    },
  }
}
