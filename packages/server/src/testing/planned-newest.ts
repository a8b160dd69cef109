import type { BoundStatement } from '#database/sql-engine'
import {
  endingOnDay,
  endingSearch,
  newestFirstStatements,
  newestOfTemplates,
  templatesPart,
} from '#store/tables/coupon-search'
import { findEventsWithoutCoupon } from '#store/tables/events-without-coupon'
import { listNewestBy } from '#store/tables/redemption-lists'

type Search = Parameters<typeof newestFirstStatements.phone_ref.search>[0]

/** The statements of lists from the newest row on, each with the keys that it must search. @param search by phone, forwards */
export function plannedNewest(
  search: Search,
  kinds: readonly string[],
): readonly (readonly [string, BoundStatement, ...string[]])[] {
  const newest = { ...search, afterPosition: 9_000, lastPosition: 4_000 }
  const { sellerId } = search
  const events = { sellerId, beforeSeq: 9_999, actor: undefined, kinds, fromMs: 0, untilMs: 9, limit: 51 }
  const back = { sellerId, toMs: 1e15, beforeMs: 1e15, beforeId: '', limit: 200 }
  const ending = { sellerId, firstDay: '2026-11-24', lastDay: '9999-12-31' }
  const onDay = { sellerId, keyValue: '2026-11-24', afterPosition: 7 }
  const templates = templatesPart(sellerId, ['1', '2'], 9_000)
  return [
    ['events without a coupon', findEventsWithoutCoupon(events), 'PRIMARY', 'event_by_coupon'],
    ['newest of a phone', newestFirstStatements.phone_ref.search(newest), 'coupon_by_phone'],
    ['newest of a channel', newestFirstStatements.channel.search({ ...newest, keyValue: 'erp' }), 'coupon_by_channel'],
    [
      'newest of templates',
      newestOfTemplates.search({ ...newest, ...templates, sellerId }),
      // The text is for up to eight templates.
      ...['PRIMARY', ...Array<string>(8).fill('coupon_by_template')],
    ],
    ['newest of the chain', newestFirstStatements.seller.search(newest), 'PRIMARY'],
    ['the soonest to end', endingSearch.search({ ...newest, ...ending, lastSeq: 9_000 }), 'coupon_by_expiry'],
    ['bound of the soonest to end', endingSearch.findBound(ending), 'coupon_by_expiry'],
    ['the rest of a last day', endingOnDay.search({ ...newest, ...onDay, limit: 51 }), 'coupon_by_expiry'],
    ['bound of the rest of a last day', endingOnDay.findBound(onDay), 'coupon_by_expiry'],
    ['newest redemptions', listNewestBy.seller(back), 'redemption_by_time'],
    ['newest redemptions of a shop', listNewestBy.shop({ ...back, shop: '7' }), 'redemption_by_shop'],
    ['newest redemptions of a coupon', listNewestBy.coupon_seq({ ...back, couponSeq: 7 }), 'redemption_by_coupon'],
  ]
}
