import { expect, test } from 'vitest'
import { BatchSlots, createEndOfTurn } from './call-turns.ts'

function openSlots() {
  const slots = new BatchSlots({ all: 3, ofClient: 2 })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const start = (name: string, client: object) =>
    slots.run(client, () => {
      begun.push(name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    })
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { slots, begun, start, end }
}

const [greedy, other] = [{}, {}]

test('begins as many batches as there are slots, and leaves some of them to other clients', async () => {
  const { begun, start, end } = openSlots()
  for (const name of ['g1', 'g2', 'g3', 'g4']) void start(name, greedy)
  for (const name of ['o1', 'o2']) void start(name, other)
  expect(begun).toEqual(['g1', 'g2', 'o1'])
  await end('o1')
  expect(begun).toEqual(['g1', 'g2', 'o1', 'o2'])
  await end('g1')
  await end('g2')
  expect(begun).toEqual(['g1', 'g2', 'o1', 'o2', 'g3', 'g4'])
})

test('gives back the slot of a batch that fails', async () => {
  const { slots } = openSlots()
  const failing = () => slots.run(greedy, () => Promise.reject(new Error('fault')))
  for (let n = 0; n < 5; n += 1) await expect(failing()).rejects.toThrow('fault')
})

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
