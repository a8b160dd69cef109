import { type MethodDefinition, methods, type ShadowRouteName } from '@yaoquan/api'

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
export type RouteTarget = Pick<Route, 'appKey' | 'method'>

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
