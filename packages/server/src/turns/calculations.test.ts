import { expect, test } from 'vitest'
import { Calculations, TurnNeverCame } from './calculations.ts'
import { LongWorks } from './task-queues.ts'

/** A clock that only the steps of calculations move. */
function startClock() {
  let nowMs = 0
  const ended: string[] = []
  const steps = function* (name: string, count: number, stepMs = 1): Generator<void, string> {
    for (let step = 0; step < count; step += 1) {
      nowMs += stepMs
      yield
    }
    ended.push(name)
    return name
  }
  return { calculations: new Calculations(new LongWorks(), () => nowMs), steps, ended }
}

test('a calculation of one slice takes its steps immediately', async () => {
  const { calculations, steps, ended } = startClock()
  const result = calculations.run('a', steps('short', 3))
  expect(ended).toEqual(['short'])
  expect(await result).toBe('short')
})

test('accounts take turns by the time they used, and one account does its calculations in order', async () => {
  const { calculations, steps, ended } = startClock()
  const many = ['a1', 'a2', 'a3'].map((name) => calculations.run('a', steps(name, 40)))
  const other = calculations.run('b', steps('b', 60))
  await Promise.all([...many, other])
  expect(ended).toEqual(['a1', 'b', 'a2', 'a3'])
})

test('other events go on between the slices', async () => {
  const { calculations, steps } = startClock()
  let turns = 0
  let isDone = false
  const count = () => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  await calculations.run('a', steps('long', 100))
  isDone = true
  expect(turns).toBeGreaterThan(20)
})

test('refuses what waits for more than five seconds of its own account, not what has begun, nor another account', async () => {
  const { calculations, steps, ended } = startClock()
  const calls = ['a1', 'a2', 'a3'].map((name) => calculations.run('a', steps(name, 3_000, 2)))
  const other = calculations.run('b', steps('b', 4_000, 2))
  const [first, second, third] = await Promise.allSettled(calls)
  expect(first).toEqual({ status: 'fulfilled', value: 'a1' })
  for (const refused of [second, third]) expect(refused).toMatchObject({ reason: expect.any(TurnNeverCame) })
  expect(await other).toBe('b')
  expect(ended).toEqual(['a1', 'b'])
  expect(await calculations.run('a', steps('a4', 2))).toBe('a4')
})

test('a calculation that throws ends alone', async () => {
  const { calculations, steps } = startClock()
  const failing = function* (): Generator<void, never> {
    yield* steps('begun', 10)
    throw new Error('broken')
  }
  const [broken, next] = [calculations.run('a', failing()), calculations.run('a', steps('next', 10))]
  await expect(broken).rejects.toThrow('broken')
  expect(await next).toBe('next')
})
