import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { WebhookError } from './client-errors.ts'
import { constructEvents } from './webhook.ts'

const secret = 'a secret of the webhook'
const nowMs = Date.parse('2026-11-24T22:29:00+08:00')
const event = { event_seq: 7, kind: 'redeemed', coupon_code: '111aaa', at: '2026-11-24 22:29:00', actor: 'app:1' }
const body = JSON.stringify({ seller_id: '111', webhook_id: 'wh1', events: [event] })

function headersOf(text: string, atMs = nowMs, key = secret) {
  const signature = createHmac('sha256', key).update(`${atMs}.${text}`).digest('hex')
  return { 'X-Yaoquan-Timestamp': String(atMs), 'X-Yaoquan-Signature': signature }
}

const construct = (sent: string | Uint8Array, headers: Parameters<typeof constructEvents>[1]['headers']) =>
  constructEvents(sent, { headers, secret, clock: () => nowMs })

describe('the events of a webhook', () => {
  test.each([
    ['an object of headers', headersOf(body)],
    ['Headers', new Headers(headersOf(body))],
    ['headers of Node.js', Object.fromEntries(new Headers(headersOf(body)))],
  ])('are read with %s', (_, headers) => {
    expect(construct(body, headers)).toMatchObject({
      sellerId: '111',
      webhookId: 'wh1',
      events: [{ eventSeq: 7, kind: 'redeemed', couponCode: '111aaa' }],
    })
  })

  test('are read from bytes, and of kinds that this version does not know', () => {
    const later = JSON.stringify({ seller_id: '111', webhook_id: 'wh1', events: [{ ...event, kind: '券后事件' }] })
    const { events } = construct(new TextEncoder().encode(later), headersOf(later))
    expect(events).toMatchObject([{ kind: '券后事件' }])
  })

  test('a test of the console has none', () => {
    const tested = JSON.stringify({ seller_id: '111', webhook_id: 'wh1', test: true, events: [] })
    expect(construct(tested, headersOf(tested))).toEqual({ sellerId: '111', webhookId: 'wh1', events: [] })
  })

  test.each([
    ['another secret', body, headersOf(body, nowMs, 'another secret'), /signature does not match/],
    ['a changed body', body.replace('111aaa', '111aab'), headersOf(body), /signature does not match/],
    ['a changed timestamp', body, { ...headersOf(body), 'X-Yaoquan-Timestamp': String(nowMs + 1) }, /does not match/],
    ['an old delivery', body, headersOf(body, nowMs - 300_001), /more than 300000 ms/],
    ['one of the future', body, headersOf(body, nowMs + 300_001), /more than 300000 ms/],
    ['no signature', body, { 'x-yaoquan-timestamp': '1' }, /no header x-yaoquan-signature/],
    ['another body', '{}', headersOf('{}'), /no events/],
  ])('are refused with %s', (_, sent, headers, message) => {
    expect(() => construct(sent, headers)).toThrow(WebhookError)
    expect(() => construct(sent, headers)).toThrow(message)
  })

  test.each(['', ' '])('are not read under a blank secret: "%s"', (blank) => {
    const headers = headersOf(body, nowMs, blank)
    expect(() => constructEvents(body, { headers, secret: blank, clock: () => nowMs })).toThrow(TypeError)
  })

  test('are not read from what was parsed', () => {
    expect(() => construct(JSON.parse(body), headersOf(body))).toThrow(TypeError)
  })
})
