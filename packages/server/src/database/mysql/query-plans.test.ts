import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paddedList, textForList } from '#database/in-list'
import { readValue } from '#database/read-value'
import type { SqlEngine, SqlValue } from '#database/sql-engine'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { openStore } from '#store/open-store'
import { findEventsAfter, findEventsOfCoupon, findLastEventTime, findLastReturn } from '#store/tables/chain-event'
import { claimsKey, findClaimsBy } from '#store/tables/claim-counters'
import { addToCounter, findCounter } from '#store/tables/counter'
import { findCouponsByCodes, findCouponsOfTemplate } from '#store/tables/coupon'
import {
  findChannelPage,
  findCouponsUnderKeyAfter,
  findFirstUnderKey,
  findSellerPage,
  narrowStatements,
} from '#store/tables/coupon-lists'
import { searchStatements } from '#store/tables/coupon-search'
import { changeCoupon, findExpired, findUnrecordedExpiry } from '#store/tables/coupon-steps'
import { sumVersionsOfChannel, sumVersionsUnderKey, sumVersionsUnderKeys } from '#store/tables/coupon-versions'
import { findEventHead, findEventHeads } from '#store/tables/event-head'
import { findEventBound, findEventsWithoutCoupon } from '#store/tables/events-without-coupon'
import { findCouponsBefore } from '#store/tables/member-activity'
import { findCardsOfMembers, findKnownCards } from '#store/tables/member-card'
import { findEventsOfMember } from '#store/tables/member-event'
import { findHeldPhones, findMemberPhones } from '#store/tables/member-phone'
import { mergedStatements, mergedValues } from '#store/tables/merged-lists'
import {
  listOrders,
  listOrdersByBoth,
  listOrdersByCard,
  listOrdersByPhone,
  listOrdersByPhoneAlone,
} from '#store/tables/order-lists'
import { findOtherKeys, otherKeysValues } from '#store/tables/other-keys'
import {
  findNumbersUsedSince,
  findNumbersWithLastUse,
  findOutRequest,
  findOutRequestsOf,
  insertOutRequest,
} from '#store/tables/out-request'
import { findPhonesOfMembers } from '#store/tables/phone-member'
import {
  couponsOnOrderValues,
  findCouponsOnOrder,
  findRedemptionsOnOrder,
  insertRedemption,
} from '#store/tables/redemption'
import { findRedeemedCoupons, listRedemptionsBy } from '#store/tables/redemption-lists'
import { findSalesOfOrder, findSalesOfOrders } from '#store/tables/sale'
import { findCouponsOfReturns, findReturnsOfOrders, findReturnsOfSales } from '#store/tables/sale-return'
import { findTextsOfMember, insertSealedText } from '#store/tables/sealed-text'
import { findListedOrdersAt, findOrder } from '#store/tables/shop-order'
import { findOrderCoupons } from '#store/tables/shop-order-coupon'
import { findOrderLines } from '#store/tables/shop-order-line'
import { insertTemplateVersion, templateVersionsQuery } from '#store/tables/template-version'
import { findExpiredSigns, insertUsedSign } from '#store/tables/used-sign'
import { draftOf } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const seller = '111'
const places = paddedList([1, 2])
const numbers = paddedList(['n5', 'n6'])
const codes = paddedList(['c1', 'c77', 'c2000'])
const sellers = paddedList([seller, '112'])
const signDigest = (place: number) => new Uint8Array(16).fill(place)
const nothing = (count: number): readonly null[] => Array(count).fill(null)

/** These sort what they have found: a page, or a block at most. */
const sorting = new Set([
  'page of a channel',
  'page of a chain',
  'expired coupons',
  'rows by phone',
  'rows by phone and channel',
  'claims of a member',
  'rows under several keys',
  'measure under several keys',
  'other keys of members',
  'redemptions of an order',
  'events without a coupon',
])

type Planned = readonly [name: string, text: string, values: readonly SqlValue[], ...keys: string[]]

type Lookups = Readonly<{ text: Uint8Array; phone: Uint8Array; card: Uint8Array }>

