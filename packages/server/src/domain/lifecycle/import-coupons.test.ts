import { expect, test } from 'vitest'
import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { sortRows } from '#domain/coupon/sort-rows'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { requestOf } from '#testing/requests'
import { loadAll, loadBy } from './act.ts'
import { importCoupons } from './import-coupons.ts'
import { issueDrafts } from './issue-drafts.ts'
import type { LifecycleStore } from './lifecycle-store.ts'
import type { Loader } from './reads.ts'

const known: KnownIdentities = {
  phones: new Map(),
  cards: new Map(),
  holdings: new Map(),
  free: { phoneRef: 1, cardRef: 1, memberNo: 1 },
}

/** Loads what an issue must see of a seller that has some coupons, and no members. */
function loaderWith(existing: readonly RawCoupon[]): Pick<Loader, 'couponsAsIssued' | 'identities' | 'storedTexts'> {
  const stored = sortRows(existing).drafts.map((draft) => {
    return [draft.terms.couponCode, { ...storedCouponOf({ kind: 'unused' }), ...draft }] as const
  })
  return {
    couponsAsIssued: async () => new Map(stored),
    identities: async () => known,
    storedTexts: async () => undefined,
  }
}

/** Imports rows; nothing is applied. `codes`: of each transaction. */
async function run(rows: readonly RawCoupon[], existing: readonly RawCoupon[] = []) {
  const codes: (readonly string[])[] = []
  const loader = loaderWith(existing)
  const lifecycle: LifecycleStore = {
    rememberSign: async () => ({ kind: 'sign-known' }),
    async runAct({ part, nowMs }, act, input) {
      const couponsAsIssued: Loader['couponsAsIssued'] = (requested) => {
        codes.push(requested)
        return loader.couponsAsIssued(requested)
      }
      const found = await loadAll(act.reads(input, { nowMs }), loadBy({ ...loader, couponsAsIssued }))
      expect(part).toBe(codes.length)
      const decision = act.decide({ input, found, nowMs })
      return decision.kind === 'refused' ? decision : { ...decision, isAlreadyDone: false }
    },
  }
  return { outcomes: await importCoupons({ lifecycle, request: requestOf('111'), rows }), codes }
}

test('gives one outcome per row, in order, and stores only rows that are coupons', async () => {
  const rows = [{ couponCode: 'a' }, { couponCode: 'x', couponAmount: '-1' }, { couponCode: 'b' }]
  const { outcomes, codes } = await run(rows, [{ couponCode: 'b' }])
  expect(outcomes).toMatchObject([
    { kind: 'created' },
    { kind: 'invalid', field: 'couponAmount' },
    { kind: 'existing' },
  ])
  expect(codes).toEqual([['a', 'b']])
})

test('a code given twice with equal content is created once and exists then', async () => {
  const rows = [
    { couponCode: 'a', phone: '18612255668' },
    { couponCode: ' a ', phone: '+86 186 1225 5668' },
  ]
  const { outcomes, codes } = await run(rows)
  expect([outcomes.map(({ kind }) => kind), codes]).toEqual([['created', 'existing'], [['a']]])
})

test('a code given again with other content is a conflict with its first row', async () => {
  const { outcomes } = await run([{ couponCode: 'a' }, { couponCode: 'a', shop: '01' }])
  expect(outcomes).toMatchObject([{ kind: 'created' }, { kind: 'conflict', fields: ['shop'] }])
})

test('a repetition of a row that is in conflict with the store is in conflict too', async () => {
  const conflict = { kind: 'conflict', fields: ['channel'] }
  const { outcomes } = await run([{ couponCode: 'a' }, { couponCode: 'a' }], [{ couponCode: 'a', channel: 'app' }])
  expect(outcomes).toEqual([conflict, conflict])
})

test('stores at most 1,000 coupons in one transaction, which are parts of one number', async () => {
  const rows = Array.from({ length: 2001 }, (_, place) => ({ couponCode: `c${place}` }))
  const { outcomes, codes } = await run(rows)
  expect(outcomes).toHaveLength(2001)
  expect(codes.map(({ length }) => length)).toEqual([1000, 1000, 1])
})

test('asks the store for nothing when no row is a coupon', async () => {
  expect(await run([])).toEqual({ outcomes: [], codes: [] })
  const { outcomes, codes } = await run([{}])
  expect([outcomes.map(({ kind }) => kind), codes]).toEqual([['invalid'], []])
})

test('an issue of which nothing is new is refused, and uses no number', async () => {
  const { drafts } = sortRows([{ couponCode: 'a' }, { couponCode: 'b', channel: 'app' }])
  const issueInto = async (existing: readonly RawCoupon[]) => {
    const found = await loadAll(issueDrafts.reads({ drafts }, { nowMs: 0 }), loadBy(loaderWith(existing)))
    return issueDrafts.decide({ input: { drafts }, found, nowMs: 0 })
  }
  const others = [
    [0, { kind: 'existing' }],
    [1, { kind: 'conflict', fields: ['channel'] }],
  ]
  expect(await issueInto([{ couponCode: 'a' }, { couponCode: 'b' }])).toEqual({ kind: 'refused', refusal: others })
  expect(await issueInto([{ couponCode: 'b' }])).toMatchObject({ kind: 'done', answer: others.slice(1) })
})
