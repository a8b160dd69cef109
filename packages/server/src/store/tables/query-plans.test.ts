import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withLastingPlan } from '#database/sqlite/sqlite-connection'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { longestList, ofLength, type Texts, textsOf } from '#testing/statement-texts'
import { temporaryFolder } from '#testing/temporary-folder'
import { deleteSellersOfApp, findApp, findSellersOfApp, recordOldSecretUse, updateApp } from './app.ts'
import { deleteSession, findSessions, findSessionsBetween, updateSessionEnd } from './app-session.ts'
import { categoryEntries } from './category.ts'
import { findMomentPast } from './chain-event.ts'
import { countClaimsByTemplate, listOpenUsage } from './claim-counters.ts'
import { findCounters, listCounters, setCounters } from './counter.ts'
import { findCouponsByCodes } from './coupon.ts'
import {
  type FilterColumn,
  findChannelPage,
  findCouponsUnderKeyAfter,
  findFirstUnderKey,
  findSellerPage,
  type NarrowKey,
  narrowStatements,
} from './coupon-lists.ts'
import { endingOnDay, endingSearch } from './coupon-search.ts'
import { sumVersionsOfChannel, sumVersionsOfSeller, sumVersionsUnderKey } from './coupon-versions.ts'
import {
  countClaimsOfMembers,
  countCouponsOfCards,
  countCouponsOfPhones,
  findCodesOfMember,
  findNewestCouponsOfMember,
} from './coupons-of-member.ts'
import { findEventBound, findEventsWithoutCoupon } from './events-without-coupon.ts'
import { findMembers, listMembers, listNewestMembers } from './member.ts'
import { findCardsOfMember, findCardsOfMembers, findKnownCards, findMemberCards } from './member-card.ts'
import { findEventsOfMember, findNewestEventsOfMember } from './member-event.ts'
import { findMemberMerge, findMergesOfMembers, findUndoableMerges } from './member-merge.ts'
import { findHeldPhones, findMemberPhones } from './member-phone.ts'
import { deleteConsent, deleteEndedGrants, findGrantsOfCode, findOauthGrants, useOauthGrant } from './oauth-grant.ts'
import { findOperator, updateOperator, useTotpStep } from './operator.ts'
import { deleteRolesOfOperator, findRolesOfOperator } from './operator-role.ts'
import {
  deleteOperatorSession,
  deleteSessionsEndedBefore,
  findOperatorSessions,
  findSessionsOfOperator,
  touchOperatorSession,
} from './operator-session.ts'
import { findNewestOrdersOfMember } from './order-lists.ts'
import { findMembersOfPhones, findPhoneMember, findPhonesOfMember, findPhonesOfMembers } from './phone-member.ts'
import { deleteSavedView, findSavedViews } from './saved-view.ts'
import { findSealedTexts, findTextRefs, findTextsOfMember } from './sealed-text.ts'
import { findSeller } from './seller.ts'
import { shopEntries } from './shop.ts'
import { deleteAttemptsBefore, deleteSignInAttempt, findSignInAttempt, setSignInAttempt } from './sign-in-attempt.ts'
import { findStoreProperty } from './store-property.ts'
import { addUsage, findUsage } from './usage-day.ts'
import { deleteWaitingRequest, findWaitingRequests } from './waiting-request.ts'
import { acknowledgeWebhook, findWebhook, findWebhooks, findWebhooksBehind, takeWebhookLease } from './webhook.ts'

/** Name, statement and the keys that must be used, one after the other. */
type Planned = readonly [name: string, statement: Texts, ...keys: readonly string[]]

/** As the plan of a table's own key names it. */
const primary = '(PRIMARY KEY|INDEX sqlite_autoindex_\\w+)'

const keyNames: Readonly<Record<NarrowKey, string>> = {
  coupon_code: 'INDEX coupon_by_code',
  phone_ref: 'INDEX coupon_by_phone',
  card_ref: 'INDEX coupon_by_card',
}

const shapes: readonly (readonly [NarrowKey, readonly FilterColumn[]])[] = [
  ['coupon_code', []],
  ...subsets(['card_ref', 'channel']).map((filters) => ['phone_ref', filters] as const),
  ...subsets(['phone_ref', 'channel']).map((filters) => ['card_ref', filters] as const),
]

const narrow = shapes.flatMap(([key, filters]): readonly Planned[] => {
  const { findRows, measureBlock } = narrowStatements(key, filters)
  const name = [key, ...filters].join(' and ')
  return [
    [`rows by ${name}`, findRows, keyNames[key], primary],
    [`block by ${name}`, measureBlock, keyNames[key]],
  ]
})

