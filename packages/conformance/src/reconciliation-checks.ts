import { expect } from 'expect'
import {
  type CostEntry,
  countFigures,
  type DayReport,
  type Finding,
  issueCoupons,
  listEvents,
  noon,
  type OrderVersion,
  orderLineWith,
  orderVersionWith,
  reconcileDay,
  refusedUses,
  requestOf,
  returnCoupon,
  runAct,
  type Store,
  saveShops,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { type Checks, type Programs, together } from './programs.ts'

/** What every engine must do with the reconciliation of a day. */
export const reconciliationChecks: Checks = {
  async 'each fault is named once, on its day, and what fits together is not'(programs) {
    const { other, sellerId } = programs
    const faults = await prepare(programs)
    const day = await reconcile(other, sellerId, { day: '2026-11-24' })
    expect(day.findings.map(shortly).toSorted()).toEqual(faults.toSorted())
    expect(day.report).toMatchObject({ findingCount: faults.length, pendingCount: 0 })
    for (const one of ['2026-11-23', '2026-11-25']) {
      expect((await reconcile(other, sellerId, { day: one })).findings).toEqual([])
    }
  },

  async 'an attempt to use a coupon of another order is named once, by whom had it then'(programs) {
    const { one, other, sellerId } = programs
    const row = { couponCode: 'c', billDate: '2026-11-01' }
    await issueCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows: [row] })
    const attempt = (orderId: string) => refuseUse(one, sellerId, { orderId, couponCode: 'c' })
    const first = await calls.redeemOne(one, requestOf(sellerId), { orderId: 'FIRST' })
    for (const orderId of ['SECOND', 'SECOND', 'FIRST', 'THIRD']) await attempt(orderId)
    await giveBack(one, sellerId, first)
    await calls.redeemOne(one, requestOf(sellerId), { orderId: 'SECOND' })
    for (const orderId of ['SECOND', 'FOURTH']) await attempt(orderId)
    const { findings, report } = await reconcile(other, sellerId, {})
    expect(findings.map(({ orderId, otherOrderId }) => [orderId, otherOrderId])).toEqual([
      ['SECOND', 'FIRST'],
      ['THIRD', 'FIRST'],
      ['FOURTH', 'SECOND'],
    ])
    expect(report).toMatchObject({ findings: { DOUBLE_USE_REFUSED: 3 }, refusedUses: 6 })
  },

  async 'offline redemptions that did not count are named on their day, by their present verdict'(programs) {
    const { one, other, sellerId } = programs
    const row = { couponCode: 'c', billDate: '2026-11-01' }
    const ended = { couponCode: 'ended', billDate: '2026-11-01', endDate: '2026-11-23' }
    await issueCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows: [row, ended] })
    const later = { couponCodes: ['c', 'ended', 'none'], orderId: 'LATER', atMs: noon }
    await calls.upload(one, requestOf(sellerId), later)
    await calls.upload(one, requestOf(sellerId), { couponCodes: ['c'], orderId: 'EARLIER', atMs: noon - 1000 })
    const { findings, report } = await reconcile(other, sellerId, {})
    expect(findings.map(({ kind, couponCode }) => [kind, couponCode])).toEqual([
      ['OFFLINE_CONFLICT', 'c'],
      ['OFFLINE_NOT_VALID', 'ended'],
      ['OFFLINE_UNKNOWN_COUPON', 'none'],
    ])
    expect(findings[0]).toMatchObject({ orderId: 'LATER', otherOrderId: 'EARLIER', shop: '01', offFen: 500 })
    expect(report).toMatchObject({ lostUploads: 3, redemptions: 1, findingCount: 3 })
    const events = new Map((await listEvents(one, sellerId)).map((event) => [event.eventSeq, event]))
    for (const { eventSeqs, kind } of findings) {
      const verdict = kind.slice('OFFLINE_'.length).toLowerCase()
      expect(events.get(eventSeqs[0] ?? 0)).toMatchObject({
        kind: 'redemption_judged',
        after: expect.stringContaining(`"verdict":"${verdict}"`),
      })
    }
    expect((await reconcile(other, sellerId, { day: '2026-11-23' })).findings).toEqual([])
  },

  async 'a shop that nobody registered is named of redemptions and orders that are not refused for it'(programs) {
    const { one, other, sellerId } = programs
    const rows = ['c', 'd', 'e', 'f'].map((couponCode) => ({ couponCode, billDate: '2026-11-01' }))
    await issueCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows })
    const shops = [{ code: '01', name: '朝阳店' }]
    await runAct(saveShops, { lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows: shops })
    await calls.redeemOne(one, requestOf(sellerId), { couponCodes: ['c'], orderId: 'TILL', shop: '望京' })
    await calls.redeemOne(one, requestOf(sellerId), { couponCodes: ['d'], orderId: 'KNOWN', shop: '01' })
    await calls.upload(one, requestOf(sellerId), { couponCodes: ['e'], orderId: 'OFFLINE', atMs: noon, shop: '望京' })
    for (const [orderId, code, shop] of [
      ['KNOWN', 'd', '西单'],
      ['TILL', 'c', '望京'],
      ['OFFLINE', 'e', '望京'],
      ['ERP', 'f', '望京'],
    ] as const) {
      await sync(one, sellerId, { orderId, couponCodes: [code], shop })
    }
    const { findings } = await reconcile(other, sellerId, {})
    const found = findings.flatMap(({ kind, orderId, couponCode, shop }) => {
      return kind === 'UNKNOWN_SHOP' ? [[orderId, couponCode, shop].join(' ')] : []
    })
    expect(found.toSorted()).toEqual(['ERP f 望京', 'KNOWN  西单', 'OFFLINE e 望京', 'TILL c 望京'])
  },

  async 'what may still be explained waits until the deadline'(programs) {
    const { one, sellerId } = programs
    await prepare(programs)
    const deadlineMs = Date.parse('2026-11-25T06:00:00+08:00')
    const before = await reconcile(one, sellerId, { nowMs: deadlineMs - 1 })
    const waiting = before.findings.filter(({ isPending }) => isPending)
    expect(waiting.map(({ kind }) => kind).toSorted()).toEqual([
      ...['REDEEMED_NOT_NAMED', 'REDEEMED_NO_ORDER', 'RETURNED_STILL_NAMED', 'RETURN_NO_ORDER', 'USED_ON_CLOSED_ORDER'],
    ])
    expect(before.report).toMatchObject({ pendingCount: waiting.length, deadlineMs })
    await sync(one, sellerId, { orderId: 'NO-ORDER', couponCodes: ['no-order'], createdAtMs: noon + 13 * hourMs })
    const after = await reconcile(one, sellerId, { nowMs: deadlineMs })
    expect(after.report.pendingCount).toBe(0)
    expect(after.findings.map(({ kind }) => kind)).not.toContain('REDEEMED_NO_ORDER')
  },

  async 'of programs that take the lease of a day one does, and its report replaces the one before'(programs) {
    const { one, other, sellerId } = programs
    await prepare(programs)
    const { report, findings } = await reconcile(one, sellerId, {})
    const { day } = report
    const take = (dueMs: number | undefined, untilMs: number) =>
      together(8, (place) => programs.at(place).dayReports.takeLease({ sellerId, day, dueMs, untilMs }))
    expect((await take(undefined, 1)).filter((isTaken) => isTaken)).toHaveLength(1)
    expect((await take(1, 2)).filter((isTaken) => isTaken)).toHaveLength(1)
    expect(await other.dayReports.findReport(sellerId, day)).toBeUndefined()
    const saved = { sellerId, leaseMs: 2, report, findings, nextDueMs: 3 }
    expect(await one.dayReports.saveReport({ ...saved, leaseMs: 1 })).toBe(false)
    expect(await one.dayReports.saveReport(saved)).toBe(true)
    expect(await other.dayReports.findReport(sellerId, day)).toEqual({
      ...JSON.parse(JSON.stringify(report)),
      handledCount: 0,
    })
    const list = (after: number) => other.dayReports.listFindings(sellerId, day, { after, limit: 5 })
    expect((await list(5)).map(shortly)).toEqual(findings.slice(5, 10).map(shortly))
    expect((await list(0)).map(({ findingNo }) => findingNo)).toEqual([1, 2, 3, 4, 5])
    await other.dayReports.saveReport({ ...saved, leaseMs: 3, findings: [], nextDueMs: 4 })
    expect(await list(0)).toEqual([])
    expect(await one.dayReports.listLeases(sellerId, day)).toMatchObject([
      { day, dueMs: 4, computed: { pendingCount: 0 } },
    ])
  },

  async 'an order that gives up lines is priced anew, and one that refunds them keeps the amounts of its sale'(
    programs,
  ) {
    const { one, other, sellerId } = programs
    const row = { couponCode: 'c', couponAmount: '20', orderAmount: '100', billDate: '2026-11-01' }
    await issueCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows: [row] })
    const sale = [line(6000, 5200), line(5000, 4333), line(4000, 3467)] as const
    const refunded = sale.map((sold, place) => (place === 1 ? { ...sold, refundFen: sold.paidFen } : sold))
    const stages: readonly Readonly<{
      lines: OrderVersion['lines']
      paidFen: number
      split: string
      faults?: string[]
    }>[] = [
      { lines: sale, paidFen: 13_000, split: '1:800,2:667,3:533' },
      // A refund of a line leaves the sale as it was.
      { lines: refunded, paidFen: 13_000, split: '1:800,2:667,3:533' },
      { lines: [line(6000, 4909), line(5000, 4091)], paidFen: 9000, split: '1:1091,2:909' },
      // Two lines as the sale of three priced them: the order gives less off than the coupon takes of two.
      { lines: sale.slice(0, 2), paidFen: 9533, split: '1:1091,2:909', faults: ['SUM_DIFFERS SO c'] },
      { lines: [line(6000, 6000)], paidFen: 6000, split: '' },
      { lines: [line(6000, 4000)], paidFen: 4000, split: '', faults: ['SUM_DIFFERS SO c'] },
    ]
    for (const [place, { lines, paidFen, split, faults = [] }] of stages.entries()) {
      await sync(programs.at(place), sellerId, { couponCodes: ['c'], stampMs: noon + place, lines, paidFen })
      const offFen = split === '' ? 0 : 2000
      const { redemptions } = await other.redemptionReader.listRedemptions({
        sellerId,
        filter: { orderId: 'SO' },
        after: undefined,
        limit: 9,
      })
      expect(redemptions).toMatchObject([{ amounts: { offFen, split } }])
      const { findings, report } = await reconcile(other, sellerId, {})
      expect([findings.map(shortly), report.cost.total.netFen]).toEqual([faults, offFen])
      await countFigures(other, sellerId)
      const total = await one.figureReader.read(sellerId, (figures) => figures.sum({ sellerId, ...wholeYear }))
      expect(total).toMatchObject({ redeemed: 1, offFen, returnedFen: 0, orders: 1, orderFen: 15_000 })
    }
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'goods that come back take their part of the cost back, each on its day and by its event'(programs) {
    const { one, other, sellerId } = programs
    const row = { couponCode: 'c', couponAmount: '10', billDate: '2026-11-01' }
    await issueCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows: [row] })
    await calls.redeemOne(one, requestOf(sellerId), { lines: [4000, 2000] })
    const giveBackLine = async (lineNo: number, nowMs: number) => {
      const lines = [{ lineNo, quantityMilli: 1000 }]
      expect(await calls.returnLines(one, requestOf(sellerId, { nowMs }), { lines })).toMatchObject({ kind: 'done' })
    }
    await giveBackLine(2, noon)
    await giveBackLine(1, noon + 24 * hourMs)
    const events = new Map((await listEvents(one, sellerId)).map(({ eventSeq, kind }) => [eventSeq, kind]))
    const costs = async (day: string) => {
      const { entries, report } = await reconcile(other, sellerId, { day })
      const kinds = entries.map(({ eventSeq = 0, fen }) => [events.get(eventSeq), fen])
      return [...kinds, report.cost.total.netFen]
    }
    expect(await costs('2026-11-24')).toEqual([['redeemed', 1000], ['goods_returned', -333], 667])
    expect(await costs('2026-11-25')).toEqual([['goods_returned', -667], -667])
  },

  async 'every fen of the cost is that of an event'(programs) {
    const { one, other, sellerId } = programs
    await prepare(programs)
    const { entries, report } = await reconcile(other, sellerId, {})
    const events = new Map((await listEvents(one, sellerId)).map((event) => [event.eventSeq, event]))
    for (const { kind, fen, couponCode, eventSeq = 0 } of entries) {
      expect(events.get(eventSeq)).toMatchObject({ kind, couponCode })
      const { off_fen: offFen } = JSON.parse(events.get(eventSeq)?.after ?? '{}')
      expect(offFen).toBe(fen === undefined ? undefined : Math.abs(fen))
    }
    expect(entries.length).toBe(report.redemptions + report.returns)
    expect(report.cost.total.netFen).toBe(entries.reduce((sum, { fen = 0 }) => sum + fen, 0))
    expect(report.cost.byBearer.map(({ key, netFen }) => [key, netFen])).toContainEqual(['厂家', 1000])
  },
}

