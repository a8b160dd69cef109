import { readValue } from '#database/record'
import type { SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import { type DateText, dayOf } from '#domain/dates'
import type { CouponSearch, CouponSearcher, SearchFilter, SearchPage } from '#domain/search/coupon-search'
import { channelCounter, findCounter, seqCounter } from '#store/tables/counter'
import { seqOfRow, storedCouponOfRow } from '#store/tables/coupon'
import {
  endingBoundOfRow,
  endingOnDay,
  endingPlace,
  endingPosition,
  endingPositionOfRow,
  endingSearch,
  filterValues,
  maxExamined,
  mergedBoundOfRow,
  mergedSearchStatements,
  mergedSearchValues,
  newestFirstStatements,
  newestOfTemplates,
  nextDayPosition,
  type SearchKey,
  searchStatements,
  templatesPart,
  templatesSearch,
} from '#store/tables/coupon-search'
import { backwards, forwards, type MergedKeys } from '#store/tables/merged-lists'
import type { CouponKeys } from './coupon-keys.ts'
import type { PageSource } from './coupon-pages.ts'
import { fillPage, type Looking } from './fill-page.ts'
import { withIdentifiers } from './lifecycle-reader.ts'
import { mergedKeysOf, namedBy, narrowListsOf } from './narrow-list.ts'

/**
 * Searches the narrowest list that the filters name, some thousand coupons at a time, whatever the filters find in it.
 */
export function createCouponSearcher(source: PageSource, looking: Looking): CouponSearcher {
  return {
    async searchCoupons(search) {
      const { afterPosition: after, limit, lookMs } = search
      let totalCount: number | undefined
      let mustHaveBoth = false
      const look = async (afterPosition: number, atMost: number) => {
        const page = await searchCoupons(source, { ...search, afterPosition, limit: atMost })
        totalCount = page.totalCount
        mustHaveBoth = page.mustHaveBoth
        return { items: page.coupons, next: page.nextPosition }
      }
      const { items: coupons, next: nextPosition } = await fillPage(
        { after, isContinued: search.isContinued, limit, lookMs, look },
        looking,
      )
      return { coupons, nextPosition, totalCount, mustHaveBoth }
    },
  }
}

/** The list to search: its key and the key's value. */
type List = Readonly<{ key: SearchKey; keyValue: SqlValue | undefined }>

async function searchCoupons(source: PageSource, search: CouponSearch): Promise<SearchPage> {
  const { sellerId, filter } = search
  const keys = await source.keys.find(sellerId, namedBy(filter))
  const namesBoth = filter.phone !== undefined && filter.cardNo !== undefined
  // For phone and card of one member, the keys of the phone are enough.
  const mustHaveBoth = namesBoth && (keys === undefined || keys.cardRef !== undefined)
  if (keys !== undefined) return { ...(await searchUnder(source, search, keys)), mustHaveBoth }
  const totalCount = countGiven(filter) === 1 ? 0 : undefined
  return { coupons: [], nextPosition: undefined, totalCount, mustHaveBoth }
}

type FoundCoupons = Omit<SearchPage, 'mustHaveBoth'>

async function searchUnder(source: PageSource, search: CouponSearch, keys: CouponKeys): Promise<FoundCoupons> {
  const { sellerId, filter, afterPosition, limit, nowMs } = search
  if (search.isEndingFirst) return searchEnding(source, search)
  const merged = mergedKeysOf(keys)
  if (merged !== undefined) return searchMerged(source, search, { keys, merged })
  if (filter.couponIds !== undefined && keys.phoneRef === undefined && keys.cardRef === undefined) {
    return searchTemplates(source, search, filter.couponIds)
  }
  const list = narrowestList(search, keys)
  const bound = await findBound(source.reader, search, list)
  const tests = filterValues({ filter, nowMs, ...keys })
  const part = { sellerId, keyValue: list.keyValue, afterPosition, lastPosition: bound.position, limit: limit + 1 }
  const { search: find, positionOf } = statementsOf(search)[list.key]
  const rows = await source.reader.all(find({ ...tests, ...part }))
  const boundPosition = bound.isEnd ? undefined : bound.position
  const totalCount = await countAll(source, search, { list, keys })
  return { ...(await pageOf(source, search, { rows, positionOf, boundPosition })), totalCount }
}

type FoundRows = Readonly<{
  /** One more than are shown, if there are more. */
  rows: readonly SqlRow[]
  positionOf: (row: SqlRow) => number
  /** Position at which this call stopped; undefined at the end. */
  boundPosition: number | undefined
}>

async function pageOf(
  source: PageSource,
  { sellerId, limit }: CouponSearch,
  { rows, positionOf, boundPosition }: FoundRows,
): Promise<Omit<FoundCoupons, 'totalCount'>> {
  const shown = rows.slice(0, limit)
  return {
    coupons: await withIdentifiers(source, { sellerId, rows: shown }, storedCouponOfRow),
    nextPosition: rows.length > limit ? positionOf(shown.at(-1) ?? []) : boundPosition,
  }
}

/** Searches all coupons of the members that a phone or card names. */
async function searchMerged(
  source: PageSource,
  search: CouponSearch,
  { keys, merged }: Readonly<{ keys: CouponKeys; merged: MergedKeys }>,
): Promise<FoundCoupons> {
  const { sellerId, filter, afterPosition, limit, nowMs } = search
  const statements = mergedSearchStatements(merged, search.isNewestFirst ? backwards : forwards)
  const list = mergedSearchValues(sellerId, merged, afterPosition)
  const boundPosition = mergedBoundOfRow(await source.reader.one(statements.findBound(list)))
  const tests = filterValues({ filter, nowMs, phoneRef: undefined, cardRef: undefined })
  const rows = await source.reader.all(statements.search({ ...tests, ...list, limit: limit + 1 }))
  const [narrow] = countGiven(filter) === 1 ? narrowListsOf(search, keys) : []
  const totalCount = narrow === undefined ? undefined : (await source.lists.count(narrow)).totalCount
  return { ...(await pageOf(source, search, { rows, positionOf: seqOfRow, boundPosition })), totalCount }
}

/** Searches the lists of several templates as one. */
async function searchTemplates(
  source: PageSource,
  search: CouponSearch,
  couponIds: readonly string[],
): Promise<FoundCoupons> {
  const { sellerId, filter, afterPosition, limit, nowMs } = search
  const statements = search.isNewestFirst ? newestOfTemplates : templatesSearch
  const part = templatesPart(sellerId, couponIds, afterPosition)
  const boundPosition = mergedBoundOfRow(await source.reader.one(statements.findBound(part)))
  const tests = filterValues({ filter, nowMs, phoneRef: undefined, cardRef: undefined })
  const rows = await source.reader.all(statements.search({ ...tests, ...part, sellerId, limit: limit + 1 }))
  return { ...(await pageOf(source, search, { rows, positionOf: seqOfRow, boundPosition })), totalCount: undefined }
}

/** Searches the coupons that may still expire, the soonest to end first. Those whose day has passed are expired, recorded or not. */
async function searchEnding(source: PageSource, search: CouponSearch): Promise<FoundCoupons> {
  const { filter, afterPosition, nowMs } = search
  const lastDay = filter.endTo ?? '9999-12-31'
  if (afterPosition === 0) return searchFromDay(source, search, [laterDay(dayOf(nowMs), filter.endFrom), lastDay])
  const { day, afterSeq } = endingPlace(afterPosition)
  if (afterSeq === 0) return searchFromDay(source, search, [day, lastDay])
  const page = await searchOnDay(source, search, { day, afterSeq })
  return { ...page, nextPosition: page.nextPosition ?? (day < lastDay ? nextDayPosition(afterPosition) : undefined) }
}

async function searchFromDay(
  source: PageSource,
  search: CouponSearch,
  [firstDay, lastDay]: readonly [DateText, DateText],
): Promise<FoundCoupons> {
  const { sellerId, filter, limit, nowMs } = search
  const part = { sellerId, firstDay, lastDay }
  const bound = endingBoundOfRow(await source.reader.one(endingSearch.findBound(part)))
  const tests = filterValues({ filter, nowMs, phoneRef: undefined, cardRef: undefined })
  const upTo = bound ?? { lastDay, lastSeq: Number.MAX_SAFE_INTEGER }
  const rows = await source.reader.all(endingSearch.search({ ...tests, ...part, ...upTo, limit: limit + 1 }))
  const boundPosition = bound && endingPosition(bound.lastDay, bound.lastSeq)
  const page = await pageOf(source, search, { rows, positionOf: endingPositionOfRow, boundPosition })
  return { ...page, totalCount: undefined }
}

async function searchOnDay(
  source: PageSource,
  search: CouponSearch,
  { day, afterSeq }: Readonly<{ day: DateText; afterSeq: number }>,
): Promise<FoundCoupons> {
  const { sellerId, filter, limit, nowMs } = search
  const part = { sellerId, keyValue: day, afterPosition: afterSeq }
  const bound = await readValue(source.reader, endingOnDay.findBound(part))
  const tests = filterValues({ filter, nowMs, phoneRef: undefined, cardRef: undefined })
  const rows = await source.reader.all(endingOnDay.search({ ...tests, ...part, limit: limit + 1 }))
  const boundPosition = bound === undefined ? undefined : endingPosition(day, Number(bound))
  const page = await pageOf(source, search, { rows, positionOf: endingPositionOfRow, boundPosition })
  return { ...page, totalCount: undefined }
}

function laterDay(day: DateText, other: DateText | undefined): DateText {
  return other !== undefined && other > day ? other : day
}

function narrowestList({ filter }: CouponSearch, { phoneRef, cardRef }: CouponKeys): List {
  if (phoneRef !== undefined) return { key: 'phone_ref', keyValue: phoneRef }
  if (cardRef !== undefined) return { key: 'card_ref', keyValue: cardRef }
  if (filter.couponId !== undefined) return { key: 'coupon_id', keyValue: filter.couponId }
  if (filter.channel !== undefined) return { key: 'channel', keyValue: filter.channel }
  return { key: 'seller', keyValue: undefined }
}

function statementsOf({ isNewestFirst = false }: CouponSearch) {
  return isNewestFirst ? newestFirstStatements : searchStatements
}

/** The last position that this call looks at. */
type Bound = Readonly<{ position: number; isEnd: boolean }>

/** Numbers of a seller and of a channel are gapless, so there the bound is reckoned; else it is found on the key. */
async function findBound(reader: SqlReader, search: CouponSearch, list: List): Promise<Bound> {
  const { sellerId, afterPosition, isNewestFirst = false } = search
  const { findBound: find } = statementsOf(search)[list.key]
  if (find === undefined) {
    const newest = await readCounter(reader, sellerId, counterOf(search.filter))
    if (isNewestFirst) {
      const position = Math.max(Math.min(afterPosition, newest + 1) - maxExamined, 1)
      return { position, isEnd: position === 1 }
    }
    const position = Math.min(afterPosition + maxExamined, newest)
    return { position, isEnd: position >= newest }
  }
  const position = await readValue(reader, find({ sellerId, keyValue: list.keyValue, afterPosition }))
  return position === undefined
    ? { position: isNewestFirst ? 0 : Number.MAX_SAFE_INTEGER, isEnd: true }
    : { position: Number(position), isEnd: false }
}

/** The whole of a seller or a channel is counted as it grows; a member's list is counted. Anything else is not counted. */
async function countAll(
  source: PageSource,
  search: CouponSearch,
  { list, keys }: Readonly<{ list: List; keys: CouponKeys }>,
): Promise<number | undefined> {
  const { sellerId, filter } = search
  const given = countGiven(filter)
  if (list.key === 'seller' && given === 0) return readCounter(source.reader, sellerId, seqCounter)
  if (list.key === 'channel' && given === 1) return readCounter(source.reader, sellerId, counterOf(filter))
  const [narrow] = given === 1 ? narrowListsOf(search, keys) : []
  return narrow === undefined ? undefined : (await source.lists.count(narrow)).totalCount
}

function countGiven(filter: SearchFilter): number {
  return Object.values(filter).filter((value) => value !== undefined).length
}

function counterOf({ channel }: SearchFilter): string {
  return channel === undefined ? seqCounter : channelCounter(channel)
}

async function readCounter(reader: SqlReader, sellerId: string, counter: string): Promise<number> {
  return Number((await readValue(reader, findCounter({ sellerId, counterName: counter }))) ?? 0)
}