const planned: readonly Planned[] = [
  ...narrow,
  ['first under a code', findFirstUnderKey.coupon_code, keyNames.coupon_code],
  ['first under a phone', findFirstUnderKey.phone_ref, keyNames.phone_ref],
  ['first under a card', findFirstUnderKey.card_ref, keyNames.card_ref],
  ['versions under a code', sumVersionsUnderKey.coupon_code, keyNames.coupon_code],
  ['versions under a phone', sumVersionsUnderKey.phone_ref, 'COVERING INDEX coupon_by_phone'],
  ['versions under a card', sumVersionsUnderKey.card_ref, 'COVERING INDEX coupon_by_card'],
  ['versions of a page of a channel', sumVersionsOfChannel, primary, 'INDEX coupon_by_channel'],
  ['versions of a page of a seller', sumVersionsOfSeller, primary, primary],
  ['page of a channel', findChannelPage, primary, 'INDEX coupon_by_channel'],
  ['page of a chain', findSellerPage, primary, primary],
  ['codes', findCouponsByCodes, keyNames.coupon_code],
  ['phones', findMemberPhones],
  ['cards', findMemberCards],
  ['members of phones', findHeldPhones, 'INDEX member_phone_by_lookup', primary],
  ['known cards', findKnownCards, 'INDEX member_card_by_lookup'],
  ['sealed texts', findSealedTexts, primary],
  ['known texts', findTextRefs, 'INDEX sealed_text_by_lookup'],
  ['texts of a member', findTextsOfMember, 'INDEX sealed_text_by_member'],
  ['coupons of a phone after one', findCouponsUnderKeyAfter.phone_ref, keyNames.phone_ref],
  ['coupons of a card after one', findCouponsUnderKeyAfter.card_ref, keyNames.card_ref],
  ['coupons by their last days', endingSearch.search, 'INDEX coupon_by_expiry'],
  ['bound of coupons by their last days', endingSearch.findBound, 'COVERING INDEX coupon_by_expiry'],
  ['coupons of a last day after one', endingOnDay.search, 'INDEX coupon_by_expiry'],
  ['bound of a last day after one', endingOnDay.findBound, 'COVERING INDEX coupon_by_expiry'],
  ['phones of a member', findPhonesOfMember, 'INDEX phone_member_by_member'],
  ['cards of a member', findCardsOfMember, 'INDEX member_card_by_member'],
  ['a member of a phone', findPhoneMember],
  ['everybody of phones', findMembersOfPhones],
  ['phones of members', findPhonesOfMembers, 'INDEX phone_member_by_member'],
  ['cards of members', findCardsOfMembers, 'INDEX member_card_by_member'],
  ['what a member claimed of open templates', listOpenUsage, primary, primary],
  ['members', findMembers],
  ['members after a number', listMembers],
  ['newest members', listNewestMembers],
  ['numbers of events without a coupon', findEventBound, 'INDEX event_by_coupon'],
  ['moment of the event after a number', findMomentPast, primary],
  ['events of kinds without a coupon', findEventsWithoutCoupon, 'INDEX event_by_coupon', primary],
  ['a merge', findMemberMerge],
  ['events of a member', findEventsOfMember],
  ['newest events of a member', findNewestEventsOfMember],
  ['app', findApp],
  ['chains of an app', findSellersOfApp],
  ['change of an app', updateApp],
  ['use of an old secret', recordOldSecretUse],
  ['parting an app from its chains', deleteSellersOfApp],
  ['session', ofLength(findSessions, 1)],
  ['session by its id', findSessionsBetween],
  ['end of a session', updateSessionEnd],
  ['end of a session for good', deleteSession],
  ['grant by OAuth', ofLength(findOauthGrants, 1)],
  ['use of a grant by OAuth', useOauthGrant],
  ['what came of a code of OAuth', findGrantsOfCode, 'INDEX oauth_grant_by_code'],
  ['end of a consent by OAuth', deleteConsent, 'INDEX oauth_grant_by_code'],
  ['tokens of a consent that ended', deleteEndedGrants, 'INDEX oauth_grant_by_code'],
  ['operator', findOperator],
  ['change of an operator', updateOperator],
  ['use of a one-time code', useTotpStep],
  ['roles of an operator', findRolesOfOperator],
  ['taking roles of an operator away', deleteRolesOfOperator],
  ['session of an operator', ofLength(findOperatorSessions, 1)],
  ['use of a session of an operator', touchOperatorSession],
  ['end of a session of an operator', deleteOperatorSession],
  ['sessions of an operator', findSessionsOfOperator, 'INDEX operator_session_by_name'],
  ['expired sessions of an operator', deleteSessionsEndedBefore, 'INDEX operator_session_by_name'],
  ['views of an operator', findSavedViews],
  ['removal of a view', deleteSavedView],
  ['requests that wait', findWaitingRequests],
  ['decision on a request', deleteWaitingRequest],
  ['failed sign-ins', findSignInAttempt],
  ['another failed sign-in', setSignInAttempt],
  ['forgotten sign-ins', deleteSignInAttempt],
  ['old sign-ins', deleteAttemptsBefore, 'INDEX sign_in_attempt_by_time'],
  ['page of shops', shopEntries.list],
  ['names of shops', shopEntries.find],
  ['change of a shop', shopEntries.update],
  ['page of categories', categoryEntries.list],
  ['names of categories', categoryEntries.find],
  ['change of a category', categoryEntries.update],
  ['seller', findSeller],
  ['counters', findCounters],
  ['counters of a seller', listCounters],
  ['change of counters', setCounters],
  ['usage', findUsage],
  ['addition to usage', addUsage],
  ['store property', findStoreProperty],
  ['webhooks of a chain', findWebhooks],
  ['webhook', findWebhook],
  ['lease of a webhook', takeWebhookLease],
  ['step of a webhook', acknowledgeWebhook],
]

