import type { ClockSample } from '#database/sql-engine'
import type { Session } from './session.ts'

/**
 * Asks a host for its time. The answer counts for the middle between request and answer.
 * @throws DatabaseFault
 */
export async function sampleClock(session: Session): Promise<ClockSample> {
  const startMs = performance.now()
  const row = await session.command('SELECT UTC_TIMESTAMP(6)')
  const errorMs = (performance.now() - startMs) / 2
  return { databaseMs: epochMs(row?.[0]), monotonicMs: startMs + errorMs, errorMs }
}

/** @param text `YYYY-MM-DD hh:mm:ss.ffffff` */
function epochMs(text: unknown): number {
  const parsed = Date.parse(`${String(text).replace(' ', 'T')}Z`)
  if (Number.isNaN(parsed)) throw new Error('the database tells its time in another format')
  return parsed
}
