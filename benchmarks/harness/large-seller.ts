import { openAdministration } from '@yaoquan/server'
import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { openStore, type Store, type StoreOptions } from '../../packages/server/src/store/open-store.ts'
import { draftOf as exampleDraft } from '../../packages/server/src/testing/example-draft.ts'
import { issuerOf } from '../../packages/server/src/testing/issue-drafts.ts'

export const app = { appKey: '12345678', appSecret: 'helloworld' } as const
export const sellerId = '111'
/** The channel of 25 of 26 coupons. */
export const mainChannel = 'erp'
/** The phone that a till enters when a customer gives none; every tenth coupon has it. */
export const placeholderPhone = '13800138000'
/** The card number of the same coupons. */
export const placeholderCard = '00000000'
export const couponsPerMember = 8

/** Location of the store. */
export type StorePlace = Pick<StoreOptions, 'dataDir' | 'storeUrl'>

const channelCycle = 26
const otherChannels = ['线下门店', 'wechat'] as const
const placeholderCycle = 10
/** Position in the cycle; odd, so that some of these coupons belong to the other channels. */
const placeholderPlace = 3
const rowsPerCall = 1000
/** Concurrent calls share a commit. */
const callsAtOnce = 8

/** The number of coupons of the whole seller, given that of its main channel. */
export function sellerSize(mainChannelCoupons: number): number {
  return Math.ceil((mainChannelCoupons * channelCycle) / (channelCycle - 1))
}

/** The number of members with their own phone. */
export function memberCount(size: number): number {
  return Math.ceil((size * (placeholderCycle - 1)) / placeholderCycle / couponsPerMember)
}

/**
 * Fills a store with one seller through the store's own methods, so that rows, numbers, counters and events are as in
 * production. A partly filled store is completed.
 * @param size number of coupons, rounded up to a multiple of 1,000
 * @param onProgress receives the number of stored coupons
 */
export async function buildLargeSeller(
  place: StorePlace,
  size: number,
  onProgress: (stored: number) => void,
): Promise<void> {
  await registerSeller(place)
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

/** Creates the seller with its app, unless it exists. */
export async function registerSeller(place: StorePlace): Promise<void> {
  const administration = await openAdministration(place)
  const outcome = await administration.createSeller({ sellerId, name: 'benchmark' })
  if (outcome === 'created') {
    await administration.createApp({
      name: 'benchmark',
      sellerIds: [sellerId],
      allowedIps: [],
      ...app,
    })
  }
  await administration.close()
}

async function issueSome(
  store: Store,
  first: number,
  { size, members }: Readonly<{ size: number; members: number }>,
): Promise<void> {
  const calls: Promise<unknown>[] = []
  for (let call = 0; call < callsAtOnce && first + call * rowsPerCall < size; call += 1) {
    const from = first + call * rowsPerCall
    const drafts = Array.from({ length: rowsPerCall }, (_, place) => draftOf(from + place, members))
    calls.push(issuerOf(store).issueCoupons(sellerId, drafts, issuedAtMs))
  }
  await Promise.all(calls)
}

const issuedAtMs = Date.parse('2026-11-01T08:00:00+08:00')

/** The coupon with a number, from 0. */
export function draftOf(number: number, members: number): CouponDraft {
  const isPlaceholder = number % placeholderCycle === placeholderPlace
  const placeholdersBefore = Math.floor((number + placeholderCycle - placeholderPlace - 1) / placeholderCycle)
  const member = (number - placeholdersBefore) % members
  return {
    terms: {
      ...exampleDraft().terms,
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

/** The phone of a member, from 0. */
export function memberPhone(member: number): string {
  return `139${String(10_000_000 + member)}`
}
