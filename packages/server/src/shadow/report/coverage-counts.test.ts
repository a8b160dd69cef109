import { expect, it } from 'vitest'
import { DistinctCounter } from './coverage-counts.ts'

it.each([0, 1, 100, 5_000, 50_000])(
  'estimates %i different texts to a twentieth, however often each comes',
  (texts) => {
    const counter = new DistinctCounter()
    for (let n = 0; n < texts; n += 1) counter.add(`coupon-${n}`)
    for (let n = 0; n < Math.min(texts, 1_000); n += 1) counter.add(`coupon-${n}`)
    expect(Math.abs(counter.count() - texts)).toBeLessThanOrEqual(texts * 0.05)
  },
)

it('continues what was written, and begins anew where that is damaged', () => {
  const counter = new DistinctCounter()
  for (let n = 0; n < 10; n += 1) counter.add(String(n))
  const next = new DistinctCounter(counter.data())
  next.add('0')
  next.add('ten')
  expect([next.count(), new DistinctCounter('AAAA').count()]).toEqual([11, 0])
})
