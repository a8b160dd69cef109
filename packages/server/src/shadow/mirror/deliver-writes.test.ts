import { join } from 'node:path'
import { syncOrder } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { openDurableQueue } from '#database/sqlite/durable-queue'
import type { WriteMembers } from '#shadow/answers/answer-meaning'
import { temporaryFolder } from '#testing/temporary-folder'
import type { WriteDifference } from './compare-write.ts'
import { createDeliverer } from './deliver-writes.ts'
import type { WaitingWrite } from './waiting-write.ts'

const ours: WriteMembers = { success: 'true', outcome: 'created' }

/** Delivers a write. @param faults how often it cannot be removed from the queue then @returns what differed, by attempt */
async function deliver(answer: WriteMembers, upstream: WriteMembers, faults = 0): Promise<readonly string[][]> {
  const queue = openDurableQueue(join(temporaryFolder(), 'queue.db'))
  const write: WaitingWrite = { method: syncOrder.name, parameters: {}, charset: 'utf-8', answer }
  queue.add([{ lane: 'erp', content: Buffer.from(JSON.stringify(write)), atMs: 1 }])
  const differed: string[][] = []
  let left = faults
  const deliverer = createDeliverer({
    queue: {
      ...queue,
      remove(place: number) {
        left -= 1
        if (left >= 0) throw new Error('disk full')
        queue.remove(place)
      },
    },
    sealer: { open: (content: Uint8Array) => Buffer.from(content).toString() },
    callers: { findApp: async () => ({ appSecret: 'secret' }) },
    send: async () => ({ kind: 'done', answer: upstream }),
    clock: () => 0,
    onDelivered: (_write: unknown, differences: readonly WriteDifference[]) =>
      differed.push(differences.map((one) => `${one.name} ${one.upstream}/${one.ours}`)),
    onRefused: () => undefined,
    onFault: () => undefined,
  } as never)
  while (queue.waiting().items > 0) {
    deliverer.wake()
    await new Promise(setImmediate)
  }
  await deliverer.close()
  queue.close()
  return differed
}

it('tells once what a CRM answered otherwise, however often a full disk makes the write be sent', async () => {
  expect(await deliver(ours, { ...ours, outcome: 'updated' }, 2)).toEqual([['outcome updated/created'], [], []])
})

it.each<[name: string, answer: WriteMembers, upstream: WriteMembers, differing: string[]]>([
  ['a member that all objects have', ours, { ...ours, constructor: 'x' }, ['constructor x/']],
  ['a member that only we answer', { ...ours, 'coupons.outcome A': 'redeemed' }, ours, ['coupons.outcome /redeemed']],
  ['an order that Yaoquan had before', { ...ours, outcome: 'unchanged' }, ours, []],
])('tells what differs: %s', async (_name, answer, upstream, differing) => {
  expect(await deliver(answer, upstream)).toEqual([differing])
})
