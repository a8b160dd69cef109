import {
  countRefusals,
  explainCoupon,
  figureLeaders,
  getCoupon,
  getMember,
  getRedemption,
  listAudit,
  listRedemptions,
  listShops,
  listTemplates,
  overviewFigures,
  type RequestOf,
  searchCoupons,
  searchMembers,
} from '@yaoquan/api'
import { type Ask, recognise } from '../../packages/console/src/lookup/recognise.ts'
import { addDays, dayOf } from '../../packages/server/src/domain/dates.ts'
import type { Operator } from './console-operator.ts'
import { memberPhone } from './large-seller.ts'
import { cardOf, codeOf, memberCount, orderOf, rareLevel } from './lived-in-seller.ts'

/** Something that an operator waits for: all calls that a screen makes until it is complete. */
export type Wait = Readonly<{
  name: string
  /** What the operator may wait at most, milliseconds; undefined: nothing was promised. */
  limitMs: number | undefined
  /** @param turn from 0: each turn asks for another thing @returns what came, in a few words */
  run: (turn: number) => Promise<string>
}>

/** A store that was built by `buildLivedInSeller`. */
export type Measured = Readonly<{ operator: Operator; size: number; refusedRequestId: string }>

const deskLimitMs = 300
const listLimitMs = 1_500
const overviewLimitMs = 1_000
const pageSize = 50
/** How often a list is asked on while its pages are empty. */
const maxSteps = 5_000
/** How long. */
const patienceMs = 30_000

/** What an operator may type into the search box, and the desk or drawer that it opens. */
export function searches({ operator, size, refusedRequestId }: Measured): readonly Wait[] {
  const member = (turn: number) => (turn * 7_919 + 1_013) % memberCount(size)
  // Redeemed at some time of the year.
  const redeemed = (turn: number) => 10 * ((turn * 104_729 + 5_003) % Math.floor(size / 12)) + 3
  const wait = (name: string, textOf: (turn: number) => string | Promise<string>) => ({
    name,
    limitMs: deskLimitMs,
    run: async (turn: number) => {
      const text = await textOf(turn)
      return search(operator, text)
    },
  })
  return [
    wait('phone → member desk', (turn) => memberPhone(member(turn))),
    wait('card → member desk', (turn) => cardOf(member(turn + 500))),
    wait('coupon code → desk and drawer', (turn) => codeOf(redeemed(turn))),
    wait('order → desk and drawer', (turn) => orderOf(redeemed(turn + 100))),
    wait('redemption id → desk and drawer', (turn) => redemptionIdOf(operator, redeemed(turn + 200))),
    wait('request id → explanation', () => refusedRequestId),
  ]
}

/** As tills printed it. */
async function redemptionIdOf({ call }: Operator, number: number): Promise<string> {
  const [first] = (await call(listRedemptions, { orderId: orderOf(number), limit: 1 })).result.redemptions
  if (first === undefined) throw new Error(`${orderOf(number)} has no redemption`)
  return first.redemptionId
}

/** What the search box asks, and then the screen that it opens. */
async function search(operator: Operator, text: string): Promise<string> {
  const recognised = recognise(text)
  if (recognised.kind !== 'asks') throw new Error('a text that the search box does not take')
  const found = await Promise.all(recognised.asks.map((ask) => ofAsk(operator, ask)))
  const [target] = found.filter((one) => one !== undefined)
  if (target === undefined) throw new Error(`nothing was found by ${recognised.asks.map(({ kind }) => kind)}`)
  return open(operator, target)
}

type Target = Readonly<{ memberId: string } | { couponCode: string } | { requestId: string }>

async function ofAsk({ call }: Operator, ask: Ask): Promise<Target | undefined> {
  switch (ask.kind) {
    case 'member':
    case 'phone':
    case 'card': {
      const { kind: _, ...selector } = ask
      const { member } = (await call(getMember, selector)).result
      return member && { memberId: member.memberId }
    }
    case 'coupon': {
      const { coupon } = (await call(getCoupon, { couponCode: ask.couponCode })).result
      return coupon && { couponCode: coupon.couponCode }
    }
    case 'order': {
      const [first] = (await call(listRedemptions, { orderId: ask.orderId, limit: 20 })).result.redemptions
      return first && { couponCode: first.couponCode }
    }
    case 'redemption': {
      const { redemption } = (await call(getRedemption, { redemptionId: ask.redemptionId })).result
      return redemption && { couponCode: redemption.couponCode }
    }
    case 'request': {
      const { success } = (await call(explainCoupon, { requestId: ask.requestId })).result
      return success ? { requestId: ask.requestId } : undefined
    }
  }
}

