import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** Levels of the difference between the clocks of host and database: 1 s, 5 s, and a minute or more. */
export type ClockLevel = 'close' | 'apart' | 'far-apart' | 'writes-refused'

/** What happens between this host and the database of one store. */
export type StoreObserver = Readonly<{
  /** Writes go to another database host from now on. */
  onHostChange(event: Readonly<{ from: string; to: string; reason: string }>): void
  /** A database host is excluded from reads, or included again. */
  onReadHostChange(event: Readonly<{ host: string; isServing: boolean; outOfService: number }>): void
  /** The clock of this host was compared with the database's; a line is logged when the level changes. */
  onClockCompared(event: Readonly<{ hostAheadMs: number; level: ClockLevel }>): void
}>

/** Events of the store, and of the checks of it. */
export interface StoreTelemetry {
  /** @param store the name of one that keeps some of the sellers; left out for the directory, or the only one there is */
  observeStore(store?: string): StoreObserver
  /** A store that keeps some of the sellers could not be opened, or is open after that. */
  otherStoreChanged(event: Readonly<{ store: string; isOpen: boolean; reason: string }>): void
  /** The schema of a store of an earlier version is about to change. */
  storeUpgrading(event: Readonly<{ from: number; to: number; copy?: string }>): void
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
    'store',
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
    { labelNames: ['store'], aggregator: 'max' },
  )
  const clockOffset = gauge(
    'yaoquan_clock_offset_seconds',
    'By how much the clock of this host is ahead of the database (beyond the error of measuring it)',
    { labelNames: ['store'], aggregator: 'max' },
  )
  return {
    observeStore(store) {
      const named = store === undefined ? logger : logger.child({ store })
      const labels = { store: store ?? '' }
      let clockLevel: ClockLevel = 'close'
      return {
        onHostChange(event) {
          hostChanges.inc({ ...labels, reason: event.reason })
          named.warn(event, 'database host changed')
        },
        onReadHostChange(event) {
          readHosts.set(labels, event.outOfService)
          named.warn(event, event.isServing ? 'database host gets reads again' : 'database host gets no reads')
        },
        onClockCompared({ hostAheadMs, level }) {
          clockOffset.set(labels, hostAheadMs / 1000)
          if (level === clockLevel) return
          clockLevel = level
          const isGrave = clockLevel === 'far-apart' || clockLevel === 'writes-refused'
          // `level` is the line's own.
          named[isGrave ? 'error' : 'warn']({ hostAheadMs, clockLevel }, clockMessages[clockLevel])
        },
      }
    },
    otherStoreChanged({ isOpen, ...event }) {
      logger.warn(event, isOpen ? 'store is open' : 'store is not open')
    },
    storeUpgrading(event) {
      logger.warn(event, 'upgrading the schema of the store')
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
