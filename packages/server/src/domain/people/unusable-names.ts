import type { SignInAttempts } from './people-store.ts'

/** So many unusable names of a seller are answered in any hour. */
export const mostUnusableNames = 6
const windowMs = 3_600_000

/** @param isLast whether the sixth place was taken, at least once while six are taken within an hour */
export type ChargedName =
  | Readonly<{ kind: 'counted'; isLast: boolean }>
  /** Epoch milliseconds at which the oldest place is free again. */
  | Readonly<{ kind: 'refused'; untilMs: number }>

/**
 * Counts a name that no operator can be created with, since it is taken or reserved. Each takes one of six places for an hour.
 * @param name.sellerId the seller of the owner
 */
export async function chargeUnusableName(
  { sellerId, nowMs }: Readonly<{ sellerId: string; nowMs: number }>,
  attempts: SignInAttempts,
): Promise<ChargedName> {
  let untilMs = Number.POSITIVE_INFINITY
  for (let place = 1; place <= mostUnusableNames; place += 1) {
    const takenUntilMs = await attempts.chargeAttempt(`unusable name ${place} for ${sellerId}`, () => windowMs, nowMs)
    if (takenUntilMs === undefined) return { kind: 'counted', isLast: place === mostUnusableNames }
    untilMs = Math.min(untilMs, takenUntilMs)
  }
  return { kind: 'refused', untilMs }
}
