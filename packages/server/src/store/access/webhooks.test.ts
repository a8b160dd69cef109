import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
  await store.addWebhook(webhook, 1_000)
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
  expect(await store.registry.findSecret(key)).toBe(webhook.secret)
  expect(await store.registry.findSecret({ ...key, webhookId: 'wh2' })).toBeUndefined()
})
