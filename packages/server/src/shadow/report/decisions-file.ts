import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ShadowConditionName } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import { errorCode } from '#database/sqlite/data-folder'
import { writeDurably } from '#database/sqlite/synced-file'
import { type DecidedRun, fileOfRun, lockDecisions, type RunPlace, setAside } from '#shadow/run/decided-run'
import { isOfKind } from './deviation.ts'

/** Figures that must be reached before a switch; those that are undefined do not count. Open classes are a limit, the others minimums. */
export type Conditions = Readonly<Partial<Record<ShadowConditionName, number | undefined>>>

/** What people decided about a shadow run. Its process neither reads nor writes it. */
export type Decided = Readonly<{ decisions: readonly Decision[]; conditions: Conditions }>

type Written = Decided & Readonly<{ version: 1; upstream: string; sellerId: string }>

export const decisionsFileOf = (run: RunPlace) => fileOfRun(run, 'decisions')

/** A file that is damaged: decisions of people are not forgotten silently. */
export class DamagedDecisions extends Error {}

/** @throws DamagedDecisions, or an Error of the system */
export function readDecided(run: DecidedRun): Decided {
  const written = read(decisionsFileOf(run))
  return written !== undefined && isOf(run, written) ? written : { decisions: [], conditions: {} }
}

/**
 * Replaces what was decided by what `change` makes of it, if it is something else. One process at a time does so, so that of two decisions
 * none is lost. Decisions of another run stay under another name.
 * @param nowMs epoch milliseconds, in that name
 * @throws DecisionsBusy, DamagedDecisions, or an Error of the system
 */
export function changeDecided(run: DecidedRun, nowMs: number, change: (decided: Decided) => Decided): Decided {
  const file = decisionsFileOf(run)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unlock = lockDecisions(run)
  try {
    const decided = readDecided(run)
    const changed = change(decided)
    if (changed === decided) return decided
    const { upstream, sellerId } = run
    const earlier = read(file)
    if (earlier !== undefined && !isOf(run, earlier)) setAside(file, nowMs)
    const { decisions, conditions } = changed
    const written: Written = { version: 1, upstream, sellerId, decisions, conditions }
    writeDurably(file, Buffer.from(JSON.stringify(written)))
    return changed
  } finally {
    unlock()
  }
}

function isOf(run: DecidedRun, { upstream, sellerId }: Written): boolean {
  return upstream === run.upstream && sellerId === run.sellerId
}

function read(file: string): Written | undefined {
  try {
    const written: Written | null = JSON.parse(readFileSync(file, 'utf8'))
    if (Array.isArray(written?.decisions) && typeof written.conditions === 'object') return written
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new DamagedDecisions(`${file} cannot be read`)
}

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
