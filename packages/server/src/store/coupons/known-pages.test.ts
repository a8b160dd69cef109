import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CouponFilter, CouponPage, CouponPageQuery } from '../../domain/coupon/coupon-store.ts'
import { draftOf } from '../../domain/coupon/draft-fixture.ts'
import { saveTemplate } from '../../domain/templates/save-template.ts'
import { templateOf } from '../../domain/templates/template-fixture.ts'
import type { Command } from '../conformance/life-command.ts'
import { anyPlan, commandOf, type Plan, performCommand } from '../conformance/life-commands.ts'
import { newSeller } from '../conformance/programs.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { openStore, type Store } from '../open-store.ts'
import { setIssuedEventSeq } from '../statements/issued-coupon-statements.ts'
import { markExpired } from '../statements/live-coupon-statements.ts'
import { tagsOfStatement } from './visible-changes.ts'

const dataDir = temporaryFolder()
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
let ours: Store
let others: Store

beforeAll(async () => {
  ours = await openStore({ dataDir })
  others = await openStore({ dataDir })
})

afterAll(async () => {
  await ours.close()
  await others.close()
})

async function chainOf(drafts: Parameters<typeof draftOf>[0][]): Promise<string> {
  const sellerId = newSeller()
  if (drafts.length > 0)
    await ours.couponIssuer.issueCoupons(
      sellerId,
      drafts.map((terms) => draftOf(terms)),
      nowMs,
    )
  return sellerId
}

function ask(
  store: Store,
  sellerId: string,
  filter: CouponFilter,
  page: Partial<CouponPageQuery> = {},
): Promise<CouponPage> {
  return store.couponReader.findCouponPage({ sellerId, filter, pageSize: 2, pageNum: 1, ...page })
}

test('a page that is asked for again is the same one as long as nothing of it has changed', async () => {
  const sellerId = await chainOf([
    { couponCode: 'c0', phone: '1' },
    { couponCode: 'c1', phone: '2' },
  ])
  for (const filter of [{ phone: '1' }, { phone: '3' }, { channel: 'erp' }, {}, { couponCode: 'c1', phone: '2' }]) {
    const first = await ask(ours, sellerId, filter)
    const again = await ask(ours, sellerId, filter)
    expect(again).toEqual({ ...first, isLasting: true })
    expect(await ask(ours, sellerId, filter)).toBe(again)
  }
})

test('coupons of others leave a member’s page as it was', async () => {
  const sellerId = await chainOf([{ couponCode: 'c0', phone: '1' }])
  await ask(ours, sellerId, { phone: '1' })
  const again = await ask(ours, sellerId, { phone: '1' })
  await ours.couponIssuer.issueCoupons(sellerId, [draftOf({ couponCode: 'c1', phone: '2' })], nowMs)
  expect(await ask(ours, sellerId, { phone: '1' })).toBe(again)
  expect((await ask(ours, sellerId, {})).totalCount).toBe(2)
})

test('queries that differ in anything have pages of their own', async () => {
  const terms = [
    { couponCode: 'c0', phone: 'x' },
    { couponCode: 'x', phone: 'c0', cardNo: 'x', channel: 'x' },
  ]
  const sellers = [await chainOf(terms), await chainOf(terms.slice(0, 1))]
  const filters = [{}, ...(['phone', 'cardNo', 'couponCode', 'channel'] as const).map((field) => ({ [field]: 'x' }))]
  const queries = sellers.flatMap((sellerId) =>
    filters.flatMap((filter) =>
      [1, 2].flatMap((size) => [1, 2].map((pageNum) => ({ sellerId, filter, size, pageNum }))),
    ),
  )
  const askAll = () =>
    Promise.all(
      queries.map(({ sellerId, filter, size, pageNum }) => ask(ours, sellerId, filter, { pageSize: size, pageNum })),
    )
  const first = await askAll()
  expect(await askAll()).toEqual(first.map((page) => ({ ...page, isLasting: true })))
})

/** Every statement of ours that writes to coupons. */
async function writingStatements(): Promise<readonly string[]> {
  const folder = new URL('../statements/', import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith('-statements.ts'))
  const modules: readonly Readonly<Record<string, unknown>>[] = await Promise.all(
    files.map((name) => import(new URL(name, folder).href)),
  )
  const texts = modules.flatMap((module) => Object.values(module)).filter((value) => typeof value === 'string')
  return texts.filter((text) => /\b(UPDATE|INTO|FROM) coupon\b/.test(text) && !text.startsWith('SELECT'))
}

test('every statement that writes what pages show is noted', async () => {
  // These write columns that no page shows.
  const unseen = [markExpired, setIssuedEventSeq]
  expect((await writingStatements()).toSorted()).toEqual([...tagsOfStatement.keys(), ...unseen].toSorted())
})

const filters: readonly CouponFilter[] = [
  {},
  { channel: 'app' },
  { phone: '18612255668' },
  { phone: 'p:1' },
  { cardNo: 'c:1', channel: 'app' },
  { couponCode: 'c1' },
]

type Round = Readonly<{ plans: readonly Plan[]; meanwhile: readonly number[] }>

const anyRound: fc.Arbitrary<Round> = fc.record({
  plans: fc.array(anyPlan, { maxLength: 4 }),
  /** Questions asked while the plans are carried out. */
  meanwhile: fc.array(fc.nat(2 * filters.length), { maxLength: 4 }),
})

/** A store opened just now knows no page from before. */
async function expectTruth(sellerId: string): Promise<void> {
  const fresh = await openStore({ dataDir })
  for (const filter of filters) {
    for (const pageNum of [1, 2]) {
      const truth = await ask(fresh, sellerId, filter, { pageNum })
      for (const store of [ours, others]) {
        const { coupons, totalCount } = await ask(store, sellerId, filter, { pageNum })
        expect({ coupons, totalCount }).toEqual(truth)
      }
    }
  }
  await fresh.close()
}

test('pages are what the file holds, whatever this program and another one change while they are asked for', async () => {
  const run = async (rounds: readonly Round[]) => {
    const sellerId = newSeller()
    for (const couponId of ['stock', 'member', 'free']) {
      const request = {
        sellerId,
        outRequestNo: couponId,
        method: 'save',
        content: '',
        actor: 'a',
        requestId: 'r',
        nowMs,
      }
      const terms = templateOf({ couponId, returnPolicy: { kind: 'same-code', extendDays: 2 } })
      await saveTemplate({ life: ours.lifeStore, request, terms })
    }
    const known = { codes: ['c0', 'c1', 'c2'], redemptionIds: [] as string[], commands: [] as Command[] }
    for (const { plans, meanwhile } of rounds) {
      const numbered = plans.map((plan, place) => commandOf(plan, `N${known.commands.length + place}`, known))
      const questions = meanwhile.map((pick) => ask(pick % 2 ? ours : others, sellerId, filters[pick >> 1] ?? {}))
      const performed = numbered.map((command, place) =>
        performCommand(place % 2 ? ours : others, command, { sellerId, nowMs }),
      )
      for (const { made } of await Promise.all(performed)) {
        known.codes.unshift(...made.codes)
        known.redemptionIds.unshift(...made.redemptionIds)
      }
      known.commands.push(...numbered)
      await Promise.all(questions)
      await expectTruth(sellerId)
    }
  }
  await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 8 }), run), { numRuns: 40 })
}, 120_000)
