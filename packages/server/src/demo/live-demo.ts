import { addDays, type DateText, dayOf, momentText, startOfDay } from '#domain/dates'
import { formatPrice, parseYuan } from '#domain/money'
import type { MethodCall } from '#sample-objects/method-call'
import { demoPhone } from './demo-names.ts'
import { type DemoTemplate, demoTemplates } from './demo-templates.ts'
import { SeededNumbers } from './seeded-numbers.ts'

/** Days before today on which the demo seller's life began. */
/** Days that the demo has lived at its first start. */
export const lifeDays = 180
const memberCount = 120
const shops = ['01', '02', '03', '04', '05', '06'] as const
const shopNames = ['朝阳门店', '海淀黄庄店', '西单店', '望京店', '通州新城店', '昌平回龙观店'] as const
const categories = [
  { code: '1001', name: '家庭常备药' },
  { code: '1002', name: '非处方药' },
  { code: '2001', name: '维生素' },
  { code: '2002', name: '矿物质' },
  { code: '3001', name: '医疗器械' },
  { code: '4001', name: '中药饮片' },
  { code: '9001', name: '消毒用品' },
] as const
const channels = ['wechat', 'wechat', 'app', 'alipay', '线下门店'] as const
const levels = ['普通会员', '银卡', '金卡'] as const
const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'] as const
const givenNames = ['秀英', '伟', '敏', '静', '建国', '丽', '强', '桂兰', '磊', '婷'] as const
/** Calls that wait for each other's commit together. */
const callsAtOnce = 60

type Member = Readonly<{ phone: string; cardNo: string; level: string }>
type Claimed = Readonly<{ couponCode: string; demo: DemoTemplate; member: Member; endDate: DateText }>
type Claiming = Readonly<{ demo: DemoTemplate; member: Member; channel: string; outRequestNo: string }>
/** An order of one line, with the numbers of the calls for it. */
type Sale = Readonly<{
  outRequestNo: string
  holdNo: string
  orderId: string
  shop: string
  goods: string
  totalFen: number
}>
/** A sale that the ERP syncs as an order. `paidFen` is less than its total by what a till's coupon took off. */
type SyncedSale = Sale & Readonly<{ coupon: Claimed | undefined; member: Member; paidFen?: number; status?: string }>

type TillSale = Sale & Readonly<{ coupon: Claimed; member: Member; holds: boolean; isSynced: boolean }>

/** `order` is undefined if the ERP never synced it. */
type Sold = Readonly<{ redemptionId: string; order: SyncedSale | undefined }>

/**
 * Lives half a year of a demo seller up to a moment through its methods: members, templates, claims, redemptions by tills and with orders,
 * returns, voids and refusals. The same for the same seed; codes are random, as they always are. Repeated, it changes nothing.
 */
export async function liveDemo(call: MethodCall, nowMs: number, dawn: Dawn): Promise<void> {
  const life = new DemoLife(call, nowMs)
  await life.begin()
  for (let daysAgo = lifeDays; daysAgo >= 0; daysAgo -= 1) {
    await dawn(daysAgo, life.momentOf(daysAgo, 8))
    await life.day(daysAgo)
  }
}

/** What happens each day before the demo's own acts. @param atMs a moment of that day, epoch milliseconds; the days follow one another */
type Dawn = (daysAgo: number, atMs: number) => Promise<void>

class DemoLife {
  readonly #call: MethodCall
  readonly #nowMs: number
  readonly #numbers = new SeededNumbers(20_261_126)
  readonly #members: readonly Member[]
  #requests = 0
  #orders = 0
  #unused: readonly Claimed[] = []
  #sold: readonly Sold[] = []

