import { stat } from 'node:fs/promises'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { OperatorError } from '#errors/operator-error'
import type { DecidedRun, RunPlace } from '#shadow/run/decided-run'
import type { ShadowTelemetry } from '#telemetry/shadow-telemetry'
import {
  DamagedRoutes,
  mayLeaveUpstream,
  noRoutes,
  type Routes,
  readRoutesFile,
  readRoutesFileLater,
  routesFileOf,
  routesOfRun,
} from './routes-file.ts'

/** The routes of a shadow run as its process has them. */
export type WatchedRoutes = Readonly<{
  current(): Routes
  /** Why the routes may be old; undefined when they are those of the file. */
  problem(): string | undefined
  close(): Promise<void>
}>

type Watching = DecidedRun &
  Readonly<{
    /** Whether a server for the route `ours` was given. */
    hasOurs: boolean
    telemetry: Pick<ShadowTelemetry, 'backgroundFailed' | 'routesRead'>
  }>

/** A change holds within a second. */
const lookEveryMs = 100

/**
 * Reads the routes before the first call, and again when the file has changed. A file that cannot be read leaves the last ones.
 * @throws OperatorError if calls would go elsewhere than people decided
 */
export function watchRoutes({ hasOurs, telemetry, ...run }: Watching): WatchedRoutes {
  const file = routesFileOf(run)
  let routes = firstRoutes(run, hasOurs)
  let problem: string | undefined
  let seen = ''
  const look = async () => {
    try {
      const state = await stat(file, { bigint: true }).then(
        ({ ino, mtimeNs, size }) => `${ino} ${mtimeNs} ${size}`,
        () => 'none',
      )
      if (state === seen) return
      const written = await readRoutesFileLater(file)
      if (written === undefined && routes.revision > 0) throw new DamagedRoutes('the file of routes is gone')
      const read = routesOfRun(run, written)
      const isUsable = hasOurs || !mayLeaveUpstream(read.routes)
      problem = isUsable ? undefined : 'a route names Yaoquan, and --ours was not given'
      if (isUsable && read.revision !== routes.revision) {
        routes = read
        telemetry.routesRead({ revision: read.revision, routes: read.routes.length })
      }
      seen = state
    } catch (error) {
      if (problem === undefined) telemetry.backgroundFailed({ work: 'read routes', error })
      problem = 'the file of routes cannot be read, the last ones hold'
    }
  }
  const work: RunningWork = repeatWork({ name: 'read routes', everyMs: lookEveryMs, work: look, telemetry })
  return { current: () => routes, problem: () => problem, close: () => work.stop() }
}

/** A shadow run without a seller follows no routes. @throws OperatorError where a route leads to Yaoquan */
export function refuseRoutes(place: RunPlace): void {
  const file = routesFileOf(place)
  const written = orRefuse(file, () => readRoutesFile(file))
  if (written === undefined || !mayLeaveUpstream(written.routes)) return
  throw new OperatorError({
    zh: `${file} 中有到药券的路由，请用 --seller 与 --ours 启动`,
    en: `a route in ${file} names Yaoquan: start with --seller and --ours`,
  })
}

function firstRoutes(run: DecidedRun, hasOurs: boolean): Routes {
  const file = routesFileOf(run)
  const written = orRefuse(file, () => readRoutesFile(file))
  if (written === undefined || !mayLeaveUpstream(written.routes)) return routesOfRun(run, written)
  const routes = routesOfRun(run, written)
  if (routes === noRoutes) {
    throw new OperatorError({
      zh: `${file} 中的路由属于上游 ${written.upstream}、连锁 ${written.sellerId}；确认不再需要后改名该文件`,
      en: `the routes in ${file} are of upstream ${written.upstream} and seller ${written.sellerId}; rename the file if they are no longer wanted`,
    })
  }
  if (!hasOurs) {
    throw new OperatorError({
      zh: `${file} 中有到药券的路由，请用 --ours 指定药券服务器`,
      en: `a route in ${file} names Yaoquan: give its server as --ours`,
    })
  }
  return routes
}

function orRefuse<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new OperatorError(
      {
        zh: `路由文件 ${file} 无法读取，不知道调用该到哪边；请从备份恢复，或改名后重新设定路由`,
        en: `the file of routes ${file} cannot be read, so it is unknown which side answers calls; restore it, or rename it and set the routes anew`,
      },
      { cause: error },
    )
  }
}
