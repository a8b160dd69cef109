import type { Logger } from 'pino'
import { Gauge, type Registry } from 'prom-client'

/** Levels of the difference between the clocks of host and database: 1 s, 5 s, and a minute or more. */
export type ClockLevel = 'close' | 'apart' | 'far-apart' | 'writes-refused'

type ComparedClocks = Readonly<{ hostAheadMs: number; level: ClockLevel }>

const messages = {
  close: 'clock agrees with the database again',
  apart: 'clock differs from the database',
  'far-apart': 'clock differs from the database, server is not ready',
  'writes-refused': 'clock differs from the database, writes are refused',
} as const

/** A gauge of the difference, and a line in the log when its level changes. */
export function recordClock(logger: Logger, registry: Registry): (compared: ComparedClocks) => void {
  const offset = new Gauge({
    name: 'yaoquan_clock_offset_seconds',
    help: 'By how much the clock of this host is ahead of the database (beyond the error of measuring it)',
    registers: [registry],
    // Processes on one host share its clock.
    aggregator: 'max',
  })
  let known: ClockLevel = 'close'
  return (compared) => {
    offset.set(compared.hostAheadMs / 1000)
    if (compared.level === known) return
    known = compared.level
    const isGrave = known === 'far-apart' || known === 'writes-refused'
    if (isGrave) logger.error(compared, messages[known])
    else logger.warn(compared, messages[known])
  }
}
