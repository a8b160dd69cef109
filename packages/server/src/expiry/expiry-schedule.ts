import type { DateText } from '../domain/coupon/coupon.ts'
import { addDays, dayOf } from '../domain/dates.ts'
import type { ExpiryRecorder } from '../domain/events/event-store.ts'

export type ExpiryParts = Readonly<{
  recorder: ExpiryRecorder
  listChains: () => Promise<readonly string[]>
  /** Epoch milliseconds of the clock by which coupons expire. */
  clock: () => number
  telemetry: ExpiryTelemetry
}>

export interface ExpiryTelemetry {
  backgroundFailed(event: Readonly<{ work: string; error: unknown }>): void
}

export type ExpirySchedule = Readonly<{ stop(): Promise<void> }>

/** An expired event is due within 60 s of midnight. */
const tickMs = 20_000
/** Coupons that were held at midnight, or came in later and had expired before, are told of this late at most. */
const lookAgainMs = 600_000
const maxEventsAtOnce = 1_000

/**
 * Records the `expired` events of every chain: at start, soon after each midnight in GMT+8, and now and then. It looks at the clock
 * again and again instead of waiting for midnight once, so a clock that is set or a host that slept delays nothing.
 * Several processes may do it on one store: the recorder counts every coupon once.
 */
export function startExpirySchedule(parts: ExpiryParts): ExpirySchedule {
  const recorded: Recorded = new Map()
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const tick = () => {
    running ??= recordDueChains(parts, recorded, stopping.signal)
      .catch((error: unknown) => parts.telemetry.backgroundFailed({ work: 'record expirations', error }))
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(tick, tickMs)
  tick()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await running
    },
  }
}

/** For each chain, when it was told of the last time that none was left. */
type Recorded = Map<string, Moment>

/** A chain whose recording failed stays due and does not keep the others from theirs. */
async function recordDueChains(parts: ExpiryParts, recorded: Recorded, signal: AbortSignal): Promise<void> {
  for (const sellerId of await parts.listChains()) {
    if (signal.aborted) return
    const nowMs = parts.clock()
    const day = addDays(dayOf(nowMs), -1)
    if (!isDue(recorded.get(sellerId), { day, atMs: nowMs })) continue
    try {
      if (await recordChain({ ...parts, sellerId, day, nowMs }, signal)) recorded.set(sellerId, { day, atMs: nowMs })
    } catch (error) {
      parts.telemetry.backgroundFailed({ work: 'record expirations', error })
    }
  }
}

type Moment = Readonly<{ day: DateText; atMs: number }>

function isDue(last: Moment | undefined, now: Moment): boolean {
  return last === undefined || last.day !== now.day || now.atMs - last.atMs >= lookAgainMs
}

type ChainDue = ExpiryParts & Readonly<{ sellerId: string; day: DateText; nowMs: number }>

/** In transactions of 1000 coupons; calls in between are not held up. @returns whether none is left */
async function recordChain({ recorder, sellerId, day, nowMs }: ChainDue, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if ((await recorder.recordExpired(sellerId, day, maxEventsAtOnce, nowMs)) === 0) return true
  }
  return false
}
