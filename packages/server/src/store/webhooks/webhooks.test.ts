import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxWebhooks } from '#domain/webhooks/webhook-store'
import { type OpenWebhooks, openWebhooks } from '#testing/open-webhooks'
import { temporaryFolder } from '#testing/temporary-folder'

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
  const outcomes: unknown[] = []
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
