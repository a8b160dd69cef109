import { momentText } from '../../packages/server/src/domain/dates.ts'
import { formatPrice } from '../../packages/server/src/domain/money.ts'
import type { Store } from '../../packages/server/src/store/open-store.ts'
import { setGroup } from '../../packages/server/src/testing/change-rules.ts'
import { methodsOf } from './refusal-workload.ts'
import type { Random } from './seeded-random.ts'

const sellerId = '111'
const operator = 'operator:test'

type Result = Awaited<ReturnType<ReturnType<typeof methodsOf>['call']>>

/** One line as tills send it. */
type Line = Readonly<{
  lineNo: number
  goodsId: string
  category: string
  quantity: string
  amount: string
  insuredAmount?: string
  drugClass?: string
  tags?: string
}>

export type Sale = Readonly<{
  shop: string
  channel: string | undefined
  memberLevel: string | undefined
  lines: readonly Line[]
}>

/** A seller whose methods are called directly, at moments that go on. */
export type JudgedSeller = Readonly<{
  call(name: string, input: object): Promise<Result>
  /** Without a request number. */
  ask(name: string, input: object): Promise<Result>
  phone: string
  /** The present moment, epoch milliseconds. */
  nowMs(): number
  newOrderId(): string
}>

/** Opens a seller with groups of shops, a member and rules that limit. */
export async function openJudgedSeller(store: Store): Promise<JudgedSeller> {
  const methods = methodsOf(store)
  let nowMs = Date.parse('2026-11-23T08:00:00+08:00')
  let numbers = 0
  const at = () => {
    numbers += 1
    return { requestId: `r${numbers}`, nowMs }
  }
  const seller: JudgedSeller = {
    call: (name, input) => methods.call(name, { outRequestNo: `n${numbers}`, ...input }, at()),
    ask: (name, input) => methods.call(name, input, at()),
    phone: '13900000001',
    nowMs: () => nowMs,
    newOrderId() {
      numbers += 1
      // Weekdays and hours change from case to case.
      nowMs += 37 * 60_000
      return `SO-${numbers}`
    },
  }
  await setGroup(store, { sellerId, name: 'east', shops: '01,03', nowMs, actor: operator })
  const saved = await seller.call('yaoquan.member.save', {
    phone: seller.phone,
    level: '金卡',
    tags: ['糖尿病'],
  })
  if (!saved.success) throw new Error(`no member: ${JSON.stringify(saved)}`)
  return seller
}

let templates = 0

/** Claims coupons of a new template with random terms for the member. @returns their codes */
export async function claimRandom({ call, phone }: JudgedSeller, random: Random): Promise<readonly string[]> {
  templates += 1
  const couponId = `t${templates}`
  const template = { couponId, couponName: couponId, ...randomTerms(random) }
  const saved = await call('yaoquan.template.save', { template })
  if (!saved.success) throw new Error(`not saved: ${JSON.stringify([saved, template])}`)
  const claimed = await call('yaoquan.coupon.claim', { couponId, phone, count: random.of([1, 1, 2]) })
  const coupons = claimed['coupons']
  if (!Array.isArray(coupons)) throw new Error(`not claimed: ${JSON.stringify(claimed)}`)
  return coupons.map(({ couponCode }: Readonly<{ couponCode: string }>) => couponCode)
}

let issued = 0

/** Issues a coupon of another system, whose worth may be known to its issuer alone. */
export async function issueRandom({ call, phone }: JudgedSeller, random: Random): Promise<string> {
  issued += 1
  const couponCode = `elsewhere-${issued}`
  const coupon = {
    couponCode,
    phone,
    couponAmount: maybeOf(random, ['6', '40']),
    orderAmount: maybeOf(random, ['30', '500']),
    shop: maybeOf(random, ['01', '02', '@east']),
    category: maybeOf(random, ['10', '99']),
    endDate: maybeOf(random, ['2026-11-22', '2027-11-30']),
  }
  const result = await call('yaoquan.coupon.issue', { coupons: [coupon] })
  if (!result.success) throw new Error(`not issued: ${JSON.stringify(result)}`)
  return couponCode
}

