import type { ShareMistakes } from './app-mistakes.ts'
import type { SharePhones } from './full-phone-reads.ts'
import type { TakeCalls } from './meter-calls.ts'
import type { ShareMisses } from './phone-guesses.ts'

/** What a server needs of the other processes where it is one of several of node:cluster. */
export type Siblings = Readonly<{
  takeCalls: TakeCalls
  shareFullPhones: SharePhones
  shareMisses: ShareMisses
  shareMistakes: ShareMistakes
  /** The hashes of phones that are counted together; at most 64 bytes. */
  phoneKey: Uint8Array
  /** Metrics of all processes in Prometheus text format; undefined when they are not available. */
  gatherMetrics(): Promise<string | undefined>
}>
