import { expect, test } from 'vitest'
import { LongWorks } from './long-works.ts'

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