/** All calls of the member desk, beside those of the drawer where a coupon was found. */
async function open({ call }: Operator, target: Target): Promise<string> {
  if ('requestId' in target) {
    await call(explainCoupon, target)
    return 'explained'
  }
  const desk = async () => {
    const { member } = (await call(getMember, target)).result
    if (member === undefined) throw new Error('the member is gone')
    const { coupons } = (await call(searchCoupons, { memberId: member.memberId, limit: 200 })).result
    return `${coupons.length} coupons`
  }
  const drawer =
    'couponCode' in target ? [call(getCoupon, target), call(listRedemptions, { ...target, limit: 50 })] : []
  const [found] = await Promise.all([desk(), ...drawer, call(listShops, { limit: 1_000 })])
  return found
}

type CouponFilter = RequestOf<typeof searchCoupons>

/** First pages of the list of coupons: without a filter, by each filter alone, and by the usual pairs. */
export function couponLists({ operator, size }: Measured): readonly Wait[] {
  const today = dayOf(Date.now())
  const week = { from: addDays(today, -7), to: addDays(today, -1) }
  const former = { from: addDays(today, -200), to: addDays(today, -194) }
  const filters: Readonly<Record<string, CouponFilter>> = {
    'no filter': {},
    usable: { status: '0' },
    used: { status: '1' },
    expired: { status: '2' },
    void: { status: '3' },
    'held (0.005 %)': { status: '4' },
    'a template': { couponId: 'T7' },
    'an unknown template': { couponId: 'T999' },
    'a channel': { channel: 'wechat' },
    'a shop': { shop: 'S2' },
    'issued in the last week': { issuedFrom: week.from, issuedTo: week.to },
    'issued in a week half a year ago': { issuedFrom: former.from, issuedTo: former.to },
    'valid from a day on': { startFrom: week.from, startTo: week.from },
    'ends within a week': { endFrom: today, endTo: addDays(today, 6) },
    'used yesterday': { usedFrom: addDays(today, -1), usedTo: addDays(today, -1) },
    'used in a week half a year ago': { usedFrom: former.from, usedTo: former.to },
    'used before there was any (nothing)': { usedFrom: '2020-01-01', usedTo: '2020-01-02' },
    'a template, usable': { couponId: 'T7', status: '0' },
    'a template, used last week': { couponId: 'T7', usedFrom: week.from, usedTo: week.to },
    'a template, held': { couponId: 'T7', status: '4' },
    'a channel, void': { channel: 'app', status: '3' },
    'a channel, issued last week': { channel: 'wechat', issuedFrom: week.from, issuedTo: week.to },
    'a shop, ends within a week': { shop: 'S2', endFrom: today, endTo: addDays(today, 6) },
  }
  const lists = Object.entries(filters).map(([name, filter]) => list(`coupons: ${name}`, filter, operator))
  return [...lists, deepPage(operator, size)]
}

function list(name: string, filter: CouponFilter, operator: Operator): Wait {
  return {
    name,
    limitMs: listLimitMs,
    run: () =>
      firstRows(async (cursor) => {
        const { result } = await operator.call(searchCoupons, { ...filter, limit: pageSize, cursor })
        return { rows: result.coupons.length, next: result.nextCursor, total: result.totalCount }
      }),
  }
}

/** The page at the end of a hundred thousand clicks, by its cursor. */
function deepPage(operator: Operator, size: number): Wait {
  return {
    name: 'coupons: a page in the middle',
    limitMs: listLimitMs,
    run: async () => {
      const first = (await operator.call(searchCoupons, { limit: pageSize })).result.nextCursor ?? ''
      const cursor = first.replace(/^(c\d)\.\d+\./, `$1.${Math.floor(size / 2)}.`)
      const { coupons, totalCount } = (await operator.call(searchCoupons, { limit: pageSize, cursor })).result
      return `${coupons.length} rows of ${totalCount}`
    },
  }
}

type ReadPage = Readonly<{ rows: number; next: string | undefined; total?: number | undefined }>

