import { expect, test } from 'vitest'
import { createEndOfTurn } from './end-of-turn.ts'

test('all that wait in one turn continue together, in order of arrival', async () => {
  const endOfTurn = createEndOfTurn()
  const steps: string[] = []
  const work = async (name: string) => {
    await endOfTurn()
    steps.push(`${name} starts`)
    await Promise.resolve()
    steps.push(`${name} ends`)
  }
  await Promise.all([work('first'), work('second')])
  expect(steps).toEqual(['first starts', 'second starts', 'first ends', 'second ends'])
})

test('a wait that begins after the end of a turn lasts to the end of the next', async () => {
  const endOfTurn = createEndOfTurn()
  await endOfTurn()
  let hasTurned = false
  setImmediate(() => {
    hasTurned = true
  })
  await endOfTurn()
  expect(hasTurned).toBe(true)
})
