import type { Written } from './lifecycle-store.ts'

/** Codes that were made up exist already. */
export type CodesTaken = Readonly<{ kind: 'codes-taken' }>

/** Codes that were made up are free, but for one in 2^73: as many attempts never fail together. */
const maxAttempts = 3

/**
 * Repeats a write with other codes while those that it made up exist already.
 * @param write makes codes up, and writes
 * @throws Error when the source of randomness gives the same codes again
 */
export async function untilFree<Answer, Refused extends Readonly<{ kind: string }>>(
  write: () => Promise<Written<Answer, Refused | CodesTaken>>,
): Promise<Written<Answer, Refused>> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const written = await write()
    if (written.kind !== 'refused') return written
    if (isOther(written.refusal)) return { kind: 'refused', refusal: written.refusal }
  }
  throw new Error('random codes exist already')
}

function isOther<Refused extends Readonly<{ kind: string }>>(refusal: Refused | CodesTaken): refusal is Refused {
  return refusal.kind !== 'codes-taken'
}
