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
 * Audits in parts until the end, a signal or a time, and shows how far it is. A second signal ends the process at once, and so does the
 * first while the files of the database are checked, which cannot be stopped otherwise.
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
