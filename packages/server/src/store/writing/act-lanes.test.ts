import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DuplicateKeyError } from '#database/duplicate-key-error'
import { LostRaceError } from '#database/lost-race-error'
import { DatabaseFault } from '#database/mysql/database-fault'
import { positional } from '#database/statement'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { holdCoupon, releaseCoupon } from '#domain/lifecycle/hold-coupon'
import { issueDrafts } from '#domain/lifecycle/issue-drafts'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import type { WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { runAct } from '#domain/lifecycle/run-act'
import { saveMember } from '#domain/lifecycle/save-member'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { setShopGroup } from '#domain/lifecycle/set-shop-group'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { uploadRedemption } from '#domain/lifecycle/upload-redemption'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import type { Named } from '#domain/members/name-members'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { draftOf, unlimited } from '#testing/example-draft'
import { orderVersionWith } from '#testing/example-order'
import { templateOf } from '#testing/example-template'
import { type Executed, type LaneStore, openLaneStore, seededBytes } from '#testing/lane-store'
import { newSeller, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

let store: LaneStore

beforeAll(async () => {
  store = await openLaneStore(join(temporaryFolder(), 'lanes.db'))
})
afterAll(() => store?.close())

const soak = Number(process.env['YAOQUAN_SOAK'] ?? 1)
const phones = ['18612255668', '18612255669', '18612255670', '18612255671', undefined] as const
const cards = ['8801', '8802', undefined] as const
const codes = ['c0', 'c1', 'c2', 'c3'] as const
const orders = ['SO-1', 'SO-2', '订单18612255668'] as const

const stepKinds = [
  'issue',
  'redeem',
  'hold',
  'release',
  'void',
  'claim',
  'sync',
  'upload',
  'save',
  'again',
  'member',
] as const

/** An act of a random group. */
type Step = Readonly<{
  kind: (typeof stepKinds)[number]
  code: string
  order: string
  phone: string | undefined
  cardNo: string | undefined
  couponId?: string | undefined
  isSigned: boolean
}>

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...stepKinds),
  code: fc.constantFrom(...codes),
  order: fc.constantFrom(...orders),
  phone: fc.constantFrom(...phones),
  cardNo: fc.constantFrom(...cards),
  isSigned: fc.boolean(),
})

function draft(couponCode: string, { phone, cardNo }: Partial<Named> = {}): CouponDraft {
  return draftOf({ ...unlimited, couponCode, phone, cardNo, attribute: undefined })
}

/** Does a step; the same place has the same number and the same ids in any seller. */
function take(
  sellerId: string,
  { kind, code, order, phone, cardNo, couponId = 'T', isSigned }: Step,
  place: number,
): Promise<Written<unknown, unknown>> {
  const { lifecycle } = store
  const outRequestNo = kind === 'again' ? 'again' : `number-${place}`
  // Some calls come with the signature of another.
  const signDigest = Buffer.alloc(16, place < 24 ? place % 7 : place)
  const sign = { signDigest, callDigest: Buffer.alloc(16, place < 24 ? place % 14 : place) }
  const request = requestOf(sellerId, { outRequestNo, requestId: undefined, ...(isSigned ? { sign } : {}) })
  const randomBytes = seededBytes(`${place}`)
  const call = { lifecycle, request }
  switch (kind) {
    case 'again':
    case 'issue':
      return runAct(issueDrafts, { ...call, drafts: [draft(kind === 'again' ? 'again' : code, { phone, cardNo })] })
    case 'redeem':
      return redeemCoupons({
        ...call,
        couponCodes: [code],
        orderId: order,
        shop: undefined,
        randomBytes,
        ...unpriced,
        redeemedAtMs: undefined,
      })
    case 'hold':
      return runAct(holdCoupon, { ...call, couponCode: code, orderId: order, ttlSeconds: 60 })
    case 'release':
      return runAct(releaseCoupon, { ...call, couponCode: code, orderId: order })
    case 'void':
      return runAct(voidCoupons, { ...call, couponCodes: [code], reason: '取消' })
    case 'claim':
      return claimCoupons({
        ...call,
        couponId,
        member: { phone, cardNo },
        count: 1,
        channel: undefined,
        randomBytes,
      })
    case 'member': {
      const naming = { memberId: undefined, phone, cardNo }
      return runAct(saveMember, { ...call, naming, change: {}, mayShare: false })
    }
    case 'upload':
      return uploadRedemption({
        ...call,
        coupons: [{ couponCode: code, tillOffFen: undefined }],
        orderId: order,
        shop: undefined,
        basket: unpriced.basket,
        policy: unpriced.policy,
        atMs: request.nowMs - 60_000 * place,
        randomBytes,
      })
    case 'sync': {
      const version = orderVersionWith({ orderId: order, couponCodes: [code], stampMs: place, phone, cardNo })
      return syncOrder({ lifecycle, request, version, policy: newSellerPolicy, randomBytes })
    }
    case 'save':
      return runAct(saveTemplate, { ...call, terms: templateOf({ stockTotal: 3 + place, memberTotal: 2 }) })
  }
}

