import { expect, it } from 'vitest'
import { createInjectedFaults } from './injected-faults.ts'

it('lets calls pass once 100 of them wait, whichever apps they are of', async () => {
  const faults = createInjectedFaults()
  for (const appKey of ['a', 'b']) {
    faults.set(appKey, { kind: 'slow', calls: 1000, seconds: 1, method: undefined })
  }
  let passed = 0
  const calls = Array.from({ length: 150 }, async (_, place) => {
    await faults.meet({ appKey: place % 2 === 0 ? 'a' : 'b', method: 'taobao.time.get' })
    passed += 1
  })
  // Before any timer: on a slow machine a poll could come after the others, too.
  await Promise.all(calls.slice(100))
  expect(passed).toBe(50)
  await Promise.all(calls)
  expect(passed).toBe(150)
})
