import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Linux only: the ids of the processes that a process started and that still run, oldest first. */
export function childrenOf(pid: number | undefined): readonly number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes
    .map(Number)
    .filter((child) => parentOf(child) === pid)
    .sort((a, b) => a - b)
}

/** Undefined for one that has just ended. */
function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    if (/^State:\s+Z/m.test(status)) return undefined
    return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined
    throw error
  }
}

/** Sends a signal to a primary and its workers, with SIGKILL as a crash of the machine ends all of them. */
export function signalAll(primary: ChildProcess, signal: NodeJS.Signals): void {
  const workers = childrenOf(primary.pid)
  primary.kill(signal)
  for (const pid of workers) signalIfThere(pid, signal)
}

/** Sends a signal to a process that may end by itself at the same time, as workers do without their primary. */
export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

export function isRunning(pid: number): boolean {
  return parentOf(pid) !== undefined
}
