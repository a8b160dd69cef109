import fc from 'fast-check'
import {
  extendCoupons,
  type IssueAnswer,
  issueCoupons,
  issuedItems,
  type RawCoupon,
  releaseCoupon,
  returnCoupon,
  runAct,
  type Store,
  voidCoupons,
  type WriteRequest,
  type Written,
} from '#server/testing'
import { claim, claimCode, hold, redeem, reserve } from '#server/testing/calls'
import type { Action, Command, MadeUp, Outcome } from './lifecycle-model.ts'

/** An action whose coupons and redemptions are named by their place among those known so far. */
export type Plan =
  | Readonly<{ kind: 'action'; action: Action; picks: readonly number[] }>
  /** A call made before is made again, with its number. */
  | Readonly<{ kind: 'repeat'; pick: number }>

const order = fc.constantFrom('SO-1', 'SO-2', 'SO-3')
/** Where an order is; the last one does not say it. */
const shops: Readonly<Record<string, string>> = { 'SO-1': '01', 'SO-2': '02' }
const picked = fc.constant('')

const anyIssue: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('issue'),
  codes: fc.uniqueArray(fc.constantFrom('c0', 'c1', 'c2', 'c3'), { minLength: 1, maxLength: 3 }),
  content: fc.nat(1),
})
const template = fc.constantFrom('stock', 'member', 'free')
const names = fc.record({ phone: fc.constantFrom('1', '2', undefined), card: fc.constantFrom('1', '2', undefined) })
const few = fc.integer({ min: 1, max: 2 })
const anyClaim: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('claim'), template, names, count: few })
const anyReserve: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('reserve'), template, count: few })
const anyCodeClaim: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('claim-code'), code: picked, names })
const seconds = fc.constantFrom(1, 3600, 86_400)
const anyHold: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('hold'), code: picked, order, seconds })
const anyRelease: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('release'), code: picked, order })
const anyRedeem: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('redeem'),
  codes: fc.constantFrom([''], [''], ['', '']),
  order,
  amount: fc.constantFrom(99, 100),
})
const anyReturn: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('return'), redemptionId: picked })
const someCodes = fc.constantFrom([''], ['', ''])
const anyVoid: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('void'),
  codes: someCodes,
  withHeld: fc.boolean(),
})
const anyExtend: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('extend'),
  codes: someCodes,
  endDay: fc.constantFrom('2026-11-25', '2026-11-28', '2026-12-01'),
})

/** Coupons go in circles: what ends their life comes rarely. */
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: anyIssue },
  { weight: 3, arbitrary: anyClaim },
  { weight: 1, arbitrary: anyReserve },
  { weight: 3, arbitrary: anyCodeClaim },
  { weight: 2, arbitrary: anyHold },
  { weight: 2, arbitrary: anyRelease },
  { weight: 6, arbitrary: anyRedeem },
  { weight: 6, arbitrary: anyReturn },
  { weight: 1, arbitrary: anyVoid },
  { weight: 2, arbitrary: anyExtend },
)
const anyPicks = fc.tuple(fc.nat(), fc.nat())

export const anyPlan: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('action' as const), action: anyAction, picks: anyPicks }) },
  // Mostly one of the latest, which may be under way.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), pick: fc.oneof(fc.nat(2), fc.nat()) }) },
)

/** What plans pick from, the newest first. */
export type Known = {
  codes: readonly string[]
  reserved: readonly string[]
  redemptionIds: readonly string[]
  commands: readonly Command[]
}

/** What is known of a new seller. */
export function nothingKnown(): Known {
  return { codes: ['c0', 'c1', 'c2'], reserved: ['c0'], redemptionIds: [], commands: [] }
}

type Performed = Readonly<{ outcome: Outcome; made: MadeUp }>

/** Makes the calls of some plans at the same time, and notes what they made. */
export async function performPlans(
  plans: readonly Plan[],
  known: Known,
  perform: (command: Command, place: number) => Promise<Performed>,
): Promise<Readonly<{ commands: readonly Command[]; results: readonly Performed[] }>> {
  const commands: Command[] = []
  for (const plan of plans) {
    const command = commandOf(plan, `N${known.commands.length}`, known)
    commands.push(command)
    // What is made again may be a call of the same moment.
    known.commands = [command, ...known.commands]
  }
  const results = await Promise.all(commands.map(perform))
  known.codes = [...results.flatMap(({ made }) => made.codes), ...known.codes]
  const reserved = commands.flatMap(({ kind }, place) => (kind === 'reserve' ? (results[place]?.made.codes ?? []) : []))
  known.reserved = [...reserved, ...known.reserved]
  known.redemptionIds = [...results.flatMap(({ made }) => made.redemptionIds), ...known.redemptionIds]
  return { commands, results }
}

/** Names what a plan picks. */
function commandOf(plan: Plan, outRequestNo: string, known: Known): Command {
  if (plan.kind === 'repeat')
    return nth(known.commands, plan.pick) ?? { kind: 'void', codes: ['nobody'], withHeld: false, outRequestNo }
  const { action, picks } = plan
  const code = (place: number) => nth(known.codes, picks[place] ?? 0) ?? 'nobody'
  switch (action.kind) {
    case 'hold':
    case 'release':
      return { ...action, code: code(0), outRequestNo }
    case 'redeem':
    case 'void':
    case 'extend':
      return { ...action, codes: [...new Set(action.codes.map((_, place) => code(place)))], outRequestNo }
    case 'claim-code':
      return { ...action, code: nth(known.reserved, picks[0] ?? 0) ?? 'nobody', outRequestNo }
    case 'return':
      return { ...action, redemptionId: nth(known.redemptionIds, picks[0] ?? 0) ?? 'nobody', outRequestNo }
    default:
      return { ...action, outRequestNo }
  }
}

