import { Counter, Gauge, type Registry } from 'prom-client'

type StoreRecords = Readonly<{
  /** Counts the error if it came from the store. */
  countFault(event: Readonly<{ error: unknown }>): void
  readHostsReported(hosts: Readonly<{ outOfService: number }>): void
  readinessReported(report: Readonly<{ checks: Readonly<Record<string, string>> }>): void
}>

/** Metrics of the store: its faults by kind, and the results of `/ready`. */
export function recordStore(registry: Registry, storeFaultKind: (error: unknown) => string | undefined): StoreRecords {
  const faults = new Counter({
    name: 'yaoquan_store_faults_total',
    help: 'Faults of the store that ended a call, background work or a check of /ready, by kind',
    labelNames: ['kind'],
    registers: [registry],
  })
  const ready = new Gauge({
    name: 'yaoquan_ready',
    help: 'Whether the last check of /ready passed (1) or failed (0), by check',
    labelNames: ['check'],
    // One process that cannot write is reason enough for an alarm.
    aggregator: 'min',
    registers: [registry],
  })
  const readHosts = new Gauge({
    name: 'yaoquan_store_read_hosts_out_of_service',
    help: 'Database hosts that get no reads because they do not answer (with reads=all)',
    registers: [registry],
    // All processes probe the same hosts.
    aggregator: 'max',
  })
  return {
    readHostsReported: ({ outOfService }) => readHosts.set(outOfService),
    countFault({ error }) {
      const kind = storeFaultKind(error)
      if (kind !== undefined) faults.inc({ kind })
    },
    readinessReported({ checks }) {
      for (const [check, outcome] of Object.entries(checks)) ready.set({ check }, outcome === 'ok' ? 1 : 0)
    },
  }
}