function randomTerms(random: Random): object {
  const benefit = random.of<object>([
    { kind: 'cash', couponAmount: `${1 + random.below(60)}` },
    { kind: 'full_reduction', couponAmount: `${1 + random.below(20)}`, orderAmount: `${20 + random.below(150)}` },
    { kind: 'step', couponAmount: '5', orderAmount: '30', stepMax: 3 },
    { kind: 'discount', discountPercent: 60 + random.below(35), orderAmount: random.of(['0', '50']) },
    { kind: 'gift', gift: '赠品', couponAmount: '9' },
  ])
  const maybe = (terms: object): object => (random.chance(0.25) ? terms : {})
  return {
    validFromDay: random.of([0, 0, 0, 0, 3]),
    validToDay: 9,
    ...benefit,
    ...maybe({ category: random.of(['10', '10,11', '99']) }),
    ...maybe({ goods: random.of(['g1', 'g1,g2', 'g9']) }),
    ...maybe({ excludeCategory: '12' }),
    ...maybe({ excludeGoods: 'g3' }),
    ...maybe({ excludeTags: 'special' }),
    ...maybe({ shop: random.of(['01', '02', '@east', '02,@east']) }),
    ...maybe({ channels: random.of(['app', 'app,erp']) }),
    ...maybe({ weekdays: random.of(['1,2,3', '4,5,6,7']) }),
    ...maybe({ hours: random.of(['00:00-12:00', '12:00-24:00']) }),
    ...maybe({ memberLevels: random.of(['金卡', '钻石']) }),
    ...maybe({ memberTags: random.of(['糖尿病', '高血压']) }),
    ...maybe({ stackGroup: random.of(['g', 'h']) }),
    ...maybe({ perOrder: 2 }),
    ...(random.chance(0.15) ? { stackable: false } : {}),
    ...(random.chance(0.1) ? { memberDayOnly: true } : {}),
  }
}

/** @param isPlain only what orders of ERPs can say too */
export function randomSale(random: Random, isPlain: boolean): Sale {
  const lines = Array.from({ length: 1 + random.below(4) }, (_, place): Line => {
    const amountFen = 100 + random.below(12_000)
    const special: Partial<Line> = isPlain
      ? {}
      : {
          ...(random.chance(0.2) ? { insuredAmount: formatPrice(random.below(amountFen)) } : {}),
          ...(random.chance(0.2) ? { drugClass: random.of(['rx', 'otc_a']) } : {}),
          ...(random.chance(0.2) ? { tags: 'special' } : {}),
        }
    return {
      lineNo: place + 1,
      goodsId: `g${1 + random.below(4)}`,
      category: random.of(['10', '11', '12', '13']),
      quantity: '1',
      amount: formatPrice(amountFen),
      ...special,
    }
  })
  return {
    shop: random.of(['01', '02', '03']),
    channel: maybeOf(random, ['app', 'erp']),
    memberLevel: maybeOf(random, ['钻石']),
    lines,
  }
}

/** The order of an ERP with the lines of a sale, as its method takes it. */
export function orderOf(
  sale: Sale,
  requested: Readonly<{ orderId: string; couponCodes: readonly string[]; atMs: number }>,
): object {
  const order = {
    orderId: requested.orderId,
    createTime: momentText(requested.atMs),
    actualTotalFee: 0,
    shopId: sale.shop,
    coupons: requested.couponCodes.map((couponCode) => ({ couponCode, couponName: couponCode })),
    details: sale.lines.map(({ goodsId, category, amount }) => ({
      goodsId,
      category,
      title: goodsId,
      price: Math.round(Number(amount) * 100),
      quantity: '1',
      actualTotalFee: 0,
    })),
  }
  return { order: { ...order, sentText: JSON.stringify(order) } }
}

/** One of the items, or nothing in a third of cases. */
function maybeOf<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return random.chance(1 / 3) ? undefined : random.of(items)
}