  constructor(call: MethodCall, nowMs: number) {
    this.#call = call
    this.#nowMs = nowMs
    this.#members = Array.from({ length: memberCount }, (_, place) => ({
      phone: demoPhone(place),
      cardNo: `8800${String(10_000 + place)}`,
      level: levels[place % 7 === 0 ? 2 : place % 3 === 0 ? 1 : 0] ?? '',
    }))
  }

  /** Templates, and members with profiles. */
  async begin(): Promise<void> {
    const nowMs = this.momentOf(lifeDays, 8)
    for (const { template } of demoTemplates) {
      await this.#call('yaoquan.template.save', { outRequestNo: this.#number(), template }, nowMs)
    }
    const named = shopNames.map((name, place) => ({ code: shops[place] ?? '', name, city: '北京' }))
    await this.#call('yaoquan.shop.save', { outRequestNo: this.#number(), shops: named }, nowMs)
    await this.#call('yaoquan.category.save', { outRequestNo: this.#number(), categories }, nowMs)
    const saved = this.#members.map(({ phone, cardNo, level }, place) => {
      const birthday = addDays('2025-12-31', 1 + ((place * 13) % 365)).slice(5)
      const name = this.#numbers.pick(surnames) + this.#numbers.pick(givenNames)
      const marketingConsent = { given: place % 4 !== 0, source: '门店登记' }
      return { outRequestNo: this.#number(), phone, cardNo, name, level, birthday, marketingConsent }
    })
    await inTurns(saved, (member) => this.#call('yaoquan.member.save', member, nowMs))
  }

  /** A day: claims in the morning, sales in the afternoon, returns and voids in the evening. */
  async day(daysAgo: number): Promise<void> {
    const today = dayOf(this.momentOf(daysAgo, 9))
    this.#unused = this.#unused.filter(({ endDate }) => endDate >= today)
    const claimed = await inTurns(this.#claimsOf(daysAgo), (claim) => this.#claim(claim, this.momentOf(daysAgo, 9)))
    this.#unused = [...this.#unused, ...claimed.flat()]
    await this.#sell(daysAgo)
    const back = this.#sold.filter(() => this.#numbers.happens(40)).slice(0, 2)
    const returns = back.map((sold) => ({ ...sold, outRequestNo: this.#number() }))
    this.#sold = this.#sold.filter((sold) => !back.includes(sold)).slice(-40)
    await Promise.all([
      inTurns(returns, (sold) => this.#return(sold, this.momentOf(daysAgo, 20))),
      daysAgo % 12 === 5 ? this.#void(daysAgo) : undefined,
    ])
  }

  /** More from month to month, and more on some days than on others. */
  #claimsOf(daysAgo: number): readonly Claiming[] {
    const count = 3 + Math.floor((lifeDays - daysAgo) / 45) + this.#numbers.below(6)
    const weighted = demoTemplates.flatMap((demo) => Array<DemoTemplate>(demo.weight).fill(demo))
    return Array.from({ length: count }, () => {
      const member = this.#numbers.pick(this.#members)
      const channel = this.#numbers.pick(channels)
      return { demo: this.#numbers.pick(weighted), member, channel, outRequestNo: this.#number() }
    })
  }

  /** A member who has as many as the template allows is refused. */
  async #claim({ demo, member, channel, outRequestNo }: Claiming, nowMs: number): Promise<readonly Claimed[]> {
    const { couponId } = demo.template
    const { phone, cardNo } = member
    const { result } = await this.#call(
      'yaoquan.coupon.claim',
      { outRequestNo, couponId, phone, cardNo, channel },
      nowMs,
    )
    return result.coupons.map(({ couponCode, endDate }) => ({ couponCode, endDate, demo, member }))
  }

  /** Most coupons are redeemed by a till, some by orders that the ERP syncs; some orders have none, and some redemptions are refused. */
  async #sell(daysAgo: number): Promise<void> {
    const used = this.#unused.filter(({ demo }) => this.#numbers.happens(demo.usedPerMille))
    this.#unused = this.#unused.filter((coupon) => !used.includes(coupon))
    const nowMs = this.momentOf(daysAgo, 15)
    const [byOrder, byTill] = [used.filter((_, place) => place % 4 === 0), used.filter((_, place) => place % 4 !== 0)]
    const tills = byTill.map((coupon) => ({
      coupon,
      member: coupon.member,
      ...this.#sale(coupon.demo),
      holds: this.#numbers.happens(150),
      isSynced: this.#numbers.happens(970),
    }))
    const without = this.#numbers.pick(this.#members)
    const orders = [
      ...byOrder.map((coupon) => ({ coupon, member: coupon.member, ...this.#sale(coupon.demo) })),
      { coupon: undefined, member: without, ...this.#sale(this.#numbers.pick(demoTemplates)) },
    ]
    const limited = this.#unused.filter(({ demo: { template } }) => template.orderAmount ?? template.category)
    const refused = limited.filter((_, place) => daysAgo % 2 === 0 && place === daysAgo % limited.length)
    const refusals = refused.map((coupon) => ({ coupon, ...this.#sale(coupon.demo) }))
    const [sold] = await Promise.all([
      inTurns(tills, (sale) => this.#redeem(sale, nowMs)),
      inTurns(orders, (order) => this.#sync(order, nowMs)),
      inTurns(refusals, (sale) => this.#refuse(sale, nowMs)),
    ])
    this.#sold = [...this.#sold, ...sold.flat()]
  }

  #sale(demo: DemoTemplate): Sale {
    const shop = shops[Math.min(this.#numbers.below(shops.length), this.#numbers.below(shops.length))] ?? '01'
    const totalFen = demo.fromFen + 10 * this.#numbers.below(Math.ceil(demo.fromFen / 12))
    this.#orders += 1
    const request = { outRequestNo: this.#number(), holdNo: this.#number() }
    return {
      ...request,
      orderId: `DEMO-${String(10_000 + this.#orders)}`,
      shop,
      totalFen,
      goods: this.#numbers.pick(demo.goods),
    }
  }

  async #redeem(sale: TillSale, nowMs: number): Promise<readonly Sold[]> {
    const { coupon, orderId, shop, outRequestNo, holdNo, totalFen } = sale
    const { couponCode, demo, member } = coupon
    if (sale.holds)
      await this.#call('yaoquan.coupon.hold', { outRequestNo: holdNo, couponCode, orderId, ttlSeconds: 1800 }, nowMs)
    const lines = [{ goodsId: sale.goods, category: demo.category, amount: formatPrice(totalFen) }]
    const input = { outRequestNo, couponCode, orderId, shop, lines, memberLevel: member.level }
    const { result } = await this.#call('yaoquan.coupon.redeem', input, nowMs)
    const order = { ...sale, paidFen: parseYuan(result.payAmount ?? '') ?? totalFen }
    if (sale.isSynced) await this.#sync(order, nowMs)
    return result.redemptions.map(({ redemptionId }) => ({ redemptionId, order: sale.isSynced ? order : undefined }))
  }

  /** The till takes the coupon back, and the ERP closes the order. */
  async #return(sold: Sold & Readonly<{ outRequestNo: string }>, nowMs: number): Promise<void> {
    const { redemptionId, order, outRequestNo } = sold
    await this.#call('yaoquan.coupon.return', { outRequestNo, redemptionId, reason: '顾客退货' }, nowMs)
    if (order !== undefined) await this.#sync({ ...order, status: 'TRADE_CLOSED' }, nowMs)
  }

  async #sync(sale: SyncedSale, nowMs: number): Promise<void> {
    const { coupon, member, orderId, shop, goods, totalFen, paidFen = totalFen, status = 'TRADE_FINISHED' } = sale
    const couponCode = coupon?.couponCode
    const category = coupon?.demo.category ?? '1001'
    const line = { actualTotalFee: paidFen, goodsId: goods, price: totalFen, title: goods, category, quantity: '1' }
    const order = {
      orderId,
      actualTotalFee: paidFen,
      createTime: momentText(nowMs),
      orderStatus: status,
      shopId: shop,
      channel: 'b2c',
      phone: member.phone,
      cardNo: member.cardNo,
      details: [line],
      coupons: couponCode === undefined ? [] : [{ couponCode, couponName: coupon?.demo.template.couponName ?? '' }],
    }
    await this.#call(
      'alibaba.alihealth.nr.crm.order.sync',
      { order: { ...order, sentText: JSON.stringify(order) } },
      nowMs,
    )
  }

  /** A till tries a coupon on an order that costs too little, or of other goods. */
  async #refuse(sale: Sale & Readonly<{ coupon: Claimed }>, nowMs: number): Promise<void> {
    const { outRequestNo, orderId, shop, coupon, totalFen } = sale
    const lines = [{ goodsId: '消毒湿巾', category: '9001', amount: formatPrice(totalFen / 5) }]
    const { couponCode } = coupon
    await this.#call('yaoquan.coupon.redeem', { outRequestNo, couponCode, orderId, shop, lines }, nowMs)
  }

  async #void(daysAgo: number): Promise<void> {
    const [coupon, ...left] = this.#unused
    if (coupon === undefined) return
    this.#unused = left
    const requested = { outRequestNo: this.#number(), couponCodes: [coupon.couponCode], reason: '重复发放' }
    await this.#call('yaoquan.coupon.void', requested, this.momentOf(daysAgo, 20))
  }

  /** An hour of a day, but not in the future. */
  momentOf(daysAgo: number, hour: number): number {
    const day = addDays(dayOf(this.#nowMs), -daysAgo)
    return Math.min(this.#nowMs, startOfDay(day) + hour * 3_600_000)
  }

  #number(): string {
    this.#requests += 1
    return `DEMO-${String(this.#requests)}`
  }
}

/** Makes calls, some at a time, so that they share commits; the answers are in the order of the calls. */
async function inTurns<Input, Answer>(
  requested: readonly Input[],
  call: (one: Input) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let start = 0; start < requested.length; start += callsAtOnce) {
    answers.push(...(await Promise.all(requested.slice(start, start + callsAtOnce).map(call))))
  }
  return answers
}
