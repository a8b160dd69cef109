import type { ShadowRouteName, UnreadableReason } from '@yaoquan/api'
import type { Mirror } from '#shadow/mirror/mirror-client'
import { mirroredWrites, writesOfOurs } from '#shadow/mirror/waiting-write'
import { type CopyBudget, holdRequest } from '#shadow/passing/call-copy'
import type { ChooseSide, ChosenSide, PassedExchange } from '#shadow/passing/chosen-side'
import { readCallNames } from '#shadow/passing/read-call-names'
import type { Upstream } from '#shadow/upstream/connect-upstream'
import { defaultRoute, isOfOurs, mayLeaveUpstream, type Route, routeOf } from './routes-file.ts'

/** Chooses which side answers a call. */
export type CallRouter = Readonly<{
  choose: ChooseSide
  /** Whether the answer of a call is to be compared. @param route that `choose` found; undefined where nothing was read */
  isCompared(exchange: PassedExchange, route: ShadowRouteName | undefined): boolean
  /** How calls were routed since the start of the process, where a route was looked for. */
  counts(): RoutedCounts
}>

export type RoutedCounts = Readonly<{
  routed: Readonly<Partial<Record<ShadowRouteName, number>>>
  /** Calls that went to the CRM of today since they could not be read. */
  unread: Readonly<Partial<Record<UnreadableReason, number>>>
  /** Writes by method that Yaoquan alone got: going back would lose them. */
  onlyOurs?: Readonly<Record<string, number>>
}>

type Sides = Readonly<{
  upstream: Upstream
  /** The server of Yaoquan; undefined where no call may go there. */
  ours: Upstream | undefined
  /** Keeps writes for the CRM of today. */
  mirror: Pick<Mirror, 'put'> | undefined
  routes: () => readonly Route[]
  onRouted: (route: ShadowRouteName) => void
  onUnread: (reason: UnreadableReason) => void
}>

/** Longer bodies Yaoquan refuses too. */
const maxHeldBytes = 10 * 1024 * 1024
const maxHeldInSum = 128 * 1024 * 1024

/** While no route leads to Yaoquan, calls pass unread. */
export function createCallRouter({ upstream, ours, mirror, routes, onRouted, onUnread }: Sides): CallRouter {
  const budget: CopyBudget = { freeBytes: maxHeldInSum }
  const routed: Partial<Record<ShadowRouteName, number>> = {}
  const unread: Partial<Record<UnreadableReason, number>> = {}
  const onlyOurs: Record<string, number> = {}

  function countUnread(reason: UnreadableReason): void {
    unread[reason] = (unread[reason] ?? 0) + 1
    onUnread(reason)
  }

  function countLost(method: string): void {
    onlyOurs[method] = (onlyOurs[method] ?? 0) + 1
  }

  async function hold(exchange: PassedExchange): Promise<ChosenSide> {
    const { request, path, queryString } = exchange
    const held = await holdRequest(request, maxHeldBytes, budget)
    const toUpstream = { held, side: upstream, addsForwardedFor: false } as const
    if (held.kind === 'left' || held.kind === 'busy') return { ...toUpstream, route: defaultRoute }
    const body = Buffer.concat(held.pieces)
    const names = held.kind === 'whole' ? readCallNames({ request, path, queryString, body }) : { kind: held.kind }
    if (names.kind !== 'named') {
      countUnread(names.kind)
      return { ...toUpstream, route: defaultRoute }
    }
    const route = routeOf(routes(), names)
    routed[route] = (routed[route] ?? 0) + 1
    onRouted(route)
    if (!isOfOurs(route) || ours === undefined) return { ...toUpstream, route }
    const isForBoth = route === 'mirrored' && mirroredWrites.has(names.method)
    if (writesOfOurs.has(names.method) || (route === 'ours' && mirroredWrites.has(names.method)))
      countLost(names.method)
    return { held, route, side: ours, addsForwardedFor: true, keep: isForBoth ? mirror?.put : undefined }
  }

  return {
    choose(exchange) {
      const all = routes()
      if (ours === undefined || !mayLeaveUpstream(all)) return undefined
      // Whatever its body says, a call whose URL names another app goes to the CRM of today.
      const named = readCallNames({ ...exchange, body: new Uint8Array(0) })
      if (named.kind === 'named' && named.appKey !== '' && !mayLeaveUpstream(all, named.appKey)) return undefined
      if (named.kind !== 'batch') return hold(exchange)
      countUnread('batch')
      return undefined
    },
    isCompared(exchange, route) {
      if (route !== undefined) return route === 'compare'
      const all = routes()
      if (all.every(({ to }) => to !== 'upstream')) return true
      if (exchange.path === '/router/batch') return !isOfUncomparedApp(exchange, all)
      const names = namesOfCopy(exchange)
      return names === undefined || routeOf(all, names) !== 'upstream'
    },
    counts: () => ({ routed: { ...routed }, unread: { ...unread }, onlyOurs: { ...onlyOurs } }),
  }
}

/** A batch names its app in the URL, and its methods in the body, about which there may be several routes: that of the app counts. */
function isOfUncomparedApp(exchange: PassedExchange, routes: readonly Route[]): boolean {
  const names = readCallNames({ ...exchange, path: '/router/rest', body: new Uint8Array(0) })
  if (names.kind !== 'named') return false
  return routes.some(({ appKey, method, to }) => appKey === names.appKey && method === undefined && to === 'upstream')
}

function namesOfCopy({ copy, ...exchange }: PassedExchange): Parameters<typeof routeOf>[1] | undefined {
  if (!copy.hasWholeRequest()) return undefined
  const names = readCallNames({ ...exchange, body: copy.requestHead() })
  return names.kind === 'named' ? names : undefined
}
