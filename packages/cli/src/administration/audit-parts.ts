import { lineEvery } from '#import/progress'
import type { AuditProgress } from '#server'
import { printNote, say } from '#terminal/output'

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

/** Shows how far an audit is. */
interface ShownProgress {
  show(progress: AuditProgress): void
  stop(): void
}

/** Shows progress on stderr: a bar on a terminal, else lines. @param begun where the audit goes on */
async function showAuditProgress(begun: AuditProgress, clock: () => number): Promise<ShownProgress> {
  if (!process.stderr.isTTY) return auditLines(begun, clock, printNote)
  const textOf = progressText(begun, clock)
  const { SingleBar } = await import('cli-progress')
  const format = '{bar} {text}'
  const bar = new SingleBar({ stream: process.stderr, format, hideCursor: true, clearOnComplete: true })
  bar.start(1, 0, { text: '' })
  return {
    show(progress) {
      bar.setTotal(Math.max(1, progress.planned))
      bar.update(progress.done, { text: textOf(progress) })
    },
    stop: () => bar.stop(),
  }
}

const lineEveryMs = 60_000

/** Writes a line a minute, the first after a minute: timers send what is printed, so a short audit prints nothing. */
export function auditLines(begun: AuditProgress, clock: () => number, print: (line: string) => void): ShownProgress {
  const textOf = progressText(begun, clock)
  const write = lineEvery({ everyMs: lineEveryMs, write: print, clock })
  return { show: (progress) => write(textOf(progress)), stop: () => undefined }
}

/** Words progress with the rate since it began here, and the time left at that rate. */
export function progressText(begun: AuditProgress, clock: () => number): (progress: AuditProgress) => string {
  const begunMs = clock()
  return ({ done, planned, sellerId }) => {
    const percent = planned === 0 ? 0 : Math.floor((100 * done) / planned)
    const perSecond = ((done - begun.done) * 1_000) / Math.max(1, clock() - begunMs)
    const left = perSecond > 0 ? durationText(Math.ceil((planned - done) / perSecond)) : say('未知', 'unknown')
    const seller = sellerId === undefined ? '' : say(`，连锁 ${sellerId}`, `, seller ${sellerId}`)
    return say(
      `已核对 ${done} / ${planned}（${percent}%），每秒 ${Math.round(perSecond)}，剩余 ${left}${seller}`,
      `audited ${done} of ${planned} (${percent} %), ${Math.round(perSecond)} a second, ${left} left${seller}`,
    )
  }
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
