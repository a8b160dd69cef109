import { type ChainEvent, listEvents, type Store, type StoredCoupon } from '#server/testing'

/** Something that figures count, by hand: `figure` is its name in the figures. */
type Counted = Readonly<{
  figure: string
  amount: number
  day: string
  couponId: string
  channel: string
  /** Undefined for what happens in no shop. */
  shop: string | undefined
}>

type Filter = Readonly<Partial<Record<'couponId' | 'channel' | 'shop', string>>>

const day = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
const names = { day: 'day', coupon_id: 'couponId', channel: 'channel', shop: 'shop' } as const

/** A recount of a seller by hand, from its events and coupons, written against the words of `figures.ts` and not with its code. */
export async function recountFigures(store: Store, sellerId: string) {
  const events = await listEvents(store, sellerId)
  const codes = [...new Set(events.flatMap(({ couponCode }) => couponCode ?? []))]
  const coupons = new Map<string, StoredCoupon>()
  for (const coupon of await store.lifecycleReader.findCoupons(sellerId, codes)) {
    coupons.set(coupon.terms.couponCode, coupon)
  }
  const all = [
    ...events.flatMap((event) => ofEvent(event, coupons)),
    ...givenBack(events, coupons),
    ...[...coupons.values()].flatMap(ofUsedCoupon),
  ]
  return {
    newestSeq: events.length,
    sum: (filter: Filter) => sumOf(all.filter((one) => matches(one, filter))),
    /** Sums by name, without the names whose sums are all 0. */
    group(filter: Filter, group: keyof typeof names) {
      const found = all.filter((one) => matches(one, filter) && (group !== 'shop' || one.shop !== undefined))
      const values = [...new Set(found.map((one) => one[names[group]] ?? ''))].sort()
      const sums = values.map(
        (name) => [name, sumOf(found.filter((one) => (one[names[group]] ?? '') === name))] as const,
      )
      return sums.filter(([, sum]) => Object.keys(sum).length > 0)
    },
    outstanding: (fromDay: string, filter: Filter) => outstandingOf([...coupons.values()], fromDay, filter),
  }
}

function matches(one: Counted, filter: Filter): boolean {
  return Object.entries(filter).every(([name, value]) => one[name as keyof Filter] === value)
}

/** Without the figures that are 0. */
function sumOf(all: readonly Counted[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const { figure, amount } of all) sums[figure] = (sums[figure] ?? 0) + amount
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))
}

type Text = Readonly<{
  redemption_id?: string
  shop?: string
  redeemed_at_ms?: number
  off_fen?: number
  order_fen?: number
  end_date?: string
}>

function ofEvent(event: ChainEvent, coupons: ReadonlyMap<string, StoredCoupon>): readonly Counted[] {
  const coupon = coupons.get(event.couponCode ?? '')
  if (coupon === undefined) return []
  const [before, after] = [event.before, event.after].map((text): Text => JSON.parse(text ?? '{}'))
  const place = placeOf(coupon)
  const at = (moment: number, shop: string | undefined, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([figure, amount]) => ({ ...place, figure, amount, day: day(moment), shop }))
  switch (event.kind) {
    case 'issued':
      return at(event.atMs, undefined, { issued: 1, claimed: coupon.templateVersion === undefined ? 0 : 1 })
    case 'held':
    case 'voided':
      return at(event.atMs, undefined, { [event.kind]: 1 })
    case 'expired':
      return [{ ...place, figure: 'expired', amount: 1, day: after?.end_date ?? '', shop: undefined }]
    case 'returned':
      return at(event.atMs, before?.shop ?? '', { returned: 1 })
    case 'repriced':
    case 'redeemed': {
      if (before?.redeemed_at_ms !== undefined) {
        const replaced = ofEvent({ ...event, before: '{}', after: event.before }, coupons)
        const counted = ofEvent({ ...event, before: '{}' }, coupons)
        return [...counted, ...replaced.map((one) => ({ ...one, amount: -one.amount }))]
      }
      const redeemedMs = after?.redeemed_at_ms ?? 0
      const days = Math.max(0, (Date.parse(day(redeemedMs)) - Date.parse(day(coupon.issuedAtMs))) / 86_400_000)
      const span = [0, 3, 7, 14, 30].find((longest) => days <= longest)
      return at(redeemedMs, after?.shop ?? '', {
        redeemed: 1,
        priced: after?.off_fen === undefined ? 0 : 1,
        offFen: after?.off_fen ?? 0,
        ...(after?.order_fen === undefined ? {} : { orders: 1, orderFen: after.order_fen }),
        daysToRedeem: days,
        [span === undefined ? 'later' : `within${span}`]: 1,
      })
    }
    default:
      return []
  }
}