/** Asks on until there are rows, as an operator would click on. */
async function firstRows(read: (cursor: string | undefined) => Promise<ReadPage>): Promise<string> {
  let cursor: string | undefined
  const endMs = performance.now() + patienceMs
  for (let step = 1; step <= maxSteps; step += 1) {
    const { rows, next, total } = await read(cursor)
    const steps = step === 1 ? '' : `, ${step} calls`
    if (rows > 0 || next === undefined) return `${rows} rows${total === undefined ? '' : ` of ${total}`}${steps}`
    if (performance.now() > endMs) return `nothing after ${step} calls`
    cursor = next
  }
  return `nothing after ${maxSteps} calls`
}

/** The other lists, and the overview. */
export function otherScreens({ operator, size }: Measured): readonly Wait[] {
  const { call } = operator
  const today = dayOf(Date.now())
  const lastWeek = { redeemedFrom: addDays(today, -7), redeemedTo: addDays(today, -1) }
  const redemptions = (name: string, filter: RequestOf<typeof listRedemptions>): Wait => ({
    name: `redemptions: ${name}`,
    limitMs: listLimitMs,
    run: () =>
      firstRows(async (cursor) => {
        const { result } = await call(listRedemptions, { ...filter, limit: pageSize, cursor })
        return { rows: result.redemptions.length, next: result.nextCursor }
      }),
  })
  const members = (name: string, filter: RequestOf<typeof searchMembers>): Wait => ({
    name: `members: ${name}`,
    limitMs: listLimitMs,
    run: () =>
      firstRows(async (cursor) => {
        const { result } = await call(searchMembers, { ...filter, limit: pageSize, cursor })
        return { rows: result.members.length, next: result.nextCursor }
      }),
  })
  const audit = (name: string, filter: RequestOf<typeof listAudit>): Wait => ({
    name: `audit: ${name}`,
    limitMs: listLimitMs,
    run: () =>
      firstRows(async (cursor) => {
        const { result } = await call(listAudit, { ...filter, limit: pageSize, cursor })
        return { rows: result.events.length, next: result.nextCursor }
      }),
  })
  return [
    redemptions('no filter', {}),
    redemptions('a shop', { shop: 'S7' }),
    redemptions('a coupon', { couponCode: codeOf(1_003) }),
    redemptions('last week', lastWeek),
    redemptions('a shop, last week', { shop: 'S7', ...lastWeek }),
    redemptions('returned', { returned: true }),
    redemptions('returned last week', { returned: true, ...lastWeek }),
    members('no filter', {}),
    members('a phone', { phone: memberPhone(Math.floor(memberCount(size) / 3)) }),
    members('a level', { level: rareLevel }),
    members('a tag that nobody has', { tag: '慢病' }),
    members('erased (none)', { state: 'erased' }),
    audit('all', {}),
    audit('a kind', { kind: 'template_saved' }),
    audit('an operator', { actor: 'operator:nobody' }),
    {
      name: 'templates',
      limitMs: listLimitMs,
      run: async () => `${(await call(listTemplates, { limit: 200 })).result.templates.length} rows`,
    },
    overview('30 days', operator, 30),
    overview('a year', operator, 365),
    overview('30 days of a template', operator, 30, { couponId: 'T7' }),
    overview('30 days of a channel', operator, 30, { channel: 'wechat' }),
    overview('30 days of a shop', operator, 30, { shop: 'S7' }),
  ]
}

type FigureFilter = Pick<RequestOf<typeof overviewFigures>, 'couponId' | 'channel' | 'shop'>

/** All calls of the overview: sums by day, leading templates, channels and shops with their days, and refusals. */
function overview(name: string, { call }: Operator, days: number, filter: FigureFilter = {}): Wait {
  const toDay = dayOf(Date.now())
  const input = { ...filter, fromDay: addDays(toDay, 1 - days), toDay }
  return {
    name: `overview: ${name}`,
    limitMs: overviewLimitMs,
    run: async () => {
      const [{ result }] = await Promise.all([
        call(overviewFigures, { ...input, groupBy: 'day' }),
        call(figureLeaders, input),
        call(countRefusals, { fromDay: input.fromDay, toDay }),
      ])
      return `${result.totals.redeemed} redemptions`
    },
  }
}
