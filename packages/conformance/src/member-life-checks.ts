import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { type CouponFilter, memberId, newSeller, noon, permutations, requestOf, type Store } from '#server/testing'
import * as calls from '#server/testing/calls'
import { applyAction, type MemberAction } from './apply-member-action.ts'
import { memberTotal, type Performed, performAction } from './member-calls.ts'
import { claimsOf, couponsOf, heldBy, listedBy, type MemberModel, type Names, noMembers } from './member-model.ts'
import type { Checks, Programs } from './programs.ts'

/** Calls that several callers make at the same moment. */
type Round = Readonly<{ plans: readonly Plan[] }>
/** An action; a merge to undo is named by its place among those known so far. */
type Plan = Readonly<{ action: MemberAction; pick: number }>

const phones = ['13900000001', '13900000002', '13900000003']
const cards = ['a', 'b', 'c']
const names: readonly Names[] = [
  ...phones.map((phone) => ({ phone })),
  ...cards.map((card) => ({ card })),
  ...phones.flatMap((phone) => cards.map((card) => ({ phone, card }))),
]

const anyPhone = fc.constantFrom(...phones)
const anyCard = fc.constantFrom(...cards)
const anyNames = fc.constantFrom(...names)
const anyMember = fc.integer({ min: 1, max: 5 })
const seldom = fc.constantFrom(false, false, true)
const mayBe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const anyAction: fc.Arbitrary<MemberAction> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('issue'), names: anyNames }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('claim'), names: anyNames, count: fc.constantFrom(1, 2) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('save'), member: mayBe(anyMember), names: anyNames, shares: seldom }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change-phone'),
      member: mayBe(anyMember),
      old: anyPhone,
      next: anyPhone,
      shares: seldom,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('replace-card'), card: anyCard, next: mayBe(anyCard) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('merge'), from: anyMember, into: anyMember }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unmerge'), id: fc.constant('') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase'), member: anyMember }) },
)

const anyRound: fc.Arbitrary<Round> = fc.record({
  plans: fc.array(fc.record({ action: anyAction, pick: fc.nat() }), { minLength: 1, maxLength: 3 }),
})

/**
 * Random calls about members of several callers through two programs, against a plain model: what a round of calls came to must be
 * what the model says for some order of them, and everything that is shown afterwards as well.
 */
export const memberLifeChecks: Checks = {
  async 'whatever members do, limits are exact and no coupon is lost or shown to somebody else'(programs) {
    const run = (rounds: readonly Round[]) => runRounds({ ...programs, sellerId: newSeller() }, rounds)
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 14 }), run), {
      numRuns: Math.ceil(programs.modelRuns / 3),
      interruptAfterTimeLimit: 100_000,
    })
  },
}

async function runRounds(programs: Programs, rounds: readonly Round[]): Promise<void> {
  const { at, sellerId } = programs
  await calls.save(at(0), requestOf(sellerId), { memberTotal })
  let models: readonly MemberModel[] = [noMembers()]
  const merges: string[] = []
  for (const [place, { plans }] of rounds.entries()) {
    const moment = { sellerId, nowMs: noon + (place + 1) * 60_000, round: place }
    const actions = plans.map(({ action, pick }): MemberAction => {
      if (action.kind !== 'unmerge') return action
      return { ...action, id: merges.at(pick % Math.max(1, merges.length)) ?? 'nothing' }
    })
    const results = await Promise.all(
      actions.map((action, caller) => performAction(at(caller + place), action, { ...moment, caller })),
    )
    merges.push(...results.flatMap(({ mergeId }) => mergeId ?? []))
    models = explained(models, { actions, results, nowMs: moment.nowMs })
    models = await shownModels(programs, models)
  }
}

type Happened = Readonly<{ actions: readonly MemberAction[]; results: readonly Performed[]; nowMs: number }>

/** @returns the models after each order of the calls that explains every outcome */
function explained(models: readonly MemberModel[], { actions, results, nowMs }: Happened): readonly MemberModel[] {
  const found = results.map(({ outcome }) => outcome)
  const tried: string[] = []
  const after: MemberModel[] = []
  for (const model of models) {
    for (const order of permutations([...actions.entries()])) {
      const trial = structuredClone(model)
      const outcomes: string[] = []
      for (const [place, action] of order) {
        const { codes = [], mergeId } = results[place] ?? {}
        outcomes[place] = applyAction(trial, action, { nowMs, memberTotal, codes, mergeId })
      }
      tried.push(outcomes.join(' | '))
      const isNew = !after.some((one) => isDeepStrictEqual(one, trial))
      if (isDeepStrictEqual(outcomes, found) && isNew) after.push(trial)
    }
  }
  if (after.length > 0) return after
  throw new Error(`no order explains ${found.join(' | ')}\nof ${JSON.stringify(actions)}\ntried:\n${tried.join('\n')}`)
}

