import { describe, expect, it } from 'vitest'
import { maxWebhooks, type Webhook } from '#domain/webhooks/webhook-store'
import { removeWebhook, replayWebhooks } from './change-webhooks.ts'
import { addWebhook } from './register-webhook.ts'

const webhook: Webhook = {
  sellerId: '111',
  webhookId: 'wh1',
  url: 'https://erp.example.com/1',
  createdAtMs: 1,
  cursorSeq: 0,
  startedAtMs: 1,
  failures: 0,
  nextAttemptMs: 0,
  lastError: undefined,
  lastErrorAtMs: undefined,
  acknowledgedAtMs: undefined,
  skippedEvents: 0,
  leaseOwner: undefined,
  leaseUntilMs: 0,
}
const input = {
  sellerId: '111',
  webhookId: 'wh2',
  url: 'https://erp.example.com/2',
  secret: 's',
  afterSeq: undefined,
  isRefused: false,
}
const nothing = { others: [], removed: undefined, newestSeq: 7 }

describe('adding a webhook', () => {
  const decide = (changed: Partial<typeof input> | Readonly<{ afterSeq: number }>, found: object) =>
    addWebhook.decide({ input: { ...input, ...changed }, found: { ...nothing, ...found }, nowMs: 1 })

  it('begins after its own event, unless a number is given', () => {
    expect(decide({}, {})).toMatchObject({
      answer: { webhookId: 'wh2' },
      changes: [{ to: { webhook: { cursorSeq: 8 } } }],
    })
    expect(decide({ afterSeq: 3 }, {})).toMatchObject({ changes: [{ to: { webhook: { cursorSeq: 3 } } }] })
  })

  it('is refused for a place that webhooks may not reach', () => {
    expect(decide({ isRefused: true }, {})).toEqual({ kind: 'refused', refusal: { kind: 'private-target' } })
  })

  it('is refused before events that were removed, and not after them', () => {
    const removed = { removedThroughSeq: 3 }
    expect(decide({ afterSeq: 2 }, { removed })).toEqual({
      kind: 'refused',
      refusal: { kind: 'events-removed', removedThroughSeq: 3 },
    })
    expect(decide({ afterSeq: 3 }, { removed }).kind).toBe('done')
  })

  it('is refused for a URL that the seller has, and beyond the most', () => {
    expect(decide({ url: webhook.url }, { others: [webhook] })).toMatchObject({ refusal: { kind: 'exists' } })
    const others = Array.from({ length: maxWebhooks }, () => webhook)
    expect(decide({}, { others })).toMatchObject({ refusal: { kind: 'too-many' } })
    expect(decide({}, { others: others.slice(1) }).kind).toBe('done')
  })

  it('keeps the secret out of the answer, which is stored', () => {
    expect(
      JSON.stringify(
        decide({}, {}).kind === 'done' &&
          addWebhook.decide({ input: { ...input, secret: 'sss' }, found: nothing, nowMs: 1 }),
      ).match(/"answer":\{[^}]*\}/)?.[0],
    ).not.toContain('sss')
  })
})

describe('removing and replaying', () => {
  const key = { sellerId: '111', webhookId: 'wh1' }

  it('removes a webhook of the seller alone', () => {
    expect(removeWebhook.decide({ input: key, found: { webhooks: [webhook] }, nowMs: 1 })).toMatchObject({
      changes: [{ kind: 'webhook', to: { kind: 'removed', key } }],
    })
    expect(removeWebhook.decide({ input: key, found: { webhooks: [] }, nowMs: 1 })).toMatchObject({
      refusal: { kind: 'unknown-webhook', webhookId: 'wh1' },
    })
  })

  it('replays one webhook or all, and none before the events that are kept', () => {
    const replay = (webhookId: string | undefined, removed: number | undefined) =>
      replayWebhooks.decide({
        input: { sellerId: '111', webhookId, afterSeq: 5 },
        found: {
          webhooks: [webhook, { ...webhook, webhookId: 'wh9' }],
          removed: removed === undefined ? undefined : { removedThroughSeq: removed },
        },
        nowMs: 1,
      })
    expect(replay(undefined, undefined)).toMatchObject({ answer: { webhookIds: ['wh1', 'wh9'] } })
    expect(replay('wh9', 5)).toMatchObject({ answer: { webhookIds: ['wh9'] } })
    expect(replay('wh5', undefined)).toMatchObject({ refusal: { kind: 'unknown-webhook' } })
    expect(replay(undefined, 6)).toMatchObject({ refusal: { kind: 'events-removed', removedThroughSeq: 6 } })
  })
})
