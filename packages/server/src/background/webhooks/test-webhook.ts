import type { TestWebhook, WebhookTest } from '#domain/webhooks/test-webhook'
import type { WebhookKey, WebhookRegistry } from '#domain/webhooks/webhook-store'
import { testDeliveryOf } from './delivery.ts'
import type { PostDelivery } from './post-delivery.ts'

type Dependencies = Readonly<{
  webhooks: WebhookRegistry
  post: PostDelivery
  /** The clock of all servers on the store, epoch milliseconds. */
  storeClock: () => number
}>

/** Tests webhooks; of two people who test one at the same time, the second gets the answer to the first. */
export function createTestWebhook(dependencies: Dependencies): TestWebhook {
  const running = new Map<string, Promise<WebhookTest | undefined>>()
  return (key) => {
    const id = JSON.stringify([key.sellerId, key.webhookId])
    const test = running.get(id) ?? testOnce(key, dependencies).finally(() => running.delete(id))
    running.set(id, test)
    return test
  }
}

async function testOnce(
  key: WebhookKey,
  { webhooks, post, storeClock }: Dependencies,
): Promise<WebhookTest | undefined> {
  const webhook = (await webhooks.listWebhooks(key.sellerId)).find(({ webhookId }) => webhookId === key.webhookId)
  const secret = webhook && (await webhooks.findSecret(key))
  if (webhook === undefined || secret === undefined) return undefined
  const startMs = storeClock()
  const outcome = await post(testDeliveryOf({ ...webhook, secret }, startMs), new AbortController().signal)
  const reason = outcome.kind === 'failed' ? outcome.reason : undefined
  return { reason, durationMs: Math.max(0, storeClock() - startMs) }
}
