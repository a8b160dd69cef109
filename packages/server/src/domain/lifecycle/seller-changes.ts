import type { DateText } from '#domain/dates'
import type { Handled, KeptFinding } from '#domain/findings/finding'
import type { Category, EntryChange, Shop } from '#domain/master-data/master-data-store'
import type { EndedRequest, RequestVerdict, WaitingRequest } from '#domain/people/waiting-request'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import type { RetentionDays, RetentionPolicy, WaitingRetention } from '#domain/retention/retention-store'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import type { ChangeOf } from './change-of.ts'

/** What acts can change of what a seller keeps beside coupons and members. */
export interface SellerChanges {
  /** Shops that are saved together, 1..500, with one event. */
  shopsSaved: readonly EntryChange<Shop>[]
  /** The same of categories. */
  categoriesSaved: readonly EntryChange<Category>[]
  policyChanged: PolicyChanged
  retentionSet: RetentionSet
  /** Shorter periods that wait from now on, or, where `to` is undefined, no longer. */
  retentionWaits: RetentionWaits
  /** A request that waits for a second person from now on, or one on which somebody decided. */
  requestWaits: RequestWaits
  /** A group of shops that was created, changed, or, where `to` is undefined, deleted. */
  shopGroupChanged: GroupChanged
  /** A finding that was read was marked as handled, or, where `to` is undefined, as open again. */
  findingHandled: FindingHandled
  /** The number of an order was made. */
  orderNumbered: OrderNumbered
}

/** `note`: why, also of one that is open again. */
type FindingHandled = Readonly<{ day: DateText; finding: KeptFinding; to: Handled | undefined; note: string }>

type OrderNumbered = Readonly<{ orderId: string; shop: string }>

type PolicyChanged = Readonly<{ from: VersionedPolicy; to: VersionedPolicy & Readonly<{ setAtMs: number }> }>

type RetentionSet = Readonly<{
  isNew: boolean
  to: RetentionPolicy
  /** What the event tells. */
  changed: Partial<RetentionDays>
  /** Actor who asked for it a day before; undefined: that of the request did. */
  submittedBy?: string | undefined
}>

type RetentionWaits = Readonly<{
  from: WaitingRetention | undefined
  to: WaitingRetention | undefined
  /** Whether it is an event of its own: not where the periods take effect, which another event tells. */
  isTold: boolean
}>

type RequestWaits =
  | Readonly<{ to: WaitingRequest }>
  /** `expired`: its time was over. */
  | Readonly<{ from: WaitingRequest; verdict: Exclude<RequestVerdict, 'approved'> | 'expired' }>
  /** It stays until it is done. */
  | Readonly<{ from: WaitingRequest; verdict: 'approved'; approvedBy: string }>
  /** It is about an app: what came of it stays for a week. */
  | Readonly<{ from: WaitingRequest; ended: EndedRequest; untilMs: number }>
  /** What was approved was done, which has its own event, or refused by a rule: then `errorCode` is that of the refusal. */
  | Readonly<{ over: WaitingRequest; errorCode?: string | undefined }>

type GroupChanged = Readonly<{ name: string; from: ShopGroup | undefined; to: ShopGroup | undefined }>

export function shopsSaved(shops: readonly EntryChange<Shop>[]): ChangeOf<'shopsSaved', readonly EntryChange<Shop>[]> {
  return { kind: 'shopsSaved', to: shops }
}

export function categoriesSaved(
  categories: readonly EntryChange<Category>[],
): ChangeOf<'categoriesSaved', readonly EntryChange<Category>[]> {
  return { kind: 'categoriesSaved', to: categories }
}

export function policyChanged(changed: PolicyChanged): ChangeOf<'policyChanged', PolicyChanged> {
  return { kind: 'policyChanged', to: changed }
}

export function retentionSet(set: RetentionSet): ChangeOf<'retentionSet', RetentionSet> {
  return { kind: 'retentionSet', to: set }
}

export function retentionWaits(waits: RetentionWaits): ChangeOf<'retentionWaits', RetentionWaits> {
  return { kind: 'retentionWaits', to: waits }
}

export function requestWaits(waits: RequestWaits): ChangeOf<'requestWaits', RequestWaits> {
  return { kind: 'requestWaits', to: waits }
}

export function shopGroupChanged(changed: GroupChanged): ChangeOf<'shopGroupChanged', GroupChanged> {
  return { kind: 'shopGroupChanged', to: changed }
}

export function findingHandled(handled: FindingHandled): ChangeOf<'findingHandled', FindingHandled> {
  return { kind: 'findingHandled', to: handled }
}

export function orderNumbered(numbered: OrderNumbered): ChangeOf<'orderNumbered', OrderNumbered> {
  return { kind: 'orderNumbered', to: numbered }
}
