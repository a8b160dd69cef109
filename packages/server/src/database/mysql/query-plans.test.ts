import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readValue } from '#database/record'
import type { BoundStatement, SqlEngine } from '#database/sql-engine'
import { positional } from '#database/statement'
import { lifecycleOf } from '#domain/lifecycle/stored-coupon'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { openStore } from '#store/open-store'
import * as events from '#store/tables/chain-event'
import { findClaimsBy } from '#store/tables/claim-counters'
import { findCounters, listCounters, setCounters } from '#store/tables/counter'
import { findCouponsByCodes, findCouponsOfTemplate } from '#store/tables/coupon'
import {
  findChannelPage,
  findCouponsUnderKeyAfter,
  findFirstUnderKey,
  findSellerPage,
  narrowStatements,
} from '#store/tables/coupon-lists'
import { filterValues, searchStatements } from '#store/tables/coupon-search'
import { couponSteps, findExpired, findUnrecordedExpiry, storedStep } from '#store/tables/coupon-steps'
import { sumVersionsOfChannel, sumVersionsUnderKey, sumVersionsUnderKeys } from '#store/tables/coupon-versions'
import { findEventHead, findEventHeads } from '#store/tables/event-head'
import { findEventBound } from '#store/tables/events-without-coupon'
import { findCouponsBefore } from '#store/tables/member-activity'
import { findCardsOfMembers, findKnownCards } from '#store/tables/member-card'
import { findHeldPhones, findMemberPhones } from '#store/tables/member-phone'
import { mergedStatements, mergedValues } from '#store/tables/merged-lists'
import {
  listOrders,
  listOrdersByBoth,
  listOrdersByCard,
  listOrdersByPhone,
  listOrdersByPhoneAlone,
} from '#store/tables/order-lists'
import { findOtherKeys } from '#store/tables/other-keys'
import * as requests from '#store/tables/out-request'
import { findPhonesOfMembers } from '#store/tables/phone-member'
import { findCouponsOnOrder, findRedemptionsOnOrder, insertRedemption } from '#store/tables/redemption'
import { findRedeemedCoupons, listRedemptionsBy } from '#store/tables/redemption-lists'
import { insertRefusedCall } from '#store/tables/refused-call'
import { findSalesOfOrder, findSalesOfOrders } from '#store/tables/sale'
import { findCouponsOfReturns, findReturnsOfOrders, findReturnsOfSales } from '#store/tables/sale-return'
import { findTextsOfMember, insertSealedText } from '#store/tables/sealed-text'
import { findListedOrdersAt, findOrder } from '#store/tables/shop-order'
import { findOrderCoupons } from '#store/tables/shop-order-coupon'
import { findOrderLines } from '#store/tables/shop-order-line'
import { templateVersionsQuery } from '#store/tables/template-version'
import { findExpiredSigns, insertUsedSign } from '#store/tables/used-sign'
import { draftOf } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { explained } from '#testing/explained'
import { issuerOf } from '#testing/issue-drafts'
import { plannedActivity, usageOf } from '#testing/planned-activity'
import { plannedNewest } from '#testing/planned-newest'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../../../../scripts/mariadb/share-servers.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const sellerId = '111'
const someCounters = [{ counterName: 'seq', value: 1 }]
const places = [1, 2]
const numbers = ['n5', 'n6']
const codes = ['c1', 'c77', 'c2000']
const sellers = [sellerId, '112']
const signDigest = (place: number) => new Uint8Array(16).fill(place)

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
  'newest steps of coupons',
  'newest coupons of a member',
  'newest orders of a member',
  'newest of templates',
])

type Planned = readonly [name: string, statement: BoundStatement, ...keys: string[]]

type Lookups = Readonly<{ text: Uint8Array; phone: Uint8Array; card: Uint8Array }>

