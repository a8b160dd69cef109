import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('runs no more works at the same time than it has slots, and all of them in order', async () => {
  const slots = new Slots(3, { patienceMs: 10_000 })
  const started: number[] = []
  let running = 0
  let most = 0
  const works = Array.from({ length: 20 }, (_, place) =>
    slots.use(undefined, async () => {
      started.push(place)
      running += 1
      most = Math.max(most, running)
      await delay(place % 3)
      running -= 1
      if (place % 5 === 0) throw new Error('failed')
      return place
    }),
  )
  const outcomes = await Promise.allSettled(works)
  expect(most).toBe(3)
  expect(started).toEqual(works.map((_, place) => place))
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4)
})

test('is closed when what ran and waited has ended, and refuses what comes later', async () => {
  const slots = new Slots(2, { patienceMs: 10_000 })
  const done: number[] = []
  for (let place = 0; place < 5; place += 1) {
    void slots.use(undefined, async () => {
      await delay(5)
      done.push(place)
    })
  }
  await slots.close()
  expect(done).toHaveLength(5)
  await expect(slots.use(undefined, async () => 1)).rejects.toThrow('the store is closed')
  await slots.close()
})

test('a work that waited too long for its turn is refused and never run, and its turn goes to the next', async () => {
  const slots = new Slots(1, { patienceMs: 20 })
  const held = Promise.withResolvers<void>()
  const holding = slots.use(undefined, () => held.promise)
  let isRun = false
  const late = slots.use(undefined, async () => {
    isRun = true
  })
  await expect(late).rejects.toThrow('too busy')
  const next = slots.use(undefined, async () => 'next')
  held.resolve()
  await holding
  expect([await next, isRun]).toEqual(['next', false])
  await slots.close()
})

/** Records the order in which works begin; each ends when told. */
function openWorks(slots: Slots) {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const begin = (sellerId: string, name: string) =>
    slots.use(sellerId, () => {
      begun.push(name)
      return new Promise<void>((resolve) => ends.push(resolve))
    })
  const endOldest = async () => {
    ends.shift()?.()
    await delay(0)
  }
  return { begun, begin, endOldest }
}

test('sellers with waiting works take turns, and the works of each keep their order', async () => {
  const { begun, begin, endOldest } = openWorks(new Slots(1, { patienceMs: 10_000 }))
  for (const name of ['a1', 'a2', 'a3', 'a4']) void begin('a', name)
  for (const name of ['b1', 'b2', 'c1']) void begin(name.slice(0, 1), name)
  for (let ended = 0; ended < 7; ended += 1) await endOldest()
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
})

test('a seller never has more slots than its share, so a neighbour begins immediately', async () => {
  const { begun, begin, endOldest } = openWorks(new Slots(4, { patienceMs: 10_000, perSeller: 3 }))
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void begin('a', name)
  void begin('b', 'b1')
  await delay(0)
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1'])
  await endOldest()
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'a4'])
  // None may wait beyond the test.
  for (let left = 5; left > 0; left -= 1) await endOldest()
  expect(begun).toHaveLength(6)
})

test('a work that leaves its slot for a while goes on before the other waiting works of its seller', async () => {
  const slots = new Slots(1, { patienceMs: 10_000 })
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(name)
  }
  const leaving = slots.use('a', async (slot) => {
    order.push('a1 leaves')
    await slot.leaveWhile(() => delay(0), 10_000)
    order.push('a1 is back')
  })
  await Promise.all([leaving, slots.use('b', work('b1')), slots.use('a', work('a2'))])
  expect(order.slice(0, 2)).toEqual(['a1 leaves', 'b1'])
  expect(order).toHaveLength(4)
})

test('closing waits for a work that has left its slot', async () => {
  const slots = new Slots(1, { patienceMs: 10_000 })
  let isDone = false
  void slots.use('a', async (slot) => {
    await slot.leaveWhile(() => delay(20), 10_000)
    isDone = true
  })
  await slots.close()
  expect(isDone).toBe(true)
})
