import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

export interface RetentionTelemetry {
  /** Request numbers or members were removed because they were older than the seller's policy says. */
  oldRemoved(removal: Readonly<{ sellerId: string; kind: string; rows: number }>): void
}

/** Counts what passes remove; an event of the seller tells of each pass. */
export function recordRetention(logger: Logger, registry: Registry): RetentionTelemetry {
  const rows = createMetrics(registry).counter(
    'yaoquan_retention_removed_total',
    'Rows removed because they were older than the policy of their seller says, by what they are',
    'kind',
  )
  return {
    oldRemoved(removal) {
      rows.inc({ kind: removal.kind }, removal.rows)
      logger.debug(removal, 'removed what is older than the retention policy says')
    },
  }
}
