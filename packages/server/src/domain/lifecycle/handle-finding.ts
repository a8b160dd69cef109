import type { DateText } from '#domain/dates'
import type { Handled } from '#domain/findings/finding'
import { act, done, load, refused } from './act.ts'
import { findingHandled } from './seller-changes.ts'
import { type FoundFinding, keptFinding } from './seller-reads.ts'

type Handling = Readonly<{
  day: DateText
  /** The finding's id, as `findingId` makes it. */
  findingId: string
  note: string
  /** Undo it: the finding is open again. */
  isReopened: boolean
  /** Actor. */
  by: string
}>

export type FindingNotHandled =
  /** The present report of the day has no such finding. */
  | Readonly<{ kind: 'unknown' }>
  /** It still waits for an order. */
  | Readonly<{ kind: 'pending' }>
  /** Another person marked or reopened it; `handled` is what it is now. */
  | Readonly<{ kind: 'changed'; handled: Handled | undefined }>

/** Marks a finding of a report as handled, or as open again. */
export const handleFinding = act<Handling, Readonly<{ finding: FoundFinding }>, object, FindingNotHandled>({
  runsAlone: true,
  reads: ({ day, findingId }) => load({ finding: keptFinding(day, findingId) }),
  decide({ input: { day, note, isReopened, by }, found: { finding }, nowMs }) {
    if (finding === undefined) return refused({ kind: 'unknown' })
    if (finding.isPending) return refused({ kind: 'pending' })
    const { handled } = finding
    if ((handled === undefined) === isReopened) return refused({ kind: 'changed', handled })
    const to = isReopened ? undefined : { by, atMs: nowMs, note }
    return done({}, [findingHandled({ day, finding, to, note })])
  },
})
