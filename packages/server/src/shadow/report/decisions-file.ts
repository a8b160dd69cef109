import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeDurably } from '#database/sqlite/synced-file'
import type { Decision } from './decisions.ts'
import { setAside } from './set-aside.ts'

/** Figures that must be reached before a switch; those that are undefined do not count. */
export type Conditions = Readonly<{
  /** Days on which calls were compared, at least. */
  days?: number | undefined
  /** Calls that were compared, at least. */
  calls?: number | undefined
  /** Percent of the compared calls that agree or deviate only as accepted, at least. */
  agreement?: number | undefined
  /** Percent of the calls that can be compared that were, at least. */
  coverage?: number | undefined
  /** Kinds of deviations that are not accepted, at most. */
  openClasses?: number | undefined
}>

/** What people decided about a shadow run. Its process neither reads nor writes it. */
export type Decided = Readonly<{ decisions: readonly Decision[]; conditions: Conditions }>

/** The run of which the decisions are: another upstream or seller begins anew. */
export type DecidedRun = Readonly<{ dataDir: string; port: number; upstream: string; sellerId: string }>

/** Above it, no more is written. */
export const maxDecisions = 2_000

type Written = Decided & Readonly<{ version: 1; upstream: string; sellerId: string }>

const fileOf = ({ dataDir, port }: DecidedRun) => join(dataDir, 'shadow', `${port}.decisions.json`)

/** @throws Error for a file that is damaged: decisions of people are not forgotten silently */
export function readDecided(run: DecidedRun): Decided {
  const written = read(fileOf(run))
  return written !== undefined && isOf(run, written) ? written : { decisions: [], conditions: {} }
}

/** Those of another run stay under another name. @param nowMs epoch milliseconds, in that name. @throws Error of the system, or for a file that is damaged */
export function writeDecided(run: DecidedRun, decided: Decided, nowMs: number): void {
  const { upstream, sellerId } = run
  const earlier = read(fileOf(run))
  if (earlier !== undefined && !isOf(run, earlier)) setAside(fileOf(run), nowMs)
  const written: Written = { version: 1, upstream, sellerId, ...decided }
  mkdirSync(dirname(fileOf(run)), { recursive: true, mode: 0o700 })
  writeDurably(fileOf(run), Buffer.from(JSON.stringify(written)))
}

function isOf(run: DecidedRun, { upstream, sellerId }: Written): boolean {
  return upstream === run.upstream && sellerId === run.sellerId
}

function read(file: string): Written | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read`, { cause: error })
  }
}