async function begin(sellerId: string): Promise<void> {
  const call = { lifecycle: store.lifecycle, request: requestOf(sellerId, { outRequestNo: 'begin' }) }
  await runAct(saveTemplate, { ...call, terms: templateOf({ stockTotal: 3, memberTotal: 2 }) })
}

const compared = [
  'SELECT kind, coupon_seq, before_text, after_text, event_count FROM chain_event WHERE seller_id = ? ORDER BY event_seq',
  'SELECT phone_ref, member_no, state FROM phone_member WHERE seller_id = ? ORDER BY phone_ref, member_no',
  'SELECT phone_ref, is_alone, phone_lookup IS NULL FROM member_phone WHERE seller_id = ? ORDER BY phone_ref',
  'SELECT card_ref, member_no, state, home_phone_ref, is_alone FROM member_card WHERE seller_id = ? ORDER BY card_ref',
  'SELECT member_no, state, merged_into FROM member WHERE seller_id = ? ORDER BY member_no',
  'SELECT member_key, coupon_id, taken_total, day_text, taken_day FROM member_usage WHERE seller_id = ? ORDER BY member_key, coupon_id',
  'SELECT coupon_id, taken_total, day_text, taken_day FROM template_stock WHERE seller_id = ?',
  'SELECT counter_name, counter_value FROM counter WHERE seller_id = ? ORDER BY counter_name',
]

/** What is stored of a seller, as far as it is the same for two. */
async function rowsOf(sellerId: string) {
  const read = compared.map((text) => store.engine.reader.all(positional(text, [sellerId])))
  return (await Promise.all(read)).map((rows) => rows.map(String))
}

test('a group leaves what its acts leave one after the other, with the same answers, and what an audit accepts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 24 }), async (steps) => {
      const [together, alone] = [newSeller(), newSeller()]
      for (const sellerId of [together, alone]) await begin(sellerId)
      const answers = await Promise.all(steps.map((each, place) => take(together, each, place)))
      const expected: unknown[] = []
      for (const [place, each] of steps.entries()) expected.push(await take(alone, each, place))
      expect(answers).toEqual(expected)
      expect(await rowsOf(together)).toEqual(await rowsOf(alone))
      expect(await store.audit(together)).toMatchObject({ kind: 'intact' })
    }),
    { numRuns: 60 * soak },
  )
})

/** Acts that do the same to different coupons, each with its number. Those of members: each to another one. */
const kinds = {
  issue: act('issue', { phone: phones[0] }),
  'issue to new members': act('issue', { newPhones: '138' }),
  redeem: act('redeem'),
  hold: act('hold'),
  claim: act('claim', { phone: phones[0], couponId: 'unlimited' }),
  'claim with limits, by new members': act('claim', { newPhones: '138' }),
  'claim with limits, the first of members': act('claim', { newPhones: '137' }),
  'claim with limits, another one': act('claim', { newPhones: '139' }),
  'order.sync': act('sync', { newPhones: '138' }),
  'redemption.upload': act('upload'),
} as const