function plannedFor(phone: number, lookups: Lookups): readonly Planned[] {
  const severalKeys = { first: { column: 'phone_ref', ref: phone }, cardRefs: [7], phoneRefs: [8] } as const
  const merged = mergedStatements(severalKeys, [])
  const ofCard = { ...severalKeys, cardRefs: [], cardRef: 7 }
  const byPhone = narrowStatements('phone_ref', [])
  const byPhoneAndChannel = narrowStatements('phone_ref', ['channel'])
  const list = { sellerId, keyValue: phone, refs: [], cardRef: undefined, afterSeq: 0, size: 4096 }
  const part = { ...list, channel: 'erp', phone_ref: undefined, card_ref: undefined }
  const page = { ...part, limit: 20, offset: 5 }
  const ofKeys = { ...page, ...mergedValues(severalKeys), size: 1000 }
  const filter = filterValues({ filter: {}, phoneRef: undefined, cardRef: undefined, nowMs: 0 })
  const search = { ...filter, sellerId, keyValue: phone, afterPosition: 0, lastPosition: 2000, limit: 20 }
  const phones = [phone, 7]
  const unused = storedCouponOf({ kind: 'unused' })
  const versions = templateVersionsQuery(
    sellerId,
    [3, 4, 5].map((id) => ({ couponId: `${id}`, version: 1 })),
  )
  const members = [7, 8]
  const kinds = ['alarm', 'job']
  const uses = { sellerId, fromMs: 0, afterMs: -1, afterId: '', limit: 200 }
  return [
    ['first by phone', findFirstUnderKey.phone_ref({ sellerId, keyValue: phone, limit: 20 }), 'coupon_by_phone'],
    ['first by card', findFirstUnderKey.card_ref({ sellerId, keyValue: 7, limit: 20 }), 'coupon_by_card'],
    ['first by code', findFirstUnderKey.coupon_code({ sellerId, keyValue: 'c7', limit: 20 }), 'coupon_by_code'],
    ['rows by phone', byPhone.findRows(page), 'PRIMARY', 'coupon_by_phone'],
    ['rows by phone and channel', byPhoneAndChannel.findRows(page), ...['PRIMARY', 'coupon_by_phone']],
    ['measure by phone', byPhone.measureBlock(part), 'coupon_by_phone'],
    ['measure by phone and channel', byPhoneAndChannel.measureBlock(part), 'coupon_by_phone'],
    ['versions under a phone', sumVersionsUnderKey.phone_ref({ sellerId, keyValue: phone }), 'coupon_by_phone'],
    ['versions under phones', sumVersionsUnderKeys.phone_ref({ sellerId, keyValues: phones }), 'coupon_by_phone'],
    [
      'versions of a page of a channel',
      sumVersionsOfChannel({ channel: 'erp', first: 1001, last: 1010, sellerId, counterName: 'channel:erp' }),
      ...['PRIMARY', 'coupon_by_channel'],
    ],
    ['heads of sellers', findEventHeads({ sellerIds: sellers }), 'PRIMARY'],
    [
      'page of a channel',
      findChannelPage({ channel: 'erp', first: 1001, last: 1010, sellerId, counterName: 'channel:erp' }),
      'PRIMARY',
      'coupon_by_channel',
    ],
    [
      'page of a chain',
      findSellerPage({ first: 2001, last: 2010, sellerId, counterName: 'seq' }),
      'PRIMARY',
      'PRIMARY',
    ],
    ['coupons by codes', findCouponsByCodes({ sellerId, couponCodes: codes }), 'coupon_by_code'],
    [
      'coupons of a template',
      findCouponsOfTemplate({ sellerId, couponId: '3', first: 1, last: 4000, limit: 50 }),
      'coupon_by_template',
    ],
    ['versions of templates', versions, 'PRIMARY'],
    ['expired coupons', findExpired({ sellerId, day: '2018-11-12', nowMs: 1, limit: 50 }), 'coupon_by_expiry'],
    ['changing a coupon', couponSteps.one(storedStep(unused, lifecycleOf(unused))), 'PRIMARY'],
    [
      'changing coupons',
      couponSteps.many(places.map((seq) => ({ ...storedStep(unused, lifecycleOf(unused)), sellerId, seq }))),
      'PRIMARY',
    ],
    ['phones', findMemberPhones({ sellerId, refs: [phone] }), 'PRIMARY'],
    [
      'phone by its index',
      findHeldPhones({ sellerId, phoneLookups: [lookups.phone] }),
      ...['member_phone_by_lookup', 'PRIMARY'],
    ],
    ['texts of a member', findTextsOfMember({ sellerId, keyNo: 7, limit: 500 }), 'sealed_text_by_member'],
    [
      'coupons of a phone after one',
      findCouponsUnderKeyAfter.phone_ref({ sellerId, ref: phone, afterSeq: 7, limit: 500 }),
      'coupon_by_phone',
    ],
    ['card by its index', findKnownCards({ sellerId, cardLookups: [lookups.card] }), 'member_card_by_lookup'],
    [
      'other keys of members',
      findOtherKeys({ sellerId, memberNos: [7], phoneRef: 1 }),
      ...['member_card_by_member', 'phone_member_by_member', 'PRIMARY', 'PRIMARY', 'phone_member_by_member'],
    ],
    [
      'rows under several keys',
      merged.findRows(ofKeys),
      ...['PRIMARY', 'coupon_by_phone', 'coupon_by_card', 'coupon_by_phone'],
    ],
    [
      'rows of a card under several numbers of a phone',
      mergedStatements(ofCard, []).findRows({ ...ofKeys, ...mergedValues(ofCard) }),
      ...['PRIMARY', 'coupon_by_phone', 'coupon_by_phone'],
    ],
    [
      'measure under several keys',
      merged.measureBlock(ofKeys),
      ...['coupon_by_phone', 'coupon_by_card', 'coupon_by_phone'],
    ],
    ['numbers of events without a coupon', findEventBound({ sellerId, beforeSeq: 9_999 }), 'event_by_coupon'],
    ...plannedActivity(sellerId),
    [
      'claims of a member',
      findClaimsBy.member({ sellerId, memberNos: [7, 8], couponId: 'x' }),
      ...['member_card_by_member', 'coupon_by_card', 'phone_member_by_member', 'coupon_by_phone'],
      ...['phone_member_by_member', 'PRIMARY'],
    ],
    ['cards of members', findCardsOfMembers({ sellerId, memberNos: members }), 'member_card_by_member'],
    ['phones of members', findPhonesOfMembers({ sellerId, memberNos: members }), 'phone_member_by_member'],
    [
      'coupons of a card, newest first',
      findCouponsBefore.card_ref({ sellerId, ref: 7, beforeSeq: 9999, limit: 50 }),
      'coupon_by_card',
    ],
    [
      'coupons of a phone, newest first',
      findCouponsBefore.phone_ref({ sellerId, ref: phone, beforeSeq: 9999, limit: 50 }),
      'coupon_by_phone',
    ],
    ['last event of a coupon', events.findLastEventTime({ sellerId, couponSeq: 7 }), 'event_by_coupon'],
    ['counters', findCounters({ sellerId, counterNames: ['seq', 'member'] }), 'PRIMARY'],
    ['counters of a seller', listCounters({ sellerId, limit: 50 }), 'PRIMARY'],
    ['change of counters', setCounters({ sellerId, counters: someCounters }), 'PRIMARY'],
    ['event head', findEventHead({ sellerId }), 'PRIMARY'],
    ['locking the event head', locking(findEventHead({ sellerId })), 'PRIMARY'],
    ['events after a number', events.findEventsAfter({ sellerId, afterSeq: 1000, limit: 50 }), 'PRIMARY'],
    ['sums of events', events.sumEvents({ sellerId, beforeMs: 1, afterSeq: 0, upToSeq: 1000, limit: 50 }), 'PRIMARY'],
    ['an expiry that is not recorded', findUnrecordedExpiry({ sellerId, day: '2018-11-12' }), 'coupon_by_expiry'],
    ['events of a coupon', events.findEventsOfCoupon({ sellerId, couponSeq: 7, limit: 50 }), 'event_by_coupon'],
    [
      'request number and signature',
      requests.findOutRequests({ calls: [{ sellerId, requestNo: 'n', part: 0, signDigest: signDigest(7) }] }),
      ...['PRIMARY', 'out_request_by_sign', 'PRIMARY'],
    ],
    [
      'numbers with their last use',
      requests.findNumbersWithLastUse({ sellerId, afterNo: 'n100', limit: 50 }),
      'PRIMARY',
    ],
    ['sums of numbers', requests.sumNumbers({ sellerId, beforeMs: 1, afterNo: 'n100', limit: 50 }), 'PRIMARY'],
    ['rows of numbers', requests.findOutRequestsOf({ sellerId, requestNos: numbers, limit: 50 }), 'PRIMARY'],
    ['last use of numbers', requests.findNumbersUsedSince({ sellerId, usedFromMs: 1, requestNos: numbers }), 'PRIMARY'],
    [
      'coupons on an order',
      findCouponsOnOrder({ sellerId, orderId: 'o7', limit: 200 }),
      ...['PRIMARY', 'PRIMARY', 'redemption_by_order'],
    ],
    ['redemptions by time', listRedemptionsBy.seller(uses), 'redemption_by_time'],
    ['redemptions of a shop', listRedemptionsBy.shop({ ...uses, shop: '7' }), 'redemption_by_shop'],
    ['redemptions of a coupon', listRedemptionsBy.coupon_seq({ ...uses, couponSeq: 7 }), 'redemption_by_coupon'],
    ['redemptions of an order', listRedemptionsBy.order_id({ ...uses, orderId: 'o7' }), 'redemption_by_order'],
    ['redemptions on an order', findRedemptionsOnOrder({ sellerId, orderId: 'o7', limit: 200 }), 'redemption_by_order'],
    ['sales of an order', findSalesOfOrder({ sellerId, orderId: 'o7', limit: 20 }), 'PRIMARY'],
    ['sales of orders', findSalesOfOrders({ sellerId, orderIds: numbers }), 'PRIMARY'],
    ['returns of orders', findReturnsOfOrders({ sellerId, orderIds: numbers }), 'PRIMARY'],
    ['returns of sales', findReturnsOfSales({ sellerId, orderIds: numbers, fromSaleNo: 5 }), 'PRIMARY'],
    ['coupons of returns', findCouponsOfReturns({ sellerId, orderId: 'o7', limit: 200 }), 'PRIMARY'],
    ['redeemed coupons', findRedeemedCoupons({ sellerId, seqs: places }), 'PRIMARY'],
    [
      'when events of coupons were',
      events.findEventMoments({ sellerId, couponSeqs: [7, 8, 9], kind: 'returned' }),
      ...['event_by_coupon', 'PRIMARY'],
    ],
    ['order by its number', findOrder({ sellerId, orderId: 'o7' }), 'shop_order_by_id'],
    ['orders by day', listOrders({ sellerId, after: 0, upTo: 20_000_000_000, limit: 20 }), 'shop_order_by_place'],
    [
      'orders by phone',
      listOrdersByPhone({ sellerId, phoneRef: phone, after: 0, upTo: 1e15, limit: 20 }),
      'shop_order_by_phone',
    ],
    [
      'orders by phone without a card',
      listOrdersByPhoneAlone({ sellerId, phoneRef: phone, after: 0, upTo: 1e15, limit: 20 }),
      'shop_order_by_phone',
    ],
    [
      'orders by phone and card',
      listOrdersByBoth({ sellerId, phoneRef: phone, cardRef: 7, after: 0, upTo: 1e15, limit: 20 }),
      'shop_order_by_phone',
    ],
    [
      'orders by card',
      listOrdersByCard({ sellerId, cardRef: 7, after: 0, upTo: 1e15, limit: 20 }),
      'shop_order_by_card',
    ],
    ['orders at places', findListedOrdersAt({ sellerId, listPlaces: places }), 'shop_order_by_place'],
    ['lines of orders', findOrderLines({ sellerId, orderNos: places }), 'PRIMARY'],
    ['coupons of orders', findOrderCoupons({ sellerId, orderNos: places }), 'PRIMARY'],
    ['expired signatures', findExpiredSigns({ sellerId, nowMs: 100 }), 'used_sign_by_expiry'],
    ['search by phone', searchStatements.phone_ref.search(search), 'coupon_by_phone'],
    ['search by channel', searchStatements.channel.search({ ...search, keyValue: 'erp' }), 'coupon_by_channel'],
    ['search of the chain', searchStatements.seller.search({ ...search, lastPosition: 4000 }), 'PRIMARY'],
    ...plannedNewest(search, kinds),
  ]
}

