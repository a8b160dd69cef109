import type { TopClient } from '@yaoquan/client'
import { couponsOf, orderJson, orderLine } from './order-calls.ts'
import type { Random } from './seeded-random.ts'

/** A version of an order as the ERP sends it: the text of `order`. */
export type StreamedVersion = Readonly<{ orderId: string; order: string }>

/** The template whose coupons never come back. */
const noReturn = 'NO-RETURN'
const perCall = 1_000

/** Issues two coupons for each of the orders, some of which no order fits. @returns their codes by order */
export async function issueCouponsOfOrders(client: TopClient, orders: number): Promise<readonly (readonly string[])[]> {
  const codes = Array.from({ length: orders }, (_, place) => [`A${place}`, `B${place}`])
  const coupons = codes.flat().map((couponCode, place) => ({
    couponCode,
    couponName: '满10减5',
    couponAmount: '5',
    orderAmount: place % 19 === 0 ? '999' : '10',
    startDate: '2026-01-01',
    endDate: '2099-12-31',
  }))
  for (let first = 0; first < coupons.length; first += perCall) {
    await client.issueCoupons({ outRequestNo: `I${first}`, coupons: coupons.slice(first, first + perCall) })
  }
  return await claimSome(client, codes)
}

/** Every tenth order has a coupon that does not come back. Codes are those of the claim. */
async function claimSome(client: TopClient, codes: readonly (readonly string[])[]) {
  const terms = { kind: 'cash', couponAmount: '3', validFromDay: 0, validToDay: 3_000, returnPolicy: 'none' } as const
  await client.saveTemplate({
    outRequestNo: noReturn,
    template: { couponId: noReturn, couponName: '不退券', ...terms },
  })
  const all: (readonly string[])[] = []
  for (const [place, own] of codes.entries()) {
    if (place % 10 !== 0) all.push(own)
    else {
      const claim = { outRequestNo: `C${place}`, couponId: noReturn, cardNo: `K${place}` }
      const { coupons } = await client.claimCoupons(claim)
      all.push([...own, ...coupons.map(({ couponCode }) => couponCode)])
    }
  }
  return all
}

/**
 * The lives of orders: created with coupons, changed, then finished, cancelled, closed, or refunded in part or in whole.
 * Every version has a time of its own, or the time of the one before it and a later status.
 * @param codes the coupons that an order may name, by order; no other order names them
 * @returns by order its versions, the newest last
 */
export function orderLives(
  random: Random,
  codes: readonly (readonly string[])[],
): readonly (readonly StreamedVersion[])[] {
  return codes.map((own, place) => {
    const paid = 500 * (1 + random.below(20))
    // Some ERPs give no quantities, and some orders are changed before they are paid.
    const [quantity, factor] = [random.chance(0.9) ? '1' : undefined, random.of([1, 1, 1, 2])]
    const named = own.filter(() => random.chance(0.8))
    const changed = random.chance(0.4) ? own.filter(() => random.chance(0.5)) : named
    const stages = [
      { order_status: 'WAIT_BUYER_PAY', named },
      { order_status: 'TRADE_PAID', named: changed },
      ...(random.chance(0.3) ? [{ order_status: '已发货', named: changed }] : []),
      ...endingOf(random, changed, paid),
    ]
    let minute = random.below(20)
    return stages.map(({ named: names, ...stage }, at) => {
      const hasOwnTime = at === 0 || random.chance(0.9)
      // At most five stages, within the hour.
      if (hasOwnTime) minute += 1 + random.below(8)
      const orderId = `SO-${place}`
      const order = orderJson({
        order_id: orderId,
        create_time: '2026-03-01 10:00:00',
        actual_total_fee: 2 * paid,
        shop_id: '01',
        update_time: `2026-03-01 11:${String(minute).padStart(2, '0')}:00`,
        coupons: couponsOf(...names),
        details: linesOf(at === 0 ? paid * factor : paid, 0),
        ...stage,
      })
      const details = (order['details'] as readonly object[]).map((line) => ({ ...line, quantity }))
      return { orderId, order: JSON.stringify({ ...order, details }) }
    })
  })
}

function endingOf(random: Random, named: readonly string[], paid: number) {
  return random.of([
    [],
    [{ order_status: 'TRADE_FINISHED', named }],
    [{ order_status: 'TRADE_CLOSED', named }],
    [{ order_status: '已取消', named: [] }],
    [{ order_status: '退款中', named, details: linesOf(paid, paid / 2) }],
    [
      { order_status: '退款中', named, details: linesOf(paid, paid / 2) },
      { order_status: '已退款', named, details: linesOf(paid, paid) },
    ],
    [{ order_status: 'TRADE_FINISHED', named, details: linesOf(paid, paid) }],
  ])
}

