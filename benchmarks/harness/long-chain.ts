import { openAdministration } from '@yaoquan/server'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { openStore, type Store, type StoreOptions } from '../../packages/server/src/store/open-store.ts'

export const app = { appKey: '12345678', appSecret: 'helloworld' } as const
export const sellerId = '111'
/** Has 25 of 26 coupons. */
export const mainChannel = 'erp'
/** What a till writes when a customer gives no phone: it stands on each tenth coupon. */
export const placeholderPhone = '13800138000'
/** The same for cards, on the same coupons. */
export const placeholderCard = '00000000'
export const couponsPerMember = 8

/** Where the chain is kept. */
export type Place = Pick<StoreOptions, 'dataDir' | 'storeUrl'>

const channelCycle = 26
const otherChannels = ['线下门店', 'wechat'] as const
const placeholderCycle = 10
/** In the cycle; odd, so that some of these coupons are of the other channels. */
const placeholderPlace = 3
const rowsPerCall = 1000
/** Calls at once share a commit. */
const callsAtOnce = 8

/** Coupons of the whole chain when its main channel has so many. */
export function chainSize(mainChannelCoupons: number): number {
  return Math.ceil((mainChannelCoupons * channelCycle) / (channelCycle - 1))
}

/** Members with a phone of their own. */
export function memberCount(size: number): number {
  return Math.ceil((size * (placeholderCycle - 1)) / placeholderCycle / couponsPerMember)
}

/**
 * Fills a store with one chain, through the store, so that rows, numbers, counters and events are what the program
 * writes. A store that holds a part of it already is filled up.
 * @param size coupons of the chain, a multiple of 1,000 or rounded up to one
 * @param onProgress gets the number of coupons that stand
 */
export async function buildLongChain(place: Place, size: number, onProgress: (stand: number) => void): Promise<void> {
  await registerChain(place)
  const store = await openStore({ ...place, isForBulk: true })
  try {
    const { totalCount } = await store.couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })
    const members = memberCount(size)
    for (let first = totalCount; first < size; first += callsAtOnce * rowsPerCall) {
      await issueSome(store, first, { size, members })
      onProgress(Math.min(size, first + callsAtOnce * rowsPerCall))
    }
  } finally {
    await store.close()
  }
}

async function registerChain(place: Place): Promise<void> {
  const administration = await openAdministration(place)
  const outcome = await administration.createSeller({ sellerId, name: 'benchmark' })
  if (outcome === 'created') {
    await administration.createApp({
      ...{ name: 'benchmark', sellerIds: [sellerId], allowedIps: [] },
      ...app,
    })
  }
  await administration.close()
}

async function issueSome(
  { couponIssuer }: Store,
  first: number,
  { size, members }: Readonly<{ size: number; members: number }>,
): Promise<void> {
  const calls: Promise<unknown>[] = []
  for (let call = 0; call < callsAtOnce && first + call * rowsPerCall < size; call += 1) {
    const from = first + call * rowsPerCall
    const drafts = Array.from({ length: rowsPerCall }, (_, place) => draftOf(from + place, members))
    calls.push(couponIssuer.issueCoupons(sellerId, drafts, issuedAtMs))
  }
  await Promise.all(calls)
}

const issuedAtMs = Date.parse('2026-11-01T08:00:00+08:00')

/** The coupon of this number, from 0. */
export function draftOf(number: number, members: number): CouponDraft {
  const isPlaceholder = number % placeholderCycle === placeholderPlace
  const placeholdersBefore = Math.floor((number + placeholderCycle - placeholderPlace - 1) / placeholderCycle)
  const member = (number - placeholdersBefore) % members
  return {
    terms: {
      couponCode: `BENCH${String(10_000_000 + number)}`,
      couponId: `T${number % 50}`,
      couponName: '满199减99',
      channel: channelOf(number),
      phone: isPlaceholder ? placeholderPhone : memberPhone(member),
      cardNo: isPlaceholder ? placeholderCard : `86${String(10_000_000 + member)}`,
      couponAmountFen: 9_900,
      orderAmountFen: 19_900,
      startDate: '2026-01-01',
      endDate: '2027-12-31',
      billDate: '2026-01-01',
      description: '全场通用',
      shop: '01,02',
      category: '1001,10012',
      attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
    },
    state: { kind: 'unused' },
  }
}

function channelOf(number: number): string {
  const place = number % channelCycle
  if (place < channelCycle - 1) return mainChannel
  return otherChannels[Math.floor(number / channelCycle) % otherChannels.length] ?? mainChannel
}

export function memberPhone(member: number): string {
  return `139${String(10_000_000 + member)}`
}
