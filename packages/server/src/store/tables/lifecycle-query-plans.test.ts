import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageTexts } from '#database/rows-in-key-order'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { templateOf } from '#testing/example-template'
import { issuerOf } from '#testing/issue-drafts'
import { ofLength, type Texts, textsOf } from '#testing/statement-texts'
import { temporaryFolder } from '#testing/temporary-folder'
import * as events from './chain-event.ts'
import * as claims from './claim-counters.ts'
import * as coupons from './coupon.ts'
import {
  mergedSearchStatements,
  newestFirstStatements,
  newestOfTemplates,
  searchStatements,
  templatesSearch,
} from './coupon-search.ts'
import * as steps from './coupon-steps.ts'
import * as templates from './coupon-template.ts'
import { findEventHead, setEventHead } from './event-head.ts'
import { countHoldings } from './holdings.ts'
import * as issued from './issued-coupon.ts'
import { findCouponsBefore, listMemberActivity } from './member-activity.ts'
import { backwards, mergedStatements } from './merged-lists.ts'
import * as orderLists from './order-lists.ts'
import { findOtherKeys } from './other-keys.ts'
import * as requests from './out-request.ts'
import * as reconciled from './reconciled-rows.ts'
import * as findings from './reconciliation-finding.ts'
import * as reports from './reconciliation-report.ts'
import * as redemptions from './redemption.ts'
import { findRedeemedCoupons, listNewestBy, listRedemptionsBy } from './redemption-lists.ts'
import * as uploads from './redemption-upload.ts'
import * as refusals from './refused-call.ts'
import { findReservedCode, findTakenCodes } from './reserved-code.ts'
import { findRetentionBoundary, moveRetentionBoundary } from './retention-boundary.ts'
import * as rules from './rule-event.ts'
import * as sales from './sale.ts'
import { findCouponsOfReturns, findReturnsOfOrders, findReturnsOfSales, listReturnsByTime } from './sale-return.ts'
import * as orders from './shop-order.ts'
import { changeOrderCoupon, findKeptRedemptions, findOrderCoupons } from './shop-order-coupon.ts'
import { deleteOrderLines, findOrderLines } from './shop-order-line.ts'
import { findTemplatesAtBoundary } from './template-at-boundary.ts'
import { templateVersionsQuery } from './template-version.ts'
import * as usedSigns from './used-sign.ts'

/** Name, statement and the keys that must be used, in order; `primary` is the table's own. */
type Planned = readonly [name: string, statement: Texts, ...keys: string[]]

const noTexts: Texts = { texts: [] }

const severalKeys = { first: { column: 'phone_ref', ref: 1 }, cardRefs: [7], phoneRefs: [8] } as const
const merged = mergedStatements(severalKeys, [])
/** The few coupons that are read under each key are sorted, to be merged by number. */
const several = [
  ...['CO-ROUTINE merged', 'MERGE (UNION)', 'LEFT', 'MERGE (UNION)', 'LEFT', ...partOf('coupon_by_phone')],
  ...['RIGHT', ...partOf('coupon_by_card'), 'RIGHT', ...partOf('coupon_by_phone'), 'SCAN merged'],
]

/** The text of a statement for the lists of two templates. */
function ofTwo({ texts }: Texts): Texts {
  return { texts: texts.filter((text) => text.split(' UNION ').length === 2) }
}

const ofTemplates = [
  'CO-ROUTINE merged',
  'MERGE (UNION)',
  'LEFT',
  ...partOf('coupon_by_template'),
  'RIGHT',
  ...partOf('coupon_by_template'),
  'SCAN merged',
]

/** Backwards SQLite sorts the merged numbers once more: of each key 5,000 at most. */
const severalNewest = [...several, 'USE TEMP B-TREE FOR ORDER BY']

const otherKeys = [
  ...compound('member_card_by_member', 'phone_member_by_member'),
  ...['CORRELATED SCALAR SUBQUERY 2', 'primary', 'primary', 'UNION ALL', 'phone_member_by_member'],
]

