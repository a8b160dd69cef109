import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

export interface RefusalTelemetry {
  /** Refused calls were stored, to be explained later. */
  refusalsKept(batch: Readonly<{ calls: number }>): void
  /** A refused call will not be explained: `queue`, too many wait; `app`, its app had too many in this hour. */
  refusalDropped(drop: Readonly<{ cause: 'queue' | 'app' }>): void
}

/** Counts refused calls that are kept, and those that are not. */
export function recordRefusals(registry: Registry): RefusalTelemetry {
  const metrics = createMetrics(registry)
  const kept = metrics.counter('yaoquan_refusals_kept_total', 'Refused calls that were stored, to be explained later')
  const dropped = metrics.counter(
    'yaoquan_refusals_dropped_total',
    'Refused calls that were not stored, by cause: queue, too many waited for the store; app, too many of one app in an hour',
    'cause',
  )
  return {
    refusalsKept: ({ calls }) => kept.inc(calls),
    refusalDropped: ({ cause }) => dropped.inc({ cause }),
  }
}
