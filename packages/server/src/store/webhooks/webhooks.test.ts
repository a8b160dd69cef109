import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxWebhooks } from '../../domain/webhooks/webhook-store.ts'
import { type OpenWebhooks, openWebhooks } from '../contract/open-webhooks.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'

const folder = temporaryFolder()
const key = { sellerId: '111', webhookId: 'wh1' }
const webhook = { ...key, url: 'https://erp.example.com/hook', secret: 'the-webhook-secret', cursorSeq: 5 }
let file = ''
let store: OpenWebhooks

beforeEach(async ({ task }) => {
  file = join(folder, `${task.id}.db`)
  store = await openWebhooks(file)
})
afterEach(() => store.close())

test('keeps a webhook, its secret encrypted', async () => {
  expect(await store.registry.addWebhook(webhook, 1_000)).toBe('added')
  expect(await store.registry.listWebhooks('111')).toEqual([
    {
      ...key,
      url: webhook.url,
      createdAtMs: 1_000,
      cursorSeq: 5,
      startedAtMs: 1_000,
      failures: 0,
      nextAttemptMs: 0,
      lastError: undefined,
      lastErrorAtMs: undefined,
      acknowledgedAtMs: undefined,
      skippedEvents: 0,
      leaseOwner: undefined,
      leaseUntilMs: 0,
    },
  ])
  expect(await store.registry.listWebhooks('222')).toEqual([])
  const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
  expect(bytes.includes(webhook.url)).toBe(true)
  expect(bytes.includes(webhook.secret)).toBe(false)
})

test('a chain has each URL once, another chain may have it too', async () => {
  await store.registry.addWebhook(webhook, 1)
  expect(await store.registry.addWebhook({ ...webhook, webhookId: 'wh2' }, 2)).toBe('exists')
  expect(await store.registry.addWebhook({ ...webhook, sellerId: '222' }, 2)).toBe('added')
})

test(`a chain has at most ${maxWebhooks}, in the order in which they were added`, async () => {
  const numbers = Array.from({ length: maxWebhooks + 1 }, (_, n) => n)
  const outcomes: string[] = []
  for (const n of numbers) {
    const next = { ...webhook, webhookId: `wh${n}`, url: `https://erp.example.com/${n}` }
    outcomes.push(await store.registry.addWebhook(next, n))
  }
  expect(outcomes).toEqual([...Array(maxWebhooks).fill('added'), 'too-many'])
  const listed = await store.registry.listWebhooks('111')
  expect(listed.map(({ webhookId }) => webhookId)).toEqual(numbers.slice(0, -1).map((n) => `wh${n}`))
})

test('removes a webhook, and says so when there is none', async () => {
  await store.registry.addWebhook(webhook, 1)
  expect(await store.registry.removeWebhook({ ...key, sellerId: '222' })).toBe('unknown')
  expect(await store.registry.removeWebhook(key)).toBe('removed')
  expect(await store.registry.removeWebhook(key)).toBe('unknown')
})

test('one owner at a time has the lease; it renews its own, and another gets it when it ended or was given back', async () => {
  await store.registry.addWebhook(webhook, 1)
  const take = async (owner: string, nowMs: number) =>
    (await store.queue.takeLease(key, { owner, nowMs, untilMs: nowMs + 100 })) !== undefined
  expect(await take('a', 1_000)).toBe(true)
  expect(await take('b', 1_050)).toBe(false)
  expect(await take('a', 1_050)).toBe(true)
  expect(await take('b', 1_149)).toBe(false)
  expect(await take('b', 1_150)).toBe(true)
  await store.queue.releaseLease(key, 'a')
  expect(await take('a', 1_160)).toBe(false)
  await store.queue.releaseLease(key, 'b')
  expect(await take('a', 1_160)).toBe(true)
})

test('of two that take the lease at once one gets it, with the secret', async () => {
  await store.registry.addWebhook(webhook, 1)
  const other = await openWebhooks(file)
  const lease = { nowMs: 1_000, untilMs: 2_000 }
  const taken = await Promise.all([
    store.queue.takeLease(key, { owner: 'a', ...lease }),
    other.queue.takeLease(key, { owner: 'b', ...lease }),
  ])
  await other.close()
  expect(taken.filter((leased) => leased !== undefined).map(({ secret }) => secret)).toEqual([webhook.secret])
})

test('an answer counts only for the lease and the cursor it was given for', async () => {
  await store.registry.addWebhook(webhook, 1)
  await store.queue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
  const step = { ...key, owner: 'a', fromSeq: 5 }
  const to = { cursorSeq: 9, nowMs: 1_500, leaseUntilMs: 2_500 }
  expect(await store.queue.acknowledge({ ...step, owner: 'b' }, to)).toBe(false)
  expect(await store.queue.acknowledge({ ...step, fromSeq: 4 }, to)).toBe(false)
  expect(await store.queue.acknowledge(step, to)).toBe(true)
  expect(await store.queue.acknowledge(step, to)).toBe(false)
  const failure = { error: 'HTTP 500', nowMs: 1_600, nextAttemptMs: 2_600 }
  expect(await store.queue.recordFailure(step, failure)).toBe(false)
  expect(await store.queue.recordFailure({ ...step, fromSeq: 9 }, failure)).toBe(true)
  const [listed] = await store.queue.listAllWebhooks()
  expect(listed).toMatchObject({ cursorSeq: 9, acknowledgedAtMs: 1_500, leaseUntilMs: 2_500, failures: 1 })
  expect(listed).toMatchObject({ lastError: 'HTTP 500', lastErrorAtMs: 1_600, nextAttemptMs: 2_600 })
})

test('skipping moves the cursor, counts and says why', async () => {
  await store.registry.addWebhook(webhook, 1)
  await store.queue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
  const step = { ...key, owner: 'a', fromSeq: 5 }
  const reason = '跳过'.repeat(200)
  expect(await store.queue.skip(step, { cursorSeq: 8, events: 3, reason, nowMs: 1_500 })).toBe(true)
  const [listed] = await store.queue.listAllWebhooks()
  expect(listed).toMatchObject({ cursorSeq: 8, skippedEvents: 3, lastError: reason.slice(0, 255) })
})

test('a replay moves the cursor back and forgets the pause', async () => {
  await store.registry.addWebhook(webhook, 1)
  await store.queue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
  const step = { ...key, owner: 'a', fromSeq: 5 }
  await store.queue.recordFailure(step, { error: 'HTTP 500', nowMs: 1_600, nextAttemptMs: 99_000 })
  expect(await store.registry.replayWebhook(key, 2, 3_000)).toBe('replaying')
  expect(await store.registry.replayWebhook({ ...key, webhookId: 'wh2' }, 2, 3_000)).toBe('unknown')
  const [listed] = await store.registry.listWebhooks('111')
  expect(listed).toMatchObject({ cursorSeq: 2, startedAtMs: 3_000, failures: 0, nextAttemptMs: 0 })
  expect(listed?.lastError).toBe('HTTP 500')
})
