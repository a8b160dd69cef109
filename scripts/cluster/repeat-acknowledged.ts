import { isDeepStrictEqual } from 'node:util'
import type { TopClient } from '@yaoquan/client'
import { type Acknowledged, attempt, contentOf } from '../../tests/harness/lifecycle-load.ts'

/**
 * Repeats acknowledged writes with the same request numbers.
 * @returns one line per write whose answer differs from the first
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
