import { formatTimestamp } from '@yaoquan/protocol'
import { isOfKind } from './deviation.ts'

/** A person accepted kinds of deviations, or withdrew that. */
export type Decision = Readonly<{
  act: 'accept' | 'withdraw'
  /** A kind, or the beginning of several, see `isOfKind`. */
  named: string
  /** Only deviations until then are accepted: their cause was mended, and a new one counts. */
  isSoFar: boolean
  reason: string
  by: string
  /** Epoch milliseconds. */
  atMs: number
}>

/** The acceptances that no later decision has replaced or withdrawn. @param decisions the oldest first */
export function acceptances(decisions: readonly Decision[]): readonly Decision[] {
  const latest = new Map(decisions.map((decision) => [decision.named, decision]))
  return [...latest.values()].filter(({ act }) => act === 'accept')
}

type Row = Readonly<{ kind: string; lastAtMs: number }>

/** The acceptance of a row; undefined while it is open. */
export function acceptanceOf({ kind, lastAtMs }: Row, accepted: readonly Decision[]): Decision | undefined {
  return accepted.find(({ named, isSoFar, atMs }) => isOfKind(kind, named) && (!isSoFar || lastAtMs <= atMs))
}

/**
 * Whether a deviation of a day is accepted. On the day of an acceptance of what there was so far, it is if none came later.
 * @param rows all rows of the report
 */
export function isAcceptedOn(
  { kind, day }: Readonly<{ kind: string; day: string }>,
  accepted: readonly Decision[],
  rows: readonly Row[],
): boolean {
  return accepted.some(({ named, isSoFar, atMs }) => {
    if (!isOfKind(kind, named)) return false
    const decidedOn = formatTimestamp(atMs).slice(0, 10)
    if (!isSoFar || day < decidedOn) return true
    return day === decidedOn && rows.every((row) => row.kind !== kind || row.lastAtMs <= atMs)
  })
}
