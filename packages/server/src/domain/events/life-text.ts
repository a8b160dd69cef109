import type { CouponState } from '#domain/coupon/coupon'
import { type DateText, momentText } from '#domain/dates'

/** All of a coupon that steps of its life change. The rest of its terms stands as issued. */
export type CouponLife = Readonly<{
  state: CouponState
  /** Last usable day, which a return may move. */
  endDate: DateText | undefined
  returnCount: number
}>

/**
 * What events say of a coupon before and after a step: JSON with the names of the wire.
 * @param reason why it was returned or voided, as the caller wrote it
 */
export function lifeText(life: CouponLife, reason?: string): string {
  const { state, endDate, returnCount } = life
  return JSON.stringify({
    ...stateMembers(state),
    end_date: endDate,
    return_count: returnCount === 0 ? undefined : returnCount,
    reason,
  })
}

/** The same of a coupon that has expired, which is no state but what the clock makes of an unused one. */
export function expiredText(life: CouponLife): string {
  return JSON.stringify({ ...JSON.parse(lifeText({ ...life, state: { kind: 'unused' } })), state: 'expired' })
}

/**
 * A text of an event as readers see it: its moments are kept to the millisecond and shown as everywhere on the wire,
 * `yyyy-MM-dd HH:mm:ss` in GMT+8. A quote within a text is escaped, so what a caller wrote is never taken for a moment.
 */
export function shownLifeText(text: string): string {
  return text.replace(/"(held_until|redeemed_at)_ms":(\d+)/g, (_whole, name: string, ms: string) => {
    return `"${name}":"${momentText(Number(ms))}"`
  })
}

/** Reads what `lifeText` wrote. @throws TypeError for anything else */
export function readLife(text: string): CouponLife {
  const members: LifeMembers = JSON.parse(text)
  return { state: readState(members), endDate: members.end_date, returnCount: members.return_count ?? 0 }
}

type LifeMembers = Readonly<{
  state: string
  order_id?: string
  held_until_ms?: number
  redemption_id?: string
  redeemed_at_ms?: number
  shop?: string
  end_date?: string
  return_count?: number
}>

function stateMembers(state: CouponState): LifeMembers {
  if (state.kind === 'held') return { state: 'held', order_id: state.orderId, held_until_ms: state.untilMs }
  if (state.kind !== 'used' || state.redemption === undefined) return { state: state.kind }
  const { redemptionId, orderId, atMs, shop } = state.redemption
  const members = { state: 'used', order_id: orderId, redemption_id: redemptionId, redeemed_at_ms: atMs }
  return shop === undefined ? members : { ...members, shop }
}

function readState(members: LifeMembers): CouponState {
  const { order_id: orderId, held_until_ms: untilMs, redemption_id: redemptionId, redeemed_at_ms: atMs } = members
  switch (members.state) {
    case 'unused':
    case 'void':
      return { kind: members.state }
    case 'held':
      if (orderId !== undefined && untilMs !== undefined) return { kind: 'held', orderId, untilMs }
      break
    case 'used':
      if (redemptionId === undefined) return { kind: 'used' }
      if (orderId === undefined || atMs === undefined) break
      return { kind: 'used', redemption: { redemptionId, orderId, atMs, shop: members.shop } }
  }
  throw new TypeError(`no state of a coupon: ${members.state}`)
}