function locking(statement: BoundStatement): BoundStatement {
  return positional(`${statement.text} FOR UPDATE`, statement.values)
}

describe.skipIf(skipsMariadb())('on MariaDB (skipped where mariadb-server is not installed)', () => {
  let server: SharedMariadb
  let engine: SqlEngine
  let phone: number
  let lookups: Lookups

  beforeAll(async () => {
    server = await shareMariadb()
    const storeUrl = await server.createSchema()
    await fill(storeUrl)
    engine = await openMysqlEngine(readMysqlTarget(storeUrl))
    await engine.transact(async (transaction) => {
      await transaction.run(
        positional(requests.insertOutRequest.text, [sellerId, 'n', 0, new Uint8Array(32), 1, null, null, '{}']),
      )
      for (let place = 0; place < 200; place += 1) {
        const [own, used] = [signDigest(place), signDigest(place + 200)]
        await transaction.run(
          positional(requests.insertOutRequest.text, [sellerId, `n${place}`, 0, new Uint8Array(32), 1, own, own, '{}']),
        )
        await transaction.run(positional(insertUsedSign.text, [sellerId, signDigest(place), used, place]))
        for (const insert of usageOf(sellerId, place)) await transaction.run(insert)
        const call = [sellerId, `q${place}`, 'm', '1', place, null, 'e', null, null, place % 50, null]
        await transaction.run(positional(insertRefusedCall.text, call))
        const text = { text_ref: 1000 + place, text_kind: 0, text_lookup: signDigest(place), key_no: place }
        const sealed = { seller_id: sellerId, ...text, text_sealed: new Uint8Array(50) }
        await transaction.run(insertSealedText(sealed))
        await transaction.run(
          positional(insertRedemption, [
            sellerId,
            `r${place}`,
            place + 1,
            `o${place}`,
            place,
            `${place % 20}`,
            null,
            null,
            null,
            null,
          ]),
        )
      }
    })
    const row = await engine.reader.one(
      positional('SELECT phone_ref FROM coupon WHERE seller_id = ? AND seq = ?', [sellerId, 5]),
    )
    if (typeof row?.[0] !== 'number') throw new Error('a coupon without a phone')
    phone = row[0]
    const lookupIn = async (kind: string, table: string): Promise<Uint8Array> => {
      const lookup = await readValue(engine.reader, positional(`SELECT ${kind}_lookup FROM ${table} LIMIT 1`))
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
          positional(
            'ANALYZE TABLE coupon, chain_event, member_phone, phone_member, member_card, shop_order, member_usage, coupon_template PERSISTENT FOR ALL',
          ),
        )
      for (const [name, statement, ...keys] of plannedFor(phone, lookups)) {
        // Without statistics, this server joins a table of some thousand rows by scanning it.
        if (!analyze && / of a member$/.test(name) && sorting.has(name)) continue
        for (const [place, steps] of (await explained(engine, statement)).entries()) {
          const used = steps.map(([, , , type, , key]) => [type === 'ALL' || type === 'index' ? type : 'search', key])
          const parts = place === 0 ? keys : keys.slice(0, Math.max(1, used.length))
          expect([name, used]).toEqual([name, parts.map((key) => ['search', key])])
          const extra = [name, steps.map((step) => String(step.at(-1))).join()]
          if (!sorting.has(name)) expect(extra).toEqual([name, expect.not.stringMatching(/filesort|temporary/)])
        }
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
    await issuerOf(store).issueCoupons(sellerId, drafts, 1)
  }
  const request = { sellerId, method: 'm', content: '', actor: 'a', requestId: 'r', nowMs: 1 }
  for (let place = 0; place < 300; place += 1) {
    const member = { phone: `186${String(place).padStart(8, '0')}`, cardNo: String(place) }
    const version = orderVersionWith({ orderId: `o${place}`, ...member, createdAtMs: place * 86_400_000 })
    const input = { lifecycle: store.lifecycleStore, version, policy: newSellerPolicy, randomBytes }
    await syncOrder({ ...input, request: { ...request, outRequestNo: `o${place}` } })
  }
  await store.close()
}
