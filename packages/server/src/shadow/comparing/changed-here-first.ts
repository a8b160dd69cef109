import { erpCouponFields } from '@yaoquan/api'
import { couponStatus } from '#domain/coupon/coupon'
import type { EventReader } from '#domain/events/event-store'
import { pastCoupon } from '#domain/explain/past-coupon'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { Deviation } from '#shadow/report/deviation'

/** Where changes of coupons are read. */
export type CouponHistory = Readonly<{
  coupons: Pick<LifecycleReader, 'findCoupon'>
  events: Pick<EventReader, 'listCouponEvents'>
  /** How long a change here may be ahead of the upstream, milliseconds. */
  aheadMs: number
}>

type Call = Readonly<{ sellerId: string; atMs: number }>

/** The history of a coupon is read for each of these; of a longer answer, the others stay deviations. */
const maxCoupons = 20

/**
 * Leaves out the deviations that are explained by a change of the last moments before the call: the upstream answered what our store had
 * before it, such as while a mirrored write is on its way there.
 */
export async function withoutChangedHereFirst(
  deviations: readonly Deviation[],
  call: Call,
  history: CouponHistory,
): Promise<readonly Deviation[]> {
  const byCoupon = Map.groupBy(deviations.filter(followsFromHistory), ({ couponCode = '' }) => couponCode)
  const explained = new Set<Deviation>()
  for (const [couponCode, found] of [...byCoupon].slice(0, maxCoupons)) {
    const earlier = await earlierMembers(couponCode, call, history)
    for (const one of found) {
      if (one.class === 'extra' ? earlier.wasMissing : earlier.values(one.name).has(one.upstream)) explained.add(one)
    }
  }
  return deviations.filter((one) => !explained.has(one))
}

const { status, endDate } = erpCouponFields
/** Members that steps of a coupon change. */
const changing: ReadonlySet<string> = new Set([status.wire, endDate.wire])

function followsFromHistory({ class: ofClass, name }: Deviation): boolean {
  return ofClass === 'extra' || (ofClass === 'field' && changing.has(name))
}

type EarlierMembers = Readonly<{ wasMissing: boolean; values: (name: string) => ReadonlySet<string> }>

/** What a coupon was before each of its changes of the last moments. */
async function earlierMembers(
  couponCode: string,
  { sellerId, atMs }: Call,
  { coupons, events, aheadMs }: CouponHistory,
): Promise<EarlierMembers> {
  const timeline = await events.listCouponEvents(sellerId, couponCode)
  const recent = timeline.events.filter((event) => event.atMs > atMs - aheadMs)
  // Most deviations are old ones, for which one read is enough.
  const present = recent.length === 0 ? undefined : await coupons.findCoupon(sellerId, couponCode)
  if (present === undefined) return { wasMissing: false, values: () => new Set() }
  const earlier = recent.map(({ atMs: eventMs, eventSeq }) =>
    pastCoupon(present, timeline, { atMs: eventMs, eventSeq: eventSeq - 1 }),
  )
  const stored = earlier.flatMap((past) => (past?.kind === 'coupon' ? [past.coupon] : []))
  return {
    wasMissing: earlier.includes(undefined),
    values: (name) => new Set(stored.map((coupon) => memberOf(name, coupon, atMs))),
  }
}

function memberOf(name: string, coupon: StoredCoupon, atMs: number): string {
  return name === status.wire ? couponStatus(coupon, atMs) : (coupon.terms.endDate ?? '')
}