type ReturnText = Readonly<{
  coupons: readonly Readonly<{ redemption_id: string; coupon_code: string; off_fen: number; outcome: string }>[]
}>

/** What returns gave back of redemptions: a coupon that comes back leaves nothing of what its redemption took. */
function givenBack(events: readonly ChainEvent[], coupons: ReadonlyMap<string, StoredCoupon>): readonly Counted[] {
  const left = new Map<string, Readonly<{ fen: number; shop: string }>>()
  const counted: Counted[] = []
  const giveBack = ({ atMs }: ChainEvent, redemptionId: string, couponCode: string, given: number | undefined) => {
    const { fen, shop } = left.get(redemptionId) ?? { fen: 0, shop: '' }
    const amount = given ?? fen
    if (amount > fen) throw new Error(`${redemptionId} gave back ${amount} of ${fen}`)
    left.set(redemptionId, { fen: fen - amount, shop })
    const coupon = coupons.get(couponCode)
    if (coupon === undefined) throw new Error(`no coupon ${couponCode}`)
    counted.push({ ...placeOf(coupon), figure: 'returnedFen', amount, day: day(atMs), shop })
  }
  for (const event of events) {
    const [before, after] = [event.before, event.after].map((text): Text => JSON.parse(text ?? '{}'))
    if (event.kind === 'redeemed' || event.kind === 'repriced') {
      left.set(after?.redemption_id ?? '', { fen: after?.off_fen ?? 0, shop: after?.shop ?? '' })
    }
    if (event.kind === 'returned') giveBack(event, before?.redemption_id ?? '', event.couponCode ?? '', undefined)
    if (event.kind !== 'goods_returned') continue
    const { coupons: changed }: ReturnText = JSON.parse(event.after ?? '')
    for (const { redemption_id: id, coupon_code: code, off_fen: fen, outcome } of changed) {
      if (outcome !== 'returned') giveBack(event, id, code, fen)
    }
  }
  return counted
}

function ofUsedCoupon(coupon: StoredCoupon): readonly Counted[] {
  if (coupon.state.kind !== 'used') return []
  const place = { ...placeOf(coupon), day: day(coupon.issuedAtMs), shop: undefined }
  return [{ ...place, figure: 'usedOfIssued', amount: 1 }]
}

function placeOf({ terms }: StoredCoupon): Pick<Counted, 'couponId' | 'channel'> {
  return { couponId: terms.couponId ?? '', channel: terms.channel ?? '' }
}

/** Coupons of these checks take their amount off, and every one has an end. */
function outstandingOf(coupons: readonly StoredCoupon[], fromDay: string, { couponId, channel }: Filter) {
  const left = coupons.filter((coupon) => {
    const { state, terms } = coupon
    const place = placeOf(coupon)
    const isLeft = state.kind === 'unused' || state.kind === 'held'
    const isAsked = (couponId ?? place.couponId) === place.couponId && (channel ?? place.channel) === place.channel
    return isLeft && isAsked && (terms.endDate ?? '9999-12-31') >= fromDay
  })
  const worstFen = left.reduce((sum, { terms }) => sum + (terms.couponAmountFen ?? 0), 0)
  return { coupons: left.length, worstFen, uncapped: 0 }
}
