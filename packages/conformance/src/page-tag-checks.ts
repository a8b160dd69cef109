import { expect } from 'expect'
import fc from 'fast-check'
import {
  type CouponFilter,
  type CouponPage,
  type CouponPageQuery,
  newSeller,
  noon,
  requestOf,
  type Store,
} from '#server/testing'
import { save } from '#server/testing/calls'
import { anyPlan, nothingKnown, type Plan, performCommand, performPlans } from './lifecycle-commands.ts'
import type { Checks, Programs } from './programs.ts'

/** What is done in a seller, and the questions asked meanwhile, by their numbers. */
type Round = Readonly<{ plans: readonly Plan[]; meanwhile: readonly number[] }>

const anyRound: fc.Arbitrary<Round> = fc.record({
  plans: fc.array(anyPlan, { maxLength: 4 }),
  meanwhile: fc.array(fc.nat(99), { maxLength: 6 }),
})

const filters: readonly CouponFilter[] = [
  {},
  { channel: 'app' },
  { phone: '18612255668' },
  { phone: '1' },
  { phone: '2' },
  { cardNo: '1', channel: 'app' },
  { cardNo: '2' },
  { couponCode: 'c1' },
]
const pageSize = 2

/** A page kept under its tag is what the database holds as long as the tag is the same, whichever program writes. */
export const pageTagChecks: Checks = {
  async 'a page kept under its tag is what the database holds, whichever program changes it meanwhile'(programs) {
    const run = (rounds: readonly Round[]) => runRounds({ ...programs, sellerId: newSeller() }, rounds)
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 8 }), run), {
      numRuns: Math.ceil(programs.modelRuns / 3),
      interruptAfterTimeLimit: 60_000,
    })
  },
}

async function runRounds(programs: Programs, rounds: readonly Round[]): Promise<void> {
  const { one, at, sellerId } = programs
  for (const couponId of ['stock', 'member', 'free']) {
    await save(one, requestOf(sellerId), { couponId, returnPolicy: { kind: 'same-code', extendDays: 2 } })
  }
  const find = createPageKeeper()
  const known = nothingKnown()
  for (const { plans, meanwhile } of rounds) {
    const questions = meanwhile.map((pick) => {
      const filter = filters[pick % filters.length] ?? {}
      return find(at(pick), { sellerId, filter, pageSize, pageNum: 1 })
    })
    await performPlans(plans, known, (command, place) => performCommand(at(place), command, { sellerId, nowMs: noon }))
    await Promise.all(questions)
    for (const filter of filters) await expectTruth(programs, find, filter)
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
  { all: stores, one, sellerId }: Programs,
  find: FindPage,
  filter: CouponFilter,
): Promise<void> {
  const all = { sellerId, filter, pageSize: 1_000, pageNum: 1 }
  const { coupons, totalCount } = await one.couponReader.findCouponPage(all)
  for (const store of stores) {
    for (const pageNum of [1, 2]) {
      const shown = coupons.slice((pageNum - 1) * pageSize, pageNum * pageSize)
      expect(await find(store, { sellerId, filter, pageSize, pageNum })).toEqual({ coupons: shown, totalCount })
    }
  }
}
