import type { BoundStatement } from '#database/sql-engine'
import { positional } from '#database/statement'
import { findNewestSteps } from '#store/tables/chain-event'
import { countClaimsByTemplate, insertUsage, listOpenUsage } from '#store/tables/claim-counters'
import { insertTemplate } from '#store/tables/coupon-template'
import { findNewestCouponsOfMember } from '#store/tables/coupons-of-member'
import { findEventsOfMember, findNewestEventsOfMember } from '#store/tables/member-event'
import { findNewestOrdersOfMember } from '#store/tables/order-lists'
import { listRefusalsOfMember } from '#store/tables/refused-call'
import { insertTemplateVersion } from '#store/tables/template-version'

/** The statements of what happened to a member, and of what it claimed, each with the keys that it must search. */
export function plannedActivity(sellerId: string): readonly (readonly [string, BoundStatement, ...string[]])[] {
  return [
    [
      'events of a member',
      findEventsOfMember({ sellerId, memberNo: 7, afterSeq: 0, upToSeq: 1000, limit: 100 }),
      'PRIMARY',
    ],
    [
      'newest events of a member',
      findNewestEventsOfMember({ sellerId, memberNo: 7, beforeSeq: 9_999, limit: 51 }),
      'PRIMARY',
    ],
    [
      'newest steps of coupons',
      findNewestSteps({ sellerId, couponSeqs: [7, 8, 9], beforeSeq: 9_999, limit: 51 }),
      'event_by_coupon',
    ],
    [
      'newest coupons of a member',
      findNewestCouponsOfMember({ sellerId, memberNo: 7, limit: 1000 }),
      ...['member_card_by_member', 'coupon_by_card', 'coupon_by_phone', 'phone_member_by_member'],
      ...['phone_member_by_member', 'PRIMARY'],
    ],
    [
      'newest orders of a member',
      findNewestOrdersOfMember({ sellerId, memberNo: 7, beforePlace: 1e15, limit: 51 }),
      ...['member_card_by_member', 'shop_order_by_card', 'shop_order_by_phone', 'phone_member_by_member'],
      ...['phone_member_by_member', 'PRIMARY'],
    ],
    [
      'refused calls of a member',
      listRefusalsOfMember({ sellerId, memberNo: 7, beforeMs: 1e15, beforeId: '', limit: 51 }),
      'refused_call_by_member',
    ],
    [
      'open templates that a member used',
      listOpenUsage({ sellerId, memberKey: 'm:7', limit: 50 }),
      ...['PRIMARY', 'PRIMARY'],
    ],
    [
      'claims of a member',
      countClaimsByTemplate({ sellerId, memberNo: 7, couponIds: ['7', '57'], sinceMs: 0 }),
      ...['member_card_by_member', 'coupon_by_card', 'phone_member_by_member', 'coupon_by_phone'],
      ...['phone_member_by_member', 'PRIMARY'],
    ],
  ]
}

/** A template with a version, and a member who claimed from it: four of each member, for places up to 200. */
export function usageOf(sellerId: string, place: number): readonly BoundStatement[] {
  const template = { seller_id: sellerId, coupon_id: `${place}`, version: 1, closed_at_ms: null }
  const usage = { seller_id: sellerId, member_key: `m:${place % 50}`, coupon_id: `${place}` }
  return [
    positional(insertTemplateVersion.text, [sellerId, `${place}`, 1, '{}', 1, 0]),
    insertTemplate({ ...template, counts_stock: 0, counts_members: 1 }),
    insertUsage({ ...usage, taken_total: 1, day_text: '2026-11-24', taken_day: 1 }),
  ]
}
