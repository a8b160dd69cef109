import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ListCheckpoints } from './list-checkpoints.ts'

const steps = fc.array(fc.record({ seq: fc.integer({ min: 1, max: 9 }), rank: fc.nat(3) }), { maxLength: 50 })

test('the checkpoint before an offset is the farthest that has no more coupons up to it', () => {
  fc.assert(
    fc.property(steps, fc.nat(200), (given, offset) => {
      const checkpoints = new ListCheckpoints()
      const added = [{ seq: 0, rank: 0 }]
      for (const step of given) {
        const last = added.at(-1) ?? { seq: 0, rank: 0 }
        const checkpoint = { seq: last.seq + step.seq, rank: last.rank + step.rank }
        checkpoints.add(checkpoint)
        added.push(checkpoint)
      }
      expect(checkpoints.before(offset)).toEqual(added.findLast(({ rank }) => rank <= offset))
      expect(checkpoints.last).toEqual(added.at(-1))
    }),
  )
})

test('a stretch that holds nothing of the list takes no checkpoint', () => {
  const checkpoints = new ListCheckpoints()
  for (const seq of [10, 20, 30]) checkpoints.add({ seq, rank: 0 })
  checkpoints.add({ seq: 40, rank: 1 })
  expect([checkpoints.count, checkpoints.before(0), checkpoints.before(1)]).toEqual([
    2,
    { seq: 30, rank: 0 },
    { seq: 40, rank: 1 },
  ])
})
