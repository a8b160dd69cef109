import fc from 'fast-check'
import { templateOf } from '#conformance/example-template'
import type { CouponFilter } from '#domain/coupon/coupon-store'
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

/** A page that was asked for before is what the database holds now, whichever program changed it. */
export function knownPageChecks(stores: Stores, numRuns: number): void {
  test('pages asked for again and again are what the database holds, whoever changes it meanwhile', async () => {
    const run = (rounds: readonly Round[]) => runRounds(stores, newSeller(), rounds)
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 8 }), run), {
      numRuns,
      interruptAfterTimeLimit: 60_000,
    })
  })
}

async function runRounds(stores: Stores, sellerId: string, rounds: readonly Round[]): Promise<void> {
  await saveTemplates(storeAt(stores, 0), sellerId)
  const known = { codes: ['c0', 'c1', 'c2'], redemptionIds: [] as string[], commands: [] as Command[] }
  for (const { plans, meanwhile } of rounds) {
    const commands = plans.map((plan, place) => commandOf(plan, `N${known.commands.length + place}`, known))
    const questions = meanwhile.map((pick) => {
      return findPage(storeAt(stores, pick), { sellerId, filter: filters[pick % filters.length] ?? {}, pageNum: 1 })
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
    for (const filter of filters) await expectTruth(stores, sellerId, filter)
  }
}

async function saveTemplates(store: Store, sellerId: string): Promise<void> {
  for (const couponId of ['stock', 'member', 'free']) {
    const request = { sellerId, outRequestNo: couponId, method: 'save', content: '', actor: 'a', requestId: 'r', nowMs }
    const terms = templateOf({ couponId, returnPolicy: { kind: 'same-code', extendDays: 2 } })
    await saveTemplate({ lifecycle: store.lifecycleStore, request, terms })
  }
}

type Question = Readonly<{ sellerId: string; filter: CouponFilter; pageNum: number; size?: number }>

async function findPage(store: Store, { sellerId, filter, pageNum, size = pageSize }: Question) {
  const found = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: size, pageNum })
  return { coupons: found.coupons, totalCount: found.totalCount }
}

let newSize = 1_000

/** A page of a size that nobody asked for before is read. */
async function expectTruth(stores: Stores, sellerId: string, filter: CouponFilter): Promise<void> {
  newSize += 1
  const { coupons, totalCount } = await findPage(storeAt(stores, 0), { sellerId, filter, pageNum: 1, size: newSize })
  for (const store of stores()) {
    for (const pageNum of pages) {
      const shown = coupons.slice((pageNum - 1) * pageSize, pageNum * pageSize)
      expect(await findPage(store, { sellerId, filter, pageNum })).toEqual({ coupons: shown, totalCount })
    }
  }
}
