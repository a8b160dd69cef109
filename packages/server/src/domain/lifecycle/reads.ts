import type { ChainEvent } from '#domain/events/event-store'
import type { KnownIdentities, Named } from '#domain/members/identity-resolution'
import type { StoredOrder } from '#domain/orders/order-store'
import type { StoredRedemption } from '#domain/sales/sale'
import type { OrderNamed, SoldOrder } from '#domain/sales/sale-store'
import type { ReservedCode, TemplateVersion } from '#domain/templates/template-store'
import type { ReadKindOf as Kind } from './change-of.ts'
import type { JobReads } from './job-changes.ts'
import type { MemberReads } from './member-changes.ts'
import type { RedemptionUpload } from './redemption-upload.ts'
import type { SellerReads } from './seller-reads.ts'
import type { SharedReads } from './shared-changes.ts'
import {
  type CouponsOnOrder,
  keyOfVersion,
  type OfTemplate,
  type StoredCoupon,
  type TemplateVersions,
  versionOf,
} from './stored-coupon.ts'
import type { TemplateReads } from './template-changes.ts'

/** What acts can read: for each kind, the key and what it finds. */
export interface ReadKinds extends TemplateReads, MemberReads, SellerReads, SharedReads, JobReads {
  /** Coupons by their codes, 1..1000, none twice; codes that no coupon has are missing. */
  coupons: Kind<readonly string[], ReadonlyMap<string, StoredCoupon>>
  /** Coupons by their codes as `coupons`, with phones, cards and the last day that they were issued with. */
  couponsAsIssued: Kind<readonly string[], ReadonlyMap<string, StoredCoupon>>
  /** Coupons of a template with numbers in a range, in order, up to the limit. */
  couponsOfTemplate: Kind<TemplateRange, readonly StoredCoupon[]>
  /** Number of the seller's newest coupon; 0 before the first. */
  newestSeq: Kind<undefined, number>
  /** Coupons by their numbers. */
  couponsBySeq: Kind<readonly number[], ReadonlyMap<number, StoredCoupon>>
  /** Coupons that are on an order, at most 200: redeemed on it, and neither returned nor ended without coming back. */
  usesOnOrder: Kind<string, CouponsOnOrder>
  /** When coupons that came back from an order last did, epoch milliseconds, by number; coupons that never did are missing. Once such an event was removed by age, the moment before which events were removed. */
  lastReturns: Kind<readonly number[], ReadonlyMap<number, number>>
  redemption: Kind<string, StoredRedemption | undefined>
  /** Redemptions, returned or not. */
  redemptions: Kind<readonly string[], readonly StoredRedemption[]>
  /** What is known of an order whose goods or coupons come back. */
  soldOrder: Kind<OrderNamed, SoldOrder>
  /** The number of the newest sale of an order; 0 where it has none. */
  newestSaleNo: Kind<string, number>
  /** Redemptions of coupons, returned or not, by the numbers of the coupons, by time. */
  redemptionsOfCoupons: Kind<readonly number[], ReadonlyMap<number, readonly StoredRedemption[]>>
  /** Uploads of coupons that were valid, by the numbers of the coupons. */
  uploadsOfCoupons: Kind<readonly number[], ReadonlyMap<number, readonly RedemptionUpload[]>>
  /** When coupons were voided, epoch milliseconds, by number; missing if no event says so, or that event was removed by age. */
  voidings: Kind<readonly number[], ReadonlyMap<number, number>>
  /** The newest step of coupons after their issue, by number; missing without one, or if it was removed by age. */
  lastSteps: Kind<readonly number[], ReadonlyMap<number, LastStep>>
  /** Names of a content, which do not reveal it: the present one, and those that it had under earlier keys. An equal content has one of them. */
  contentKeys: Kind<string, readonly string[]>
  /** An order that was synced. */
  order: Kind<string, StoredOrder | undefined>
  templateVersions: Kind<readonly TemplateVersion[], TemplateVersions>
  /** Those of the groups which have the shop. */
  groupsWithShop: Kind<Readonly<{ names: readonly string[]; shop: string }>, readonly string[]>
  /** Announces texts that are to be stored, so that those of several acts are looked for together. */
  storedTexts: Kind<readonly string[], undefined>
  /** The reservation of a code; undefined where it is not reserved. */
  reservedCode: Kind<string, ReservedCode | undefined>
  /** What is stored of the phones and cards that are named, and of the members who hold them: what `IdentityResolution` begins with. */
  identities: Kind<readonly Named[], KnownIdentities>
}

