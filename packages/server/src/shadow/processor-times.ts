import { readFileSync } from 'node:fs'
import type { ProcessorTimes } from './compared-share.ts'

/** Processor time of the main thread of this process. Linux tells it without a disk; undefined elsewhere, and where it is hidden. */
export function processorTimes(): ProcessorTimes | undefined {
  try {
    const [ranNs, waitedNs] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number)
    return ranNs === undefined || waitedNs === undefined ? undefined : { ranMs: ranNs / 1e6, waitedMs: waitedNs / 1e6 }
  } catch {
    return undefined
  }
}
