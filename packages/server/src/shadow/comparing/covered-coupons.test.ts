import { expect, it } from 'vitest'
import { CoverageCounter, coverageOf } from '#shadow/report/coverage-counts'
import { coveredCoupons } from './covered-coupons.ts'

const coupon = (code: string, phone: string) => new Map(Object.entries({ coupon_code: code, phone }))

function page(...coupons: readonly ReadonlyMap<string, string>[]) {
  return { kind: 'page', errorCode: '', currentPage: 1, totalCount: 0, totalPage: 1, coupons } as const
}

it('counts coupons and members once, and those as equal that were so in every member of an answer', () => {
  const counter = new CoverageCounter(undefined)
  const [a, b, c] = [coupon('A', '1'), coupon('B', '1'), coupon('C', '2')]
  const field = { class: 'field', name: 'end_date', couponCode: 'B', upstream: '1', ours: '2' } as const
  const missing = { class: 'missing', name: '', couponCode: 'D', upstream: 'D', ours: '' } as const
  const theirs = page(a, b, c, coupon('D', '3'))
  const see = (sellerId: string, deviations: Parameters<typeof coveredCoupons>[1]) =>
    counter.saw(coveredCoupons({ theirs, ours: page(a, b, c), sellerId }, deviations))
  see('111', [field, missing])
  see('111', [field, missing])
  const covered = { seen: 4, agreed: 2, known: undefined }
  expect(coverageOf(counter.data())).toEqual({ coupons: covered, members: { seen: 3, agreed: 1, known: undefined } })
  see('222', [])
  counter.knows(10)
  const continued = coverageOf(new CoverageCounter(counter.data()).data())
  expect(continued.coupons).toEqual({ seen: 8, agreed: 5, known: 10 })
  expect(continued.members).toEqual({ seen: 6, agreed: 3, known: undefined })
})

it('knows a member of an answer with masked phones by ours, and none where both are masked', () => {
  const masked = page(coupon('A', '186****5668'))
  const memberOf = (ours: string) =>
    coveredCoupons({ theirs: masked, ours: page(coupon('A', ours)), sellerId: '1' }, [])[0]?.member
  expect([memberOf('18612255668'), memberOf('186****5668')]).toEqual(['18612255668', undefined])
})