/** Versions of so many templates. */
function versionsOf(length: number): Texts {
  return { texts: [templateVersionsQuery('111', Array(length).fill({ couponId: '1', version: 1 })).text] }
}

const templateKeys = ['primary', 'primary', 'primary']

const planned: readonly Planned[] = [
  ['head of events', findEventHead, 'primary'],
  ['setting the head of events', setEventHead, 'primary'],
  ['events after a number', events.findEventsAfter, 'primary'],
  ['sums of events', events.sumEvents, 'CO-ROUTINE rows_in_order', 'primary', 'SCAN rows_in_order'],
  ['events of a coupon', events.findEventsOfCoupon, 'event_by_coupon'],
  ['issued coupons', issued.findIssuedBySeq, 'primary'],
  ['terms of issued coupons', issued.findAuditedCoupons, 'primary'],
  ['coupons past a number', issued.listCouponsPast, 'primary'],
  ['steps of coupons', events.findSteps, 'event_by_coupon'],
  ['newest steps of coupons', events.findNewestSteps, 'event_by_coupon', 'USE TEMP B-TREE FOR ORDER BY'],
  ['steps of listed coupons', events.findStepsOfCoupons, 'event_by_coupon', 'primary'],
  ['first issue past an event', events.findFirstCouponIssuedAfter, 'primary'],
  ['events past the head', events.findEventPast, 'primary'],
  ['events up to a boundary', events.findEventUpTo, 'primary'],
  ['number of events past a boundary', events.countEventsPast, 'primary'],
  ['removing events', events.deleteEvents, 'primary'],
  ['where events begin', findRetentionBoundary, 'primary'],
  ['moving where events begin', moveRetentionBoundary, 'primary'],
  ['removed events of templates', findTemplatesAtBoundary, 'primary'],
  ['an expiry that is not recorded', steps.findUnrecordedExpiry, 'coupon_by_expiry'],
  ['redemptions of a range of coupons', redemptions.findRedemptionsBySeq, 'redemption_by_coupon'],
  ['redemptions', redemptions.findRedemptions, 'primary'],
  ['forgetting member counters', claims.forgetUsage, 'primary'],
  [
    'request rows after one',
    { texts: [pageTexts({ table: requests.outRequestTable, sellerId: '111' }).after] },
    'primary',
  ],
  ['numbers of a coupon', issued.findCouponNumbers, 'coupon_by_code'],
  ['coupons', coupons.findCouponsByCodes, 'coupon_by_code'],
  ['coupons by number', coupons.findCouponsBySeq, 'primary'],
  ['coupons of a template', coupons.findCouponsOfTemplate, 'coupon_by_template'],
  ['changing a coupon', steps.changeCoupon, 'primary'],
  ['moving the last day', steps.moveEndDate, 'primary'],
  ['expired coupons', steps.findExpired, 'coupon_by_expiry'],
  ['marking as expired', steps.markExpired, 'primary'],
  [
    'request number and signature',
    ofLength(requests.findOutRequests, 1),
    ...compound('primary', 'out_request_by_sign', 'primary'),
  ],
  ['numbers with their last use', requests.findNumbersWithLastUse, 'primary'],
  ['sums of numbers', requests.sumNumbers, 'CO-ROUTINE numbers', 'primary', 'SCAN numbers'],
  ['last use of numbers', requests.findNumbersUsedSince, 'primary'],
  ['rows of numbers', requests.findOutRequestsOf, 'primary'],
  ['deleting numbers', requests.deleteOutRequests, 'primary'],
  ['calls of a signature', usedSigns.findCallsOfSign, ...compound('out_request_by_sign', 'primary')],
  ['expired signatures', usedSigns.findExpiredSigns, 'used_sign_by_expiry'],
  ['taking signatures away', usedSigns.deleteUsedSigns, 'primary'],
  ['changes of a rule after an event', rules.findRuleEventsAfter, 'primary'],
  ['changes of a rule after a time', rules.findRuleEventsSince, 'primary'],
  ['refused call', refusals.findRefusedCall, 'primary'],
  ['refused calls', refusals.findKnownRefusals, 'primary'],
  ['refused calls by time', refusals.listRefusedCalls, 'refused_call_by_time'],
  ['newest refused calls', refusals.listNewestRefusals, 'refused_call_by_time'],
  ['refused calls of a member', refusals.listRefusalsOfMember, 'refused_call_by_member'],
  [
    'reasons of refused calls',
    refusals.countRefusalReasons,
    ...['CO-ROUTINE orders', 'CO-ROUTINE newest', 'refused_call_by_time'],
    ...['SCAN newest', 'USE TEMP B-TREE FOR GROUP BY', 'SCAN orders', 'USE TEMP B-TREE FOR GROUP BY'],
  ],
  ['old refused calls', refusals.findOldRefusals, 'refused_call_by_time'],
  ['removing refused calls', refusals.deleteRefusals, 'primary'],
  ['redemption', redemptions.findRedemption, 'primary'],
  ['kept redemptions of an order', findKeptRedemptions, 'shop_order_by_id', 'primary'],
  ['coupons on an order', redemptions.findCouponsOnOrder, ...listed('redemption_by_order'), 'primary', 'primary'],
  ['redemptions by time', listRedemptionsBy.seller, 'redemption_by_time'],
  ['redemptions of a shop', listRedemptionsBy.shop, 'redemption_by_shop'],
  ['redemptions of a coupon', listRedemptionsBy.coupon_seq, 'redemption_by_coupon'],
  ['redemptions of an order', listRedemptionsBy.order_id, 'redemption_by_order', 'USE TEMP B-TREE FOR ORDER BY'],
  ['newest redemptions', listNewestBy.seller, 'redemption_by_time'],
  ['newest redemptions of a shop', listNewestBy.shop, 'redemption_by_shop'],
  ['newest redemptions of a coupon', listNewestBy.coupon_seq, 'redemption_by_coupon'],
  ['newest redemptions of an order', listNewestBy.order_id, 'redemption_by_order', 'USE TEMP B-TREE FOR ORDER BY'],
  ['redeemed coupons', findRedeemedCoupons, 'primary'],
  ['returns by time', reconciled.listReturns, 'redemption_by_return'],
  ['redemptions of orders', reconciled.findRedemptionsOfOrders, 'redemption_by_order'],
  ['redemptions of coupons', reconciled.findRedemptionsOfCoupons, 'redemption_by_coupon'],
  ['reconciled coupons', reconciled.findReconciledCoupons, 'primary'],
  ['reconciled codes', reconciled.findReconciledCodes, 'coupon_by_code'],
  ['events of coupons', reconciled.findEventsOfCoupons, 'event_by_coupon'],
  ['events of redemptions', reconciled.findUseEvents, 'primary'],
  ['reconciled orders', reconciled.findReconciledOrders, 'shop_order_by_id'],
  ['reconciled orders by number', reconciled.findReconciledNumbers, 'primary'],
  ['leases of reports', reports.listReportLeases, 'primary'],
  ['taking the lease of a report', reports.takeReportLease, 'primary'],
  ['saving a report', reports.saveReport, 'primary'],
  ['report of a day', reports.findReport, 'primary'],
  ['reports of a period', reports.listReports, 'primary'],
  ['changing a report', reports.changeReport, 'primary'],
  ['changing a finding', findings.changeFinding, 'primary'],
  ['findings of a day', findings.listFindings, 'primary'],
  ['a finding', findings.findFinding, 'primary'],
  ['findings of an order', findings.findFindingsWith, 'primary'],
  ['deleting the findings of a day', findings.deleteFindings, 'primary'],
  ['whether orders were synced', reconciled.findAnyOrder, 'primary'],
  ['whether orders named coupons', reconciled.findAnyOrderCoupon, 'primary'],
  ['redemptions on an order', redemptions.findRedemptionsOnOrder, 'redemption_by_order'],
  ['order of a redemption', redemptions.findOrderOfRedemption, 'primary'],
  ['sales of an order', sales.findSalesOfOrder, 'primary'],
  ['newest sale of an order', sales.findNewestSaleNo, 'primary'],
  ['returns of goods by time', listReturnsByTime, 'sale_return_by_time'],
  ['changing a sale', sales.changeSale, 'primary'],
  ['sales of orders', sales.findSalesOfOrders, 'primary'],
  ['returns of orders', findReturnsOfOrders, 'primary'],
  ['returns of sales of orders', findReturnsOfSales, 'primary'],
  ['coupons of returns', findCouponsOfReturns, 'primary'],
  ['when events of coupons were', events.findEventMoments, 'event_by_coupon', 'primary'],
  ['removing a redemption', redemptions.deleteRedemption, 'primary'],
  ['upload', uploads.findUpload, 'primary'],
  ['lost uploads of an order', uploads.findLostUpload, 'redemption_upload_by_order'],
  ['uploads of a verdict', uploads.listUploadsBy, 'redemption_upload_by_verdict'],
  ['changing a verdict', uploads.changeVerdict, 'primary'],
  ['uploads of coupons', uploads.findUploadsOfCoupons, 'redemption_upload_by_coupon'],
  ['marking as returned', redemptions.markReturned, 'primary'],
  ['counting claims of a stock', claims.setStocks, 'primary'],
  ['counting claims of a member', claims.setUsages, 'primary'],
  ['what members claimed', claims.findMemberUsage, 'primary'],
  ['claims of a template', claims.countClaims.template, 'coupon_by_template'],
  ['claims by a phone', claims.countClaims.phone, 'coupon_by_phone'],
  ['claims by cards of a member', claims.countClaims.cards, 'member_card_by_member', 'coupon_by_card'],
  [
    'claims of a member',
    claims.countClaims.members,
    ...['CO-ROUTINE claims', ...compound('member_card_by_member', 'coupon_by_card').slice(0, 3), 'coupon_by_card'],
    ...['UNION ALL', 'phone_member_by_member', 'CORRELATED SCALAR SUBQUERY 2', 'primary'],
    ...['CORRELATED SCALAR SUBQUERY 3', 'phone_member_by_member', 'coupon_by_phone'],
    // By member, of whom there are as many as are asked for.
    ...['SCAN claims', 'USE TEMP B-TREE FOR GROUP BY'],
  ],
  ['template', templates.findTemplate, ...templateKeys],
  ['version of a template', templates.findTemplateWithVersion, ...templateKeys],
  ['published version of a template', templates.findPublishedTemplate, ...templateKeys],
  ['offered versions of a template', templates.findOfferedTemplates, ...templateKeys],
  ['templates', templates.listTemplates, ...templateKeys],
  ['closed templates', templates.listClosedTemplates, ...templateKeys],
  ['open templates', templates.listOpenTemplates, ...templateKeys],
  ['raising a version', templates.raiseTemplateVersion, 'primary'],
  ['closing', templates.closeTemplate, 'primary'],
  ['opening again', templates.reopenTemplate, 'primary'],
  ['reserved code', findReservedCode, 'primary'],
  ['codes that may be taken', findTakenCodes, ...compound('coupon_by_code', 'primary')],
  ['one of several versions', versionsOf(1), 'primary'],
  [
    'several versions',
    versionsOf(8),
    'MULTI-INDEX OR',
    ...Array.from({ length: 8 }, (_, place) => [`INDEX ${place + 1}`, 'primary']).flat(),
  ],
  ['search by phone', searchStatements.phone_ref.search, ...listed('coupon_by_phone')],
  ['search by card', searchStatements.card_ref.search, ...listed('coupon_by_card')],
  ['rows under several keys', merged.findRows, ...rowsOf(several)],
  ['rows of a channel under several keys', mergedStatements(severalKeys, ['channel']).findRows, ...rowsOf(several)],
  ['measure under several keys', merged.measureBlock, 'CO-ROUTINE merged_list', ...several, 'SCAN merged_list'],
  ['search under several keys', mergedSearchStatements(severalKeys).search, ...listOf(several), 'primary'],
  ['bound under several keys', mergedSearchStatements(severalKeys).findBound, ...listOf(several)],
  ['holdings of members', ofLength(countHoldings, 8), ...compound('phone_member_by_member', 'member_card_by_member')],
  ['other keys of members', ofLength(findOtherKeys, 1), ...otherKeys],
  ['members in order', listMemberActivity, 'primary'],
  ['coupons of a card, newest first', findCouponsBefore.card_ref, 'coupon_by_card'],
  ['coupons of a phone, newest first', findCouponsBefore.phone_ref, 'coupon_by_phone'],
  ['last event of a coupon', events.findLastEventTime, 'event_by_coupon'],
  ['search by template', searchStatements.coupon_id.search, ...listed('coupon_by_template')],
  ['search by templates', ofTwo(templatesSearch.search), ...listOf(ofTemplates), 'primary'],
  ['bound of templates', ofTwo(templatesSearch.findBound), ...listOf(ofTemplates)],
  ['newest of templates', ofTwo(newestOfTemplates.search), ...listOf(ofTemplates), 'primary'],
  ['search by channel', searchStatements.channel.search, 'coupon_by_channel'],
  ['search of the chain', searchStatements.seller.search, 'primary'],
  ['newest of a phone', newestFirstStatements.phone_ref.search, ...listed('coupon_by_phone')],
  ['newest of a card', newestFirstStatements.card_ref.search, ...listed('coupon_by_card')],
  ['newest of a template', newestFirstStatements.coupon_id.search, ...listed('coupon_by_template')],
  ['newest of a channel', newestFirstStatements.channel.search, 'coupon_by_channel'],
  ['newest of the chain', newestFirstStatements.seller.search, 'primary'],
  [
    'newest under several keys',
    mergedSearchStatements(severalKeys, backwards).search,
    ...listOf(severalNewest),
    'primary',
  ],
  ['bound of the newest by template', newestFirstStatements.coupon_id.findBound ?? noTexts, 'coupon_by_template'],
  ['order by its number', orders.findOrder, 'shop_order_by_id'],
  ['changing an order', orders.changeOrder, 'primary'],
  ['orders', orders.findOrdersAt, 'shop_order_by_place'],
  ['in a list', orders.findListedOrdersAt, 'shop_order_by_place'],
  ['lines of orders', findOrderLines, 'primary'],
  ['coupons of orders', findOrderCoupons, 'primary'],
  ['deleting the lines of an order', deleteOrderLines, 'primary'],
  ['changing a coupon of an order', changeOrderCoupon, 'primary'],
  ['orders by day', orderLists.listOrders, 'shop_order_by_place'],
  ['orders by phone', orderLists.listOrdersByPhone, 'shop_order_by_phone'],
  ['orders by phone without a card', orderLists.listOrdersByPhoneAlone, 'shop_order_by_phone'],
  ['orders by phone and card', orderLists.listOrdersByBoth, 'shop_order_by_phone'],
  ['orders by card', orderLists.listOrdersByCard, 'shop_order_by_card'],
  ['bound by phone', searchStatements.phone_ref.findBound ?? noTexts, 'coupon_by_phone'],
  ['bound by card', searchStatements.card_ref.findBound ?? noTexts, 'coupon_by_card'],
  ['bound by template', searchStatements.coupon_id.findBound ?? noTexts, 'coupon_by_template'],
]

