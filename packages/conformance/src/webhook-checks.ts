import { expect } from 'expect'
import { administer, draftOf, issuerOf, type Store, type WebhookKey } from '#server/testing'
import { type Checks, type Programs, together } from './programs.ts'

const hook = { url: 'https://erp.example.com/hook', secret: 'the-webhook-secret', cursorSeq: 5 }

/** What every engine must do with the leases and cursors of webhooks. */
export const webhookChecks: Checks = {
  async 'of many that add the same URL at the same time, one succeeds'({ one, at, sellerId }) {
    const added = await together(20, (place) =>
      administer(at(place)).addWebhook({ ...hook, sellerId, webhookId: `wh${place}` }),
    )
    expect(added.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(await one.webhookRegistry.listWebhooks(sellerId)).toHaveLength(1)
  },

  async 'one owner at a time has the lease; it renews its own, and another gets it when it ended or was given back'(
    programs,
  ) {
    const key = await addWebhook(programs)
    const { deliveryQueue } = programs.one
    const take = async (owner: string, nowMs: number) =>
      (await deliveryQueue.takeLease(key, { owner, nowMs, untilMs: nowMs + 100 })) !== undefined
    expect(await take('a', 1_000)).toBe(true)
    expect(await take('b', 1_050)).toBe(false)
    expect(await take('a', 1_050)).toBe(true)
    expect(await take('b', 1_149)).toBe(false)
    expect(await take('b', 1_150)).toBe(true)
    await deliveryQueue.releaseLease(key, 'a')
    expect(await take('a', 1_160)).toBe(false)
    await deliveryQueue.releaseLease(key, 'b')
    expect(await take('a', 1_160)).toBe(true)
  },

  async 'of two that take the lease at the same time one gets it, with the secret'(programs) {
    const key = await addWebhook(programs)
    const taken = await together(2, (place) => takeLease(programs.at(place), key, `owner-${place}`))
    expect(taken.filter((leased) => leased !== undefined).map(({ secret }) => secret)).toEqual([hook.secret])
  },

  async 'a webhook is behind while its seller has events past its cursor'(programs) {
    const { one, other, sellerId } = programs
    const key = await addWebhook(programs, 1)
    const isBehind = async () =>
      (await other.deliveryQueue.listWebhooksBehind()).some((webhook) => webhook.sellerId === sellerId)
    expect(await isBehind()).toBe(false)
    const drafts = ['a', 'b'].map((couponCode) => draftOf({ couponCode }))
    await issuerOf(one).issueCoupons(sellerId, drafts, 1)
    expect(await isBehind()).toBe(true)
    await takeLease(one, key, 'a')
    // The first event is that of the webhook itself.
    for (const cursorSeq of [2, 3]) {
      expect(await isBehind()).toBe(true)
      const step = { ...key, owner: 'a', fromSeq: cursorSeq - 1 }
      await one.deliveryQueue.acknowledge(step, { cursorSeq, nowMs: 1_500, leaseUntilMs: 2_500 })
    }
    expect(await isBehind()).toBe(false)
  },

  async 'an answer counts only for the lease and the cursor it was given for'(programs) {
    const step = await addLeased(programs)
    const { deliveryQueue } = programs.one
    const to = { cursorSeq: 9, nowMs: 1_500, leaseUntilMs: 2_500 }
    expect(await deliveryQueue.acknowledge({ ...step, owner: 'b' }, to)).toBe(false)
    expect(await deliveryQueue.acknowledge({ ...step, fromSeq: 4 }, to)).toBe(false)
    expect(await deliveryQueue.acknowledge(step, to)).toBe(true)
    expect(await deliveryQueue.acknowledge(step, to)).toBe(false)
    const failure = { error: 'HTTP 500', nowMs: 1_600, nextAttemptMs: 2_600 }
    expect(await deliveryQueue.recordFailure(step, failure)).toBe(false)
    expect(await deliveryQueue.recordFailure({ ...step, fromSeq: 9 }, failure)).toBe(true)
    const listed = await listOnly(programs)
    expect(listed).toMatchObject({ cursorSeq: 9, acknowledgedAtMs: 1_500, leaseUntilMs: 2_500, failures: 1 })
    expect(listed).toMatchObject({ lastError: 'HTTP 500', lastErrorAtMs: 1_600, nextAttemptMs: 2_600 })
  },

  async 'skipping moves the cursor, counts and says why'(programs) {
    const step = await addLeased(programs)
    const reason = '跳过'.repeat(200)
    const to = { cursorSeq: 8, events: 3, reason, nowMs: 1_500 }
    expect(await programs.one.deliveryQueue.skip(step, to)).toBe(true)
    expect(await listOnly(programs)).toMatchObject({ cursorSeq: 8, skippedEvents: 3, lastError: reason.slice(0, 255) })
  },

  async 'a replay moves the cursor back and forgets the pause'(programs) {
    const { owner, fromSeq, ...key } = await addLeased(programs)
    const { deliveryQueue } = programs.one
    const failure = { error: 'HTTP 500', nowMs: 1_600, nextAttemptMs: 99_000 }
    await deliveryQueue.recordFailure({ ...key, owner, fromSeq }, failure)
    const { replayWebhook } = administer(programs.one, 3_000)
    expect(await replayWebhook(key, 2)).toBe('done')
    expect(await replayWebhook({ ...key, webhookId: 'wh2' }, 2)).toBe('unknown-webhook')
    const replayed = { cursorSeq: 2, startedAtMs: 3_000, failures: 0, nextAttemptMs: 0, lastError: 'HTTP 500' }
    expect(await listOnly(programs)).toMatchObject(replayed)
  },
}

async function addWebhook({ one, sellerId }: Programs, cursorSeq = hook.cursorSeq): Promise<WebhookKey> {
  const key = { sellerId, webhookId: 'wh1' }
  await administer(one).addWebhook({ ...hook, ...key, cursorSeq })
  return key
}

function takeLease({ deliveryQueue }: Store, key: WebhookKey, owner: string) {
  return deliveryQueue.takeLease(key, { owner, nowMs: 1_000, untilMs: 2_000 })
}

/** A webhook whose lease `a` has. @returns the step that comes next */
async function addLeased(programs: Programs) {
  const key = await addWebhook(programs)
  await takeLease(programs.one, key, 'a')
  return { ...key, owner: 'a', fromSeq: hook.cursorSeq }
}

async function listOnly({ one, sellerId }: Programs) {
  return (await one.webhookRegistry.listWebhooks(sellerId)).at(0)
}