function plannedFor(phone: number, lookups: Lookups): readonly Planned[] {
  const severalKeys = { first: { column: 'phone_ref', ref: phone }, cardRefs: [7], phoneRefs: [8] } as const
  const merged = mergedStatements(severalKeys, [])
  const ofCard = { ...severalKeys, cardRefs: [], cardRef: 7 }
  const byPhone = narrowStatements('phone_ref', [])
  const byPhoneAndChannel = narrowStatements('phone_ref', ['channel'])
  const tests = nothing(26)
  const phones = paddedList([phone, 7])
  const [versionsText, versions] = templateVersionsQuery(
    seller,
    [3, 4, 5].map((id) => ({ couponId: `${id}`, version: 1 })),
  )
  const members = paddedList([7, 8])
  const kinds = paddedList(['alarm', 'job'])
  return [
    ['first by phone', findFirstUnderKey.phone_ref, [seller, phone, 20], 'coupon_by_phone'],
    ['first by card', findFirstUnderKey.card_ref, [seller, 7, 20], 'coupon_by_card'],
    ['first by code', findFirstUnderKey.coupon_code, [seller, 'c7', 20], 'coupon_by_code'],
    ['rows by phone', byPhone.findRows, [seller, phone, 0, 4096, 20, 5, seller], 'PRIMARY', 'coupon_by_phone'],
    [
      'rows by phone and channel',
      byPhoneAndChannel.findRows,
      [seller, phone, 0, 4096, 'erp', 20, 5, seller],
      ...['PRIMARY', 'coupon_by_phone'],
    ],
    ['measure by phone', byPhone.measureBlock, [seller, phone, 0, 4096], 'coupon_by_phone'],
    [
      'measure by phone and channel',
      byPhoneAndChannel.measureBlock,
      ['erp', seller, phone, 0, 4096],
      'coupon_by_phone',
    ],
    ['versions under a phone', sumVersionsUnderKey.phone_ref, [seller, phone], 'coupon_by_phone'],
    [
      'versions under phones',
      textForList(sumVersionsUnderKeys.phone_ref, phones),
      [seller, ...phones],
      'coupon_by_phone',
    ],
    [
      'versions of a page of a channel',
      sumVersionsOfChannel,
      ['erp', 1001, 1010, seller, 'channel:erp'],
      ...['PRIMARY', 'coupon_by_channel'],
    ],
    ['heads of sellers', textForList(findEventHeads, sellers), sellers, 'PRIMARY'],
    ['page of a channel', findChannelPage, ['erp', 1001, 1010, seller, 'channel:erp'], 'PRIMARY', 'coupon_by_channel'],
    ['page of a chain', findSellerPage, [2001, 2010, seller, 'seq'], 'PRIMARY', 'PRIMARY'],
    ['coupons by codes', textForList(findCouponsByCodes, codes), [seller, ...codes], 'coupon_by_code'],
    ['coupons of a template', findCouponsOfTemplate, [seller, '3', 1, 4000, 50], 'coupon_by_template'],
    ['versions of templates', versionsText, versions, 'PRIMARY'],
    ['expired coupons', findExpired, [seller, '2018-11-12', 1, 50], 'coupon_by_expiry'],
    ['changing a coupon', changeCoupon, [0, ...nothing(6), null, 0, seller, 5, 1], 'PRIMARY'],
    ['phones', textForList(findMemberPhones, paddedList([phone])), [seller, ...paddedList([phone])], 'PRIMARY'],
    [
      'phone by its index',
      textForList(findHeldPhones, [lookups.phone]),
      [seller, lookups.phone],
      ...['member_phone_by_lookup', 'PRIMARY'],
    ],
    ['texts of a member', findTextsOfMember, [seller, 7, 500], 'sealed_text_by_member'],
    ['coupons of a phone after one', findCouponsUnderKeyAfter.phone_ref, [seller, phone, 7, 500], 'coupon_by_phone'],
    ['card by its index', textForList(findKnownCards, [lookups.card]), [seller, lookups.card], 'member_card_by_lookup'],
    [
      'other keys of members',
      textForList(findOtherKeys, [7]),
      otherKeysValues(seller, [7], 1),
      ...['member_card_by_member', 'phone_member_by_member', 'PRIMARY', 'PRIMARY', 'phone_member_by_member'],
    ],
    [
      'rows under several keys',
      merged.findRows,
      [...mergedValues(seller, severalKeys, { afterSeq: 0, limit: 1000 }), 20, 5, seller],
      ...['PRIMARY', 'coupon_by_phone', 'coupon_by_card', 'coupon_by_phone'],
    ],
    [
      'rows of a card under several numbers of a phone',
      mergedStatements(ofCard, []).findRows,
      [...mergedValues(seller, ofCard, { afterSeq: 0, limit: 1000 }), 20, 5, seller],
      ...['PRIMARY', 'coupon_by_phone', 'coupon_by_phone'],
    ],
    [
      'measure under several keys',
      merged.measureBlock,
      mergedValues(seller, severalKeys, { afterSeq: 0, limit: 1000 }),
      ...['coupon_by_phone', 'coupon_by_card', 'coupon_by_phone'],
    ],
    ['numbers of events without a coupon', findEventBound, [seller, 9_999], 'event_by_coupon'],
    [
      'events without a coupon',
      textForList(findEventsWithoutCoupon, kinds),
      [seller, 9_999, seller, null, null, ...kinds, 51],
      ...['PRIMARY', 'event_by_coupon'],
    ],
    ['events of a member', findEventsOfMember, [seller, 7, 0, 1000, 100], 'PRIMARY'],
    [
      'claims of a member',
      findClaimsBy.member,
      claimsKey(seller, { kind: 'member', memberNo: 7 }, 'x'),
      ...['member_card_by_member', 'coupon_by_card', 'phone_member_by_member', 'coupon_by_phone'],
      ...['phone_member_by_member', 'PRIMARY'],
    ],
    ['cards of members', textForList(findCardsOfMembers, members), [seller, ...members], 'member_card_by_member'],
    ['phones of members', textForList(findPhonesOfMembers, members), [seller, ...members], 'phone_member_by_member'],
    ['coupons of a card, newest first', findCouponsBefore.card_ref, [seller, 7, 9999, 50], 'coupon_by_card'],
    ['coupons of a phone, newest first', findCouponsBefore.phone_ref, [seller, phone, 9999, 50], 'coupon_by_phone'],
    ['last event of a coupon', findLastEventTime, [seller, 7, 7], 'event_by_coupon'],
    ['counter', findCounter, [seller, 'seq'], 'PRIMARY'],
    ['addition to a counter', addToCounter, [1, seller, 'seq'], 'PRIMARY'],
    ['event head', findEventHead, [seller], 'PRIMARY'],
    ['locking the event head', `${findEventHead} FOR UPDATE`, [seller], 'PRIMARY'],
    ['events after a number', findEventsAfter, [seller, 1000, 50], 'PRIMARY'],
    ['an expiry that is not recorded', findUnrecordedExpiry, [seller, '2018-11-12'], 'coupon_by_expiry'],
    ['events of a coupon', findEventsOfCoupon, [seller, 7, 7, 50], 'event_by_coupon'],
    [
      'request number and signature',
      findOutRequest,
      [seller, 'n', 0, seller, signDigest(7), seller, signDigest(7)],
      ...['PRIMARY', 'out_request_by_sign', 'PRIMARY'],
    ],
    ['numbers with their last use', findNumbersWithLastUse, [seller, 'n100', 50], 'PRIMARY'],
    ['rows of numbers', textForList(findOutRequestsOf, numbers), [seller, ...numbers, 50], 'PRIMARY'],
    ['last use of numbers', textForList(findNumbersUsedSince, numbers), [seller, 1, ...numbers], 'PRIMARY'],
    [
      'coupons on an order',
      findCouponsOnOrder,
      couponsOnOrderValues(seller, 'o7', 200),
      ...['PRIMARY', 'PRIMARY', 'redemption_by_order'],
    ],
    ['redemptions by time', listRedemptionsBy.seller, [seller, 0, -1, '', 200], 'redemption_by_time'],
    ['redemptions of a shop', listRedemptionsBy.shop, [seller, '7', 0, -1, '', 200], 'redemption_by_shop'],
    ['redemptions of a coupon', listRedemptionsBy.coupon_seq, [seller, 7, 0, -1, '', 200], 'redemption_by_coupon'],
    [
      'redemptions of an order',
      listRedemptionsBy.order_id,
      [seller, 'o7', 'o7', 0, -1, '', 200],
      'redemption_by_order',
    ],
    ['redemptions on an order', findRedemptionsOnOrder, [seller, 'o7', 200], 'redemption_by_order'],
    ['sales of an order', findSalesOfOrder, [seller, 'o7', 20], 'PRIMARY'],
    ['sales of orders', textForList(findSalesOfOrders, numbers), [seller, ...numbers], 'PRIMARY'],
    ['returns of orders', textForList(findReturnsOfOrders, numbers), [seller, ...numbers], 'PRIMARY'],
    ['returns of sales', textForList(findReturnsOfSales, numbers), [seller, ...numbers, 5], 'PRIMARY'],
    ['coupons of returns', findCouponsOfReturns, [seller, 'o7', 200], 'PRIMARY'],
    ['redeemed coupons', textForList(findRedeemedCoupons, places), [seller, ...places], 'PRIMARY'],
    ['last return', findLastReturn, [seller, 7, 7], 'event_by_coupon'],
    ['order by its number', findOrder, [seller, 'o7'], 'shop_order_by_id'],
    ['orders by day', listOrders, [seller, 0, 20_000_000_000, 20], 'shop_order_by_place'],
    ['orders by phone', listOrdersByPhone, [seller, phone, 0, 1e15, 20], 'shop_order_by_phone'],
    ['orders by phone without a card', listOrdersByPhoneAlone, [seller, phone, 0, 1e15, 20], 'shop_order_by_phone'],
    ['orders by phone and card', listOrdersByBoth, [seller, phone, 7, 0, 1e15, 20], 'shop_order_by_phone'],
    ['orders by card', listOrdersByCard, [seller, 7, 0, 1e15, 20], 'shop_order_by_card'],
    ['orders at places', textForList(findListedOrdersAt, numbers), [seller, ...places], 'shop_order_by_place'],
    ['lines of orders', textForList(findOrderLines, numbers), [seller, ...places], 'PRIMARY'],
    ['coupons of orders', textForList(findOrderCoupons, numbers), [seller, ...places], 'PRIMARY'],
    ['expired signatures', findExpiredSigns, [seller, 100], 'used_sign_by_expiry'],
    [
      'search by phone',
      searchStatements.phone_ref.search,
      [seller, phone, 0, ...nothing(4), ...tests, 20],
      'coupon_by_phone',
    ],
    [
      'search by channel',
      searchStatements.channel.search,
      [seller, 'erp', 0, 2000, ...nothing(4), ...tests, 20],
      'coupon_by_channel',
    ],
    ['search of the chain', searchStatements.seller.search, [seller, 0, 4000, ...nothing(4), ...tests, 20], 'PRIMARY'],
  ]
}

