import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import { createPrimaryLog } from './primary-log.ts'

export type BackupSchedule = Readonly<{ stop(): Promise<void> }>

export type BackupPlan = Readonly<{
  /** Folder of backups. */
  folder: string
  dataDir: string
  everyMs: number
  keepMs: number
  logLevel: string
}>

/** After a start the store may still be being made, and after a failure a disk may be being made room on. */
const startPauseMs = 2_000
const retryPauseMs = 600_000

/**
 * Backs up a data folder again and again: each time the newest backup is older than the period, so that restarts neither
 * repeat nor miss one. Each backup is a process of its own (`yaoquan backup`) and holds up no call.
 */
export function startBackupSchedule(plan: BackupPlan): BackupSchedule {
  const stopping = new AbortController()
  const running = repeat({ ...plan, log: createPrimaryLog(plan.logLevel) }, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

type Work = BackupPlan & Readonly<{ log: Logger }>

async function repeat(plan: Work, signal: AbortSignal): Promise<void> {
  await pause(startPauseMs, signal)
  while (!signal.aborted) await pause(await takeIfDue(plan, signal), signal)
}

/** @returns how long to wait before looking again, in milliseconds */
async function takeIfDue(plan: Work, signal: AbortSignal): Promise<number> {
  try {
    const dueInMs = await timeToNext(plan)
    if (dueInMs > 0) return Math.min(dueInMs, longestPauseMs)
    const { stdout } = await takeOne(plan, signal)
    plan.log.info({ backup: JSON.parse(stdout) }, 'backup taken')
    return 0
  } catch (error) {
    if (!signal.aborted) plan.log.error({ error: reasonOf(error) }, 'backup failed')
    return Math.min(plan.everyMs, retryPauseMs)
  }
}

/** Timers of Node.js are limited to 24 days, and a host that slept must not wait a period more. */
const longestPauseMs = 60_000

async function timeToNext({ folder, everyMs }: BackupPlan): Promise<number> {
  const { listBackups } = await import('#server')
  const newest = listBackups(folder).at(-1)
  return newest === undefined ? 0 : newest + everyMs - Date.now()
}

function takeOne({ folder, dataDir, keepMs }: BackupPlan, signal: AbortSignal): Promise<{ stdout: string }> {
  const [, program = ''] = process.argv
  const args = [program, 'backup', folder, '--data', dataDir, '--keep', `${Math.ceil(keepMs / 1_000)}s`, '--json']
  return run(process.execPath, args, { signal })
}

const run = promisify(execFile)

/** What the command said in its one line for a person. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && typeof error.stderr === 'string') return error.stderr.trim()
  return error instanceof Error ? error.message : 'unknown'
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
