import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ShadowConditionName } from '@yaoquan/api'
import { writeDurably, writeSynced } from '#database/sqlite/synced-file'
import type { Decision } from './decisions.ts'
import { setAside } from './set-aside.ts'

/** Figures that must be reached before a switch; those that are undefined do not count. Open classes are a limit, the others minimums. */
export type Conditions = Readonly<Partial<Record<ShadowConditionName, number | undefined>>>

/** What people decided about a shadow run. Its process neither reads nor writes it. */
export type Decided = Readonly<{ decisions: readonly Decision[]; conditions: Conditions }>

/** The run of which the decisions are: another upstream or seller begins anew. */
export type DecidedRun = Readonly<{ dataDir: string; port: number; upstream: string; sellerId: string }>

type Written = Decided & Readonly<{ version: 1; upstream: string; sellerId: string }>

const fileOf = ({ dataDir, port }: DecidedRun) => join(dataDir, 'shadow', `${port}.decisions.json`)

/** @throws Error for a file that is damaged: decisions of people are not forgotten silently */
export function readDecided(run: DecidedRun): Decided {
  const written = read(fileOf(run))
  return written !== undefined && isOf(run, written) ? written : { decisions: [], conditions: {} }
}

/** Another process is writing decisions, or ended while it did so less than ten seconds ago. */
export class DecisionsBusy extends Error {}

/**
 * Replaces what was decided by what `change` makes of it, if it is something else. One process at a time does so, so that of two decisions
 * none is lost. Decisions of another run stay under another name.
 * @param nowMs epoch milliseconds, in that name
 * @throws DecisionsBusy, an Error of the system, or of a file that is damaged
 */
export function changeDecided(run: DecidedRun, nowMs: number, change: (decided: Decided) => Decided): Decided {
  const file = fileOf(run)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unlock = lock(`${file}.lock`)
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

/** Longer than any write takes. */
const abandonedAfterMs = 10_000

function lock(file: string): () => void {
  try {
    if (Date.now() - statSync(file).mtimeMs > abandonedAfterMs) rmSync(file, { force: true })
  } catch (error) {
    if (!isFault(error, 'ENOENT')) throw error
  }
  try {
    writeSynced(file, Buffer.alloc(0), { mustBeNew: true })
  } catch (error) {
    throw isFault(error, 'EEXIST') ? new DecisionsBusy() : error
  }
  return () => rmSync(file, { force: true })
}

function isFault(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function isOf(run: DecidedRun, { upstream, sellerId }: Written): boolean {
  return upstream === run.upstream && sellerId === run.sellerId
}

function read(file: string): Written | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (isFault(error, 'ENOENT')) return undefined
    throw new Error(`${file} cannot be read`, { cause: error })
  }
}