describe.skipIf(skipsMariadb())('on MariaDB (skipped where mariadb-server is not installed)', () => {
  let server: Mariadb
  let engine: SqlEngine
  let phone: number
  let lookups: Lookups

  beforeAll(async () => {
    server = await startMariadb()
    const storeUrl = await server.createSchema()
    await fill(storeUrl)
    engine = await openMysqlEngine(readMysqlTarget(storeUrl))
    await engine.transact(async (transaction) => {
      await transaction.run(insertOutRequest.text, [seller, 'n', 0, new Uint8Array(32), 1, null, null, '{}'])
      for (let place = 0; place < 200; place += 1) {
        const [own, used] = [signDigest(place), signDigest(place + 200)]
        await transaction.run(insertOutRequest.text, [seller, `n${place}`, 0, new Uint8Array(32), 1, own, own, '{}'])
        await transaction.run(insertUsedSign.text, [seller, signDigest(place), used, place])
        await transaction.run(insertTemplateVersion.text, [seller, `${place}`, 1, '{}', 1, 0])
        const text = { text_ref: 1000 + place, text_kind: 0, text_lookup: signDigest(place), key_no: place }
        const sealed = { seller_id: seller, ...text, text_sealed: new Uint8Array(50) }
        await transaction.run(insertSealedText.text, insertSealedText.encode(sealed))
        await transaction.run(insertRedemption, [
          seller,
          `r${place}`,
          place + 1,
          `o${place}`,
          place,
          `${place % 20}`,
          null,
          null,
          null,
          null,
        ])
      }
    })
    const row = await engine.reader.one('SELECT phone_ref FROM coupon WHERE seller_id = ? AND seq = ?', [seller, 5])
    if (typeof row?.[0] !== 'number') throw new Error('a coupon without a phone')
    phone = row[0]
    const lookupIn = async (kind: string, table: string): Promise<Uint8Array> => {
      const lookup = await readValue(engine.reader, `SELECT ${kind}_lookup FROM ${table} LIMIT 1`, [])
      if (!(lookup instanceof Uint8Array)) throw new Error('a text without an index')
      return lookup
    }
    const [text, card] = [await lookupIn('text', 'sealed_text'), await lookupIn('card', 'member_card')]
    lookups = { text, phone: await lookupIn('phone', 'member_phone'), card }
  })

  afterAll(async () => {
    await engine?.close()
    await server?.stop()
  })

  test('every hot statement searches its key and sorts no whole list', async () => {
    for (const analyze of [false, true]) {
      if (analyze)
        await engine.reader.all(
          'ANALYZE TABLE coupon, chain_event, member_phone, phone_member, member_card PERSISTENT FOR ALL',
          [],
        )
      for (const [name, text, values, ...keys] of plannedFor(phone, lookups)) {
        // Without statistics, this server joins a table of some thousand rows by scanning it.
        if (!analyze && name === 'claims of a member') continue
        const steps = (await engine.reader.all(`EXPLAIN ${text}`, values)).filter(
          ([, , table]) => !String(table).startsWith('<'),
        )
        const used = steps.map(([, , , type, , usedKey]) => [
          type === 'ALL' || type === 'index' ? type : 'search',
          usedKey,
        ])
        expect([name, used]).toEqual([name, keys.map((key) => ['search', key])])
        const extra = steps.map((step) => String(step.at(-1))).join()
        if (!sorting.has(name)) expect([name, extra]).toEqual([name, expect.not.stringMatching(/filesort|temporary/)])
      }
    }
  })
})

