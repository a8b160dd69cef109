import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import type { CouponDraft, CouponFilter, CouponPage } from '#domain/coupon/coupon-store'
import { sellerHeads } from '#store/events/seller-heads'
import type { Keyring } from '#store/keys/keyring'
import { Identifiers } from '#store/members/identifiers'
import { CouponKeyFinder } from '#store/reading/coupon-keys'
import { findCouponPage } from '#store/reading/coupon-pages'
import { LongLists, type LongListsOptions } from '#store/reading/long-lists'
import { anyDraft, anyFilter, identitiesOf, matches } from '../../../conformance/src/coupon-arbitraries.ts'
import { draftOf } from './example-draft.ts'
import { issuerOn } from './issue-drafts.ts'
import { MemberKeysInMemory } from './member-keys-in-memory.ts'
import { openTestKeyring } from './test-keys.ts'

/**
 * What checkpoints of long lists must do on every engine. They are so close here that every list is a long one.
 * @param open opens the engine of a migrated database
 */
export function longListsContract(engine: string, open: () => Promise<SqlEngine>): void {
  describe(`long lists on ${engine}`, () => {
    let database: Database | undefined
    beforeAll(async () => {
      const one = await open()
      database = { engine: one, keyring: await openTestKeyring(one) }
    })
    afterAll(async () => {
      await database?.engine.close()
    })
    const programOf: OpenProgram = (options) => {
      if (database === undefined) throw new Error('the engine is not open')
      return openProgram(database, options)
    }
    exactness(programOf)
    cost(programOf)
  })
}

type Database = Readonly<{ engine: SqlEngine; keyring: Keyring }>

type OpenProgram = (options: Partial<LongListsOptions>) => Program

type Program = Readonly<{
  lists: LongLists
  /** Statements read so far. */
  statements: () => number
  issue(sellerId: string, drafts: readonly CouponDraft[]): Promise<unknown>
  page(sellerId: string, filter: CouponFilter, pageSize: number, pageNum: number): Promise<CouponPage>
}>

/** Shared by the programs of a database. */
const memberKeys = new MemberKeysInMemory()

/** The coupons of a database with checkpoints of their own, as one server has them. */
function openProgram({ engine, keyring }: Database, options: Partial<LongListsOptions>): Program {
  const identifiers = new Identifiers(keyring, memberKeys)
  const finder = new CouponKeyFinder({ engine, identifiers, findHead: sellerHeads(engine) })
  let statements = 0
  const counting: SqlReader = {
    all(statement) {
      statements += 1
      return engine.reader.all(statement)
    },
    one(statement) {
      statements += 1
      return engine.reader.one(statement)
    },
  }
  const lists = new LongLists({ reader: counting, monotonicMs: slowClock(), ...options })
  const issuer = issuerOn({ engine, keyring, memberKeys })
  const source = { reader: counting, keys: finder, identifiers, lists }
  return {
    lists,
    statements: () => statements,
    issue: (sellerId, drafts) => issuer.issueCoupons(sellerId, drafts, 1),
    page: (sellerId, filter, pageSize, pageNum) => findCouponPage(source, { sellerId, filter, pageSize, pageNum }),
  }
}

/** So slow that a walk gives up its turn after every block. */
function slowClock(): () => number {
  let ms = 0
  return () => {
    ms += 1000
    return ms
  }
}