function partOf(key: string): readonly string[] {
  return ['CO-ROUTINE part', key, 'SCAN part', 'USE TEMP B-TREE FOR ORDER BY']
}

function listOf(list: readonly string[]): readonly string[] {
  return ['CO-ROUTINE listed', ...list, 'SCAN listed']
}

function rowsOf(list: readonly string[]): readonly string[] {
  return ['CO-ROUTINE page', ...listOf(list), 'SCAN page', 'primary']
}

/** Several searches one after the other. */
function compound(first: string, ...others: readonly string[]): readonly string[] {
  return ['COMPOUND QUERY', 'LEFT-MOST SUBQUERY', first, ...others.flatMap((key) => ['UNION ALL', key])]
}

/** A list that is cut first, and then read as it comes. */
function listed(key: string): readonly string[] {
  return ['CO-ROUTINE listed', key, 'SCAN listed']
}

const plannedTexts = planned.flatMap(([name, statement, ...keys]) =>
  textsOf(name, statement).map(([question, text]) => [question, text, keys] as const),
)

const folder = temporaryFolder()

describe.each([0, 2000])('on a store of %i coupons', (count) => {
  const dataDir = join(folder, String(count))
  let database: Database.Database
  beforeAll(async () => {
    await fill(dataDir, count)
    database = new Database(join(dataDir, 'yaoquan.db'))
  })
  afterAll(() => database.close())

  for (const [question, text, keys] of plannedTexts) {
    test(`${question}: searches its key and sorts nothing`, () => {
      expect(keysOf(database, text)).toEqual(keys)
    })
  }

  test('the same holds with statistics', () => {
    database.exec('ANALYZE')
    for (const [question, text, keys] of plannedTexts)
      expect([question, ...keysOf(database, text)]).toEqual([question, ...keys])
  })
})

