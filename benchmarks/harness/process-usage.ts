import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Linux only: clock ticks per second in `/proc`. */
const ticksPerSecond = 100

/**
 * Measures processes for some time.
 * @returns the average number of cores that each used, including its threads
 */
export async function coresUsed(pids: readonly number[], milliseconds: number): Promise<readonly number[]> {
  const startMs = performance.now()
  const before = pids.map(processorSecondsOf)
  await delay(milliseconds)
  const seconds = (performance.now() - startMs) / 1000
  return pids.map((pid, place) => (processorSecondsOf(pid) - (before[place] ?? 0)) / seconds)
}

/** Linux only: user and system time of a process and all its threads so far, with a resolution of 10 ms. */
export function processorSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may contain spaces; the 3rd field follows it; utime and stime are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Linux only: the largest resident set of a process so far, in MB; 0 if the process has ended. */
export function peakMemoryMbOf(pid: number | undefined): number {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return 0
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024)
}

/** Linux only: how long the main thread of a process was ready to run and waited for a processor so far, in milliseconds. */
export function waitedForProcessorMs(pid: number): number {
  const [, waitedNs] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
  return Number(waitedNs) / 1e6
}

/** Linux only: what a process has handed to the disk so far, in kB. */
export function writtenKbOf(pid: number): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0) / 1_000
}
