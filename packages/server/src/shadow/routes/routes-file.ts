import { mkdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type MethodDefinition, methods, type ShadowRouteName, shadowRouteNames } from '@yaoquan/api'
import { errorCode } from '#database/sqlite/data-folder'
import { type DecidedRun, fileOfRun, lockDecisions, type RunPlace, setAside } from '#shadow/run/decided-run'
import { writeWithSpare } from '#shadow/run/write-with-spare'

/** A person said who answers the calls of an app, or of one of its methods. */
export type Route = Readonly<{
  appKey: string
  /** Undefined: all methods that Yaoquan has. */
  method?: string | undefined
  to: ShadowRouteName
  reason: string
  by: string
  /** Epoch milliseconds. */
  atMs: number
  /** The former route, while the event of a way back could not be recorded yet. */
  unrecordedFrom?: ShadowRouteName | undefined
}>

/** What a route is about. */
type RouteTarget = Pick<Route, 'appKey' | 'method'>

const ownMethods: ReadonlySet<string> = new Set(Object.values<MethodDefinition>(methods).map(({ name }) => name))

/** Whether Yaoquan can answer calls of a method. All others always go to today's CRM. */
export function isOwnMethod(method: string): boolean {
  return ownMethods.has(method)
}

/** Where calls go that no route is about. */
export const defaultRoute: ShadowRouteName = 'compare'

/** Where a call goes. The route of its method is before that of its app. */
export function routeOf(routes: readonly Route[], call: Readonly<{ appKey: string; method: string }>): ShadowRouteName {
  if (!isOwnMethod(call.method)) return defaultRoute
  const ofApp = routes.filter(({ appKey }) => appKey === call.appKey)
  const found = ofApp.find(({ method }) => method === call.method) ?? ofApp.find(({ method }) => method === undefined)
  return found?.to ?? defaultRoute
}

/** Whether Yaoquan answers by a route. */
export function isOfOurs(to: ShadowRouteName): boolean {
  return to === 'ours' || to === 'mirrored'
}

/** Whether calls of an app may go elsewhere than to today's CRM. @param appKey undefined: of any app */
export function mayLeaveUpstream(routes: readonly Route[], appKey?: string): boolean {
  return routes.some(({ to, ...route }) => isOfOurs(to) && (appKey === undefined || route.appKey === appKey))
}

export function isAbout(route: RouteTarget, { appKey, method }: RouteTarget): boolean {
  return route.appKey === appKey && route.method === method
}

/** The routes of a shadow run. Its process only reads them. */
export type Routes = Readonly<{
  /** One more with each change; 0: no person has set a route. */
  revision: number
  routes: readonly Route[]
}>

type WrittenRoutes = Routes & Readonly<{ version: 1; upstream: string; sellerId: string }>

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
