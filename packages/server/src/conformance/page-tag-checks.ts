import fc from 'fast-check'
import { templateOf } from '#conformance/example-template'
import type { CouponFilter, CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import { saveTemplate } from '#domain/lifecycle/save-template'
import type { Store } from '#store/open-store'
import type { Command } from './lifecycle-command.ts'
import { anyPlan, commandOf, type Plan, performCommand } from './lifecycle-commands.ts'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { expect, test } from './suite.ts'

/** What is done in a seller, and the questions asked meanwhile, by their numbers. */
type Round = Readonly<{ plans: readonly Plan[]; meanwhile: readonly number[] }>

const filters: readonly CouponFilter[] = [
  {},
  { channel: 'app' },
  { phone: '18612255668' },
  { phone: 'p:1' },
  { cardNo: 'c:1', channel: 'app' },
  { couponCode: 'c1' },
]
const pageSize = 2
const pages = [1, 2]
const nowMs = Date.parse('2026-11-24T12:00:00+08:00')

const anyRound: fc.Arbitrary<Round> = fc.record({
  plans: fc.array(anyPlan, { maxLength: 4 }),
  meanwhile: fc.array(fc.nat(99), { maxLength: 6 }),
})

/** A page kept under its tag is what the database holds as long as the tag is the same, whichever program writes. */
export function pageTagChecks(stores: Stores, numRuns: number): void {
  test('a page kept under its tag is what the database holds, whichever program changes it meanwhile', async () => {
    const run = (rounds: readonly Round[]) => runRounds(stores, newSeller(), rounds)
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 8 }), run), {
      numRuns,
      interruptAfterTimeLimit: 60_000,
    })
  })
}

async function runRounds(stores: Stores, sellerId: string, rounds: readonly Round[]): Promise<void> {
  await saveTemplates(storeAt(stores, 0), sellerId)
  const find = createPageKeeper()
  const known = { codes: ['c0', 'c1', 'c2'], redemptionIds: [] as string[], commands: [] as Command[] }
  for (const { plans, meanwhile } of rounds) {
    const commands = plans.map((plan, place) => commandOf(plan, `N${known.commands.length + place}`, known))
    const questions = meanwhile.map((pick) => {
      const filter = filters[pick % filters.length] ?? {}
      return find(storeAt(stores, pick), { sellerId, filter, pageSize, pageNum: 1 })
    })
    const performed = commands.map((command, place) =>
      performCommand(storeAt(stores, place), command, { sellerId, nowMs }),
    )
    for (const { made } of await Promise.all(performed)) {
      known.codes.unshift(...made.codes)
      known.redemptionIds.unshift(...made.redemptionIds)
    }
    known.commands.push(...commands)
    await Promise.all(questions)
    for (const filter of filters) await expectTruth(stores, find, { sellerId, filter })
  }
}

async function saveTemplates(store: Store, sellerId: string): Promise<void> {
  for (const couponId of ['stock', 'member', 'free']) {
    const request = { sellerId, outRequestNo: couponId, method: 'save', content: '', actor: 'a', requestId: 'r', nowMs }
    const terms = templateOf({ couponId, returnPolicy: { kind: 'same-code', extendDays: 2 } })
    await saveTemplate({ lifecycle: store.lifecycleStore, request, terms })
  }
}

type FindPage = (store: Store, query: CouponPageQuery) => Promise<CouponPage>

/** Finds pages as a server does: those of each program are kept under their tags. */
function createPageKeeper(): FindPage {
  const kept = new Map<Store, Map<string, CouponPage>>()
  return async (store, query) => {
    const pages = kept.get(store) ?? new Map<string, CouponPage>()
    kept.set(store, pages)
    const tag = await store.couponReader.findPageTag(query)
    if (tag === undefined) throw new Error('a page of a few coupons has no tag')
    const known = pages.get(tag)
    if (known !== undefined) return known
    const page = await store.couponReader.findCouponPage(query)
    pages.set(tag, page)
    return page
  }
}

async function expectTruth(
  stores: Stores,
  find: FindPage,
  list: Pick<CouponPageQuery, 'sellerId' | 'filter'>,
): Promise<void> {
  const all = { ...list, pageSize: 1_000, pageNum: 1 }
  const { coupons, totalCount } = await storeAt(stores, 0).couponReader.findCouponPage(all)
  for (const store of stores()) {
    for (const pageNum of pages) {
      const shown = coupons.slice((pageNum - 1) * pageSize, pageNum * pageSize)
      expect(await find(store, { ...list, pageSize, pageNum })).toEqual({ coupons: shown, totalCount })
    }
  }
}
