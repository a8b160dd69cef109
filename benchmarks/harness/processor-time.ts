import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Linux only: clock ticks a second in `/proc`, the same wherever Node.js runs. */
const ticksPerSecond = 100

/**
 * Watches processes for a time in which they are at work.
 * @returns cores that each kept busy on average, threads included
 */
export async function coresUsed(pids: readonly number[], milliseconds: number): Promise<readonly number[]> {
  const startMs = performance.now()
  const before = pids.map(processorSeconds)
  await delay(milliseconds)
  const seconds = (performance.now() - startMs) / 1000
  return pids.map((pid, place) => (processorSeconds(pid) - (before[place] ?? 0)) / seconds)
}

function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces; utime and stime are the 14th and 15th field, the 3rd comes after the name.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
