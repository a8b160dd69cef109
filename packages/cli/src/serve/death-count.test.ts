import { expect, test } from 'vitest'
import { createDeathCount } from './death-count.ts'

test('reports the fifth death within one minute, but not five deaths over more than a minute', () => {
  let nowMs = 0
  const isTooMany = createDeathCount(() => nowMs)
  const after = (seconds: number) => {
    nowMs += seconds * 1_000
    return isTooMany()
  }
  expect([after(0), after(15), after(15), after(15), after(15)]).toEqual([false, false, false, false, false])
  expect([after(1), after(60)]).toEqual([true, false])
})
