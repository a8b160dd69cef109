import fc from 'fast-check'
import { templateOf } from '#conformance/example-template'
import { couponStatus } from '#domain/coupon/coupon-status'
import { rebuildCoupon } from '#domain/events/rebuild-coupon'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { lifecycleOf } from '#domain/lifecycle/stored-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import type { Store } from '#store/open-store'
import { napping } from './delaying-store.ts'
import type { Command, MadeUp, Outcome } from './lifecycle-command.ts'
import { anyPlan, commandOf, type Plan, performCommand } from './lifecycle-commands.ts'
import { applyCommand, type LifecycleModel, type ModelTemplate, modelStatus } from './lifecycle-model.ts'
import { newSeller, type Stores } from './programs.ts'
import { expect, test } from './suite.ts'

/**
 * Calls that several callers make at the same moment, some time after the round before. The steps of their works take the
 * naps in turn, in milliseconds, so that one comes between the steps of another where the engine lets it.
 */
type Round = Readonly<{ hours: number; plans: readonly Plan[]; naps: readonly number[] }>

const anyRound: fc.Arbitrary<Round> = fc.record({
  hours: fc.constantFrom(0, 0, 0, 1, 12, 24),
  plans: fc.array(anyPlan, { minLength: 1, maxLength: 4 }),
  naps: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    fc.array(fc.constantFrom(0, 0, 1, 8), { minLength: 2, maxLength: 5 }),
  ),
})

/**
 * Random calls of several callers through two programs, against a plain model. What one round of calls came to must be
 * what the model says for some order of them.
 */
export function lifecycleModelChecks(stores: Stores, numRuns: number): void {
  test('concurrent calls have the outcome that a plain model gives for some order of them', async () => {
    const run = (rounds: readonly Round[]) => runRounds(stores(), newSeller(), rounds)
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 16 }), run), {
      numRuns,
      interruptAfterTimeLimit: 100_000,
    })
  })
}

const startMs = Date.parse('2026-11-24T12:00:00+08:00')

const templates: Readonly<Record<string, Partial<TemplateTerms>>> = {
  stock: { stockTotal: 4, stockPerDay: 3, returnPolicy: { kind: 'same-code', extendDays: 2, maxCycles: 1 } },
  member: { memberTotal: 3, memberPerDay: 2, isStackable: false },
  free: { returnPolicy: { kind: 'none', extendDays: 0 } },
}

async function runRounds(stores: readonly Store[], sellerId: string, rounds: readonly Round[]): Promise<void> {
  let models: readonly LifecycleModel[] = [await prepare(stores, sellerId)]
  const known = { codes: ['c0', 'c1', 'c2'], redemptionIds: [] as string[], commands: [] as Command[] }
  let nowMs = startMs
  let numbers = 0
  for (const { hours, plans, naps } of rounds) {
    nowMs += hours * 3_600_000
    const commands: Command[] = []
    for (const plan of plans) {
      numbers += 1
      // What is made again may be a call of the same moment.
      const newestFirst = [...known.commands, ...commands].toReversed()
      commands.push(commandOf(plan, `N${numbers}`, { ...known, commands: newestFirst }))
    }
    const results = await Promise.all(
      commands.map((command, place) =>
        performCommand(napping(nth(stores, place), naps, place), command, { sellerId, nowMs }),
      ),
    )
    models = explain(models, { commands, results, nowMs })
    known.commands.push(...commands)
    known.codes.unshift(...results.flatMap(({ made }) => made.codes))
    known.redemptionIds.unshift(...results.flatMap(({ made }) => made.redemptionIds))
  }
  await expectSame(nth(stores, 0), { sellerId, models, nowMs })
}

async function prepare(stores: readonly Store[], sellerId: string): Promise<LifecycleModel> {
  const models = new Map<string, ModelTemplate>()
  for (const [couponId, changes] of Object.entries(templates)) {
    const terms = templateOf({
      couponId,
      validity: { kind: 'relative', fromDay: 0, toDay: 2 },
      couponAmountFen: 40,
      ...changes,
    })
    const request = { sellerId, outRequestNo: couponId, method: 'save', content: '', actor: 'a', requestId: 'r' }
    await saveTemplate({ lifecycle: nth(stores, 0).lifecycleStore, request: { ...request, nowMs: startMs }, terms })
    const limit = (value: number | undefined) => value ?? Number.POSITIVE_INFINITY
    models.set(couponId, {
      stockTotal: limit(terms.stockTotal),
      stockPerDay: limit(terms.stockPerDay),
      memberTotal: limit(terms.memberTotal),
      memberPerDay: limit(terms.memberPerDay),
      isStackable: terms.isStackable,
      face: terms.couponAmountFen ?? 0,
      extendDays: terms.returnPolicy.extendDays,
      maxReturns: terms.returnPolicy.kind === 'none' ? 0 : limit(terms.returnPolicy.maxCycles),
      claims: [],
    })
  }
  return { coupons: new Map(), redemptions: new Map(), templates: models, done: new Map() }
}

