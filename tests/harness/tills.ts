import { sizeOf } from './soak.ts'

/** Tills that call one after the other; at full length as fast as they are answered, to reach 500 calls a second in sum. */
export const tillCount = sizeOf(16, 4)

/** How long a till waits before its next call. */
export const pauseMs = sizeOf(0, 20)

/** How many calls a second all tills made, to be said and not judged: a busy machine is no fault. @param startedMs of `performance.now()` */
export function rateText(calls: number, startedMs: number): string {
  const seconds = (performance.now() - startedMs) / 1_000
  return `${calls} calls in ${seconds.toFixed(1)} s: ${Math.round(calls / seconds)} calls/s`
}
