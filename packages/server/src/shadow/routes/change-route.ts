import type { ShadowRouteName } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol'
import type { ChangedRoute } from '#domain/events/notices'
import { maxShadowRoutes } from '#methods/console/shadow-methods'
import { mirroredWrites, writesOfOurs } from '#shadow/mirror/waiting-write'
import type { DecidedRun } from '#shadow/run/decided-run'
import { maskNumbers } from '#shadow/run/mask-numbers'
import {
  changeRoutes,
  defaultRoute,
  isAbout,
  isOfOurs,
  isOwnMethod,
  mayLeaveUpstream,
  type Route,
} from './routes-file.ts'
import { readSwitchState } from './switch-state.ts'

/**
 * `unknown-method`: Yaoquan has no such method, so its calls always go to the CRM of today; `no-ours`: the shadow was started without the
 * server that would answer; `loses-writes`: the way back loses
 * writes of Yaoquan, which nobody has confirmed; `routes-full`: there are too many routes.
 */
export type RouteOutcome =
  | Readonly<{
      kind: 'done'
      revision: number
      from: ShadowRouteName
      /** False where a way back holds although its event could not be recorded. */
      isRecorded: boolean
      /** Routes of single methods of the app that go elsewhere than the app now, and that this change leaves as they are. */
      apart: readonly Route[]
    }>
  | Readonly<{ kind: 'unknown-method' | 'no-ours' | 'routes-full' | 'loses-writes' }>

const maxByLength = 80

/**
 * Says who answers the calls of an app, or of one of its methods. Long numbers in the reason are masked. The running shadow follows within a
 * second; a call under way ends where it began.
 * @param record keeps the change in the seller's events, before it holds; a way back to today's CRM holds also where it cannot, since the
 * store or its disk may be the reason for it. The file of routes then says who did it and why, and the next change about it, also to the
 * same side, records its event first
 * @throws DecisionsBusy, DamagedRoutes, what `record` throws, or an Error of the system
 */
export async function changeRoute(
  run: DecidedRun,
  { isConfirmed, ...wanted }: Route & Readonly<{ isConfirmed: boolean }>,
  record: (changed: ChangedRoute) => Promise<void>,
): Promise<RouteOutcome> {
  const { method, to, atMs } = wanted
  if (method !== undefined && !isOwnMethod(method)) return { kind: 'unknown-method' }
  if (mayLeaveUpstream([wanted]) && readSwitchState(run)?.ours === undefined) return { kind: 'no-ours' }
  const route = { ...wanted, reason: maskNumbers(wanted.reason), by: wanted.by.slice(0, maxByLength) }
  let from: ShadowRouteName | undefined
  let isRefused = false
  let isRecorded = true
  let apart: readonly Route[] = []
  const { revision } = await changeRoutes(run, atMs, async (routes) => {
    const earlier = routes.find((one) => isAbout(one, route))
    if (earlier === undefined && routes.length >= maxShadowRoutes) return routes
    from = earlier?.to ?? defaultRoute
    if (method === undefined)
      apart = routes.filter((one) => one.appKey === route.appKey && one !== earlier && one.to !== to)
    if (earlier?.to === to && earlier.unrecordedFrom === undefined) return routes
    isRefused = !isConfirmed && losesWrites(from, wanted)
    if (isRefused) return routes
    const { appKey, reason } = route
    const others = routes.filter((one) => one !== earlier)
    if (earlier?.unrecordedFrom !== undefined) {
      await record({ port: run.port, appKey, method, ...owedEvent(earlier, earlier.unrecordedFrom) })
      if (earlier.to === to) return [...others, { ...earlier, unrecordedFrom: undefined }]
    }
    try {
      await record({ port: run.port, appKey, method, from, to, reason })
    } catch (error) {
      if (!isOfOurs(from) || isOfOurs(to)) throw error
      isRecorded = false
    }
    return [...others, isRecorded ? route : { ...route, unrecordedFrom: from }]
  })
  if (isRefused) return { kind: 'loses-writes' }
  return from === undefined ? { kind: 'routes-full' } : { kind: 'done', revision, from, isRecorded, apart }
}

/** The event is of the person who makes it up; its reason names who changed the route, and when. */
function owedEvent(
  { to, reason, by, atMs }: Route,
  from: ShadowRouteName,
): Pick<ChangedRoute, 'from' | 'to' | 'reason'> {
  return { from, to, reason: `${reason} (${by}, ${formatTimestamp(atMs)})` }
}

/** Whether today's CRM would lack writes that Yaoquan alone got. */
function losesWrites(from: ShadowRouteName, { method, to }: Route): boolean {
  if (!isOfOurs(from) || isOfOurs(to)) return false
  return method === undefined || writesOfOurs.has(method) || (from === 'ours' && mirroredWrites.has(method))
}