type ActOf = Readonly<{ phone?: string; newPhones?: string; couponId?: string }>

function act(kind: Step['kind'], { phone, newPhones, couponId }: ActOf = {}) {
  return (sellerId: string, place: number, number = place) => {
    const own = newPhones === undefined ? phone : `${newPhones}${String(place).padStart(8, '0')}`
    const ids = { code: `code-${place}`, order: `order-${place}`, phone: own, cardNo: undefined, isSigned: place > 24 }
    return take(sellerId, { kind, couponId, ...ids }, number)
  }
}

async function beginFor(sellerId: string, count: number): Promise<void> {
  const call = () => ({ lifecycle: store.lifecycle, request: requestOf(sellerId) })
  await runAct(saveTemplate, { ...call(), terms: templateOf({ couponId: 'unlimited' }) })
  await runAct(saveTemplate, { ...call(), terms: templateOf({ stockTotal: 1000, memberTotal: 10 }) })
  const places = Array.from({ length: count }, (_, place) => place)
  const drafts = (name: string, phoneOf: (place: number) => string) =>
    places.map((place) => draft(`${name}-${place}`, { phone: phoneOf(place) }))
  await runAct(issueDrafts, { ...call(), drafts: drafts('code', () => phones[0]) })
  const known = drafts('known', (place) => `137${String(place).padStart(8, '0')}`)
  await runAct(issueDrafts, { ...call(), drafts: known })
  await Promise.all(places.map((place) => kinds['claim with limits, another one'](sellerId, place, 1000 + place)))
}

const size = 64
type Kind = keyof typeof kinds

/** Statements of one act and of 64, without beginning and commit: exactly, so that they cannot creep up. */
const statements: Readonly<Record<Kind, readonly [alone: number, together: number]>> = {
  issue: [11, 12],
  'issue to new members': [13, 14],
  redeem: [9, 9],
  hold: [7, 7],
  claim: [12, 12],
  'claim with limits, by new members': [16, 16],
  'claim with limits, the first of members': [16, 16],
  'claim with limits, another one': [15, 15],
  'order.sync': [19, 20],
  'redemption.upload': [11, 14],
}

describe.each(Object.keys(kinds) as Kind[])('one act, and a group of 64: %s', (kind) => {
  test.each(['alone', 'together'] as const)('%s it has one transaction and few statements', async (how) => {
    const sellerId = newSeller()
    await beginFor(sellerId, kind.startsWith('issue') ? 1 : size)
    // The channel and the kinds of orders are counted already.
    if (how === 'alone') await kinds[kind](sellerId, size - 1)
    store.clear()
    const places = how === 'alone' ? [1] : Array.from({ length: size }, (_, place) => place)
    const done = await Promise.all(places.map((place) => kinds[kind](sellerId, place)))
    expect(done.filter((each) => each.kind === 'done')).toHaveLength(places.length)
    expect([store.transactions(), store.executed.length]).toEqual([1, statements[kind][how === 'alone' ? 0 : 1]])
  })
})

test('a group of several kinds has few statements', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, size)
  store.clear()
  const several = ['issue to new members', 'redeem', 'claim with limits, another one', 'order.sync'] as const
  const works = Array.from({ length: size }, (_, place) => {
    const kind = several[place % several.length] ?? 'hold'
    return kinds[kind](sellerId, kind === 'issue to new members' ? 100 + place : place)
  })
  const done = await Promise.all(works)
  expect(done.filter((each) => each.kind === 'done')).toHaveLength(size)
  expect([store.transactions(), store.executed.length]).toEqual([1, 31])
})

