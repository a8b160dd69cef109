import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { SqlReader } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { listAdministration } from '#domain/events/list-administration'
import { openStore, type Store } from '#store/open-store'
import { maxExamined } from '#store/tables/events-without-coupon'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { temporaryFolder } from '#testing/temporary-folder'
import { LongWorks } from '#turns/task-queues'
import { listSellerEvents } from './list-seller-events.ts'

const sellerId = '111'
/** After so many coupons, each issued by itself, something concerns the seller. */
const noticesAfter = [0, 1, maxExamined - 1, 0, 3]
const actors = ['operator:a', 'operator:b']

describe('events that concern the seller, between thousands of coupons', () => {
  let store: Store
  let dataDir: string
  const expected: number[] = []

  beforeAll(async () => {
    dataDir = await temporaryFolder()
    store = await openStore({ dataDir })
    let newest = 0
    for (const [place, coupons] of noticesAfter.entries()) {
      const issues = Array.from({ length: coupons }, (_, number) =>
        issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode: `c${place}-${number}` })], 1000),
      )
      await Promise.all(issues)
      const notice = { sellerId, atMs: 1000, actor: actors[place % 2] ?? '', after: '{}' }
      await store.noticeRecorder.recordNotice({ ...notice, kind: place === 0 ? 'alarm' : 'exported' })
      newest += coupons + 1
      expected.unshift(newest)
    }
  })
  afterAll(() => store.close())

  const walk = async (
    limit: number,
    input: Readonly<{ kind?: string; actor?: string; fromDay?: string; toDay?: string }> = {},
  ) => {
    const found: number[] = []
    let beforeSeq: number | undefined
    do {
      const query = { sellerId, beforeSeq, kind: undefined, actor: undefined, limit, ...input }
      const page = await listAdministration(query, store.eventReader)
      found.push(...page.events.map(({ eventSeq }) => eventSeq))
      beforeSeq = page.nextBeforeSeq
    } while (beforeSeq !== undefined)
    return found
  }

  it.each([1, 2, 200])('are found once each, the newest first, %i a page', async (limit) => {
    expect(await walk(limit)).toEqual(expected)
  })

  test('are found by kind and by actor', async () => {
    expect(await walk(200, { kind: 'alarm' })).toEqual(expected.slice(-1))
    expect(await walk(1, { actor: 'operator:b' })).toEqual([expected[1], expected[3]])
    expect(await walk(200, { kind: 'issued' })).toEqual([])
  })

  test('are found by day, also where thousands of coupons were issued between', async () => {
    const day = '1970-01-01'
    expect(await walk(200, { fromDay: day, toDay: day })).toEqual(expected)
    expect(await walk(200, { fromDay: '1970-01-02' })).toEqual([])
    expect(await walk(200, { toDay: '1969-12-31' })).toEqual([])
    const later = Date.parse('1970-01-03T10:00:00+08:00')
    const notice = { sellerId, atMs: later, actor: 'operator:a', kind: 'exported', after: '{}' } as const
    await store.noticeRecorder.recordNotice(notice)
    const newest = (expected[0] ?? 0) + 1
    expect(await store.eventReader.findSeqBefore(sellerId, later)).toBe(newest - 1)
    expect(await store.eventReader.findSeqBefore(sellerId, later + 1)).toBe(newest)
    expect(await store.eventReader.findSeqBefore(sellerId, 1000)).toBe(0)
    expect(await walk(1, { fromDay: '1970-01-02' })).toEqual([newest])
    expect(await walk(1, { toDay: '1970-01-02' })).toEqual(expected)
    expected.unshift(newest)
  })

  test('end a page where its time is over, and are all found nevertheless', async () => {
    const engine = await openSqliteEngine(`${dataDir}/yaoquan.db`)
    try {
      let moment = 0
      const slow = () => {
        moment += 1_000
        return moment
      }
      const query = { sellerId, kinds: ['alarm', 'exported'], actor: undefined, limit: 200, lookMs: 500 } as const
      const pages: (readonly number[])[] = []
      let beforeSeq: number | undefined
      do {
        const options = { longWorks: new LongWorks(), monotonicMs: slow }
        const page = await listSellerEvents(engine.reader, { ...query, beforeSeq }, options)
        pages.push(page.events.map(({ eventSeq }) => eventSeq))
        beforeSeq = page.nextBeforeSeq
      } while (beforeSeq !== undefined)
      expect(pages.length).toBeGreaterThan(1)
      expect(pages.flat()).toEqual(expected)
    } finally {
      await engine.close()
    }
  })

  test('are all found when another comes while a page is read', async () => {
    const engine = await openSqliteEngine(`${dataDir}/yaoquan.db`)
    try {
      let looks = 0
      const reader: SqlReader = {
        all: (statement) => engine.reader.all(statement),
        async one(statement) {
          const row = await engine.reader.one(statement)
          looks += 1
          const notice = { sellerId, atMs: 1000, actor: 'operator:a', after: '{}', kind: 'exported' } as const
          if (looks === 1) await store.noticeRecorder.recordNotice(notice)
          return row
        },
      }
      const kinds = ['alarm', 'exported', 'issued'] as const
      const query = { sellerId, kinds, actor: undefined, limit: 2 * maxExamined, lookMs: 60_000, beforeSeq: undefined }
      const options = { longWorks: new LongWorks(), monotonicMs: () => 0 }
      const { events } = await listSellerEvents(reader, query, options)
      const [newest = 0] = expected
      const numbers = Array.from({ length: newest }, (_, place) => newest - place)
      expect(events.map(({ eventSeq }) => eventSeq)).toEqual(numbers)
      expect(looks).toBe(2)
    } finally {
      await engine.close()
    }
  })
})
