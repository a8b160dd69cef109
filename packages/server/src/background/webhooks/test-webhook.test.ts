import { createHmac } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import type { Webhook, WebhookRegistry } from '#domain/webhooks/webhook-store'
import type { Delivery, DeliveryOutcome } from './post-delivery.ts'
import { createTestWebhook } from './test-webhook.ts'

afterEach(() => {
  vi.useRealTimers()
})

const key = { sellerId: '111', webhookId: 'wh1' }
const webhooks: WebhookRegistry = {
  listWebhooks: async () => [{ ...key, url: 'https://erp.example/events' } as Webhook],
  findSecret: async () => 'the-webhook-secret',
}

function testing(outcome: DeliveryOutcome) {
  const posted: Delivery[] = []
  const post = async (delivery: Delivery) => {
    posted.push(delivery)
    return outcome
  }
  return { posted, testWebhook: createTestWebhook({ webhooks, post, storeClock: () => 1000 }) }
}

test('posts a signed delivery without events, once a second however often one asks', async () => {
  vi.useFakeTimers()
  const { posted, testWebhook } = testing({ kind: 'acknowledged' })
  const answered = await Promise.all([testWebhook(key), testWebhook(key)])
  expect(answered).toEqual([
    { reason: undefined, durationMs: 0 },
    { reason: undefined, durationMs: 0 },
  ])
  const [{ url, headers = {}, body = '' } = {}, ...others] = posted
  expect([url, others]).toEqual(['https://erp.example/events', []])
  expect(JSON.parse(body)).toEqual({ seller_id: '111', webhook_id: 'wh1', test: true, events: [] })
  const signature = createHmac('sha256', 'the-webhook-secret').update(`1000.${body}`).digest('hex')
  expect(headers['X-Yaoquan-Signature']).toBe(signature)
  expect(await testWebhook(key)).toEqual(answered[0])
  expect(posted).toHaveLength(1)
  vi.advanceTimersByTime(1_000)
  await testWebhook(key)
  expect(posted).toHaveLength(2)
})

test('says why it was not delivered, and knows no other webhook', async () => {
  const { posted, testWebhook } = testing({ kind: 'failed', reason: 'HTTP 500' })
  expect(await testWebhook(key)).toEqual({ reason: 'HTTP 500', durationMs: 0 })
  expect(await testWebhook({ ...key, webhookId: 'wh2' })).toBeUndefined()
  expect(posted).toHaveLength(1)
})