const plannedTexts = planned.flatMap(([name, statement, ...keys]) =>
  textsOf(name, statement).map(([question, text]) => [question, text, keys] as const),
)

const folder = temporaryFolder()

/**
 * How the store was filled: members share coupons evenly, or all coupons are one member's. With statistics a longer list than said may walk
 * a table that has hardly more rows.
 */
const fillings: readonly (readonly [string, number, (place: number) => string, longestList: number])[] = [
  ['an empty store', 0, String, 1_000],
  ['2,000 coupons of 250 members', 2000, (place) => `186${String(place % 250).padStart(8, '0')}`, 8],
  ['2,000 coupons, nearly all of one member', 2000, (place) => (place % 400 === 7 ? String(place) : '18612255668'), 1],
]

describe.each(fillings)('on %s', (name, coupons, phoneOf, longest) => {
  const dataDir = join(folder, name)
  let database: Database.Database
  beforeAll(async () => {
    const store = await openStore({ dataDir })
    for (let first = 0; first < coupons; first += 1000) {
      const drafts = Array.from({ length: 1000 }, (_, place) => {
        const phone = phoneOf(first + place)
        return draftOf({
          couponCode: `c${first + place}`,
          phone,
          cardNo: phone,
          attribute: phone,
          channel: place % 2 === 0 ? 'erp' : 'app',
        })
      })
      await issuerOf(store).issueCoupons('111', drafts, 1)
    }
    await store.close()
    database = new Database(join(dataDir, 'yaoquan.db'))
  })
  afterAll(() => database.close())

  for (const [question, text, keys] of plannedTexts) {
    test(`${question} searches its key and sorts nothing`, () => {
      expectSearch(database, text, keys)
    })
  }

  test('what belongs to a member is found from its phones and cards', () => {
    for (const text of ofMembers) expectNoTableWalk(database, text)
  })

  test('webhooks that are behind are found by one walk over all webhooks, which are few', () => {
    expectWalkOfWebhooks(database)
  })

  test('the same holds with statistics', () => {
    database.exec('ANALYZE')
    for (const [, text, keys] of plannedTexts) {
      if (longestList(text) <= longest) expectSearch(database, text, keys)
    }
    for (const text of ofMembers) expectNoTableWalk(database, text)
    expectWalkOfWebhooks(database)
  })
})

/** Lists made inside the statement may be walked; tables are searched, and nothing is sorted. */
function expectSearch(database: Database.Database, text: string, keys: readonly string[]): void {
  const marks = text.split('?').length - 1
  const plan = database.prepare<unknown[], string>(`EXPLAIN QUERY PLAN ${withLastingPlan(text)}`)
  const steps = plan
    .raw()
    .all(Array(marks).fill(1))
    .map((step) => String(step[3]))
    .filter((step) => !/^(CO-ROUTINE|SCAN) (listed|page)$/.test(step))
  const searches = keys.length === 0 ? [primary] : keys
  expect(steps).toEqual(searches.map((key) => expect.stringMatching(`^SEARCH \\w+ USING (COVERING )?${key} `)))
}

/** Statements with lists of their own, which are walked and may be sorted. */
const ofMembers: readonly string[] = [
  countCouponsOfCards,
  countCouponsOfPhones,
  findCodesOfMember,
  findNewestCouponsOfMember,
  findNewestOrdersOfMember,
  countClaimsOfMembers,
  countClaimsByTemplate,
  findUndoableMerges,
  findMergesOfMembers,
].flatMap(({ texts }) => texts)

function expectNoTableWalk(database: Database.Database, text: string): void {
  const marks = text.split('?').length - 1
  const plan = database.prepare<unknown[], string>(`EXPLAIN QUERY PLAN ${text}`)
  const steps = plan
    .raw()
    .all(Array(marks).fill(1))
    .map((step) => String(step[3]))
  const walks = steps.filter((step) => /^SCAN (?!(p|coupons|orders|claims)$)/.test(step))
  expect([
    text,
    walks,
    steps.filter((step) =>
      /^SEARCH c USING INDEX (coupon_by_(code|template|expiry)|shop_order_by_(id|place))/.test(step),
    ),
  ]).toEqual([text, [], []])
}

function expectWalkOfWebhooks(database: Database.Database): void {
  const plan = database.prepare<unknown[], string>(`EXPLAIN QUERY PLAN ${findWebhooksBehind().text}`)
  const steps = plan
    .raw()
    .all([])
    .map((step) => String(step[3]))
  expect(steps).toEqual(['SCAN webhook', expect.stringMatching(`^SEARCH event_head USING ${primary} `)])
}

function subsets(filters: readonly FilterColumn[]): readonly (readonly FilterColumn[])[] {
  const [first, ...others] = filters
  if (first === undefined) return [[]]
  return subsets(others).flatMap((subset) => [subset, [first, ...subset]])
}