/** The models whose members and coupons are those that both programs show. */
async function shownModels(programs: Programs, models: readonly MemberModel[]): Promise<readonly MemberModel[]> {
  const { all, sellerId } = programs
  let left = models
  for (const store of all.slice(0, 2)) {
    await store.erasures.finish(noon)
    const seen = await seenIn(store, sellerId)
    const expected = left.map((model) => shownBy(model))
    left = left.filter((_model, place) => isDeepStrictEqual(expected[place], seen))
    if (left.length > 0) continue
    throw new Error(
      `a program shows\n${JSON.stringify(seen)}\nand not\n${expected.map((one) => JSON.stringify(one)).join('\n')}`,
    )
  }
  const verdict = await programs.one.eventAuditor.verifyChain(sellerId)
  if (verdict.kind !== 'intact') throw new Error(`the audit found ${JSON.stringify(verdict)}`)
  return left
}

/** Everything that is shown of members and coupons, in plain words. */
type Shown = Readonly<{ lists: readonly string[]; members: readonly string[]; coupons: readonly string[] }>

function shownBy(model: MemberModel): Shown {
  return {
    lists: names.map((one) => `${wordsOf(one)}: ${listedBy(model, one)}`),
    members: model.members.map(({ state }, place) => {
      const member = place + 1
      const { phones: own, cards: ownCards } = heldBy(model, member)
      const claimed = state === 'active' ? claimsOf(model, member) : 0
      const owned = state === 'active' ? couponsOf(model, member).length : 0
      const words = typeof state === 'string' ? state : `merged ${state.into}`
      return `M${member} ${words} [${own}] [${ownCards}] ${claimed} of ${owned}`
    }),
    coupons: model.coupons
      .map(({ code, phone, card }) => {
        const texts = [
          phone === undefined ? undefined : model.phones[phone]?.text,
          card === undefined ? undefined : model.cards[card]?.text,
        ]
        return `${code} ${texts.join(' ')}`
      })
      .toSorted(),
  }
}

async function seenIn(store: Store, sellerId: string): Promise<Shown> {
  const lists: string[] = []
  for (const one of names) {
    const codes = (await pageOf(store, sellerId, { phone: one.phone, cardNo: one.card })).map(({ code }) => code)
    lists.push(`${wordsOf(one)}: ${codes.toSorted()}`)
  }
  const { members } = await store.memberReader.listMembers({
    sellerId,
    filter: {},
    afterMemberNo: undefined,
    limit: 200,
  })
  const shown: string[] = []
  const active = members.filter(({ state }) => state.kind === 'active').map(({ memberNo }) => memberNo)
  const claims = await store.memberReader.countClaims(sellerId, active)
  for (const { memberNo, state, phones: held, cards: heldCards } of members) {
    const isActive = state.kind === 'active'
    const claimed = claims.get(memberNo)?.get('T') ?? 0
    const owned = isActive ? await store.memberReader.countCoupons(sellerId, [memberNo]) : 0
    const words = state.kind === 'merged' ? `merged ${state.into}` : state.kind
    const [own, ownCards] = [
      held.map((one) => `${one.phone} ${one.state}`).toSorted(),
      heldCards.map((one) => `${one.cardNo} ${one.state}`),
    ]
    shown.push(`${memberId(memberNo)} ${words} [${own}] [${ownCards}] ${claimed} of ${owned}`)
  }
  const coupons = (await pageOf(store, sellerId, {})).map(
    ({ code, phone, card }) => `${code} ${[phone, card].join(' ')}`,
  )
  return { lists, members: shown, coupons: coupons.toSorted() }
}

type ShownCoupon = Readonly<{ code: string; phone: string | undefined; card: string | undefined }>

/** A page as a server gives it: under its tag, the same program answers with what it had. */
const kept = new WeakMap<Store, Map<string, readonly ShownCoupon[]>>()

async function pageOf(store: Store, sellerId: string, filter: CouponFilter): Promise<readonly ShownCoupon[]> {
  const query = { sellerId, filter, pageSize: 200, pageNum: 1 }
  const pages = kept.get(store) ?? new Map<string, readonly ShownCoupon[]>()
  kept.set(store, pages)
  const tag = await store.couponReader.findPageTag(query)
  const known = tag === undefined ? undefined : pages.get(tag)
  if (known !== undefined) return known
  const { coupons, totalCount } = await store.couponReader.findCouponPage(query)
  if (totalCount !== coupons.length) throw new Error(`${totalCount} coupons in all, and ${coupons.length} on the page`)
  const page = coupons.map(({ terms }) => ({ code: terms.couponCode, phone: terms.phone, card: terms.cardNo }))
  if (tag !== undefined) pages.set(tag, page)
  return page
}

function wordsOf({ phone, card }: Names): string {
  return [phone, card].filter((text) => text !== undefined).join(' ')
}
