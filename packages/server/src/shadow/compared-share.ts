import { readFileSync } from 'node:fs'

/** How long a thread ran so far, and how long it was ready to run and waited for a processor. */
export type ProcessorTimes = Readonly<{ ranMs: number; waitedMs: number }>

/** Chooses the calls that are compared, so that those that pass have the processor. Shares are in percent. */
export type ComparedShare = Readonly<{
  /** Counts a call that passes. @returns whether it is to be compared */
  takes(): boolean
  /** To be called once a second: sets the share by what happened since. */
  adjust(): void
  current(): number
}>

type Surroundings = Readonly<{
  /** Processor time of the thread that passes calls; undefined where the system does not tell, and all calls are compared. */
  processorTimes: () => ProcessorTimes | undefined
  /** At least 0 and below 1. */
  random: () => number
}>

/** So many calls a second are compared however busy the processors are: this takes some 6 % of one. */
const leastPerSecond = 100
const morePercentEachSecond = 10

/**
 * Halves the share in each second in which the passing thread waits for a processor longer than it runs, and raises it slowly otherwise. On
 * two quiet processors the thread mostly waits half as long as it runs, with and without comparing.
 */
export function createComparedShare({ processorTimes, random }: Surroundings): ComparedShare {
  let earlier = processorTimes()
  let calls = 0
  let percent = 100
  return {
    takes() {
      calls += 1
      return percent === 100 || random() * 100 < percent
    },
    adjust() {
      const latest = processorTimes()
      const aimed = isBusy(earlier, latest) ? Math.floor(percent / 2) : percent + morePercentEachSecond
      const least = Math.ceil((leastPerSecond * 100) / Math.max(1, calls))
      percent = Math.min(100, Math.max(least, aimed))
      earlier = latest
      calls = 0
    },
    current: () => percent,
  }
}

function isBusy(earlier: ProcessorTimes | undefined, latest: ProcessorTimes | undefined): boolean {
  if (earlier === undefined || latest === undefined) return false
  return latest.waitedMs - earlier.waitedMs > latest.ranMs - earlier.ranMs
}

/** Processor time of the main thread of this process. Linux tells it without a disk; undefined elsewhere, and where it is hidden. */
export function processorTimes(): ProcessorTimes | undefined {
  try {
    const [ranNs, waitedNs] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number)
    return ranNs === undefined || waitedNs === undefined ? undefined : { ranMs: ranNs / 1e6, waitedMs: waitedNs / 1e6 }
  } catch {
    return undefined
  }
}