const hourMs = 3_600_000
const wholeYear = { fromDay: '2026-01-01', toDay: '2026-12-31' } as const

/** One fault of each kind, and uses that fit together. @returns the faults */
export async function prepare({ one, sellerId }: Programs): Promise<readonly string[]> {
  const codes = [...'fits,closed-well,midnight,not-redeemed,taken,no-order,not-named,on-closed,sum'.split(',')]
  codes.push('split', 'return-no-order', 'still-named', 'returned-well')
  const rows = codes.map((couponCode) => ({ couponCode, couponAmount: '10', billDate: '2026-11-01' }))
  const expired = { couponCode: 'expired', endDate: '2026-11-02', billDate: '2026-11-01' }
  await issueCoupons({ lifecycle: one.lifecycleStore, request: requestOf(sellerId), rows: [...rows, expired] })
  await calls.save(one, requestOf(sellerId), { costBearer: '厂家' })
  const claimed = await calls.claim(one, requestOf(sellerId), { phone: '13900000001' })
  const fromTemplate = claimed.kind === 'done' ? String(claimed.answer.couponCodes[0]) : ''
  const use = (couponCode: string, orderId: string, requested: Parameters<typeof calls.redeem>[2] = {}) =>
    calls.redeemOne(one, requestOf(sellerId), {
      couponCodes: [couponCode],
      orderId,
      amountFen: 6000,
      shop: '01',
      ...requested,
    })
  const named = (couponCode: string, orderId: string, changes: Partial<OrderVersion> = {}) =>
    sync(one, sellerId, { orderId, couponCodes: [couponCode], ...changes })

  for (const [couponCode, orderId] of [
    ['fits', 'FITS'],
    [fromTemplate, 'TEMPLATE'],
    ['closed-well', 'CLOSED-WELL'],
  ]) {
    await use(String(couponCode), String(orderId))
    await named(String(couponCode), String(orderId))
  }
  await named('closed-well', 'CLOSED-WELL', { status: 'TRADE_CLOSED', stampMs: noon + 1 })
  // Redeemed just before midnight of the day before; its order came with the new day.
  const lateMs = Date.parse('2026-11-23T23:59:59+08:00')
  await use('midnight', 'MIDNIGHT', { redeemedAtMs: lateMs })
  await named('midnight', 'MIDNIGHT')
  const back = await use('returned-well', 'RETURNED-WELL')
  await named('returned-well', 'RETURNED-WELL')
  await giveBack(one, sellerId, back)
  await named('returned-well', 'RETURNED-WELL', { couponCodes: [], stampMs: noon + 1 })

  await named('expired', 'NOT-REDEEMED')
  await use('taken', 'TAKEN-FIRST')
  await named('taken', 'TAKEN-FIRST')
  await named('taken', 'TAKEN-LATER')
  await use('no-order', 'NO-ORDER')
  await use('not-named', 'NOT-NAMED')
  await named('not-named', 'NOT-NAMED', { couponCodes: [] })
  await named('on-closed', 'ON-CLOSED', { couponCodes: [], status: 'TRADE_CLOSED' })
  await use('on-closed', 'ON-CLOSED')
  await use('sum', 'SUM')
  await named('sum', 'SUM', { lines: [line(6000, 5001)], paidFen: 5001 })
  await calls.redeemOne(one, requestOf(sellerId), {
    couponCodes: ['split'],
    orderId: 'SPLIT',
    shop: '01',
    lines: [4000, 2000],
  })
  await named('split', 'SPLIT', { lines: [line(4000, 3000), line(2000, 2000)] })
  await giveBack(one, sellerId, await use('return-no-order', 'RETURN-NO-ORDER'))
  const stillNamed = await use('still-named', 'STILL-NAMED')
  await named('still-named', 'STILL-NAMED')
  await giveBack(one, sellerId, stillNamed)
  return [
    ...['NAMED_NOT_REDEEMED NOT-REDEEMED expired', 'REDEEMED_FOR_OTHER_ORDER TAKEN-LATER taken'],
    ...['REDEEMED_NO_ORDER NO-ORDER no-order', 'REDEEMED_NOT_NAMED NOT-NAMED not-named'],
    ...['USED_ON_CLOSED_ORDER ON-CLOSED on-closed', 'SUM_DIFFERS SUM sum', 'SPLIT_DIFFERS SPLIT split'],
    ...['RETURN_NO_ORDER RETURN-NO-ORDER return-no-order', 'RETURNED_STILL_NAMED STILL-NAMED still-named'],
  ]
}

