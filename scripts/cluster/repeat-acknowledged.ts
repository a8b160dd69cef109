import { isDeepStrictEqual } from 'node:util'
import type { TopClient } from '@yaoquan/client'
import { type Acknowledged, type Attempt, attempt, contentOf } from '../../tests/harness/lifecycle-load.ts'

/** Calls under way at a time. */
const callers = 8

/**
 * Repeats acknowledged writes with the same request numbers.
 * @returns one line per write whose answer differs from the first
 */
export async function repeatAcknowledged(
  client: TopClient,
  acknowledged: readonly Acknowledged[],
): Promise<readonly string[]> {
  const left = acknowledged.values()
  const faults: string[] = []
  const repeat = async () => {
    for (const { write, answer } of left) faults.push(...faultsOf(await attempt(client, write), write, answer))
  }
  await Promise.all(Array.from({ length: callers }, repeat))
  return faults
}

function faultsOf(
  again: Attempt,
  { outRequestNo }: Acknowledged['write'],
  answer: Acknowledged['answer'],
): readonly string[] {
  if (again.kind !== 'answered') return [`${outRequestNo}: acknowledged, and ${again.kind} when repeated`]
  if (again.answer.alreadyDone !== true) return [`${outRequestNo}: done a second time`]
  const isEqual = isDeepStrictEqual(contentOf(again.answer), contentOf(answer))
  return isEqual ? [] : [`${outRequestNo}: another answer than the first time`]
}
