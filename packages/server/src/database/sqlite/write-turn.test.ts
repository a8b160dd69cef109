import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WriteTurn, writers } from './write-turn.ts'

const longMs = 60_000

function twoWriters() {
  const main = new WriteTurn(writers.main)
  return { main, bulk: new WriteTurn(writers.bulk, main.memory) }
}

test('a writer that goes on and on lets the other one in between', async () => {
  const { main, bulk } = twoWriters()
  const order: string[] = []
  const write = async (name: string, turn: WriteTurn, times: number) => {
    for (let time = 0; time < times; time += 1) {
      expect(await turn.take(longMs)).toBe(true)
      order.push(`${name} begins`)
      await nextTurn()
      order.push(`${name} ends`)
      turn.give()
    }
  }
  await Promise.all([write('bulk', bulk, 4), write('main', main, 3)])
  expect(order.filter((_, place) => place % 2 === 0).map((text) => text.replace('begins', 'ends'))).toEqual(
    order.filter((_, place) => place % 2 === 1),
  )
  expect(order.filter((text) => text.endsWith('begins')).map((text) => text.slice(0, 4))).toEqual([
    'bulk',
    'main',
    'bulk',
    'main',
    'bulk',
    'main',
    'bulk',
  ])
})

test('frees the turn of a thread that died', async () => {
  const { main, bulk } = twoWriters()
  await bulk.take(longMs)
  bulk.copyLog()
  expect(main.isLogCopied).toBe(true)
  const taking = main.take(longMs)
  main.freeOther()
  expect(await taking).toBe(true)
  expect(main.isLogCopied).toBe(false)
})

test('gives up in time, and passes on a turn that it no longer wants', async () => {
  const { main, bulk } = twoWriters()
  await bulk.take(longMs)
  expect(await main.take(1)).toBe(false)
  bulk.give()
  expect(await bulk.take(longMs)).toBe(true)
  bulk.give()
  expect(await main.take(longMs)).toBe(true)
})

test('a second wait joins one that was given up', async () => {
  const { main, bulk } = twoWriters()
  await bulk.take(longMs)
  expect(await main.take(1)).toBe(false)
  const again = main.take(longMs)
  bulk.give()
  expect(await again).toBe(true)
})