/** 4,000 coupons of 500 members in two channels. */
async function fill(storeUrl: string): Promise<void> {
  const store = await openStore({ dataDir: '', storeUrl, masterKey: '5a'.repeat(32) })
  for (let first = 0; first < 4000; first += 1000) {
    const drafts = Array.from({ length: 1000 }, (_, place) => {
      const member = String((first + place) % 500)
      return draftOf({
        couponCode: `c${first + place}`,
        phone: `186${member.padStart(8, '0')}`,
        cardNo: member,
        couponId: String(place % 7),
        channel: place % 2 === 0 ? 'erp' : 'app',
      })
    })
    await store.couponIssuer.issueCoupons(seller, drafts, 1)
  }
  const request = { sellerId: seller, method: 'm', content: '', actor: 'a', requestId: 'r', nowMs: 1 }
  for (let place = 0; place < 300; place += 1) {
    const member = { phone: `186${String(place).padStart(8, '0')}`, cardNo: String(place) }
    const version = orderVersionWith({ orderId: `o${place}`, ...member, createdAtMs: place * 86_400_000 })
    const asked = { lifecycle: store.lifecycleStore, version, policy: newSellerPolicy, randomBytes }
    await syncOrder({ ...asked, request: { ...request, outRequestNo: `o${place}` } })
  }
  await store.close()
}
