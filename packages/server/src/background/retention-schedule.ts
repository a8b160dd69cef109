import { setTimeout as delay } from 'node:timers/promises'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { type LifecycleStore, runAct } from '#domain/lifecycle/lifecycle-store'
import { beginRetention } from '#domain/lifecycle/wait-for-retention'
import {
  type RetentionKind,
  type RetentionLease,
  type RetentionWork,
  retentionKinds,
} from '#domain/retention/retention-store'
import type { Telemetry } from '#telemetry/telemetry'

export type RetentionDependencies = Readonly<{
  retention: RetentionWork
  lifecycle: LifecycleStore
  /** Epoch milliseconds of the clock that a seller's calls are recorded by. */
  clock: (sellerId: string) => number
  telemetry: Pick<Telemetry, 'backgroundFailed' | 'oldRemoved'>
}>

const name = 'remove what is older than retention policies say'
/** How soon a policy takes effect. */
const everyMs = 20_000
/** Between two passes of a seller. */
const passEveryMs = 24 * 3_600_000
/** A pass whose server died is taken over by another one after this time. */
const leaseMs = 600_000
/** Between two steps of a pass: a walk over ten million numbers takes a quarter of an hour and one percent of a core. */
const pauseMs = 20

/** `kind`: what is being removed; undefined once all is. */
type Pass = Readonly<{ lease: RetentionLease; kind: RetentionKind | undefined; after: string }>

/** Removes what is older than the policies of sellers allow: once a day for each seller, step by step. Several processes may do it on one store. */
export function startRetentionSchedule(schedule: RetentionDependencies): RunningWork {
  const work = (signal: AbortSignal) => passDueSellers(schedule, signal)
  return repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
}

async function passDueSellers(schedule: RetentionDependencies, signal: AbortSignal): Promise<void> {
  const { retention, clock } = schedule
  await beginDuePolicies(schedule)
  const leases = await retention.listLeases()
  let passes: readonly Pass[] = leases
    .filter(({ sellerId, dueMs }) => dueMs <= clock(sellerId))
    .map((lease) => ({ lease, kind: nextKind(lease, -1), after: '' }))
  let isFirst = true
  while (passes.length > 0) {
    const going: Pass[] = []
    for (const pass of passes) {
      const next = await stepOrReport(schedule, pass, { isFirst, isLast: signal.aborted })
      if (next !== undefined) going.push(next)
    }
    passes = going
    isFirst = false
    if (passes.length > 0 && !signal.aborted) await delay(pauseMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Puts shorter periods of the console into effect once they have waited. */
async function beginDuePolicies({ retention, lifecycle, clock, telemetry }: RetentionDependencies): Promise<void> {
  for (const { sellerId, dueMs } of await retention.listWaiting()) {
    const nowMs = clock(sellerId)
    if (nowMs < dueMs) continue
    const request = {
      sellerId,
      outRequestNo: { own: `retention begin ${dueMs}` },
      method: 'retention begin',
      content: '',
      actor: 'system',
      requestId: undefined,
      nowMs,
    }
    try {
      await runAct(beginRetention, { lifecycle, request })
    } catch (error) {
      telemetry.backgroundFailed({ work: name, error })
    }
  }
}

type Place = Readonly<{ isFirst: boolean; isLast: boolean }>

/** A seller that fails does not hold up the others; its next lease begins anew. */
async function stepOrReport(schedule: RetentionDependencies, pass: Pass, place: Place): Promise<Pass | undefined> {
  try {
    return await step(schedule, pass, place)
  } catch (error) {
    schedule.telemetry.backgroundFailed({ work: name, error })
    return undefined
  }
}

/** @returns the pass with its next step; undefined when it ended or its lease is lost */
async function step(
  { retention, clock, telemetry }: RetentionDependencies,
  { lease: before, kind, after }: Pass,
  { isFirst, isLast }: Place,
): Promise<Pass | undefined> {
  const { sellerId } = before
  const nowMs = clock(sellerId)
  if (isLast) return isFirst ? undefined : end({ lease: before, nowMs, nextPassMs: nowMs })
  const isHeld = !isFirst && before.dueMs - nowMs > leaseMs / 2
  const lease = isHeld ? before : await retention.takeLease(before, nowMs + leaseMs)
  if (lease === undefined) return undefined
  const days = kind && lease.days[kind]
  if (kind === undefined || days === undefined) return end({ lease, nowMs, nextPassMs: nowMs + passEveryMs })
  const done = await retention.remove({ lease, kind, after, beforeMs: nowMs - days * dayMs, nowMs })
  if (done === undefined) return undefined
  if (done.removed > 0) telemetry.oldRemoved({ sellerId, kind, rows: done.removed })
  if (done.next !== undefined) return { lease, kind, after: done.next }
  return { lease, kind: nextKind(lease, retentionKinds.indexOf(kind)), after: '' }

  async function end({ lease, ...times }: Readonly<{ lease: RetentionLease; nowMs: number; nextPassMs: number }>) {
    await retention.endLease(lease, times)
    return undefined
  }
}

/** The first kind past a place that the policy removes. */
function nextKind({ days }: RetentionLease, place: number): RetentionKind | undefined {
  return retentionKinds.slice(place + 1).find((kind) => days[kind] !== undefined)
}

const dayMs = 86_400_000
