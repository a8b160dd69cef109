import { setTimeout as delay } from 'node:timers/promises'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { RetentionTurn, RetentionWork } from '#domain/retention/retention-store'
import type { Telemetry } from '#telemetry/telemetry'

export type RetentionDependencies = Readonly<{
  retention: RetentionWork
  /** Epoch milliseconds of the clock that a seller's calls are recorded by. */
  clock: (sellerId: string) => number
  telemetry: Pick<Telemetry, 'backgroundFailed' | 'requestsRemoved'>
}>

const name = 'remove old request numbers'
/** How soon a policy takes effect. */
const everyMs = 20_000
/** Between two passes of a seller. */
const passEveryMs = 24 * 3_600_000
/** A pass whose server died is taken over by another one after this time. */
const turnMs = 600_000
/** Between two steps of a pass: a walk over ten million numbers takes a quarter of an hour and one percent of a core. */
const pauseMs = 20

type Pass = Readonly<{ turn: RetentionTurn; afterNo: string }>

/**
 * Removes request numbers that are older than the policies of their sellers say: once a day each, a step at a time, sellers
 * in turn. Several processes may do it on one store.
 */
export function startRetentionSchedule(schedule: RetentionDependencies): RunningWork {
  const stopping = new AbortController()
  const work = () => passDueSellers(schedule, stopping.signal)
  const repeated = repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
  return {
    stop() {
      stopping.abort()
      return repeated.stop()
    },
  }
}

async function passDueSellers(schedule: RetentionDependencies, signal: AbortSignal): Promise<void> {
  const { retention, clock } = schedule
  const turns = await retention.listTurns()
  let passes: readonly Pass[] = turns
    .filter(({ sellerId, dueMs }) => dueMs <= clock(sellerId))
    .map((turn) => ({ turn, afterNo: '' }))
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

type Place = Readonly<{ isFirst: boolean; isLast: boolean }>

/** A seller that fails does not hold up the others; its next turn begins anew. */
async function stepOrReport(schedule: RetentionDependencies, pass: Pass, place: Place): Promise<Pass | undefined> {
  try {
    return await step(schedule, pass, place)
  } catch (error) {
    schedule.telemetry.backgroundFailed({ work: name, error })
    return undefined
  }
}

/** @returns the pass with its next step; undefined when it ended or its turn is lost */
async function step(
  { retention, clock, telemetry }: RetentionDependencies,
  { turn: before, afterNo }: Pass,
  { isFirst, isLast }: Place,
): Promise<Pass | undefined> {
  const { sellerId, requestDays } = before
  const nowMs = clock(sellerId)
  if (isLast) return isFirst ? undefined : end({ turn: before, nowMs, nextPassMs: nowMs })
  const isHeld = !isFirst && before.dueMs - nowMs > turnMs / 2
  const turn = isHeld ? before : await retention.takeTurn(before, nowMs + turnMs)
  if (turn === undefined) return undefined
  if (requestDays === undefined) return end({ turn, nowMs, nextPassMs: nowMs + passEveryMs })
  const done = await retention.removeRequests({ turn, afterNo, beforeMs: nowMs - requestDays * dayMs })
  if (done === undefined) return undefined
  if (done.removed > 0) telemetry.requestsRemoved({ sellerId, rows: done.removed })
  if (done.nextNo !== undefined) return { turn, afterNo: done.nextNo }
  return end({ turn, nowMs, nextPassMs: nowMs + passEveryMs })

  async function end({ turn, ...times }: Readonly<{ turn: RetentionTurn; nowMs: number; nextPassMs: number }>) {
    await retention.endTurn(turn, times)
    return undefined
  }
}

const dayMs = 86_400_000