function linesOf(actual_total_fee: number, refund_fee: number) {
  const line = { ...orderLine, actual_total_fee, auction_price: actual_total_fee, refund_fee }
  return [line, { ...line, auction_id: '2' }]
}

/** Every version as many times as said, in random order. */
export function shuffledStream(
  random: Random,
  lives: readonly (readonly StreamedVersion[])[],
  times: number,
): readonly StreamedVersion[] {
  const stream = Array.from({ length: times }, () => lives.flat()).flat()
  for (let last = stream.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1)
    const [one, two] = [stream[last], stream[other]]
    if (one !== undefined && two !== undefined) [stream[last], stream[other]] = [two, one]
  }
  return stream
}

/**
 * What a stream leaves, by order and coupon. Coupons have names of their own here, since codes of claims are random: the
 * place of their order, and theirs on it.
 */
export type StreamOutcome = Readonly<{
  orders: ReadonlyMap<string, unknown>
  statuses: ReadonlyMap<string, string>
  /** What the redemptions that are not returned take of each line. */
  amounts: ReadonlyMap<string, string>
  /** Redemptions and returns in their order. */
  uses: ReadonlyMap<string, readonly string[]>
}>

/** Reads everything that must not depend on the order of arrival. @param codes of coupons, by order */
export async function outcomeOf(client: TopClient, codes: readonly (readonly string[])[]): Promise<StreamOutcome> {
  const names = new Map(codes.flatMap((own, order) => own.map((code, place) => [code, `${order}-${place}`] as const)))
  const nameOf = (code: string | undefined): string => names.get(code ?? '') ?? `unknown ${code}`
  const orders = new Map<string, unknown>()
  let cursor: string | undefined
  do {
    const { result } = await client.execute('yaoquan.order.search', { cursor, limit: 200 })
    for (const { syncedAt: _, coupons, ...order } of result.orders) {
      const named = coupons.map(({ redemptionId: __, couponCode, ...coupon }) => ({
        name: nameOf(couponCode),
        ...coupon,
      }))
      orders.set(order.orderId, { ...order, coupons: named.sort((left, right) => (left.name < right.name ? -1 : 1)) })
    }
    cursor = result.nextCursor
  } while (cursor !== undefined)
  const statuses = new Map<string, string>()
  for await (const { couponCode, status } of client.allCoupons()) statuses.set(nameOf(couponCode), status)
  return { orders, statuses, amounts: await amountsOf(client, nameOf), uses: await usesOf(client, nameOf) }
}

/** Coupons that were redeemed while they were used, or returned while they were not. */
export function doubleUses({ uses }: StreamOutcome): readonly string[] {
  const isDouble = (steps: readonly string[]) => steps.some((step, at) => (step === 'returned') !== (at % 2 === 1))
  return [...uses].filter(([, steps]) => isDouble(steps)).map(([name]) => name)
}

/** The first few things that differ. */
export function differencesOf(left: StreamOutcome, right: StreamOutcome): readonly string[] {
  const kinds = ['orders', 'statuses', 'amounts', 'uses'] as const
  return kinds.flatMap((kind) => {
    const names = [...new Set([...left[kind].keys(), ...right[kind].keys()])]
    const pairs = names.map((name) => [name, textOf(left[kind].get(name)), textOf(right[kind].get(name))] as const)
    const different = pairs.filter(([, one, other]) => one !== other)
    return different.slice(0, 5).map(([name, one, other]) => `${kind} ${name}: ${one} and ${other}`)
  })
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

async function amountsOf(
  client: TopClient,
  nameOf: (code: string | undefined) => string,
): Promise<ReadonlyMap<string, string>> {
  const amounts = new Map<string, string>()
  let cursor: string | undefined
  do {
    const { result } = await client.execute('yaoquan.redemption.list', { returned: false, cursor, limit: 200 })
    for (const { couponCode, offAmount, lines } of result.redemptions) {
      amounts.set(nameOf(couponCode), JSON.stringify([offAmount, lines]))
    }
    cursor = result.nextCursor
  } while (cursor !== undefined)
  return amounts
}

async function usesOf(
  client: TopClient,
  nameOf: (code: string | undefined) => string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const uses = new Map<string, string[]>()
  for await (const { kind, couponCode, after } of client.events()) {
    if (couponCode === undefined || (kind !== 'redeemed' && kind !== 'returned')) continue
    const name = nameOf(couponCode)
    const steps = uses.get(name) ?? []
    uses.set(name, steps)
    const { order_id: orderId, shop } = JSON.parse(after ?? '{}')
    steps.push(kind === 'redeemed' ? `redeemed for ${orderId} in ${shop}` : 'returned')
  }
  return uses
}
