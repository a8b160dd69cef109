import { expect, test } from 'vitest'
import type { RefusalToKeep, RefusedCall } from '#methods/keep-refusals'
import { createRefusalQueue } from './refusal-queue.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const hourMs = 3_600_000

function refusedCall(changes: Partial<RefusedCall> = {}): RefusedCall {
  const call = { sellerId: '111', requestId: 'r', method: 'm', appKey: '1', atMs: noon, errorCode: 'HELD' }
  return { ...call, names: {}, order: undefined, content: '{}', ...changes }
}

function queueOver({ fails = () => false }: Readonly<{ fails?: (batch: readonly RefusalToKeep[]) => boolean }> = {}) {
  const stored: RefusalToKeep[] = []
  const batches: number[] = []
  const dropped: string[] = []
  const faults: string[] = []
  let newest = 0
  const queue = createRefusalQueue({
    log: {
      async newestEvent(sellerId) {
        if (sellerId === 'unreadable') throw new Error('the store is away')
        newest += 1
        return newest
      },
      async keepRefusals(batch) {
        if (fails(batch)) throw new Error('the store is away')
        batches.push(batch.length)
        stored.push(...batch)
      },
    },
    telemetry: {
      refusalsKept: () => undefined,
      refusalDropped: ({ cause }) => void dropped.push(cause),
      backgroundFailed: ({ work }) => void faults.push(work),
    },
  })
  return { queue, stored, batches, dropped, faults }
}

test('calls are stored in batches of one seller, each with the newest event after it', async () => {
  const { queue, stored, batches } = queueOver()
  for (let call = 0; call < 150; call += 1) await queue.note(refusedCall({ requestId: `a${call}` }))
  await queue.note(refusedCall({ sellerId: '222', requestId: 'b' }))
  expect(stored).toEqual([])
  await queue.settle()
  expect(batches).toEqual([100, 50, 1])
  expect(stored.map(({ requestId, eventSeq }) => [requestId, eventSeq]).slice(148)).toEqual([
    ['a148', 149],
    ['a149', 150],
    ['b', 151],
  ])
  await queue.settle()
  expect(stored).toHaveLength(151)
})

test('what the store of one seller does not take waits for the next time, in order, and those of others do not', async () => {
  let isAway = true
  const { queue, stored } = queueOver({ fails: (batch) => isAway && batch.some(({ sellerId }) => sellerId === '222') })
  for (const sellerId of ['222', '111', '222']) await queue.note(refusedCall({ sellerId }))
  await expect(queue.settle()).rejects.toThrow('away')
  expect(stored.map(({ sellerId }) => sellerId)).toEqual(['111'])
  isAway = false
  await queue.settle()
  expect(stored.map(({ sellerId, eventSeq }) => [sellerId, eventSeq])).toEqual([
    ['111', 2],
    ['222', 1],
    ['222', 3],
  ])
})

test('a call whose newest event cannot be read is kept without one, and that is reported', async () => {
  const { queue, stored, faults } = queueOver()
  await queue.note(refusedCall({ sellerId: 'unreadable' }))
  await queue.settle()
  expect(stored).toMatchObject([{ sellerId: 'unreadable', eventSeq: undefined }])
  expect(faults).toEqual(['read the newest event for a refused call'])
})

test('an app fills no more than its part of an hour, and other apps theirs', async () => {
  const { queue, stored, dropped } = queueOver()
  const looping = refusedCall({ content: 'x'.repeat(50_000) })
  for (let call = 0; call < 100; call += 1) await queue.note(looping)
  await queue.note(refusedCall({ appKey: '2' }))
  await queue.settle()
  expect(dropped).toHaveLength(59)
  expect(new Set(dropped)).toEqual(new Set(['app']))
  expect(stored).toHaveLength(42)
  await queue.note({ ...looping, atMs: noon + hourMs })
  await queue.settle()
  expect(stored).toHaveLength(43)
})

test('what waits for a store that is away is bounded', async () => {
  const { queue, stored, dropped } = queueOver({ fails: () => true })
  for (let call = 0; call < 400; call += 1) {
    await queue.note(refusedCall({ appKey: String(call), content: 'x'.repeat(50_000) }))
    if (call % 50 === 0) await expect(queue.settle()).rejects.toThrow('away')
  }
  expect(dropped).toHaveLength(66)
  expect(new Set(dropped)).toEqual(new Set(['queue']))
  expect(stored).toEqual([])
})
