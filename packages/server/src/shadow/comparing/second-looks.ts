import { setTimeout as delay } from 'node:timers/promises'
import type { Deviation } from '#shadow/report/deviation'
import type { Sighting } from '#shadow/report/rule-counts'
import type { ShadowReport } from '#shadow/report/shadow-report'
import { type CouponHistory, withoutChangedHereFirst } from './changed-here-first.ts'
import { compareWithOurs, type OwnSide, type PassedCall } from './compare-with-ours.ts'

/** A call whose answers deviate, kept until our store had time to get a change that the upstream had already. */
export type DeviatingCall = Readonly<{
  passed: PassedCall
  /** Deviations of the first look. */
  found: readonly Deviation[]
  /** Deviations whose cause is known already. */
  explained: readonly Deviation[]
  /** What the answers show of rules; not counted where they were equal at the second look. */
  sightings: readonly Sighting[]
  /** Length of the request and the answer. */
  bytes: number
}>

export type SecondLooks = Readonly<{
  /** @returns false if the call is not kept: it agrees, an error was answered, or there is no room. The caller counts it then. */
  add(call: DeviatingCall): boolean
  /**
   * Looks again at calls that have waited, the oldest first, and counts them.
   * @param look gives what deviates still
   */
  takeDue(look: (call: DeviatingCall) => Promise<readonly Deviation[]>, signal: AbortSignal): Promise<void>
  /** Counts all calls that wait as what was found at first. */
  settle(): void
  /** Time of the oldest call that waits, epoch milliseconds; undefined where none does. */
  oldestAtMs(): number | undefined
}>

/** Limits of what is kept in memory. */
const maxCalls = 1_000
const maxBytes = 8 * 1024 * 1024
/** Between two looks. */
const pauseMs = 1

type Dependencies = Readonly<{
  report: Pick<ShadowReport, 'compared' | 'agreedByTiming' | 'sawRules'>
  /** How long a call waits for its second look; 0 for none. */
  afterMs: number
  /** Epoch milliseconds. */
  clock: () => number
}>

/** What deviates at the first look and is explained at the second one is timing, and no deviation. */
export function createSecondLooks({ report, afterMs, clock }: Dependencies): SecondLooks {
  /** The oldest first. */
  let waiting: DeviatingCall[] = []
  let bytes = 0

  function count({ passed: { call }, explained, sightings }: DeviatingCall, left: readonly Deviation[]): void {
    const deviations = [...left, ...explained]
    if (left.length > 0) report.sawRules(sightings)
    if (deviations.length > 0) report.compared(call, deviations)
    else report.agreedByTiming(call)
  }

  return {
    add(call) {
      if (afterMs === 0 || call.found.length === 0 || hasError(call.found)) return false
      if (waiting.length >= maxCalls || bytes + call.bytes > maxBytes) return false
      waiting.push(call)
      bytes += call.bytes
      return true
    },
    async takeDue(look, signal) {
      for (;;) {
        const [oldest] = waiting
        // A clock that was set back makes no call wait for hours.
        if (oldest === undefined || signal.aborted || Math.abs(clock() - oldest.passed.call.atMs) < afterMs) return
        const left = await look(oldest)
        // Meanwhile it may have been counted by `settle`.
        if (waiting[0] === oldest) {
          waiting.shift()
          bytes -= oldest.bytes
          count(oldest, left)
        }
        // Calls that pass now come first: a second's calls in a row would keep one processor busy for a tenth of it.
        await delay(pauseMs)
      }
    },
    settle() {
      for (const call of waiting) count(call, call.found)
      waiting = []
      bytes = 0
    },
    oldestAtMs: () => waiting[0]?.passed.call.atMs,
  }
}

/**
 * @returns what of the call deviates still, and is not explained by a change that our store had before the upstream; where we cannot answer,
 * all that was found at first
 */
export async function lookAgain(
  { passed, found }: DeviatingCall,
  { own, history }: Readonly<{ own: OwnSide; history: CouponHistory }>,
): Promise<readonly Deviation[]> {
  const again = await compareWithOurs(passed, own)
  if (again.kind === 'skipped') return found
  const { call, seller } = passed
  const at = { sellerId: seller.sellerId, atMs: call.atMs }
  return withoutChangedHereFirst(deviatingTwice(found, again.deviations), at, history)
}

/** What the second look finds of coupons, or of the page, that deviated at the first one. The rest came about after the upstream had answered. */
export function deviatingTwice(first: readonly Deviation[], second: readonly Deviation[]): readonly Deviation[] {
  if (hasError(second)) return first
  /** Undefined for the page. */
  const coupons = new Set(first.map(({ couponCode }) => couponCode))
  return second.filter(({ couponCode }) => coupons.has(couponCode))
}

function hasError(deviations: readonly Deviation[]): boolean {
  return deviations.some((one) => one.class === 'error')
}
