import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** Levels of the difference between the clocks of host and database: 1 s, 5 s, and a minute or more. */
export type ClockLevel = 'close' | 'apart' | 'far-apart' | 'writes-refused'

/** Events of the store, and of the checks of it. */
export interface StoreTelemetry {
  /** Writes go to another database host from now on. */
  storeHostChanged(event: Readonly<{ from: string; to: string; reason: string }>): void
  /** The schema of a store of an earlier version is about to change. */
  storeUpgrading(event: Readonly<{ from: number; to: number; copy?: string }>): void
  /** A database host is excluded from reads, or included again. */
  storeReadHostChanged(event: Readonly<{ host: string; isServing: boolean; outOfService: number }>): void
  /** The clock of this host was compared with the database's; a line is logged when the level changes. */
  storeClockCompared(event: Readonly<{ hostAheadMs: number; level: ClockLevel }>): void
  /** Counts a fault that ended a call, background work or a check of /ready, if the store caused it. */
  countStoreFault(event: Readonly<{ error: unknown }>): void
  readinessReported(
    report: Readonly<{
      checks: Readonly<Record<string, string>>
      lastAudit?: Readonly<{ begunAtMs: number; findings: number }> | undefined
    }>,
  ): void
}

const clockMessages = {
  close: 'clock agrees with the database again',
  apart: 'clock differs from the database',
  'far-apart': 'clock differs from the database, server is not ready',
  'writes-refused': 'clock differs from the database, writes are refused',
} as const

/** @param storeFaultKind gives the kind of a store fault; undefined for other faults */
export function recordStore(
  logger: Logger,
  registry: Registry,
  storeFaultKind: (error: unknown) => string | undefined,
): StoreTelemetry {
  const { counter, gauge } = createMetrics(registry)
  const faults = counter(
    'yaoquan_store_faults_total',
    'Faults of the store that ended a call, background work or a check of /ready, by kind',
    'kind',
  )
  const hostChanges = counter(
    'yaoquan_store_host_changes_total',
    'Changes of the database host that is written to',
    'reason',
  )
  // One process that cannot write is reason enough for an alarm.
  const ready = gauge('yaoquan_ready', 'Whether the last check of /ready passed (1) or failed (0), by check', {
    labelNames: ['check'],
    aggregator: 'min',
  })
  // All processes read the same row.
  const auditBegun = gauge(
    'yaoquan_last_audit_begun_timestamp_seconds',
    'When the last whole audit that was recorded began, seconds since 1970; 0 where there is none and until /ready is asked',
    { aggregator: 'max' },
  )
  const auditFindings = gauge(
    'yaoquan_last_audit_findings',
    'What the last whole audit that was recorded found altered or missing',
    { aggregator: 'max' },
  )
  // All processes probe the same hosts, and those on one host share its clock.
  const readHosts = gauge(
    'yaoquan_store_read_hosts_out_of_service',
    'Database hosts that get no reads because they do not answer (with reads=all)',
    { aggregator: 'max' },
  )
  const clockOffset = gauge(
    'yaoquan_clock_offset_seconds',
    'By how much the clock of this host is ahead of the database (beyond the error of measuring it)',
    { aggregator: 'max' },
  )
  let clockLevel: ClockLevel = 'close'
  return {
    storeHostChanged(event) {
      hostChanges.inc({ reason: event.reason })
      logger.warn(event, 'database host changed')
    },
    storeUpgrading(event) {
      logger.warn(event, 'upgrading the schema of the store')
    },
    storeReadHostChanged(event) {
      readHosts.set(event.outOfService)
      logger.warn(event, event.isServing ? 'database host gets reads again' : 'database host gets no reads')
    },
    storeClockCompared(event) {
      clockOffset.set(event.hostAheadMs / 1000)
      if (event.level === clockLevel) return
      clockLevel = event.level
      const isGrave = clockLevel === 'far-apart' || clockLevel === 'writes-refused'
      logger[isGrave ? 'error' : 'warn'](event, clockMessages[clockLevel])
    },
    countStoreFault({ error }) {
      const kind = storeFaultKind(error)
      if (kind !== undefined) faults.inc({ kind })
    },
    readinessReported({ checks, lastAudit }) {
      auditBegun.set((lastAudit?.begunAtMs ?? 0) / 1_000)
      auditFindings.set(lastAudit?.findings ?? 0)
      for (const [check, outcome] of Object.entries(checks)) ready.set({ check }, outcome === 'ok' ? 1 : 0)
    },
  }
}
