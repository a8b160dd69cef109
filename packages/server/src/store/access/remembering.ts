import { LRUCache } from 'lru-cache'

/** How long an answer is used: a change by the command line takes effect within a second. */
const maxAgeMs = 500
/** Answers kept, negative ones included: guesses must not fill the memory. */
const maxAnswers = 10_000

export type Lookup<Found> = (key: string) => Promise<Found>

/**
 * Answers look-ups from memory where the answer is younger than half a second. Calls that arrive while an answer is read
 * share it. A failed look-up is forgotten immediately.
 * @param monotonicMs milliseconds on a clock that never goes back
 */
export function remembering<Found>(monotonicMs: () => number, lookUp: Lookup<Found>): Lookup<Found> {
  const answers = new LRUCache<string, Readonly<{ answer: Promise<Found>; requestedAtMs: number }>>({
    maxSize: maxAnswers,
    sizeCalculation: () => 1,
  })
  return (key) => {
    const nowMs = monotonicMs()
    const known = answers.get(key)
    if (known !== undefined && nowMs - known.requestedAtMs < maxAgeMs) return known.answer
    const answer = lookUp(key)
    answers.set(key, { answer, requestedAtMs: nowMs })
    answer.catch(() => answers.delete(key))
    return answer
  }
}
