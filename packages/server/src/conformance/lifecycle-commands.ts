import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { holdCoupon } from '#domain/lifecycle/hold-coupon'
import { type IssueAnswer, issueCoupons, issuedItems } from '#domain/lifecycle/issue-coupons'
import type { WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { releaseCoupon } from '#domain/lifecycle/release-coupon'
import { returnCoupon } from '#domain/lifecycle/return-coupon'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import type { Store } from '#store/open-store'
import type { Action, Command, MadeUp, Outcome } from './lifecycle-command.ts'

/** An action whose coupons and redemptions are named by their place among those known so far. */
export type Plan =
  | Readonly<{ kind: 'action'; action: Action; picks: readonly number[] }>
  /** A call made before is made again, with its number. */
  | Readonly<{ kind: 'repeat'; pick: number }>

const order = fc.constantFrom('SO-1', 'SO-2', 'SO-3')
const issuedCode = fc.constantFrom('c0', 'c1', 'c2', 'c3')
const picked = fc.constant('')

const anyIssue: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('issue'),
  codes: fc.uniqueArray(issuedCode, { minLength: 1, maxLength: 3 }),
  content: fc.nat(1),
})
const anyClaim: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('claim'),
  template: fc.constantFrom('stock', 'member', 'free'),
  members: fc.constantFrom(['p:1'], ['p:2'], ['c:1'], ['p:1', 'c:1'], ['p:2', 'c:1']),
  count: fc.integer({ min: 1, max: 2 }),
})
const anyHold: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('hold'),
  code: picked,
  order,
  seconds: fc.constantFrom(1, 3600, 86_400),
})
const anyRelease: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('release'), code: picked, order })
const anyRedeem: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('redeem'),
  codes: fc.constantFrom([''], [''], ['', '']),
  order,
  amount: fc.constantFrom(99, 100),
})
const anyReturn: fc.Arbitrary<Action> = fc.record({ kind: fc.constant('return'), redemptionId: picked })
const anyVoid: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('void'),
  codes: fc.constantFrom([''], ['', '']),
})

/** Coupons go in circles: what ends their life comes rarely. */
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: anyIssue },
  { weight: 3, arbitrary: anyClaim },
  { weight: 2, arbitrary: anyHold },
  { weight: 2, arbitrary: anyRelease },
  { weight: 6, arbitrary: anyRedeem },
  { weight: 6, arbitrary: anyReturn },
  { weight: 1, arbitrary: anyVoid },
)

export const anyPlan: fc.Arbitrary<Plan> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('action' as const),
      action: anyAction,
      picks: fc.tuple(fc.nat(), fc.nat()),
    }),
  },
  // Mostly one of the latest, which may be under way.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), pick: fc.oneof(fc.nat(2), fc.nat()) }) },
)

/** What is known when a round begins. */
export type Known = Readonly<{
  codes: readonly string[]
  redemptionIds: readonly string[]
  /** Those that may be made again. */
  commands: readonly Command[]
}>

/** Names what a plan picks. */
export function commandOf(plan: Plan, outRequestNo: string, known: Known): Command {
  if (plan.kind === 'repeat') {
    const before = nth(known.commands, plan.pick)
    return before ?? { kind: 'void', codes: ['nobody'], outRequestNo }
  }
  const { action, picks } = plan
  const code = (place: number) => nth(known.codes, picks[place] ?? 0) ?? 'nobody'
  switch (action.kind) {
    case 'hold':
    case 'release':
      return { ...action, code: code(0), outRequestNo }
    case 'redeem':
    case 'void':
      return { ...action, codes: [...new Set(action.codes.map((_, place) => code(place)))], outRequestNo }
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
): Promise<Readonly<{ outcome: Outcome; made: MadeUp }>> {
  const { outRequestNo, ...asked } = command
  const content = JSON.stringify(asked)
  const request = { sellerId, outRequestNo, method: command.kind, content, actor: 'app:1', requestId: 'r', nowMs }
  return call(store, command, request)
}

async function call(store: Store, command: Command, request: WriteRequest) {
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
      const phone = command.members.find((member) => member.startsWith('p:'))
      const cardNo = command.members.find((member) => member.startsWith('c:'))
      const { template: couponId, count } = command
      const asked = { lifecycle, request, couponId, count, member: { phone, cardNo }, channel: 'app', randomBytes }
      const written = await claimCoupons(asked)
      const codes = written.kind === 'done' ? written.answer.couponCodes : []
      return told(written, () => String(count), { codes, redemptionIds: [] })
    }
    case 'hold': {
      const { code: couponCode, order: orderId, seconds: ttlSeconds } = command
      return told(
        await holdCoupon({ lifecycle, request, couponCode, orderId, ttlSeconds }),
        ({ untilMs }) => `${untilMs}`,
      )
    }
    case 'release':
      return told(
        await releaseCoupon({ lifecycle, request, couponCode: command.code, orderId: command.order }),
        () => '',
      )
    case 'redeem': {
      const { codes: couponCodes, order: orderId } = command
      const told_ = { shop: undefined, amountFen: command.amount, lines: [] }
      const asked = { lifecycle, request, couponCodes, orderId, order: told_, redeemedAtMs: undefined, randomBytes }
      const written = await redeemCoupons(asked)
      const made = written.kind === 'done' ? written.answer.redemptions.map(({ redemptionId }) => redemptionId) : []
      return told(written, () => String(couponCodes.length), { codes: [], redemptionIds: made })
    }
    case 'return': {
      const asked = { lifecycle, request, redemptionId: command.redemptionId, reason: '退货' }
      return told(await returnCoupon(asked), ({ isUnchanged, endDate }) => {
        return `${isUnchanged ? 'unchanged' : 'returned'} ${endDate}`
      })
    }
    case 'void':
      return told(await voidCoupons({ lifecycle, request, couponCodes: command.codes, reason: '取消' }), (outcomes) =>
        outcomes.map(({ kind }) => kind).join(),
      )
  }
}

const nothingMade: MadeUp = { codes: [], redemptionIds: [] }

function told<Answer>(
  written: Written<Answer, Readonly<{ kind: string }>>,
  words: (answer: Answer) => string,
  made: MadeUp = nothingMade,
): Readonly<{ outcome: Outcome; made: MadeUp }> {
  if (written.kind === 'conflict' || written.kind === 'sign-reused') return { outcome: written.kind, made }
  if (written.kind === 'refused') return { outcome: limitWord(written.refusal.kind), made }
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
