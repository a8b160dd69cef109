import type { TestWebhook, WebhookRegistry, WebhookTest } from '#domain/webhooks/webhook-store'
import { type PostDelivery, type Target, testDeliveryOf } from './post-delivery.ts'

type Dependencies = Readonly<{
  webhooks: WebhookRegistry
  post: PostDelivery
  /** The clock of all servers on the store, epoch milliseconds. */
  storeClock: () => number
}>

/** A receiver gets no more than one test in this time, by each server process. */
const spacingMs = 1_000

/** Tests webhooks. A second test of a webhook within a second of the first sends nothing and gets the answer to the first. */
export function createTestWebhook({ webhooks, post, storeClock }: Dependencies): TestWebhook {
  const recent = new Map<string, Promise<WebhookTest>>()
  return async (key) => {
    const webhook = (await webhooks.listWebhooks(key.sellerId)).find(({ webhookId }) => webhookId === key.webhookId)
    const secret = webhook && (await webhooks.findSecret(key))
    if (webhook === undefined || secret === undefined) return undefined
    const id = JSON.stringify([key.sellerId, key.webhookId])
    const test = recent.get(id) ?? testOnce({ ...webhook, secret })
    if (!recent.has(id)) {
      recent.set(id, test)
      const forget = () => setTimeout(() => recent.delete(id), spacingMs).unref()
      void test.then(forget, forget)
    }
    return test
  }

  async function testOnce(webhook: Target): Promise<WebhookTest> {
    const startMs = storeClock()
    const outcome = await post(testDeliveryOf(webhook, startMs), new AbortController().signal)
    const reason = outcome.kind === 'failed' ? outcome.reason : undefined
    return { reason, durationMs: Math.max(0, storeClock() - startMs) }
  }
}
