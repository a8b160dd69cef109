import { draftOf } from '#conformance/example-draft'
import type { NewWebhook, WebhookKey } from '#domain/webhooks/webhook-store'
import type { Store } from '#store/open-store'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

/** What every engine must do with the leases and cursors of webhooks. */
export function webhookChecks(stores: Stores): void {
  describe('webhooks', () =>
    delivering(
      () => storeAt(stores, 0),
      () => storeAt(stores, 1),
    ))
}

function newWebhook(): Readonly<{ key: WebhookKey; webhook: NewWebhook }> {
  const key = { sellerId: newSeller(), webhookId: 'wh1' }
  return { key, webhook: { ...key, url: 'https://erp.example.com/hook', secret: 'the-webhook-secret', cursorSeq: 5 } }
}

function delivering(store: () => Store, other: () => Store): void {
  test('of many that add the same URL at the same time, one succeeds', async () => {
    const { key, webhook } = newWebhook()
    const adders = Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? store() : other()))
    const added = await Promise.all(
      adders.map(({ webhookRegistry }, place) =>
        webhookRegistry.addWebhook({ ...webhook, webhookId: `wh${place}` }, 1),
      ),
    )
    expect(added.filter((outcome) => outcome === 'added')).toHaveLength(1)
    expect(await store().webhookRegistry.listWebhooks(key.sellerId)).toHaveLength(1)
  })

  test('one owner at a time has the lease; it renews its own, and another gets it when it ended or was given back', async () => {
    const { key, webhook } = newWebhook()
    await store().webhookRegistry.addWebhook(webhook, 1)
    const take = async (owner: string, nowMs: number) =>
      (await store().deliveryQueue.takeLease(key, { owner, nowMs, untilMs: nowMs + 100 })) !== undefined
    expect(await take('a', 1_000)).toBe(true)
    expect(await take('b', 1_050)).toBe(false)
    expect(await take('a', 1_050)).toBe(true)
    expect(await take('b', 1_149)).toBe(false)
    expect(await take('b', 1_150)).toBe(true)
    await store().deliveryQueue.releaseLease(key, 'a')
    expect(await take('a', 1_160)).toBe(false)
    await store().deliveryQueue.releaseLease(key, 'b')
    expect(await take('a', 1_160)).toBe(true)
  })

  test('of two that take the lease at the same time one gets it, with the secret', async () => {
    const { key, webhook } = newWebhook()
    await store().webhookRegistry.addWebhook(webhook, 1)
    const lease = { nowMs: 1_000, untilMs: 2_000 }
    const taken = await Promise.all([
      store().deliveryQueue.takeLease(key, { owner: 'a', ...lease }),
      other().deliveryQueue.takeLease(key, { owner: 'b', ...lease }),
    ])
    expect(taken.filter((leased) => leased !== undefined).map(({ secret }) => secret)).toEqual([webhook.secret])
  })

  test('a webhook is behind while its seller has events past its cursor', async () => {
    const { key, webhook } = newWebhook()
    await store().webhookRegistry.addWebhook({ ...webhook, cursorSeq: 0 }, 1)
    const isBehind = async () =>
      (await other().deliveryQueue.listWebhooksBehind()).some(({ sellerId }) => sellerId === key.sellerId)
    expect(await isBehind()).toBe(false)
    await store().couponIssuer.issueCoupons(
      key.sellerId,
      [draftOf({ couponCode: 'a' }), draftOf({ couponCode: 'b' })],
      1,
    )
    expect(await isBehind()).toBe(true)
    await store().deliveryQueue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
    for (const cursorSeq of [1, 2]) {
      expect(await isBehind()).toBe(true)
      const step = { ...key, owner: 'a', fromSeq: cursorSeq - 1 }
      await store().deliveryQueue.acknowledge(step, { cursorSeq, nowMs: 1_500, leaseUntilMs: 2_500 })
    }
    expect(await isBehind()).toBe(false)
  })

  test('an answer counts only for the lease and the cursor it was given for', async () => {
    const { key, webhook } = newWebhook()
    await store().webhookRegistry.addWebhook(webhook, 1)
    await store().deliveryQueue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
    const step = { ...key, owner: 'a', fromSeq: 5 }
    const to = { cursorSeq: 9, nowMs: 1_500, leaseUntilMs: 2_500 }
    expect(await store().deliveryQueue.acknowledge({ ...step, owner: 'b' }, to)).toBe(false)
    expect(await store().deliveryQueue.acknowledge({ ...step, fromSeq: 4 }, to)).toBe(false)
    expect(await store().deliveryQueue.acknowledge(step, to)).toBe(true)
    expect(await store().deliveryQueue.acknowledge(step, to)).toBe(false)
    const failure = { error: 'HTTP 500', nowMs: 1_600, nextAttemptMs: 2_600 }
    expect(await store().deliveryQueue.recordFailure(step, failure)).toBe(false)
    expect(await store().deliveryQueue.recordFailure({ ...step, fromSeq: 9 }, failure)).toBe(true)
    const [listed] = await store().webhookRegistry.listWebhooks(key.sellerId)
    expect(listed).toMatchObject({ cursorSeq: 9, acknowledgedAtMs: 1_500, leaseUntilMs: 2_500, failures: 1 })
    expect(listed).toMatchObject({ lastError: 'HTTP 500', lastErrorAtMs: 1_600, nextAttemptMs: 2_600 })
  })

  test('skipping moves the cursor, counts and says why', async () => {
    const { key, webhook } = newWebhook()
    await store().webhookRegistry.addWebhook(webhook, 1)
    await store().deliveryQueue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
    const step = { ...key, owner: 'a', fromSeq: 5 }
    const reason = '跳过'.repeat(200)
    expect(await store().deliveryQueue.skip(step, { cursorSeq: 8, events: 3, reason, nowMs: 1_500 })).toBe(true)
    const [listed] = await store().webhookRegistry.listWebhooks(key.sellerId)
    expect(listed).toMatchObject({ cursorSeq: 8, skippedEvents: 3, lastError: reason.slice(0, 255) })
  })

  test('a replay moves the cursor back and forgets the pause', async () => {
    const { key, webhook } = newWebhook()
    await store().webhookRegistry.addWebhook(webhook, 1)
    await store().deliveryQueue.takeLease(key, { owner: 'a', nowMs: 1_000, untilMs: 2_000 })
    const step = { ...key, owner: 'a', fromSeq: 5 }
    await store().deliveryQueue.recordFailure(step, { error: 'HTTP 500', nowMs: 1_600, nextAttemptMs: 99_000 })
    expect(await store().webhookRegistry.replayWebhook(key, 2, 3_000)).toBe('replaying')
    expect(await store().webhookRegistry.replayWebhook({ ...key, webhookId: 'wh2' }, 2, 3_000)).toBe('unknown')
    const [listed] = await store().webhookRegistry.listWebhooks(key.sellerId)
    expect(listed).toMatchObject({ cursorSeq: 2, startedAtMs: 3_000, failures: 0, nextAttemptMs: 0 })
    expect(listed?.lastError).toBe('HTTP 500')
  })
}
