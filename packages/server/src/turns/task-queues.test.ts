import { expect, test } from 'vitest'
import { FairQueue, LongWorks } from './task-queues.ts'

test('works go on one at a time, in the order in which they asked, with turns for other events in between', async () => {
  const works = new LongWorks()
  let turns = 0
  let isDone = false
  const count = () => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  const seen: (readonly [name: string, turns: number])[] = []
  const work = async (name: string) => {
    for (let step = 0; step < 3; step += 1) {
      await works.turn()
      seen.push([name, turns])
    }
  }
  await Promise.all([work('a'), work('b')])
  isDone = true
  expect(seen.map(([name]) => name).join('')).toBe('ababab')
  for (const [place, [, at]] of seen.entries()) expect(at).toBeGreaterThan(seen[place - 1]?.[1] ?? -1)
})

test('other events do not hold up a work for ever', async () => {
  const works = new LongWorks()
  let turns = 0
  const busy = () => {
    turns += 1
    const endMs = performance.now() + 1
    while (performance.now() < endMs);
    if (turns < 1000) setImmediate(busy)
  }
  setImmediate(busy)
  await works.turn()
  expect(turns).toBeLessThan(20)
  turns = 1000
})

/** Takes items, each at its cost, and names them. */
function serve(queue: FairQueue<readonly [name: string, cost: number]>, count: number): string {
  return Array.from({ length: count }, () => {
    const taken = queue.shift()
    if (taken === undefined) return '-'
    const [name, cost] = taken.item
    taken.charge(cost)
    return name
  }).join(' ')
}

test('keeps the order of one account, and is empty after its last item', () => {
  const queue = new FairQueue<readonly [string, number]>()
  for (const name of ['a1', 'a2', 'a3']) queue.push('a', [name, 7])
  expect(serve(queue, 4)).toBe('a1 a2 a3 -')
  expect(queue.size).toBe(0)
})

test('serves accounts by what their items cost, not by how many they have', () => {
  const queue = new FairQueue<readonly [string, number]>()
  for (let item = 0; item < 100; item += 1) queue.push('busy', ['B', 10])
  for (let item = 0; item < 6; item += 1) queue.push('quiet', ['q', 5])
  expect(serve(queue, 10)).toBe('B q q B q q B q q B')
})

test('an account without items neither saves up nor pays for earlier use', () => {
  const queue = new FairQueue<readonly [string, number]>()
  for (let item = 0; item < 50; item += 1) queue.push('a', ['a', 10])
  serve(queue, 40)
  for (let item = 0; item < 3; item += 1) queue.push('b', ['b', 10])
  expect(serve(queue, 6)).toBe('b a b a b a')
})

test('an account with one item at a time does not get more than its share', () => {
  const queue = new FairQueue<readonly [string, number]>()
  for (let item = 0; item < 50; item += 1) queue.push('many', ['m', 1])
  let served = ''
  for (let round = 0; round < 12; round += 1) {
    if (!served.endsWith('B') || round === 0) queue.push('big', ['B', 4])
    served += serve(queue, 1)
  }
  expect(served.replaceAll('m', '').length).toBeLessThanOrEqual(4)
})