function shortly({ kind, orderId, couponCode }: Finding): string {
  return `${kind} ${orderId} ${couponCode}`
}

function line(priceFen: number, paidFen: number): OrderVersion['lines'][number] {
  return orderLineWith({ goodsId: 'G', quantityMilli: 1000, priceFen, paidFen })
}

/** An order of 60 yuan of which 10 were taken, unless changed. */
function sync(store: Store, sellerId: string, changes: Partial<OrderVersion>) {
  const plain = { createdAtMs: noon, stampMs: noon, lines: [line(6000, 5000)], paidFen: 5000 }
  const version = orderVersionWith({ ...plain, ...changes })
  return calls.sync(store, requestOf(sellerId), version)
}

async function giveBack({ lifecycleStore: lifecycle }: Store, sellerId: string, redemptionId: string): Promise<void> {
  calls.answerOf(await returnCoupon({ lifecycle, request: requestOf(sellerId), redemptionId, reason: '退货' }))
}

let refusals = 0

/** Keeps a refused call as the gateway does. */
async function refuseUse(
  { refusalLog }: Store,
  sellerId: string,
  sent: Readonly<{ orderId: string; couponCode: string }>,
): Promise<void> {
  refusals += 1
  const call = {
    ...refusedUses,
    sellerId,
    requestId: `refused-${sellerId}-${refusals}`,
    appKey: '1',
    atMs: noon + refusals,
  }
  const names = { couponCodes: [sent.couponCode] }
  const eventSeq = await refusalLog.newestEvent(sellerId)
  await refusalLog.keepRefusals([{ ...call, names, order: undefined, content: JSON.stringify(sent), eventSeq }])
}

/** Two days after noon, unless another moment is given. */
export async function reconcile(
  { reconciliationReader: reader }: Store,
  sellerId: string,
  { day = '2026-11-24', nowMs = noon + 48 * hourMs }: Readonly<{ day?: string; nowMs?: number }>,
): Promise<Readonly<{ report: DayReport; findings: readonly Finding[]; entries: readonly CostEntry[] }>> {
  const [findings, entries]: [Finding[], CostEntry[]] = [[], []]
  const report = await reconcileDay({
    reader,
    sellerId,
    day,
    nowMs,
    orderHours: 6,
    onFindings: async (found) => void findings.push(...found),
    onEntries: async (found) => void entries.push(...found),
  })
  return { report, findings, entries }
}
