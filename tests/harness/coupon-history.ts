import { performCommand } from '../../packages/conformance/src/lifecycle-commands.ts'
import {
  applyCommand,
  type Command,
  type LifecycleModel,
  type MadeUp,
  type Outcome,
} from '../../packages/conformance/src/lifecycle-model.ts'
import type { Store } from '../../packages/server/src/store/open-store.ts'
import { noon } from '../../packages/server/src/testing/requests.ts'
import type { Random } from './seeded-random.ts'

/** A call on the one coupon of a seller, between two moments of the history. */
export type CallOnCoupon = Readonly<{
  command: Command
  nowMs: number
  /** Place of its beginning among all beginnings and ends. */
  began: number
  /** Infinity where the caller never heard an answer: the call may take effect at any later time, or never. */
  ended: number
  /** Undefined where the caller never heard one. */
  outcome: Outcome | undefined
  made: MadeUp
}>

const callers = 4
const callsOfCaller = 5
const orders = ['SO-1', 'SO-2'] as const
const nothingMade: MadeUp = { codes: [], redemptionIds: [] }

/**
 * Lets four callers hold, release, redeem, return, extend and void one coupon through several servers, each call at any of them and after the answer
 * to the caller's last one. Now and then a caller repeats its last call with its number at another server, as after a lost answer.
 * @param fault is run before some calls
 */
export async function liveThrough(
  stores: readonly Store[],
  { sellerId, random, fault }: Readonly<{ sellerId: string; random: Random; fault?: () => void }>,
): Promise<readonly CallOnCoupon[]> {
  const calls: CallOnCoupon[] = []
  const redemptionIds: string[] = []
  let moment = 0
  let numbers = 0
  const next = () => {
    moment += 1
    return moment
  }
  const make = async (command: Command): Promise<void> => {
    const nowMs = noon + random.of([0, 2000])
    const store = random.of(stores)
    if (random.chance(0.03)) fault?.()
    const began = next()
    try {
      const { outcome, made } = await performCommand(store, command, { sellerId, nowMs })
      calls.push({
        command,
        nowMs,
        began,
        ended: next(),
        outcome,
        made: made.redemptionIds.length > 0 ? made : nothingMade,
      })
      redemptionIds.push(...made.redemptionIds)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'OperatorError') throw error
      calls.push({ command, nowMs, began, ended: Number.POSITIVE_INFINITY, outcome: undefined, made: nothingMade })
    }
  }
  const live = async () => {
    let last: Command | undefined
    for (let call = 0; call < callsOfCaller; call += 1) {
      numbers += 1
      const command =
        last !== undefined && random.chance(0.15) ? last : anyCommand(random, `N${numbers}`, redemptionIds)
      last = command
      await make(command)
    }
  }
  await make({ kind: 'issue', codes: ['c0'], content: 0, outRequestNo: 'N0' })
  await Promise.all(Array.from({ length: callers }, live))
  return calls
}

function anyCommand(random: Random, outRequestNo: string, redemptionIds: readonly string[]): Command {
  const code = 'c0'
  const order = random.of(orders)
  const codes = [code]
  const choice = random.below(20)
  if (choice < 4) return { kind: 'hold', code, order, seconds: random.of([1, 3600]), outRequestNo }
  if (choice < 7) return { kind: 'release', code, order, outRequestNo }
  if (choice < 13) return { kind: 'redeem', codes, order, amount: 100, outRequestNo }
  if (choice < 17) {
    const redemptionId = redemptionIds.length === 0 ? 'nobody' : random.of(redemptionIds)
    return { kind: 'return', redemptionId, outRequestNo }
  }
  if (choice < 19) return { kind: 'extend', codes, endDay: random.of(['2026-11-26', '2026-12-01']), outRequestNo }
  return { kind: 'void', codes, withHeld: random.chance(0.5), outRequestNo }
}

/**
 * Tells whether some order of the calls explains all outcomes, in which each takes effect at one moment between its beginning and its end
 * (linearizability; the search of Wing and Gong, 1993, which remembers where it was as Lowe's does).
 */
export function isLinearizable(calls: readonly CallOnCoupon[], start: LifecycleModel): boolean {
  const made = new Map(
    calls.flatMap(({ command, made }) => (made === nothingMade ? [] : [[command.outRequestNo, made]])),
  )
  const wasHere = new Set<string>()
  const search = (left: readonly CallOnCoupon[], model: LifecycleModel): boolean => {
    if (left.every(({ outcome }) => outcome === undefined)) return true
    const here = `${left.map(({ began }) => began).join()} ${textOf(model)}`
    if (wasHere.has(here)) return false
    wasHere.add(here)
    const firstEnd = Math.min(...left.map(({ ended }) => ended))
    return left.some((call) => {
      // What began after another call had ended comes after it.
      if (call.began > firstEnd) return false
      const after = structuredClone(model)
      const outcome = applyCommand(after, call.command, {
        nowMs: call.nowMs,
        // Who never heard an answer hears it when the call is repeated.
        made: made.get(call.command.outRequestNo) ?? nothingMade,
      })
      if (call.outcome !== undefined && once(outcome) !== once(call.outcome)) return false
      return search(
        left.filter((other) => other !== call),
        after,
      )
    })
  }
  return search(calls, start)
}

/** A server repeats a call whose COMMIT was not answered, and may find it done by itself. */
function once(outcome: Outcome): Outcome {
  return outcome.startsWith('again ') ? outcome.slice('again '.length) : outcome
}

function textOf({ coupons, redemptions, done }: LifecycleModel): string {
  return JSON.stringify([coupons, redemptions, done].map((map) => [...map].toSorted()))
}