type Happened = Readonly<{
  commands: readonly Command[]
  results: readonly Readonly<{ outcome: Outcome; made: MadeUp }>[]
  nowMs: number
}>

/** @returns the models after each order of the calls that explains every outcome */
function explain(models: readonly LifecycleModel[], { commands, results, nowMs }: Happened): readonly LifecycleModel[] {
  const explained = new Map<string, LifecycleModel>()
  const tried: string[] = []
  for (const model of models) {
    for (const order of permutations(commands.map((_, place) => place))) {
      const trial = structuredClone(model)
      const outcomes = new Map<number, Outcome>()
      for (const place of order) {
        const [command, result] = [nth(commands, place), nth(results, place)]
        outcomes.set(place, applyCommand(trial, command, { nowMs, made: result.made }))
      }
      tried.push(results.map((_, place) => outcomes.get(place)).join(' | '))
      if (results.every(({ outcome }, place) => outcome === outcomes.get(place))) explained.set(textOf(trial), trial)
    }
  }
  if (explained.size > 0) return [...explained.values()]
  const found = results.map(({ outcome }) => outcome).join(' | ')
  throw new Error(`no order explains ${found}\nof ${JSON.stringify(commands)}\ntried:\n${tried.join('\n')}`)
}

function textOf({ coupons, redemptions, templates, done }: LifecycleModel): string {
  return JSON.stringify([[...coupons].sort(), [...redemptions].sort(), [...templates], [...done].sort()])
}

type Ending = Readonly<{ sellerId: string; models: readonly LifecycleModel[]; nowMs: number }>

/** One of the models has the state of every coupon; its events agree, and the chain of events is intact. */
async function expectSame(store: Store, { sellerId, models, nowMs }: Ending): Promise<void> {
  const codes = [...(models[0]?.coupons.keys() ?? [])].sort()
  const states = await Promise.all(codes.map((code) => readState(store, sellerId, { code, nowMs })))
  expect(models.map((model) => codes.map((code) => expectedState(model, code, nowMs)))).toContainEqual(states)
  const all = await store.couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })
  expect(all.totalCount).toBe(codes.length)
  const { events, newestSeq } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })
  expect(events.map(({ eventSeq }) => eventSeq)).toEqual(events.map((_, place) => place + 1))
  expect(await store.eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: newestSeq })
  for (const [couponId, { claims }] of models[0]?.templates ?? []) {
    const claimedCount = (await store.templateReader.findTemplate(sellerId, couponId))?.claimedCount
    if (claimedCount !== undefined) expect(claimedCount).toBe(claims.length)
  }
}

async function readState(
  store: Store,
  sellerId: string,
  { code, nowMs }: Readonly<{ code: string; nowMs: number }>,
): Promise<readonly unknown[]> {
  const coupon = await store.lifecycleReader.findCoupon(sellerId, code)
  if (coupon === undefined) throw new Error(`${code} is missing`)
  const filter = { couponCode: code }
  const { coupons } = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 1, pageNum: 1 })
  expect(rebuildCoupon(await store.eventReader.listCouponEvents(sellerId, code))).toEqual(lifecycleOf(coupon))
  return [
    code,
    coupons.map((found) => couponStatus(found, nowMs)),
    coupon.state.kind,
    coupon.terms.endDate,
    coupon.returnCount,
  ]
}

function expectedState(model: LifecycleModel, code: string, nowMs: number): readonly unknown[] {
  const coupon = model.coupons.get(code)
  if (coupon === undefined) return [code]
  return [code, [modelStatus(coupon, nowMs)], coupon.state, coupon.endDay, coupon.returns]
}

function* permutations(places: readonly number[]): Generator<readonly number[]> {
  if (places.length <= 1) yield places
  else {
    for (const first of places) {
      for (const rest of permutations(places.filter((place) => place !== first))) yield [first, ...rest]
    }
  }
}

function nth<Item>(items: readonly Item[], place: number): Item {
  const item = items[place % items.length]
  if (item === undefined) throw new RangeError('an empty list')
  return item
}