const poison = 7

function isPoisoned({ values }: Executed): boolean {
  return values.some(
    (value) => value === `number-${poison}` || value === `code-${poison}` || value === `order-${poison}`,
  )
}

/** Tells statements apart, whatever the length of their lists. */
function familyOf({ text }: Executed): string {
  return text.slice(0, 70)
}

describe.each(['issue', 'redeem', 'hold'] as const)('an act that fails in a group: %s', (kind) => {
  test.each([
    ['a row exists', new DuplicateKeyError('exists')],
    ['the row was changed', new LostRaceError('lost')],
    ['any other error', new Error('broken')],
    // After which engines give up, as they do where no host answers.
    ['it takes too long each time', new DatabaseFault('no answer in time', { kind: 'unavailable', errno: 0 })],
  ])('fails alone, at whichever of its statements: %s', async (_, error) => {
    const all = Array.from({ length: 12 }, (__, place) => place)
    const [inGroup, alone] = [await poisonedFamilies(kind, all), await poisonedFamilies(kind, [poison])]
    expect(inGroup.size).toBeGreaterThan(3)
    for (const family of new Set([...inGroup, ...alone])) {
      const sellerId = newSeller()
      await beginFor(sellerId, kind === 'issue' ? 1 : 12)
      store.setFault((statement) => {
        if (familyOf(statement) === family && isPoisoned(statement)) throw error
      })
      const written = await Promise.allSettled(all.map((place) => kinds[kind](sellerId, place)))
      store.clear()
      const failed = written.flatMap(({ status }, place) => (status === 'rejected' ? [place] : []))
      // What fails only in a group is done alone, and what is only read alone is not read in the group.
      expect([family, failed]).toEqual([family, inGroup.has(family) && alone.has(family) ? [poison] : []])
      expect(await store.audit(sellerId)).toMatchObject({ kind: 'intact' })
    }
  })
})

/** The statements that name the act where acts are done at the same time. */
async function poisonedFamilies(kind: keyof typeof kinds, places: readonly number[]): Promise<ReadonlySet<string>> {
  const sellerId = newSeller()
  await beginFor(sellerId, kind === 'issue' ? 1 : 12)
  store.clear()
  await Promise.all(places.map((place) => kinds[kind](sellerId, place)))
  return new Set(store.executed.filter(isPoisoned).map(familyOf))
}

test('a group that fails as a whole runs again, and act by act the third time', async () => {
  for (const [times, transactions] of [
    [1, 2],
    [2, 14],
  ] as const) {
    const sellerId = newSeller()
    await beginFor(sellerId, 1)
    store.clear()
    let left: number = times
    store.setFault(({ text }) => {
      if (!text.startsWith('UPDATE event_head') || left === 0) return
      left -= 1
      throw new Error('too large')
    })
    const decided = new Map<number, number>()
    const counting = {
      ...issueDrafts,
      decide(given: Parameters<typeof issueDrafts.decide>[0]) {
        const place = Number(given.input.drafts[0]?.terms.couponCode.slice(5))
        decided.set(place, (decided.get(place) ?? 0) + 1)
        return issueDrafts.decide(given)
      },
    }
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, place) => {
        const drafts = [draft(`code-${place + 1}`)]
        return runAct(counting, { lifecycle: store.lifecycle, request: requestOf(sellerId), drafts })
      }),
    )
    expect(written.every(({ kind }) => kind === 'done')).toBe(true)
    expect([store.transactions(), Math.max(...decided.values())]).toEqual([transactions, times + 1])
    store.clear()
    expect(await store.audit(sellerId)).toMatchObject({ kind: 'intact' })
  }
})

