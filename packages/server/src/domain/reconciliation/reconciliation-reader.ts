import type { DateText } from '#domain/dates'
import type { KnownShops } from './compare-shop.ts'
import type { LostUpload, OrderWithRedemptions, RedemptionWithOrder, RefusedUse, TakenBack } from './facts.ts'

/** What a seller's ERP sends at all: what it never sends is not missed. */
export type SyncedKinds = Readonly<{
  /** Whether any order was synced. */
  orders: boolean
  /** Whether any order named a coupon. */
  coupons: boolean
}>

/** Reads what happened on a day, page by page. Each page is read at one moment; nobody waits for it. */
export interface ReconciliationReader {
  findSyncedKinds(sellerId: string): Promise<SyncedKinds>
  findKnownShops(sellerId: string): Promise<KnownShops>
  /** Number of the seller's newest event; 0 if none. */
  findNewestSeq(sellerId: string): Promise<number>
  /** Redeemed on the day, by the time at the till. */
  listRedemptionsOfDay(sellerId: string, day: DateText): AsyncIterable<readonly RedemptionWithOrder[]>
  /** Returned on the day, whenever they were redeemed. */
  listReturnsOfDay(sellerId: string, day: DateText): AsyncIterable<readonly RedemptionWithOrder[]>
  /** What returns of goods on the day took back of coupons, in order of time. */
  listTakenBackOfDay(sellerId: string, day: DateText): AsyncIterable<readonly TakenBack[]>
  /** Attempts of the day to redeem used coupons, in order of time. Refused calls are kept for 30 days, and not all of an app that makes very many. */
  listRefusedUsesOfDay(sellerId: string, day: DateText): AsyncIterable<readonly RefusedUse[]>
  /** Offline redemptions of the day, by the time at the till, that did not redeem their coupon. */
  listLostUploadsOfDay(sellerId: string, day: DateText): AsyncIterable<readonly LostUpload[]>
  /** Orders of the day that name coupons, or named them. */
  listOrdersOfDay(sellerId: string, day: DateText): AsyncIterable<readonly OrderWithRedemptions[]>
}
