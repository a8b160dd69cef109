import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '#database/sqlite/data-folder'
import { writeDurably } from '#database/sqlite/synced-file'
import type { IssuedState } from '#domain/coupon/coupon'
import { lockForDecision } from '#shadow/run/decided-run'

/** What a person said that a status of the CRM of today means. */
export type MappedStatus = Readonly<{
  status: string
  means: IssuedState['kind']
  reason: string
  by: string
  /** Epoch milliseconds. */
  atMs: number
}>

/** Statuses are those of an upstream for a seller, whichever port its shadow run has. */
export type StatusPlace = Readonly<{ dataDir: string; upstream: string; sellerId: string }>

type StatusMap = Readonly<{ upstream: string; sellerId: string; statuses: readonly MappedStatus[] }>
type Written = Readonly<{ version: 1; maps: readonly StatusMap[] }>

/** A file that is damaged: what people said is not forgotten silently. */
export class DamagedStatuses extends Error {}

const maxStatuses = 100

const fileOf = (dataDir: string) => join(dataDir, 'shadow', 'statuses.json')

/** What people said, the latest for each status. @throws DamagedStatuses, or an Error of the system */
export function readStatuses({ dataDir, upstream, sellerId }: StatusPlace): readonly MappedStatus[] {
  return read(dataDir).find((map) => map.upstream === upstream && map.sellerId === sellerId)?.statuses ?? []
}

/**
 * Says what a status means. One process at a time does so.
 * @returns false where too many are mapped already
 * @throws DamagedStatuses, DecisionsBusy, or an Error of the system
 */
export function mapStatus({ dataDir, upstream, sellerId }: StatusPlace, mapped: MappedStatus): boolean {
  mkdirSync(join(dataDir, 'shadow'), { recursive: true, mode: 0o700 })
  const unlock = lockForDecision(`${fileOf(dataDir)}.lock`)
  try {
    const maps = read(dataDir)
    const earlier = readStatuses({ dataDir, upstream, sellerId }).filter(({ status }) => status !== mapped.status)
    if (earlier.length >= maxStatuses) return false
    const others = maps.filter((map) => map.upstream !== upstream || map.sellerId !== sellerId)
    const written: Written = {
      version: 1,
      maps: [...others, { upstream, sellerId, statuses: [...earlier, mapped] }],
    }
    writeDurably(fileOf(dataDir), Buffer.from(JSON.stringify(written)))
    return true
  } finally {
    unlock()
  }
}

/** 0 is unused, as the definition of querycoupon says. Another status means something once a person said so; undefined until then. */
export function stateOfStatus(status: string, mapped: readonly MappedStatus[]): IssuedState | undefined {
  if (status === '0') return { kind: 'unused' }
  const means = mapped.find((one) => one.status === status)?.means
  return means && { kind: means }
}

function read(dataDir: string): readonly StatusMap[] {
  const file = fileOf(dataDir)
  try {
    const written: Written | null = JSON.parse(readFileSync(file, 'utf8'))
    if (written?.version === 1 && Array.isArray(written.maps)) return written.maps
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new DamagedStatuses(`${file} cannot be read`)
}