function exactness(programOf: OpenProgram): void {
  const promise =
    'any page of any filter and its total are those of a list filtered by hand, however it has grown since'
  test(promise, async () => {
    const drafts = fc.array(anyDraft, { minLength: 1, maxLength: 60 })
    const question = fc.record({
      filter: anyFilter,
      pageSize: fc.integer({ min: 1, max: 7 }),
      pageNum: fc.integer({ min: 1, max: 30 }),
    })
    const growth = fc.array(fc.tuple(drafts, fc.array(question, { minLength: 1, maxLength: 12 })), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(growth, fc.integer({ min: 1, max: 5 }), async (given, step) => {
        const program = programOf({ step })
        const sellerId = newSeller()
        const all: CouponDraft[] = []
        for (const [more, questions] of given) {
          const issued = more.map(({ terms, state }, place) => ({
            terms: { ...terms, couponCode: `c${all.length + place}` },
            state,
          }))
          await program.issue(sellerId, issued)
          all.push(...issued)
          const identities = identitiesOf(all)
          // All at the same time, so that some join the walk of others.
          const pages = await Promise.all(
            questions.map(({ filter, pageSize, pageNum }) => program.page(sellerId, filter, pageSize, pageNum)),
          )
          for (const [place, { filter, pageSize, pageNum }] of questions.entries()) {
            const matching = all.filter((draft) => matches(draft, filter, identities))
            const expected = matching.slice((pageNum - 1) * pageSize, pageNum * pageSize)
            expect([pages[place]?.totalCount, codesOf(pages[place])]).toEqual([matching.length, codes(expected)])
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('totals and pages are exact while coupons are issued', async () => {
    const program = programOf({ step: 10 })
    const sellerId = newSeller()
    const channels = ['erp', 'app', 'app']
    let begun = 0
    let issued = 0
    let isOver = false
    const issuing = (async () => {
      while (!isOver) {
        const drafts = Array.from({ length: 5 }, (_, place) => numbered(begun + place, channels[(begun + place) % 3]))
        begun += drafts.length
        await program.issue(sellerId, drafts)
        issued = begun
      }
    })()
    let hasFailed = false
    issuing.catch(() => {
      hasFailed = true
    })
    let questions = 0
    for (let pageNum = 1; !hasFailed && (issued < 150 || questions < 40); pageNum = (pageNum % 40) + 1) {
      await new Promise(setImmediate)
      for (const [filter, share] of [
        [{ phone: placeholder }, 1],
        [{ phone: placeholder, channel: 'erp' }, 3],
      ] as const) {
        const least = Math.ceil(issued / share)
        const { totalCount, coupons } = await program.page(sellerId, filter, 7, pageNum)
        expect(totalCount).toBeGreaterThanOrEqual(least)
        expect(totalCount).toBeLessThanOrEqual(Math.ceil(begun / share))
        const shown = Math.max(0, Math.min(7, totalCount - (pageNum - 1) * 7))
        const numbers = Array.from({ length: shown }, (_, place) => ((pageNum - 1) * 7 + place) * share)
        expect(coupons.map(({ terms }) => terms.couponCode)).toEqual(numbers.map((number) => `c${number}`))
        questions += 1
      }
    }
    isOver = true
    await issuing
  })

  test('checkpoints of one chain, phone and residual are not those of another', async () => {
    const program = programOf({ step: 2 })
    const [left, right] = [newSeller(), newSeller()]
    await program.issue(
      left,
      Array.from({ length: 90 }, (_, place) => numbered(place, place % 3 === 0 ? 'erp' : 'app')),
    )
    await program.issue(right, firstNumbered(70))
    const totals = async (sellerId: string) => {
      const filters = [{ phone: placeholder }, { cardNo: '0' }, { phone: placeholder, channel: 'erp' }, { phone: '1' }]
      const pages = await Promise.all(filters.map((filter) => program.page(sellerId, filter, 5, 4)))
      return pages.map(({ totalCount }) => totalCount)
    }
    expect([await totals(left), await totals(right)]).toEqual([
      [90, 90, 30, 0],
      [70, 70, 70, 0],
    ])
  })
}

function cost(programOf: OpenProgram): void {
  test('a short list takes one statement, whatever is filtered besides', async () => {
    const program = programOf({})
    const sellerId = newSeller()
    await program.issue(sellerId, firstNumbered(8))
    const questions = [
      { phone: placeholder },
      { cardNo: '0' },
      { couponCode: 'c1' },
      { phone: placeholder, channel: 'app' },
      { phone: placeholder, cardNo: '0', couponCode: 'c1' },
    ]
    // Opens the phone and the card of the coupons, which stay open.
    await program.page(sellerId, {}, 10, 1)
    for (const filter of questions) {
      const before = program.statements()
      await program.page(sellerId, { ...filter, phone: placeholder }, 10, 1)
      expect(program.statements() - before).toBe(1)
    }
  })

  test('once it was walked, any page of a long list takes two statements', async () => {
    const program = programOf({ step: 10 })
    const sellerId = newSeller()
    await program.issue(sellerId, firstNumbered(1000))
    await program.page(sellerId, { phone: placeholder }, 5, 1)
    expect(program.statements()).toBeGreaterThan(100)
    for (const pageNum of [1, 2, 100, 199, 200, 201]) {
      const before = program.statements()
      const { coupons, totalCount } = await program.page(sellerId, { phone: placeholder }, 5, pageNum)
      expect([coupons.length, totalCount]).toEqual([pageNum > 200 ? 0 : 5, 1000])
      expect(program.statements() - before).toBeLessThanOrEqual(2)
    }
  })

  test('a channel without coupons is not looked for along a long list', async () => {
    const program = programOf({ step: 10 })
    const sellerId = newSeller()
    await program.issue(sellerId, firstNumbered(500))
    const page = await program.page(sellerId, { phone: placeholder, channel: 'epr' }, 5, 1)
    expect([page, program.statements()]).toEqual([{ coupons: [], totalCount: 0 }, 2])
  })

  test('who asks while a list is walked waits for that walk, and other calls go on between its blocks', async () => {
    const alone = programOf({ step: 10 })
    const crowded = programOf({ step: 10 })
    const sellerId = newSeller()
    await alone.issue(sellerId, firstNumbered(1000))
    let isWalking = true
    let turns = 0
    const turning = (async () => {
      for (; isWalking; turns += 1) await new Promise(setImmediate)
    })()
    await alone.page(sellerId, { phone: placeholder }, 5, 2)
    isWalking = false
    await turning
    expect(turns).toBeGreaterThanOrEqual(90)
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => crowded.page(sellerId, { phone: placeholder }, 5, 2)),
    )
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(Array(8).fill(1000))
    // Each looks first whether the list is long, reads its own page, and opens the card and the attribute.
    expect(crowded.statements()).toBeLessThanOrEqual(alone.statements() + 7 * 4)
  })

  test('of many long lists no more checkpoints are kept than was allowed, and every total stays exact', async () => {
    const program = programOf({ step: 1, maxCheckpoints: 100 })
    const sellerId = newSeller()
    const phoneOf = (member: number) => `1380000${String(member).padStart(4, '0')}`
    const drafts = Array.from({ length: 900 }, (_, place) =>
      draftOf({ couponCode: `c${place}`, phone: phoneOf(place % 30), cardNo: undefined }),
    )
    await program.issue(sellerId, drafts)
    for (let turn = 0; turn < 30; turn += 1) {
      const { totalCount } = await program.page(sellerId, { phone: phoneOf((turn * 7) % 30) }, 5, 3)
      expect(totalCount).toBe(30)
      expect(program.lists.checkpointCount).toBeLessThanOrEqual(100)
    }
    expect(program.lists.checkpointCount).toBeGreaterThan(50)
  })

  test('a walk that fails is begun anew by the next question', async () => {
    const sellerId = newSeller()
    const working = programOf({ step: 2 })
    await working.issue(sellerId, firstNumbered(40))
    let failures = 0
    const failing = programOf({
      step: 2,
      monotonicMs() {
        failures += 1
        if (failures === 5) throw new Error('the connection was lost')
        return 0
      },
    })
    await expect(failing.page(sellerId, { phone: placeholder }, 5, 1)).rejects.toThrow('the connection was lost')
    expect((await failing.page(sellerId, { phone: placeholder }, 5, 1)).totalCount).toBe(40)
  })
}

/** What a till writes when a customer gives no phone. */
const placeholder = '13800138000'

function numbered(number: number, channel: string | undefined): CouponDraft {
  return draftOf({ couponCode: `c${number}`, phone: placeholder, cardNo: '0', channel })
}

function firstNumbered(count: number): readonly CouponDraft[] {
  return Array.from({ length: count }, (_, place) => numbered(place, 'erp'))
}

function codes(drafts: readonly CouponDraft[]): readonly string[] {
  return drafts.map(({ terms }) => terms.couponCode)
}

function codesOf(page: CouponPage | undefined): readonly string[] {
  return page?.coupons.map(({ terms }) => terms.couponCode) ?? []
}

let sellers = 0

/** A seller that no other test has touched. */
function newSeller(): string {
  sellers += 1
  return `long-${sellers}`
}
