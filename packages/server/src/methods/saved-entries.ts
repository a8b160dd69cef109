import type { Written } from '#domain/lifecycle/lifecycle-store'
import type { SavedEntries } from '#domain/lifecycle/save-master-data'
import type { EntryFault } from '#domain/master-data/check-entries'
import { InvalidInput } from './method.ts'
import { type RefusedResult, refusedResult } from './refused-result.ts'

/** Refuses rows that break a rule of master data. @param list wire name of the list that has the rows */
export function refuseFault(fault: EntryFault | undefined, list: string): void {
  if (fault === undefined) return
  const { place, property, rule } = fault
  throw new InvalidInput(`${list}[${place}].${property === 'parent' ? 'parent_code' : property}`, rule)
}

type Shown = Readonly<{
  alreadyDone: true | undefined
  createdCount: number
  changedCount: number
  unchangedCount: number
  success: true
}>

const none = { createdCount: 0, changedCount: 0, unchangedCount: 0 } as const

/** The result of a save of master data. */
export function savedResult(
  written: Written<SavedEntries, never>,
  input: Readonly<{ outRequestNo: string }>,
): Shown | (RefusedResult & typeof none) {
  if (written.kind !== 'done') return { ...refusedResult(written, input), ...none }
  const { created, changed, unchanged } = written.answer
  const counts = { createdCount: created, changedCount: changed, unchangedCount: unchanged }
  return { alreadyDone: written.isAlreadyDone ? true : undefined, ...counts, success: true }
}
