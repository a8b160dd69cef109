import { useQueries } from '@tanstack/react-query'
import { type CouponState, couponStateOf, getCoupon } from '@yaoquan/api'
import { useToday } from '../design/days.ts'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import { CallError } from '../server/call-error.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Coupon } from '../terms/coupon-types.ts'
import { ruleText } from '../terms/rule-text.ts'

const texts = defineTexts({ until: { zh: (day: string) => `用到 ${day}`, en: (day) => `until ${day}` } })

type Found = ResultOf<typeof getCoupon>

/** A coupon that is to be redeemed. */
export type ChosenCoupon = Readonly<{
  code: string
  /** Undefined until the server answered. */
  found: Found | undefined
  /** Why it cannot be used today, whatever the order. */
  error: Error | null
}>

/** The coupons of these codes as they are now. */
export function useChosenCoupons(codes: readonly string[]): readonly ChosenCoupon[] {
  const { seller } = useSession()
  const today = useToday()
  const answers = useQueries({
    queries: codes.map((couponCode) => ({
      queryKey: ['seller', seller.id, getCoupon.name, { couponCode }],
      queryFn: ({ signal }: Readonly<{ signal: AbortSignal }>) =>
        callMethod(getCoupon, { couponCode }, { sellerId: seller.id, signal }),
    })),
  })
  return codes.map((code, place): ChosenCoupon => {
    const { data, error = null } = answers[place] ?? {}
    const refusal = data?.coupon === undefined ? undefined : refusalOfState(data.coupon, today)
    return { code, found: data, error: error ?? refusal ?? null }
  })
}

/** Name, rule and last day of a coupon. */
export function couponWords({ found }: ChosenCoupon, language: Language): string {
  const { coupon, terms } = found ?? {}
  if (coupon === undefined) return ''
  const rule = ruleText({ ...coupon, ...terms }, language)
  const until = coupon.endDate === undefined ? '' : textsIn(texts, language).until(coupon.endDate)
  return [...new Set([coupon.couponName, rule, until])].filter(Boolean).join(' · ')
}

/** Whether its terms allow that a redemption is taken back. */
export function hasUndo({ found }: ChosenCoupon): boolean {
  const { returnPolicy, returnMaxCycles } = found?.terms ?? {}
  const returned = found?.timeline.filter(({ kind }) => kind === 'returned').length ?? 0
  return returnPolicy !== 'none' && (returnMaxCycles === undefined || returned < returnMaxCycles)
}

/** Held ones may be redeemed on the order that holds them, so the server decides on these. */
const codesOfStates: Readonly<Partial<Record<CouponState, string>>> = {
  upcoming: 'COUPON_NOT_STARTED',
  used: 'COUPON_ALREADY_USED',
  expired: 'COUPON_EXPIRED',
  void: 'COUPON_VOID',
}

function refusalOfState(coupon: Coupon, today: string): CallError | undefined {
  const state = couponStateOf(coupon, today)
  const code = codesOfStates[state]
  if (code === undefined) return undefined
  const date = state === 'upcoming' ? coupon.startDate : coupon.endDate
  return new CallError({ kind: 'refused', code, facts: { date, time: coupon.usedAt, orderId: coupon.orderId } })
}
