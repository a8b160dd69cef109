import type { listShadows, ShadowRouteName } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

/** A shadow run as the server shows it. */
export type Run = ResultOf<typeof listShadows>['shadows'][number]
export type Deviation = Run['deviations'][number]
export type Verdicts = Pick<Run, 'seen' | 'compared' | 'agreed' | 'accepted'>

/** Compared calls that deviate by what nobody has accepted. */
export function deviating({ compared, agreed, accepted }: Verdicts): number {
  return compared - agreed - accepted
}

/** The routes of single methods of an app that a change of the route of the whole app leaves, and that lead elsewhere. */
export function routesApart(
  { routes }: Pick<Run, 'routes'>,
  { appKey, to }: Readonly<{ appKey: string; to: ShadowRouteName }>,
): readonly MethodRoute[] {
  return routes.flatMap(({ method, ...route }) =>
    method === undefined || route.appKey !== appKey || route.to === to ? [] : [{ method, to: route.to }],
  )
}

type MethodRoute = Readonly<{ method: string; to: ShadowRouteName }>

/** The share of the compared calls that agree or deviate only as accepted; rounded down, so that it is never 100 while a call is missing. */
export function agreementText({ compared, agreed, accepted }: Verdicts): string {
  return compared === 0 ? '—' : `${(Math.floor(((agreed + accepted) * 10_000) / compared) / 100).toFixed(2)}%`
}

/** The class and those above it, from the widest: `field`, `field:status`, `field:status:1/0`. */
export function widerKinds(kind: string): readonly string[] {
  const parts = kind.split(':')
  return parts.map((_, place) => parts.slice(0, place + 1).join(':'))
}

/** What names a row of a run: the same class of another method is another one. */
export function keyOf({ method, kind }: Deviation): string {
  return `${method} ${kind}`
}