test('a dry run, and a part of a long work, have a transaction of their own', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, 1)
  store.clear()
  const issueAs = (place: number, changes: Parameters<typeof requestOf>[1]) =>
    runAct(issueDrafts, {
      lifecycle: store.lifecycle,
      request: requestOf(sellerId, changes),
      drafts: [draft(`code-${place}`)],
    })
  await Promise.all([
    issueAs(1, {}),
    issueAs(2, {}),
    issueAs(3, { isTried: true }),
    issueAs(4, { part: 1 }),
    issueAs(5, {}),
  ])
  expect(store.transactions()).toBe(4)
})

type Slowly = Readonly<{ code: string; ms: number; onDecided?: () => void }>

/** Issues a coupon by an act whose decision takes a time. */
function issueSlowly(sellerId: string, { code, ms, onDecided = () => undefined }: Slowly) {
  const slow = {
    ...issueDrafts,
    decide(given: Parameters<typeof issueDrafts.decide>[0]) {
      onDecided()
      store.passMs(ms)
      return issueDrafts.decide(given)
    },
  }
  const drafts = [draft(code)]
  return runAct(slow, { lifecycle: store.lifecycle, request: requestOf(sellerId), drafts })
}

test('a group that takes long ends before an act that reads again, and those that are left are the next one', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, 1)
  store.clear()
  const issue = (code: string) => issueSlowly(sellerId, { code, ms: 60 })
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(issue))
  expect(store.transactions()).toBe(1)
  store.clear()
  await Promise.all(['f', 'f', 'f', 'f', 'f'].map(issue))
  expect(store.transactions()).toBe(2)
})

test('a group ends after some time, however little its acts read', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, 1)
  store.clear()
  await Promise.all(['a', 'b', 'c', 'd'].map((code) => issueSlowly(sellerId, { code, ms: 250 })))
  expect(store.transactions()).toBe(2)
})

test('an act that waited too long for those before it is refused', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, 1)
  const late: Promise<unknown>[] = []
  const onDecided = () => late.push(issueSlowly(sellerId, { code: 'late', ms: 0 }).catch(String))
  await issueSlowly(sellerId, { code: 'slow', ms: 15_001, onDecided })
  expect(await Promise.all(late)).toEqual([expect.stringContaining('too busy')])
  expect(await issueSlowly(sellerId, { code: 'next', ms: 0 })).toMatchObject({ kind: 'done' })
})

test('an act sees the newest event after calls that ended at their signature', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, 4)
  const sign = { signDigest: Buffer.alloc(16, 1), callDigest: Buffer.alloc(16, 1) }
  const issue = (code: string, given: Partial<WriteRequest>) =>
    runAct(issueDrafts, {
      lifecycle: store.lifecycle,
      request: requestOf(sellerId, given),
      drafts: [draft(code)],
    })
  await issue('first', { sign })
  const newest = await store.engine.reader.one(
    positional('SELECT newest_seq FROM event_head WHERE seller_id = ?', [sellerId]),
  )
  const group = { name: '华东', shops: 'S1,S2' }
  const [reused, set] = await Promise.all([
    issue('second', { sign: { ...sign, callDigest: Buffer.alloc(16, 2) } }),
    runAct(setShopGroup, { lifecycle: store.lifecycle, request: requestOf(sellerId), ...group }),
  ])
  expect([reused, set]).toMatchObject([{ kind: 'sign-reused' }, { answer: { version: Number(newest?.[0]) + 1 } }])
})

test('a group of large acts ends after some thousand rows', async () => {
  const sellerId = newSeller()
  await beginFor(sellerId, 1)
  store.clear()
  const issueMany = (name: string) => {
    // What reads while it writes sends what was collected.
    const drafts = Array.from({ length: 1000 }, (_, place) => {
      const { terms, state } = draft(`${name}-${place}`)
      return { terms: { ...terms, attribute: `${name} ${place}` }, state }
    })
    return runAct(issueDrafts, { lifecycle: store.lifecycle, request: requestOf(sellerId), drafts })
  }
  await Promise.all(['a', 'b', 'c'].map(issueMany))
  expect(store.transactions()).toBe(3)
})
