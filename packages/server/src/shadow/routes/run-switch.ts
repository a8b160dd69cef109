import type { Text } from '@yaoquan/api'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { Mirror } from '#shadow/mirror/mirror-client'
import type { DecidedRun } from '#shadow/run/decided-run'
import type { Upstream } from '#shadow/upstream/connect-upstream'
import type { ShadowTelemetry } from '#telemetry/shadow-telemetry'
import { type CallRouter, createCallRouter } from './call-router.ts'
import { writeSwitchState } from './switch-state.ts'
import { watchRoutes } from './watch-routes.ts'

/** The routes of a shadow run at work. */
export type RunningSwitch = Readonly<{
  router: CallRouter
  /** Why routes may be old; undefined when all is well. */
  problem(): string | undefined
  /** Begins to tell people what holds, once the process has its port. */
  tell(): void
  close(): Promise<void>
}>

type Switching = Readonly<{
  run: DecidedRun
  upstream: Upstream
  ours: Upstream | undefined
  mirror: Mirror | undefined
  /** Why less is compared than could be. */
  seesLess: () => Text | undefined
  startedAtMs: number
  telemetry: Pick<ShadowTelemetry, 'backgroundFailed' | 'routesRead' | 'callRouted' | 'callNotRouted'>
}>

const stateEveryMs = 100

/** @throws OperatorError where the routes cannot be read, or cannot be followed */
export function runSwitch({ run, upstream, ours, mirror, seesLess, startedAtMs, telemetry }: Switching): RunningSwitch {
  const routes = watchRoutes({ ...run, hasOurs: ours !== undefined, telemetry })
  const router = createCallRouter({
    upstream,
    ours,
    mirror,
    routes: () => routes.current().routes,
    onRouted: telemetry.callRouted,
    onUnread: telemetry.callNotRouted,
  })
  let written = ''
  let telling: RunningWork | undefined
  let isFaultTold = false
  const write = async () => {
    const { revision } = routes.current()
    const host = ours?.url.host
    const state = {
      version: 1,
      ours: host,
      revision,
      problem: routes.problem(),
      seesLess: seesLess(),
      startedAtMs,
      mirror: mirror?.counts(),
      ...router.counts(),
    } as const
    const text = JSON.stringify(state)
    if (text === written) return
    try {
      await writeSwitchState(run, state)
      written = text
      isFaultTold = false
    } catch (error) {
      if (!isFaultTold) telemetry.backgroundFailed({ work: 'write state of routes', error })
      isFaultTold = true
    }
  }
  return {
    router,
    problem: () => routes.problem() ?? mirror?.problem(),
    tell() {
      telling = repeatWork({ name: 'write state of routes', everyMs: stateEveryMs, work: write, telemetry })
    },
    async close() {
      await Promise.all([routes.close(), telling?.stop()])
    },
  }
}

/** Passes all calls to the CRM of today: a shadow run without a seller has no routes. */
export function plainRouter(upstream: Upstream): CallRouter {
  return createCallRouter({
    upstream,
    ours: undefined,
    mirror: undefined,
    routes: () => [],
    onRouted: () => undefined,
    onUnread: () => undefined,
  })
}