/** Half of the coupons are claimed from one template, the others come in three channels of fifty members. */
async function fill(dataDir: string, count: number): Promise<void> {
  const store = await openStore({ dataDir })
  const lifecycle = store.lifecycleStore
  const request = { sellerId: '111', method: 'm', content: '', actor: 'a', requestId: 'r', nowMs: 1 }
  if (count > 0) {
    const couponIds = ['T', ...Array.from({ length: 100 }, (_, place) => `T${place}`)]
    for (const couponId of couponIds) {
      const terms = templateOf({ couponId, stockTotal: 10_000 })
      await runAct(saveTemplate, { lifecycle, request: { ...request, outRequestNo: `save ${couponId}` }, terms })
    }
    const member = { phone: '18612255668', cardNo: '88' }
    const claim = { lifecycle, couponId: 'T', member, count: count / 2, channel: 'app', randomBytes }
    await claimCoupons({ ...claim, request: { ...request, outRequestNo: 'claim' } })
    const drafts = Array.from({ length: count / 2 }, (_, place) =>
      draftOf({
        couponCode: `c${place}`,
        channel: `channel-${place % 3}`,
        phone: `139000000${10 + (place % 50)}`,
        cardNo: `${place % 50}`,
        couponId: `${place % 7}`,
        attribute: `${place % 50}`,
      }),
    )
    await issuerOf(store).issueCoupons('111', drafts, 1)
    for (let place = 0; place < 200; place += 1) {
      const member = { phone: `139000000${10 + (place % 50)}`, cardNo: `${place % 50}` }
      const version = orderVersionWith({ orderId: `o${place}`, ...member, createdAtMs: place * 86_400_000 })
      await syncOrder({
        lifecycle,
        request: { ...request, outRequestNo: `o${place}` },
        version,
        policy: newSellerPolicy,
        randomBytes,
      })
    }
  }
  await store.close()
}

/** The keys that the steps of a plan search, in order; a step that does anything else stands as it is. */
function keysOf(database: Database.Database, text: string): readonly string[] {
  const marks = text.split('?').length - 1
  const plan = database.prepare<unknown[], readonly unknown[]>(`EXPLAIN QUERY PLAN ${text}`).raw()
  return plan.all(Array(marks).fill(1)).map((row) => {
    const step = String(row[3])
    const key = /^SEARCH \w+ USING (?:COVERING )?(?:INDEX (\w+)|PRIMARY KEY) \(/.exec(step)
    if (key === null) return step
    return key[1] === undefined || key[1].startsWith('sqlite_autoindex_') ? 'primary' : key[1]
  })
}
