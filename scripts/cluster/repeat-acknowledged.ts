import { isDeepStrictEqual } from 'node:util'
import type { TopClient } from '@yaoquan/client'
import { type Acknowledged, attempt, contentOf } from '../../tests/harness/lifecycle-load.ts'

/**
 * Sends writes that were acknowledged once more under their numbers.
 * @returns one line for each that is not answered as it was the first time
 */
export async function repeatAcknowledged(
  client: TopClient,
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const { write, answer } of acknowledged) {
    const again = await attempt(client, write)
    if (again.kind !== 'answered') faults.push(`${write.outRequestNo}: acknowledged, and ${again.kind} when repeated`)
    else if (again.answer.alreadyDone !== true) faults.push(`${write.outRequestNo}: done a second time`)
    else if (!isDeepStrictEqual(contentOf(again.answer), contentOf(answer))) {
      faults.push(`${write.outRequestNo}: another answer than the first time`)
    }
  }
  return faults
}
