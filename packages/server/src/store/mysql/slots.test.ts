import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('runs no more works at once than it has slots, and all of them in order', async () => {
  const slots = new Slots(3, { patienceMs: 10_000 })
  const started: number[] = []
  let running = 0
  let most = 0
  const works = Array.from({ length: 20 }, (_, place) =>
    slots.use(async () => {
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
    void slots.use(async () => {
      await delay(5)
      done.push(place)
    })
  }
  await slots.close()
  expect(done).toHaveLength(5)
  await expect(slots.use(async () => 1)).rejects.toThrow('the store is closed')
  await slots.close()
})

test('a work that waited too long for its turn is refused and never run, and its turn goes to the next', async () => {
  const slots = new Slots(1, { patienceMs: 20 })
  const held = Promise.withResolvers<void>()
  const holding = slots.use(() => held.promise)
  let isRun = false
  const late = slots.use(async () => {
    isRun = true
  })
  await expect(late).rejects.toThrow('too busy')
  const next = slots.use(async () => 'next')
  held.resolve()
  await holding
  expect([await next, isRun]).toEqual(['next', false])
  await slots.close()
})
