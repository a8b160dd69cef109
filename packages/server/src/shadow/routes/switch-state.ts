import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Text } from '@yaoquan/api'
import type { MirrorCounts } from '#shadow/mirror/mirror-messages'
import { type RefusedWrites, readRefusedWrites } from '#shadow/mirror/refused-writes'
import { type DecidedRun, fileOfRun, type RunPlace } from '#shadow/run/decided-run'
import type { RoutedCounts } from './call-router.ts'
import { DamagedRoutes, type Route, readRoutes } from './routes-file.ts'

/** What the process of a shadow run says of itself, for people. */
export type SwitchState = RoutedCounts &
  Readonly<{
    version: 1
    /** `Host` of the server for the route `ours`; undefined: there is none. */
    ours?: string | undefined
    /** The revision of the routes that hold. */
    revision: number
    /** Why the routes may be old. */
    problem?: string | undefined
    /** Why less is compared than could be; undefined where all is. */
    seesLess?: Text | undefined
    /** Epoch milliseconds. */
    startedAtMs: number
    /** What waits for the CRM of today. */
    mirror?: MirrorCounts | undefined
  }>

export const switchStateFileOf = (run: RunPlace) => fileOfRun(run, 'switch')

/** Replaces the file without waiting for the disk: a power cut may lose it, and the next start writes it anew. */
export async function writeSwitchState(run: RunPlace, state: SwitchState): Promise<void> {
  const file = switchStateFileOf(run)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.unfinished`, JSON.stringify(state), { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
}

/** @returns undefined where the process has written none that can be read */
export function readSwitchState(run: RunPlace): SwitchState | undefined {
  try {
    const state: SwitchState | null = JSON.parse(readFileSync(switchStateFileOf(run), 'utf8'))
    return state?.version === 1 ? state : undefined
  } catch {
    return undefined
  }
}

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
