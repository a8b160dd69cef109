import { mkdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { shadowRouteNames } from '@yaoquan/api'
import { errorCode } from '#database/sqlite/data-folder'
import { type DecidedRun, fileOfRun, lockDecisions, type RunPlace } from '#shadow/run/decided-run'
import { setAside } from '#shadow/run/set-aside'
import { writeWithSpare } from '#shadow/run/write-with-spare'
import type { Route } from './routes.ts'

/** The routes of a shadow run. Its process only reads them. */
export type Routes = Readonly<{
  /** One more with each change; 0: no person has set a route. */
  revision: number
  routes: readonly Route[]
}>

export type WrittenRoutes = Routes & Readonly<{ version: 1; upstream: string; sellerId: string }>

export const noRoutes: Routes = { revision: 0, routes: [] }

export const routesFileOf = (run: RunPlace) => fileOfRun(run, 'routes')

/** A file that is damaged: routes are not forgotten silently. */
export class DamagedRoutes extends Error {}

/** @returns undefined where there is no file @throws DamagedRoutes, or an Error of the system */
export function readRoutesFile(file: string): WrittenRoutes | undefined {
  return decode(file, () => readFileSync(file, 'utf8'))
}

/** Like `readRoutesFile`, without keeping the thread waiting. */
export async function readRoutesFileLater(file: string): Promise<WrittenRoutes | undefined> {
  try {
    const text = await readFile(file, 'utf8')
    return decode(file, () => text)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Routes of another upstream or seller are none of this run. */
export function routesOfRun({ upstream, sellerId }: DecidedRun, written: WrittenRoutes | undefined): Routes {
  return written !== undefined && written.upstream === upstream && written.sellerId === sellerId ? written : noRoutes
}

/** @throws DamagedRoutes, or an Error of the system */
export function readRoutes(run: DecidedRun): Routes {
  return routesOfRun(run, readRoutesFile(routesFileOf(run)))
}

/**
 * Replaces the routes by what `change` makes of them, if it is something else. One process at a time does so. Routes of another run stay
 * under another name.
 * @param nowMs epoch milliseconds, in that name
 * @throws DecisionsBusy, DamagedRoutes, or an Error of the system
 */
export async function changeRoutes(
  run: DecidedRun,
  nowMs: number,
  change: (routes: readonly Route[]) => Promise<readonly Route[]>,
): Promise<Routes> {
  const file = routesFileOf(run)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unlock = lockDecisions(run)
  try {
    const earlier = readRoutesFile(file)
    const before = routesOfRun(run, earlier)
    const routes = await change(before.routes)
    if (routes === before.routes) return before
    if (earlier !== undefined && before === noRoutes) setAside(file, nowMs)
    const { upstream, sellerId } = run
    const revision = (earlier?.revision ?? 0) + 1
    const written: WrittenRoutes = { version: 1, upstream, sellerId, revision, routes }
    writeWithSpare(file, Buffer.from(JSON.stringify(written)))
    return written
  } finally {
    unlock()
  }
}

function decode(file: string, read: () => string): WrittenRoutes | undefined {
  try {
    const written: WrittenRoutes | null = JSON.parse(read())
    if (written?.version === 1 && Number.isInteger(written.revision) && written.routes.every(isRoute)) return written
  } catch (error) {
    if (isMissing(error)) return undefined
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  throw new DamagedRoutes(`${file} cannot be read`)
}

/** Also where the folder of the runs is none. */
function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error))
}

function isRoute({ appKey, method, to }: Route): boolean {
  return typeof appKey === 'string' && ['string', 'undefined'].includes(typeof method) && shadowRouteNames.includes(to)
}
