import type { ActName, CouponState } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { type LazyPart, lazyPart } from '../parts/lazy-part.tsx'
import type { ActProps } from './act-props.ts'

/** What an operator can do to a coupon. */
type CouponActRow = Readonly<{
  /** The verb, on buttons. */
  title: Readonly<{ zh: string; en: string }>
  /** The act of the table of roles that it takes. */
  role: ActName
  /** States in which it is possible. */
  states: readonly CouponState[]
  Form: LazyPart<ActProps>
}>

/** The usual act of a state comes first. */
export const couponActs = {
  redeem: {
    title: { zh: '核销', en: 'Redeem' },
    role: 'redeem-coupons',
    states: ['usable', 'held'],
    Form: lazyPart(async () => (await import('./redeem-act.tsx')).RedeemAct),
  },
  hold: {
    title: { zh: '占用', en: 'Hold' },
    role: 'hold-coupons',
    states: ['usable'],
    Form: lazyPart(async () => (await import('./hold-act.tsx')).HoldAct),
  },
  release: {
    title: { zh: '释放占用', en: 'Release' },
    role: 'hold-coupons',
    states: ['held'],
    Form: lazyPart(async () => (await import('./release-act.tsx')).ReleaseAct),
  },
  extend: {
    title: { zh: '延期', en: 'Extend' },
    role: 'extend-coupons',
    states: ['usable', 'upcoming', 'held', 'expired'],
    Form: lazyPart(async () => (await import('./extend-act.tsx')).ExtendAct),
  },
  return: {
    title: { zh: '退回', en: 'Return' },
    role: 'return-coupons',
    states: ['used'],
    Form: lazyPart(async () => (await import('./return-act.tsx')).ReturnAct),
  },
  void: {
    title: { zh: '作废', en: 'Void' },
    role: 'void-coupons',
    states: ['usable', 'upcoming', 'held'],
    Form: lazyPart(async () => (await import('./void-act.tsx')).VoidAct),
  },
} as const satisfies Readonly<Record<string, CouponActRow>>

export type CouponAct = keyof typeof couponActs

/** The acts that are possible in a state. */
export function possibleActs(state: CouponState): readonly CouponAct[] {
  const rows = Object.entries<CouponActRow>(couponActs)
  return rows.flatMap(([name, { states }]) => (states.includes(state) ? [name as CouponAct] : []))
}

/** The form of an act on a coupon. */
export function ActPanel({ act, ...now }: ActProps & Readonly<{ act: CouponAct }>): ReactNode {
  // What is shown of the coupon goes on; who acted first is told from what the operator saw.
  const [seen] = useState(now.seen)
  const { Form } = couponActs[act]
  return <Form {...now} seen={seen} />
}
