import type { ShadowRouteName } from '@yaoquan/api'
import type { ChangedRoute } from '#domain/events/notices'
import { maxShadowRoutes } from '#methods/console/shadow-methods'
import type { DecidedRun } from '#shadow/run/decided-run'
import { maskNumbers } from '#shadow/run/mask-numbers'
import { defaultRoute, isAbout, isOwnMethod, mayLeaveUpstream, type Route } from './routes.ts'
import { changeRoutes } from './routes-file.ts'
import { readSwitchState } from './switch-state.ts'

/**
 * `unknown-method`: Yaoquan has no such method, so its calls always go to the CRM of today; `no-ours`: the shadow was started without the
 * server that would answer; `routes-full`: there are too many routes.
 */
export type RouteOutcome =
  | Readonly<{ kind: 'done'; revision: number; from: ShadowRouteName }>
  | Readonly<{ kind: 'unknown-method' | 'no-ours' | 'routes-full' }>

const maxByLength = 80

/**
 * Says who answers the calls of an app, or of one of its methods. Long numbers in the reason are masked. The running shadow follows within a
 * second; a call under way ends where it began.
 * @param record keeps the change in the seller's events, before it holds
 * @throws DecisionsBusy, DamagedRoutes, what `record` throws, or an Error of the system
 */
export async function changeRoute(
  run: DecidedRun,
  wanted: Route,
  record: (changed: ChangedRoute) => Promise<void>,
): Promise<RouteOutcome> {
  const { method, to, atMs } = wanted
  if (method !== undefined && !isOwnMethod(method)) return { kind: 'unknown-method' }
  if (mayLeaveUpstream([wanted]) && readSwitchState(run)?.ours === undefined) return { kind: 'no-ours' }
  const route = { ...wanted, reason: maskNumbers(wanted.reason), by: wanted.by.slice(0, maxByLength) }
  let from: ShadowRouteName | undefined
  const { revision } = await changeRoutes(run, atMs, async (routes) => {
    const earlier = routes.find((one) => isAbout(one, route))
    if (earlier === undefined && routes.length >= maxShadowRoutes) return routes
    from = earlier?.to ?? defaultRoute
    if (earlier?.to === to) return routes
    const { appKey, reason } = route
    await record({ port: run.port, appKey, method, from, to, reason })
    return [...routes.filter((one) => one !== earlier), route]
  })
  return from === undefined ? { kind: 'routes-full' } : { kind: 'done', revision, from }
}