/** Makes the call. @returns its outcome in the model's words, and what the store made up */
export async function performCommand(
  store: Store,
  command: Command,
  { sellerId, nowMs }: Readonly<{ sellerId: string; nowMs: number }>,
): Promise<Performed> {
  const { outRequestNo, ...asked } = command
  const named = { sellerId, outRequestNo, method: command.kind, content: JSON.stringify(asked) }
  return call(store, command, { ...named, actor: 'app:1', requestId: 'r', nowMs })
}

async function call(store: Store, command: Command, request: WriteRequest): Promise<Performed> {
  const lifecycle = store.lifecycleStore
  switch (command.kind) {
    case 'issue': {
      const rows = command.codes.map((code) => rowOf(code, command.content))
      const written = await issueCoupons({ lifecycle, request, rows })
      const kinds = (answer: IssueAnswer) => issuedItems(answer, rows.length).map(({ kind }) => kind)
      if (written.kind === 'refused') return { outcome: `nothing issued ${kinds(written.refusal)}`, made: nothingMade }
      return told(written, (answer) => kinds(answer).join())
    }
    case 'claim': {
      const { template: couponId, names, count } = command
      const { phone, card: cardNo } = names
      const written = await claim(store, request, { couponId, count, phone, cardNo, channel: 'app' })
      const codes = written.kind === 'done' ? written.answer.couponCodes : []
      return told(written, () => String(count), { codes, redemptionIds: [] })
    }
    case 'reserve': {
      const { template: couponId, count } = command
      const written = await reserve(store, request, { couponId, count, channel: 'flyer' })
      const codes = written.kind === 'done' ? written.answer.couponCodes : []
      return told(written, () => String(count), { codes, redemptionIds: [] })
    }
    case 'claim-code': {
      const { code: couponCode, names } = command
      const { phone, card: cardNo } = names
      return told(await claimCode(store, request, { couponCode, phone, cardNo }), () => '1')
    }
    case 'hold': {
      const { code: couponCode, order: orderId, seconds: ttlSeconds } = command
      return told(await hold(store, request, { couponCode, orderId, ttlSeconds }), ({ untilMs }) => `${untilMs}`)
    }
    case 'release': {
      const { code: couponCode, order: orderId } = command
      return told(await runAct(releaseCoupon, { lifecycle, request, couponCode, orderId }), () => '')
    }
    case 'redeem': {
      const { codes: couponCodes, order: orderId, amount: amountFen } = command
      const written = await redeem(store, request, { couponCodes, orderId, amountFen, shop: shops[orderId] })
      const made = written.kind === 'done' ? written.answer.redemptions.map(({ redemptionId }) => redemptionId) : []
      return told(written, () => String(couponCodes.length), { codes: [], redemptionIds: made })
    }
    case 'return': {
      const written = await returnCoupon({ lifecycle, request, redemptionId: command.redemptionId, reason: '退货' })
      return told(written, ({ isUnchanged, endDate }) => `${isUnchanged ? 'unchanged' : 'returned'} ${endDate}`)
    }
    case 'void': {
      const { codes: couponCodes, withHeld } = command
      const written = await runAct(voidCoupons, { lifecycle, request, couponCodes, reason: '取消', withHeld })
      return told(written, (outcomes) => outcomes.map(({ kind }) => kind).join())
    }
    case 'extend': {
      const { codes: couponCodes, endDay: endDate } = command
      const written = await runAct(extendCoupons, { lifecycle, request, couponCodes, endDate, reason: '延期' })
      return told(written, (outcomes) => outcomes.map(({ kind }) => kind).join())
    }
  }
}

const nothingMade: MadeUp = { codes: [], redemptionIds: [] }

function told<Answer>(
  written: Written<Answer, Readonly<{ kind: string; reason?: Readonly<{ code: string }> }>>,
  words: (answer: Answer) => string,
  made: MadeUp = nothingMade,
): Performed {
  if (written.kind === 'conflict' || written.kind === 'sign-reused') return { outcome: written.kind, made }
  if (written.kind === 'refused') {
    const { kind, reason } = written.refusal
    return { outcome: limitWord(reason?.code ?? kind), made }
  }
  const outcome = `ok ${words(written.answer)}`.trim()
  return { outcome: written.isAlreadyDone ? `again ${outcome}` : outcome, made }
}

/** Which of two limits that are both reached is named first is no promise. */
function limitWord(kind: string): string {
  return kind === 'stock-exhausted' || kind === 'member-limit-reached' ? 'limited' : kind
}

/** 0.6 yuan. Content 0 ends on the 25th without a threshold, content 1 on the 28th and needs one yuan. */
function rowOf(couponCode: string, content: number): RawCoupon {
  const endDate = content === 0 ? '2026-11-25' : '2026-11-28'
  const orderAmount = content === 0 ? '0' : '1'
  return { couponCode, startDate: '2026-11-01', endDate, orderAmount, couponAmount: '0.6', phone: '18612255668' }
}

function nth<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items.length === 0 ? undefined : items[pick % items.length]
}
