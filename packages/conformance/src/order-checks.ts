import { randomBytes } from 'node:crypto'
import { expect } from 'expect'
import fc from 'fast-check'
import {
  extendCoupons,
  issueCoupons,
  listEvents,
  newSeller,
  newSellerPolicy,
  noon,
  type OrderVersion,
  orderLineWith,
  orderVersionWith,
  type ReturnPolicy,
  requestOf,
  runAct,
  type SellerPolicy,
  type Store,
  syncOrder,
  type TemplateTerms,
} from '#server/testing'
import { answerOf, claim, redeem, returnLines, save } from '#server/testing/calls'
import { type Checks, raceRounds, together } from './programs.ts'
import { shuffle } from './shuffle.ts'

/** What must hold of orders that are synced. */
export const orderChecks: Checks = {
  async 'versions three times and shuffled, through two programs, leave what they leave once and in order'(programs) {
    const stream = fc.tuple(anyStream, fc.integer({ min: 1, max: 1_000_000 }), fc.boolean())
    await fc.assert(
      fc.asyncProperty(stream, async ([anyVersions, seed, wasSoldBefore]) => {
        const versions = wasSoldBefore ? anyVersions.map(withoutTillIfClosed) : anyVersions
        const newSellerOf = wasSoldBefore ? newSellerWithEndedSale : newSellerWithCoupons
        const inOrder = await newSellerOf(programs.one)
        for (const version of versions.toSorted(byStamp)) await sync(programs.one, inOrder, version)
        const shuffled = await newSellerOf(programs.one)
        const arrivals = shuffle([...versions, ...versions, ...versions], seed)
        for (const [place, version] of arrivals.entries()) await sync(programs.at(place), shuffled, version)
        expect(await stateOf(programs.other, shuffled)).toEqual(await stateOf(programs.one, inOrder))
      }),
      { numRuns: Math.max(4, Math.ceil(programs.modelRuns * 0.4)) },
    )
  },

  async 'a refund that names nobody leaves an order with its buyer, also when it overtakes the order'(programs) {
    const bought = versionOf(1, { phone: '13900000001' })
    const refunded = versionOf(2, { status: 'TRADE_CLOSED' })
    for (const arrivals of [
      [bought, refunded],
      [refunded, bought],
    ]) {
      const seller = await newSellerWithCoupons(programs.one)
      for (const version of arrivals) await sync(programs.one, seller, version)
      const order = await programs.other.orderReader.findOrder(seller.sellerId, 'SO')
      expect(order).toMatchObject({ phone: '13900000001', status: 'TRADE_CLOSED' })
      expect(order?.content).toContain('TRADE_CLOSED')
      const filter = { phone: '13900000001' }
      const query = { sellerId: seller.sellerId, filter, afterPlace: 0, limit: 10 }
      expect((await programs.other.orderReader.searchOrders(query)).orders).toHaveLength(1)
      expect(await programs.other.eventAuditor.verifyChain(seller.sellerId)).toMatchObject({ kind: 'intact' })
    }
  },

  async 'one version through all programs at the same time is stored once, and redeems once'(programs) {
    for (let round = 0; round < 5; round += 1) {
      const seller = await newSellerWithCoupons(programs.one)
      const version = versionOf(1, { couponCodes: [seller.codes.plain] })
      const results = await together(16, (place) => sync(programs.at(place), seller, version))
      expect(results.map(({ kind }) => kind)).toEqual(Array(16).fill('done'))
      expect(new Set(results.map((result) => (result.kind === 'done' ? JSON.stringify(result.answer) : ''))).size).toBe(
        1,
      )
      expect(await kindsOf(programs.one, seller)).toEqual(['redeemed', 'order_synced'])
    }
  },

  async 'versions through all programs at the same time all count, and the newest is shown'(programs) {
    const seller = await newSellerWithCoupons(programs.one)
    const { plain } = seller.codes
    const versions = Array.from({ length: 12 }, (_, place) =>
      versionOf(place + 1, { couponCodes: place % 2 === 1 ? [plain] : [], channel: `c${place}` }),
    )
    const results = await together(12, (place) => sync(programs.at(place), seller, versions[place] ?? versionOf(1)))
    expect(results.map(({ kind }) => kind)).toEqual(Array(12).fill('done'))
    const order = await programs.other.orderReader.findOrder(seller.sellerId, 'SO')
    expect(order?.history.entries).toHaveLength(12)
    expect(order).toMatchObject({ channel: 'c11', coupons: [{ outcome: 'redeemed', cycles: 5 }] })
    expect(await couponOf(programs.one, seller.sellerId, plain)).toMatchObject({ returnCount: 5, state: 'used' })
  },

  async 'programs that write one coupon and its order at the same time all get an answer'(programs) {
    const seller = await newSellerWithCoupons(programs.one)
    const { plain } = seller.codes
    const written = await together(24, async (place) => {
      const store = programs.at(place)
      if (place % 3 > 0) return sync(store, seller, versionOf(place, { couponCodes: place % 3 === 1 ? [plain] : [] }))
      const input = { lifecycle: store.lifecycleStore, request: requestOf(seller.sellerId), reason: undefined }
      return runAct(extendCoupons, { ...input, couponCodes: [plain], endDate: '2027-01-31' })
    })
    expect(written.map(({ kind }) => kind)).toEqual(Array(24).fill('done'))
    const order = await programs.other.orderReader.findOrder(seller.sellerId, 'SO')
    expect(order).toMatchObject({ coupons: [{ outcome: 'returned', cycles: 8 }] })
    expect(await couponOf(programs.one, seller.sellerId, plain)).toMatchObject({ returnCount: 8, state: 'unused' })
    expect(await programs.other.eventAuditor.verifyChain(seller.sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a till and an order that redeem a coupon at the same time redeem it once, for one of two orders'(programs) {
    for (let round = 0; round < raceRounds(programs); round += 1) {
      const seller = await newSellerWithCoupons(programs.one)
      const { plain } = seller.codes
      const requested = { couponCodes: [plain], orderId: 'TILL' }
      const [synced, till] = await Promise.all([
        sync(programs.one, seller, versionOf(1, { couponCodes: [plain] })),
        redeem(programs.other, requestOf(seller.sellerId), requested),
      ])
      const outcome = synced.kind === 'done' ? synced.answer.coupons[0]?.outcome : undefined
      expect([outcome, till.kind]).toEqual(till.kind === 'done' ? ['refused', 'done'] : ['redeemed', 'refused'])
      expect((await kindsOf(programs.one, seller)).filter((kind) => kind === 'redeemed')).toHaveLength(1)
    }
  },

  async 'a till and an order that redeem a coupon for the same order at the same time redeem it once'(programs) {
    for (let round = 0; round < raceRounds(programs); round += 1) {
      const seller = await newSellerWithCoupons(programs.one)
      const { plain } = seller.codes
      const [synced] = await Promise.all([
        sync(programs.one, seller, versionOf(1, { couponCodes: [plain] })),
        redeem(programs.other, requestOf(seller.sellerId), { couponCodes: [plain], orderId: 'SO' }),
      ])
      expect(synced).toMatchObject({ kind: 'done', answer: { coupons: [{ outcome: 'redeemed' }] } })
      expect((await kindsOf(programs.one, seller)).filter((kind) => kind === 'redeemed')).toHaveLength(1)
    }
  },

  async 'two coupons that each stand alone: a till and an order put one of them on the same order'(programs) {
    for (let round = 0; round < raceRounds(programs); round += 1) {
      const seller = await newSellerWithCoupons(programs.one)
      const { alone, alsoAlone } = seller.codes
      const [synced, till] = await Promise.all([
        sync(programs.one, seller, versionOf(1, { couponCodes: [alone] })),
        redeem(programs.other, requestOf(seller.sellerId), { couponCodes: [alsoAlone], orderId: 'SO' }),
      ])
      const outcome = synced.kind === 'done' ? synced.answer.coupons[0]?.outcome : undefined
      expect([outcome, till.kind]).toEqual(till.kind === 'done' ? ['refused', 'done'] : ['redeemed', 'refused'])
    }
  },

  async 'a coupon that an order gave up counts no more beside those of tills, although it never comes back'(programs) {
    const { one, other } = programs
    const seller = await newSellerWithCoupons(one)
    const { plain, keptAlone } = seller.codes
    const lines = [orderLineWith({})]
    await sync(one, seller, versionOf(1, { couponCodes: [keptAlone], lines }))
    await sync(other, seller, versionOf(2, { lines }))
    const requested = { couponCodes: [plain], orderId: 'SO', lines: [1_200] }
    const redeemed = await redeem(other, requestOf(seller.sellerId), requested)
    expect(redeemed).toMatchObject({ kind: 'done', answer: { combination: { offFen: 700, payFen: 500 } } })
    expect(await returnLines(one, requestOf(seller.sellerId), { lines: undefined })).toMatchObject({
      kind: 'done',
      answer: { refundFen: 500, coupons: [{ couponCode: plain, outcome: 'returned' }] },
    })
  },

  async 'a coupon that ended with the goods of a till counts no more when the order is sold again'(programs) {
    const { one, other } = programs
    for (const isSoldByTill of [true, false]) {
      const seller = await newSellerWithEndedSale(one)
      const couponCodes = [seller.codes.alsoAlone]
      if (isSoldByTill) {
        const requested = { couponCodes, orderId: 'SO', lines: [1_500] }
        const redeemed = await redeem(other, requestOf(seller.sellerId), requested)
        expect(redeemed).toMatchObject({ kind: 'done', answer: { combination: { offFen: 1_000, payFen: 500 } } })
        const half = { lines: [{ lineNo: 1, quantityMilli: 500 }] }
        const returned = await returnLines(one, requestOf(seller.sellerId), half)
        expect(returned).toMatchObject({ kind: 'done', answer: { refundFen: 250 } })
      } else {
        const lines = [orderLineWith({ priceFen: 1_500, quantityMilli: 1_000 })]
        const synced = await sync(other, seller, versionOf(1, { couponCodes, lines }))
        expect(synced).toMatchObject({ kind: 'done', answer: { coupons: [{ outcome: 'redeemed' }] } })
        expect((await stateOf(one, seller)).amounts).toContain('alsoAlone 1000 1:1000')
      }
      expect(await other.eventAuditor.verifyChain(seller.sellerId)).toMatchObject({ kind: 'intact' })
    }
  },

  async 'coupons on an order limit others, however many ended on it before'({ one, other }) {
    const seller = await newSellerWithCoupons(one)
    const { sellerId } = seller
    await save(one, requestOf(sellerId), { couponId: 'often', perOrder: 20, returnPolicy: policies.kept })
    for (let sales = 0; sales < 11; sales += 1) {
      const claimed = await claim(one, requestOf(sellerId), { couponId: 'often', phone: '13900000001', count: 20 })
      const { couponCodes } = answerOf(claimed)
      const sold = await redeem(one, requestOf(sellerId), { couponCodes, orderId: 'SO', lines: [300_000] })
      const returned = await returnLines(one, requestOf(sellerId), { lines: undefined })
      expect([sold, returned]).toMatchObject([{ kind: 'done' }, { kind: 'done' }])
    }
    await save(one, requestOf(sellerId), { couponId: 'late', isStackable: false })
    const late = await claim(one, requestOf(sellerId), { couponId: 'late', phone: '13900000001' })
    const { couponCodes } = answerOf(late)
    const requested = { couponCodes, orderId: 'SO', lines: [3_000] }
    expect(await redeem(one, requestOf(sellerId), requested)).toMatchObject({ kind: 'done' })
    const beside = { couponCodes: [seller.codes.plain], orderId: 'SO', lines: [3_000] }
    const refusal = { reason: { code: 'ALONE', aloneCode: couponCodes[0] } }
    expect(await redeem(other, requestOf(sellerId), beside)).toMatchObject({ kind: 'refused', refusal })
    expect(
      await returnLines(other, requestOf(sellerId), { lines: [{ lineNo: 1, quantityMilli: 1000 }] }),
    ).toMatchObject({
      kind: 'done',
      answer: { coupons: [{ couponCode: couponCodes[0], outcome: 'returned' }] },
    })
  },

  async 'the rules of the seller when the first version arrives price all of them'({ one, other }) {
    const [insured, plain] = [orderLineWith({ priceFen: 2_500, insuredFen: 1 }), orderLineWith({ priceFen: 500 })]
    for (const [first, split] of [
      ['exclude_line', '2:700'],
      ['include', '1:583,2:117'],
    ] as const) {
      const seller = await newSellerWithCoupons(one)
      const couponCodes = [seller.codes.plain]
      for (const [stamp, treatment] of ([first, 'exclude_line', 'include'] as const).entries()) {
        const policy = { ...newSellerPolicy, insured: treatment }
        await sync(other, seller, versionOf(stamp, { couponCodes, lines: [insured, plain] }), policy)
      }
      expect((await stateOf(one, seller)).amounts).toEqual([`plain 700 ${split}`])
    }
  },

  async 'nothing is left to be found by an audit'(programs) {
    const seller = await newSellerWithCoupons(programs.one)
    const { plain, kept } = seller.codes
    for (const couponCodes of [[plain, kept, 'missing'], [kept], []]) {
      await sync(programs.one, seller, {
        ...orderVersionWith({ couponCodes, phone: '13900000001' }),
        stampMs: undefined,
      })
    }
    expect(await programs.other.eventAuditor.verifyChain(seller.sellerId)).toMatchObject({ kind: 'intact' })
  },
}

type Seller = Readonly<{
  sellerId: string
  codes: Readonly<Record<'plain' | 'kept' | 'longer' | 'once' | 'alone' | 'alsoAlone' | 'keptAlone', string>>
}>

/** Templates by what becomes of their coupons when an order gives them up. */
const policies: Readonly<Record<'kept' | 'longer' | 'once', ReturnPolicy>> = {
  kept: { kind: 'none', extendDays: 0 },
  longer: { kind: 'same-code', extendDays: 7 },
  once: { kind: 'same-code', extendDays: 0, maxCycles: 1 },
}

async function newSellerWithCoupons(store: Store): Promise<Seller> {
  const sellerId = newSeller()
  const { lifecycleStore: lifecycle } = store
  const row = {
    couponCode: 'plain',
    couponAmount: '7',
    orderAmount: '10',
    startDate: '2026-11-01',
    endDate: '2026-12-31',
  }
  await issueCoupons({ lifecycle, request: requestOf(sellerId), rows: [row] })
  const claimed = async (couponId: string, terms: Partial<TemplateTerms>): Promise<string> => {
    await save(store, requestOf(sellerId), { couponId, ...terms })
    const written = await claim(store, requestOf(sellerId), { couponId, phone: '13900000001' })
    return String(answerOf(written).couponCodes[0])
  }
  const [kept, longer, once] = [
    await claimed('kept', { returnPolicy: policies.kept }),
    await claimed('longer', { returnPolicy: policies.longer }),
    await claimed('once', { returnPolicy: policies.once }),
  ]
  const [alone, alsoAlone, keptAlone] = [
    await claimed('alone', { isStackable: false }),
    await claimed('also', { isStackable: false }),
    await claimed('keptAlone', { isStackable: false, returnPolicy: policies.kept }),
  ]
  return { sellerId, codes: { plain: 'plain', kept, longer, once, alone, alsoAlone, keptAlone } }
}

/** The same, whose order a till sold with the coupon `keptAlone` before, and took all of its goods back. */
async function newSellerWithEndedSale(store: Store): Promise<Seller> {
  const seller = await newSellerWithCoupons(store)
  const sold = { couponCodes: [seller.codes.keptAlone], orderId: 'SO', lines: [3_000] }
  const redeemed = await redeem(store, requestOf(seller.sellerId), sold)
  const returned = await returnLines(store, requestOf(seller.sellerId), { lines: undefined })
  expect([redeemed, returned]).toMatchObject([
    { kind: 'done' },
    { kind: 'done', answer: { refundFen: 2_000, coupons: [{ outcome: 'not_returned' }] } },
  ])
  return seller
}

/** A version in which coupons are named by what they are. */
type NamedVersion = Readonly<{ version: OrderVersion; names: readonly (keyof Seller['codes'])[] }>

const anyStream: fc.Arbitrary<readonly NamedVersion[]> = fc
  .uniqueArray(
    fc.record({
      stamp: fc.integer({ min: 1, max: 5 }),
      status: fc.constantFrom(undefined, 'paid', 'TRADE_FINISHED', 'TRADE_CLOSED'),
      names: fc.subarray(['plain', 'kept', 'longer', 'once', 'keptAlone'] as const),
      priceFen: fc.constantFrom(100, 600, 3100),
      quantityMilli: fc.constantFrom(undefined, 1000, 2000),
      more: fc.boolean(),
      channel: fc.constantFrom('a', 'b'),
      phone: fc.constantFrom(undefined, '13900000001', '13900000002'),
    }),
    { minLength: 1, maxLength: 6, selector: (row) => JSON.stringify(row) },
  )
  .map((rows) =>
    rows.map(({ stamp, names, priceFen, quantityMilli, more, ...row }) => {
      const line = orderLineWith({ quantityMilli, priceFen, paidFen: 100 })
      return {
        version: orderVersionWith({
          ...row,
          stampMs: noon + stamp * 1000,
          createdAtMs: noon,
          lines: more ? [line, { ...line, quantityMilli: 1000, priceFen: 901 }] : [line],
        }),
        names,
      }
    }),
  )

/** A closed version gives back what a till redeemed only while it is the newest, so whether it names that counts. */
function withoutTillIfClosed({ version, names }: NamedVersion): NamedVersion {
  const isClosed = version.status === 'TRADE_CLOSED'
  return { version, names: isClosed ? names.filter((name) => name !== 'keptAlone') : names }
}

function byStamp({ version: left }: NamedVersion, { version: right }: NamedVersion): number {
  return (left.stampMs ?? 0) - (right.stampMs ?? 0)
}

function versionOf(stamp: number, changes: Partial<OrderVersion> = {}): OrderVersion {
  return orderVersionWith({ createdAtMs: noon, stampMs: noon + stamp * 1000, ...changes })
}

/** The same content in every seller, whose coupons have codes of their own. */
function sync(
  store: Store,
  { sellerId, codes }: Seller,
  input: NamedVersion | OrderVersion,
  policy: SellerPolicy = newSellerPolicy,
) {
  const { version, names } = 'version' in input ? input : { version: input, names: undefined }
  const couponCodes = names?.map((name) => codes[name]) ?? version.couponCodes
  const content = JSON.stringify({ ...version, names })
  const request = requestOf(sellerId, { outRequestNo: undefined, content })
  return syncOrder({
    lifecycle: store.lifecycleStore,
    request,
    version: { ...version, couponCodes },
    policy,
    randomBytes,
  })
}

async function couponOf(store: Store, sellerId: string, code: string) {
  const coupon = await store.lifecycleReader.findCoupon(sellerId, code)
  return { state: coupon?.state.kind, endDate: coupon?.terms.endDate, returnCount: coupon?.returnCount }
}

/** Coupons and the order, without what is random. */
async function stateOf(store: Store, { sellerId, codes }: Seller) {
  const order = await store.orderReader.findOrder(sellerId, 'SO')
  const nameOf = new Map<string, string>(Object.entries(codes).map(([name, code]) => [code, name]))
  const coupons = order?.coupons.map(({ couponCode, outcome, problem, cycles }) => {
    return [nameOf.get(couponCode), outcome, problem, cycles].join(' ')
  })
  const lived: Record<string, unknown> = {}
  for (const [name, code] of Object.entries(codes)) lived[name] = await couponOf(store, sellerId, code)
  // When versions arrived, and the codes that they name, are of this seller.
  const said = { content: undefined, history: undefined, versions: order?.history.entries.length }
  const input = { sellerId, filter: { isReturned: false }, after: undefined, limit: 200 }
  const { redemptions } = await store.redemptionReader.listRedemptions(input)
  const taken = redemptions.map(({ couponCode, amounts }) => [nameOf.get(couponCode), amounts?.offFen, amounts?.split])
  return {
    amounts: taken.map((row) => row.join(' ')).toSorted(),
    order: { ...order, ...said, coupons: coupons?.toSorted() },
    lived,
  }
}

async function kindsOf(store: Store, { sellerId }: Seller): Promise<readonly string[]> {
  const events = await listEvents(store, sellerId)
  const before = new Set(['issued', 'template_saved', 'member_changed'])
  return events.map(({ kind }) => kind).filter((kind) => !before.has(kind))
}