export type ReadKind = keyof ReadKinds

/** A read that an act declares. */
export type Read<Kind extends ReadKind = ReadKind> = {
  [K in Kind]: Readonly<{ kind: K; by: ReadKinds[K]['by'] }>
}[Kind]

/** Loads reads of every kind. */
export type Loader = { readonly [K in ReadKind]: (by: ReadKinds[K]['by']) => Promise<ReadKinds[K]['found']> }

type TemplateRange = Readonly<{
  couponId: string
  firstSeq: number
  lastSeq: number
  limit: number
}>

export function couponsByCode(codes: readonly string[]): Read<'coupons'> {
  return { kind: 'coupons', by: codes }
}

export function couponsAsIssued(codes: readonly string[]): Read<'couponsAsIssued'> {
  return { kind: 'couponsAsIssued', by: codes }
}

export function couponsOfTemplate(range: TemplateRange): Read<'couponsOfTemplate'> {
  return { kind: 'couponsOfTemplate', by: range }
}

export function newestSeq(): Read<'newestSeq'> {
  return { kind: 'newestSeq', by: undefined }
}

export function couponsBySeq(seqs: readonly number[]): Read<'couponsBySeq'> {
  return { kind: 'couponsBySeq', by: seqs }
}

export function usesOnOrder(orderId: string): Read<'usesOnOrder'> {
  return { kind: 'usesOnOrder', by: orderId }
}

export function lastReturns(seqs: readonly number[]): Read<'lastReturns'> {
  return { kind: 'lastReturns', by: seqs }
}

export function redemption(redemptionId: string): Read<'redemption'> {
  return { kind: 'redemption', by: redemptionId }
}

export function redemptions(redemptionIds: readonly string[]): Read<'redemptions'> {
  return { kind: 'redemptions', by: redemptionIds }
}

export function soldOrder(named: OrderNamed): Read<'soldOrder'> {
  return { kind: 'soldOrder', by: named }
}

export function redemptionsOfCoupons(seqs: readonly number[]): Read<'redemptionsOfCoupons'> {
  return { kind: 'redemptionsOfCoupons', by: seqs }
}

export function uploadsOfCoupons(seqs: readonly number[]): Read<'uploadsOfCoupons'> {
  return { kind: 'uploadsOfCoupons', by: seqs }
}

export function voidings(seqs: readonly number[]): Read<'voidings'> {
  return { kind: 'voidings', by: seqs }
}

/** Kind of a step, and who did it. */
export type LastStep = Pick<ChainEvent, 'kind' | 'actor'>

export function lastSteps(seqs: readonly number[]): Read<'lastSteps'> {
  return { kind: 'lastSteps', by: seqs }
}

export function contentKeys(content: string): Read<'contentKeys'> {
  return { kind: 'contentKeys', by: content }
}

export function newestSaleNo(orderId: string): Read<'newestSaleNo'> {
  return { kind: 'newestSaleNo', by: orderId }
}

export function order(orderId: string): Read<'order'> {
  return { kind: 'order', by: orderId }
}

/** The versions that coupons were claimed from, each once. */
export function templateVersions(coupons: readonly OfTemplate[]): Read<'templateVersions'> {
  const versions = coupons.map(versionOf).filter((version) => version !== undefined)
  return { kind: 'templateVersions', by: [...new Map(versions.map((one) => [keyOfVersion(one), one])).values()] }
}

export function groupsWithShop(names: readonly string[], shop: string): Read<'groupsWithShop'> {
  return { kind: 'groupsWithShop', by: { names, shop } }
}

export function reservedCode(code: string): Read<'reservedCode'> {
  return { kind: 'reservedCode', by: code }
}

export function storedTexts(texts: readonly string[]): Read<'storedTexts'> {
  return { kind: 'storedTexts', by: texts }
}

/** @param named 0..1000 */
export function identities(named: readonly Named[]): Read<'identities'> {
  return { kind: 'identities', by: named }
}
