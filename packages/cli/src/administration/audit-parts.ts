import type { AuditProgress } from '#server'
import { showAuditProgress } from './audit-progress.ts'

type Pass = Readonly<{
  isDone: boolean
  progress: AuditProgress
  checkStorage(): Promise<void>
  next(): Promise<void>
}>

const stopSignals = ['SIGINT', 'SIGTERM'] as const

/**
 * Runs the parts of an audit until it is complete, a signal arrives, or the time is over, and shows progress. A second signal ends the
 * process at once. So does the first one during the check of the database files, because that check cannot be interrupted.
 * @param endMs epoch milliseconds; a part that has begun is done
 * @returns whether a signal stopped it
 */
export async function auditUntil(pass: Pass, endMs: number): Promise<boolean> {
  await pass.checkStorage()
  const stopped = new AbortController()
  const stop = () => stopped.abort()
  for (const signal of stopSignals) process.once(signal, stop)
  const shown = await showAuditProgress(pass.progress, Date.now)
  try {
    while (!pass.isDone && !stopped.signal.aborted && Date.now() < endMs) {
      await pass.next()
      shown.show(pass.progress)
    }
  } finally {
    shown.stop()
    for (const signal of stopSignals) process.off(signal, stop)
  }
  return stopped.signal.aborted
}
