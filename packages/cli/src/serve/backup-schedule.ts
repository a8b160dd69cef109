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

/** After the start, the store may not exist yet. After a failure, the operator may be freeing disk space. */
const startPauseMs = 2_000
const retryPauseMs = 600_000

/**
 * Backs up a data folder on a schedule: whenever the newest backup is older than the interval, so that restarts neither repeat nor miss
 * a backup. Each backup runs in a process of its own (`yaoquan backup`) and delays no calls.
 */
export function startBackupSchedule(plan: BackupPlan): BackupSchedule {
  const stopping = new AbortController()
  const log = createPrimaryLog(plan.logLevel)
  const running = repeat({ ...plan, log: log.logger }, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await running
      await log.close()
    },
  }
}

type LoggedPlan = BackupPlan & Readonly<{ log: Logger }>

async function repeat(plan: LoggedPlan, signal: AbortSignal): Promise<void> {
  await pause(startPauseMs, signal)
  while (!signal.aborted) await pause(await takeIfDue(plan, signal), signal)
}

/** @returns milliseconds until the next check */
async function takeIfDue(plan: LoggedPlan, signal: AbortSignal): Promise<number> {
  try {
    const dueInMs = await timeToNext(plan)
    if (dueInMs > 0) return Math.min(dueInMs, longestPauseMs)
    const { stdout } = await takeOne(plan, signal)
    const report: unknown = JSON.parse(stdout)
    plan.log.info({ backup: report }, 'backup taken')
    if (hasUnlisted(report)) plan.log.error({ backup: report }, 'backup found chunks changed without a record')
    return 0
  } catch (error) {
    if (!signal.aborted) plan.log.error({ error: reasonOf(error) }, 'backup failed')
    return Math.min(plan.everyMs, retryPauseMs)
  }
}

function hasUnlisted(report: unknown): boolean {
  return typeof report === 'object' && report !== null && 'unlisted_chunks' in report && report.unlisted_chunks !== 0
}

/** Timers of Node.js are limited to 24 days, and a host that was suspended must not wait a whole interval again. */
const longestPauseMs = 60_000

/** Ignores backups of another store: the first backup of this one is then due now, and its refusal is logged now. */
async function timeToNext({ folder, dataDir, everyMs }: BackupPlan): Promise<number> {
  const { newestBackup } = await import('#server')
  const newest = await newestBackup(folder, dataDir)
  return newest === undefined ? 0 : newest + everyMs - Date.now()
}

function takeOne({ folder, dataDir, keepMs }: BackupPlan, signal: AbortSignal): Promise<{ stdout: string }> {
  const [, program = ''] = process.argv
  const args = [program, 'backup', folder, '--data', dataDir, '--keep', `${Math.ceil(keepMs / 1_000)}s`, '--json']
  // The log has no language, and has what the command prints where it fails.
  return run(process.execPath, args, { signal, env: { ...process.env, YAOQUAN_LANG: 'en' } })
}

const run = promisify(execFile)

/** The line that the command printed on stderr. */
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
