import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ListMarks } from './list-marks.ts'

const steps = fc.array(fc.record({ seq: fc.integer({ min: 1, max: 9 }), rank: fc.nat(3) }), { maxLength: 50 })

test('the mark before an offset is the farthest that has no more coupons up to it', () => {
  fc.assert(
    fc.property(steps, fc.nat(200), (given, offset) => {
      const marks = new ListMarks()
      const added = [{ seq: 0, rank: 0 }]
      for (const step of given) {
        const last = added.at(-1) ?? { seq: 0, rank: 0 }
        const mark = { seq: last.seq + step.seq, rank: last.rank + step.rank }
        marks.add(mark)
        added.push(mark)
      }
      expect(marks.before(offset)).toEqual(added.findLast(({ rank }) => rank <= offset))
      expect(marks.last).toEqual(added.at(-1))
    }),
  )
})

test('a stretch that holds nothing of the list takes no mark', () => {
  const marks = new ListMarks()
  for (const seq of [10, 20, 30]) marks.add({ seq, rank: 0 })
  marks.add({ seq: 40, rank: 1 })
  expect([marks.count, marks.before(0), marks.before(1)]).toEqual([2, { seq: 30, rank: 0 }, { seq: 40, rank: 1 }])
})
