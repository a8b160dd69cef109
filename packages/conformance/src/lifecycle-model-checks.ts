import { expect } from 'expect'
import fc from 'fast-check'
import {
  couponStatus,
  lifecycleOf,
  listEvents,
  newSeller,
  noon,
  permutations,
  rebuildCoupon,
  requestOf,
  runAct,
  type Store,
  saveTemplate,
  type TemplateTerms,
  templateOf,
} from '#server/testing'
import { noIdentities } from './identity-model.ts'
import { anyPlan, nothingKnown, type Plan, performCommand, performPlans } from './lifecycle-commands.ts'
import {
  applyCommand,
  type Command,
  type LifecycleModel,
  type MadeUp,
  type ModelTemplate,
  modelStatus,
  type Outcome,
} from './lifecycle-model.ts'
import type { Checks, Programs } from './programs.ts'

/** Calls that several callers make at the same moment, some time after the round before. */
type Round = Readonly<{ hours: number; plans: readonly Plan[] }>

const anyRound: fc.Arbitrary<Round> = fc.record({
  hours: fc.constantFrom(0, 0, 0, 1, 12, 24),
  plans: fc.array(anyPlan, { minLength: 1, maxLength: 4 }),
})

/**
 * Random calls of several callers through two programs, against a plain model. What one round of calls came to must be
 * what the model says for some order of them.
 */
export const lifecycleModelChecks: Checks = {
  async 'concurrent calls have the outcome that a plain model gives for some order of them'(programs) {
    const run = (rounds: readonly Round[]) => runRounds({ ...programs, sellerId: newSeller() }, rounds)
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 16 }), run), {
      numRuns: programs.modelRuns,
      interruptAfterTimeLimit: 100_000,
    })
  },
}

const templates: Readonly<Record<string, Partial<TemplateTerms>>> = {
  stock: { stockTotal: 4, stockPerDay: 3, returnPolicy: { kind: 'same-code', extendDays: 2, maxCycles: 1 } },
  member: { memberTotal: 3, memberPerDay: 2, isStackable: false },
  free: { returnPolicy: { kind: 'none', extendDays: 0 } },
}

async function runRounds({ one, at, sellerId }: Programs, rounds: readonly Round[]): Promise<void> {
  let models: readonly LifecycleModel[] = [await prepare(one, sellerId)]
  const known = nothingKnown()
  let nowMs = noon
  for (const { hours, plans } of rounds) {
    nowMs += hours * 3_600_000
    const moment = { sellerId, nowMs }
    const happened = await performPlans(plans, known, (command, place) => performCommand(at(place), command, moment))
    models = explain(models, { ...happened, nowMs })
  }
  await expectSame(one, { sellerId, models, nowMs })
}

async function prepare({ lifecycleStore: lifecycle }: Store, sellerId: string): Promise<LifecycleModel> {
  const models = new Map<string, ModelTemplate>()
  for (const [couponId, changes] of Object.entries(templates)) {
    const validity = { kind: 'relative', fromDay: 0, toDay: 2 } as const
    const terms = templateOf({ couponId, validity, couponAmountFen: 40, perOrder: 20, ...changes })
    await runAct(saveTemplate, { lifecycle, request: requestOf(sellerId), terms })
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
  const nothing = { coupons: new Map(), reserved: new Map(), redemptions: new Map(), done: new Map() }
  return { ...nothing, templates: models, identities: noIdentities() }
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
  const calls = commands.map((command, place) => ({ command, place, made: results[place]?.made ?? nothingMade }))
  const found = results.map(({ outcome }) => outcome).join(' | ')
  for (const model of models) {
    for (const order of permutations(calls)) {
      const trial = structuredClone(model)
      const outcomes: Outcome[] = []
      for (const { command, place, made } of order) outcomes[place] = applyCommand(trial, command, { nowMs, made })
      tried.push(outcomes.join(' | '))
      if (outcomes.join(' | ') === found) explained.set(textOf(trial), trial)
    }
  }
  if (explained.size > 0) return [...explained.values()]
  throw new Error(`no order explains ${found}\nof ${JSON.stringify(commands)}\ntried:\n${tried.join('\n')}`)
}

const nothingMade: MadeUp = { codes: [], redemptionIds: [] }

function textOf({ coupons, reserved, redemptions, templates, identities, done }: LifecycleModel): string {
  const members = [[...identities.holders].sort(), [...identities.owners].sort(), identities.newestMember]
  const maps = [coupons, reserved, redemptions, done].map((map) => [...map].sort())
  return JSON.stringify([...maps, [...templates], members])
}

type Ending = Readonly<{ sellerId: string; models: readonly LifecycleModel[]; nowMs: number }>

/** One of the models has the state of every coupon; its events agree, and the chain of events is intact. */
async function expectSame(store: Store, { sellerId, models, nowMs }: Ending): Promise<void> {
  const codes = [...(models[0]?.coupons.keys() ?? [])].sort()
  const states = await Promise.all(codes.map((code) => readState(store, sellerId, { code, nowMs })))
  expect(models.map((model) => codes.map((code) => expectedState(model, code, nowMs)))).toContainEqual(states)
  const all = await store.couponReader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })
  expect(all.totalCount).toBe(codes.length)
  const events = await listEvents(store, sellerId)
  expect(events.map(({ eventSeq }) => eventSeq)).toEqual(events.map((_, place) => place + 1))
  expect(await store.eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: events.length })
  for (const [couponId, { claims }] of models[0]?.templates ?? []) {
    const claimed = (await store.templateReader.findTemplate(sellerId, couponId))?.claimed
    if (claimed !== undefined) expect(claimed.total).toBe(claims.length)
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
  expect(rebuildCoupon((await store.eventReader.listCouponEvents(sellerId, code)).events)).toEqual(lifecycleOf(coupon))
  const statuses = coupons.map((found) => couponStatus(found, nowMs))
  return [code, statuses, coupon.state.kind, coupon.terms.endDate, coupon.returnCount]
}

function expectedState(model: LifecycleModel, code: string, nowMs: number): readonly unknown[] {
  const coupon = model.coupons.get(code)
  if (coupon === undefined) return [code]
  return [code, [modelStatus(coupon, nowMs)], coupon.state, coupon.endDay, coupon.returns]
}
