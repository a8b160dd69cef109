import { type RefusedWrites, readRefusedWrites } from '#shadow/mirror/refused-writes'
import type { DecidedRun } from '#shadow/run/decided-run'
import type { Route } from './routes.ts'
import { DamagedRoutes, readRoutes } from './routes-file.ts'
import { readSwitchState, type SwitchState } from './switch-state.ts'

/** The routes of a run for people, and whether its process follows them. */
export type RunSwitch = Readonly<{
  routes: readonly Route[]
  /** Whether the file of routes cannot be read; the process keeps those it had. */
  isDamaged: boolean
  /** Whether the process had read these routes when it last told. */
  isInForce: boolean
  state: SwitchState | undefined
  /** Writes that Yaoquan did and the CRM of today refused. */
  refused: readonly RefusedWrites[]
}>

/** @throws an Error of the system */
export function readSwitch(run: DecidedRun): RunSwitch {
  const state = readSwitchState(run)
  const refused = readRefusedWrites(run)
  try {
    const { routes, revision } = readRoutes(run)
    return { routes, isDamaged: false, isInForce: revision === (state?.revision ?? 0), state, refused }
  } catch (error) {
    if (!(error instanceof DamagedRoutes)) throw error
    return { routes: [], isDamaged: true, isInForce: false, state, refused }
  }
}
