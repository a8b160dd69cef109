import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunningWork } from '#background/repetition/repeat-work'
import type { ChainEvent, EventReader } from '#domain/events/event-store'
import type { Webhook } from '#domain/webhooks/webhook-store'
import { type OpenWebhooks, openWebhooks } from '#testing/open-webhooks'
import { temporaryFolder } from '#testing/temporary-folder'
import type { DeliveryDependencies } from './deliver-events.ts'
import { createPostDelivery } from './post-delivery.ts'
import { startWebhookWorker } from './webhook-worker.ts'

const folder = temporaryFolder()
const key = { sellerId: '111', webhookId: 'wh1' }
const secret = 'the-webhook-secret'
const nowMs = Date.parse('2026-11-24T22:29:00+08:00')

type Received = Readonly<{ headers: IncomingHttpHeaders; body: string; seqs: readonly number[] }>

let store: OpenWebhooks
let file = ''
let url = ''
let received: Received[] = []
let told: string[] = []
let events: ChainEvent[] = []
let startMs = 0
let hostAheadMs = 0
let nowAheadMs = 0
/** How often workers have looked for webhooks that are behind. */
let looks = 0
/** Answers the nth delivery, from 0. */
let answer: (response: ServerResponse, n: number) => void = accept
const closers: (() => Promise<unknown>)[] = []

function accept(response: ServerResponse): void {
  response.end('ok')
}

function refuse(response: ServerResponse): void {
  response.writeHead(500).end('no')
}

beforeEach(async ({ task }) => {
  received = []
  told = []
  events = []
  ;[startMs, hostAheadMs, nowAheadMs, looks] = [Date.now(), 0, 0, 0]
  answer = accept
  file = join(folder, `${task.id}.db`)
  store = await openWebhooks(file)
  closers.push(() => store.close())
  url = await startReceiver()
})

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function startReceiver(): Promise<string> {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const body = Buffer.concat(pieces).toString('utf8')
    const seqs = JSON.parse(body).events.map((event: { event_seq: number }) => event.event_seq)
    answer(response, received.push({ headers: request.headers, body, seqs }) - 1)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

const reader: EventReader = {
  listEvents: async ({ sellerId, afterSeq, limit }) => ({
    events: sellerId === '111' ? events.slice(afterSeq, afterSeq + limit) : [],
    newestSeq: events.length,
    removed: undefined,
  }),
  listCouponEvents: async () => ({ events: [], removed: undefined }),
  findSeqBefore: async () => 0,
  listSellerEvents: async () => ({ events: [], nextBeforeSeq: undefined, removed: undefined }),
  listMemberEvents: async () => ({ events: [], removed: undefined }),
  listNewestEventsOfMember: async () => ({ events: [], removed: undefined }),
}

/** The events of the tests are not in the store, so neither are their numbers. */
async function listWebhooksBehind(): Promise<readonly Webhook[]> {
  const behind = (await store.registry.listWebhooks('111')).filter(({ cursorSeq }) => cursorSeq < events.length)
  looks += 1
  return behind
}

/** Waits until workers have looked so many times more. */
async function looked(times: number): Promise<void> {
  const end = looks + times
  await eventually(() => expect(looks).toBeGreaterThanOrEqual(end))
}

function happen(count: number, atMs = nowMs): void {
  for (let n = 0; n < count; n += 1) {
    const eventSeq = events.length + 1
    events.push({
      sellerId: '111',
      eventSeq,
      kind: 'redeemed',
      couponCode: `券${eventSeq}`,
      couponId: undefined,
      atMs,
      actor: 'app:12345678',
      requestId: '15r8qk9x1abc',
      before: '{"state":"unused"}',
      after: '{"state":"held","order_id":"SO-1","held_until_ms":0}',
      hash: 'ab'.repeat(32),
    })
  }
}

function startWorker(changes: Partial<DeliveryDependencies> = {}): RunningWork {
  const worker = startWebhookWorker({
    queue: { ...store.queue, listWebhooksBehind },
    events: reader,
    post: createPostDelivery({ allowPrivate: true, timeoutMs: 10_000 }),
    telemetry: {
      eventsDelivered: ({ events: count, lag }) => told.push(`delivered ${count}, lag ${lag}`),
      nothingToDeliver: () => undefined,
      deliveryFailed: ({ reason, failures, lag }) => told.push(`failed ${failures}: ${reason}, lag ${lag}`),
      eventsSkipped: ({ firstSeq, lastSeq }) => told.push(`skipped ${firstSeq}-${lastSeq}`),
      backgroundFailed: ({ work }) => told.push(`background ${work}`),
    },
    owner: 'a',
    clock: () => nowMs + nowAheadMs,
    // Stands still, so that a busy machine is not late for anything.
    storeClock: () => startMs + hostAheadMs,
    random: () => 0,
    ...changes,
  })
  closers.push(() => worker.stop())
  return worker
}

const addWebhook = (cursorSeq = 0) => store.addWebhook({ ...key, url, secret, cursorSeq }, nowMs)

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 120_000, interval: 10 })

async function readWebhook(): Promise<Webhook> {
  const [webhook] = await store.registry.listWebhooks('111')
  if (webhook === undefined) throw new Error('no webhook')
  return webhook
}

const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

test('delivers events after the cursor, signed, in the names of event.list', async () => {
  happen(3)
  await addWebhook(1)
  startWorker()
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(3))
  const [{ headers, body }, ...others] = received as [Received, ...Received[]]
  expect(others).toEqual([])
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'x-yaoquan-webhook-id': 'wh1' })
  const timestamp = String(headers['x-yaoquan-timestamp'])
  expect(Number(timestamp)).toBe(startMs)
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  expect(headers['x-yaoquan-signature']).toBe(signature)
  const event = (eventSeq: number) => ({
    event_seq: eventSeq,
    kind: 'redeemed',
    coupon_code: `券${eventSeq}`,
    at: '2026-11-24 22:29:00',
    actor: 'app:12345678',
    call_request_id: '15r8qk9x1abc',
    before: '{"state":"unused"}',
    after: '{"state":"held","order_id":"SO-1","held_until":"1970-01-01 08:00:00"}',
    hash: 'ab'.repeat(32),
  })
  expect(JSON.parse(body)).toEqual({ seller_id: '111', webhook_id: 'wh1', events: [event(2), event(3)] })
})

test('sends many events in order, 100 at most in one delivery', async () => {
  happen(250)
  await addWebhook()
  startWorker()
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(250))
  expect(received.map(({ seqs }) => seqs.length)).toEqual([100, 100, 50])
  expect(received.flatMap(({ seqs }) => seqs)).toEqual(numbers(1, 250))
  expect(told).toEqual(['delivered 100, lag 150', 'delivered 100, lag 50', 'delivered 50, lag 0'])
})

test('notices a new event within a second', async () => {
  await addWebhook()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  closers.push(async () => vi.useRealTimers())
  startWorker()
  await looked(1)
  happen(1)
  vi.advanceTimersByTime(1_000)
  await expect.poll(() => received.length).toBe(1)
})

test('sends again what was not acknowledged, after a pause, and shows the error meanwhile', async () => {
  happen(2)
  answer = (response, n) => (n < 2 ? refuse(response) : accept(response))
  await addWebhook()
  startWorker()
  await eventually(async () => expect((await readWebhook()).failures).toBe(1))
  const failed = await readWebhook()
  expect(failed).toMatchObject({ cursorSeq: 0, lastError: 'HTTP 500' })
  expect(failed.nextAttemptMs - (failed.lastErrorAtMs ?? 0)).toBe(1_000)
  await looked(2)
  expect(received).toHaveLength(1)
  happen(1)
  hostAheadMs = 1_000
  await eventually(async () => expect((await readWebhook()).failures).toBe(2))
  hostAheadMs = 3_100
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(3))
  expect(received.map(({ seqs }) => seqs)).toEqual([
    [1, 2],
    [1, 2, 3],
    [1, 2, 3],
  ])
  expect(told).toEqual(['failed 1: HTTP 500, lag 2', 'failed 2: HTTP 500, lag 3', 'delivered 3, lag 0'])
  expect(await readWebhook()).toMatchObject({ failures: 0, nextAttemptMs: 0, lastError: 'HTTP 500' })
})

test.each([
  ['does not follow a redirect', 'redirect', /^HTTP 302/],
  ['gives up waiting for a receiver that does not answer', 'hang', /^TIMEOUT$/],
  ['notices a receiver that hangs up', 'reset', /^ECONNRESET$/],
] as const)('%s', async (_, behaviour, error) => {
  happen(1)
  answer = (response) => {
    if (behaviour === 'redirect') response.writeHead(302, { Location: url }).end()
    if (behaviour === 'reset') response.socket?.destroy()
  }
  await addWebhook()
  startWorker({ post: createPostDelivery({ allowPrivate: true, timeoutMs: behaviour === 'hang' ? 400 : 60_000 }) })
  await eventually(async () => expect((await readWebhook()).lastError).toMatch(error))
  expect(received).toHaveLength(1)
  expect((await readWebhook()).cursorSeq).toBe(0)
})

test('takes an endless answer for what its status says', async () => {
  happen(1)
  answer = (response) => {
    const timer = setInterval(() => response.write('x'.repeat(16_384)), 1)
    response.on('close', () => clearInterval(timer))
  }
  await addWebhook()
  startWorker()
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(1))
})

test.each(['127.0.0.1', 'localhost'])('does not connect to %s unless it is allowed', async (host) => {
  happen(1)
  url = url.replace('127.0.0.1', host)
  await addWebhook()
  startWorker({ post: createPostDelivery({ allowPrivate: false, timeoutMs: 400 }) })
  await eventually(async () => expect((await readWebhook()).lastError).toBe('PRIVATE_ADDRESS'))
  expect(received).toEqual([])
})

test('two processes on one store deliver every event once, in order', async () => {
  happen(150)
  await addWebhook()
  const other = await openWebhooks(file)
  closers.push(() => other.close())
  startWorker({ owner: 'a' })
  startWorker({ owner: 'b', queue: { ...other.queue, listWebhooksBehind } })
  for (let n = 0; n < 10; n += 1) {
    await looked(1)
    happen(30)
  }
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(450))
  expect(received.flatMap(({ seqs }) => seqs)).toEqual(numbers(1, 450))
})

test('another process goes on when one died, once its lease has ended', async () => {
  happen(1)
  await addWebhook()
  await store.queue.takeLease(key, { owner: 'dead', nowMs: startMs, untilMs: startMs + 30_000 })
  startWorker()
  await looked(2)
  expect(received).toEqual([])
  hostAheadMs = 30_000
  await eventually(() => expect(received).toHaveLength(1))
})

test('a process that stops lets the next one start immediately', async () => {
  happen(1)
  await addWebhook()
  const worker = startWorker({ owner: 'a' })
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(1))
  expect((await readWebhook()).leaseUntilMs).toBeGreaterThan(startMs)
  await worker.stop()
  happen(1)
  startWorker({ owner: 'b' })
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(2))
})

test('a replay sends everything after a number again, one under way included', async () => {
  happen(3)
  await addWebhook()
  startWorker()
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(3))
  answer = async (response, n) => {
    if (n === 1) await store.replayWebhook(key, 1, nowMs)
    accept(response)
  }
  happen(1)
  await eventually(async () => expect([received.length, (await readWebhook()).cursorSeq]).toEqual([3, 4]))
  expect(received.map(({ seqs }) => seqs)).toEqual([[1, 2, 3], [4], [2, 3, 4]])
})

test('gives up events after 30 days, says so, and goes on; a replay starts the 30 days anew', async () => {
  happen(2)
  await addWebhook()
  answer = refuse
  startWorker()
  await eventually(async () => expect((await readWebhook()).failures).toBe(1))
  nowAheadMs = 30 * 86_400_000 - 1
  happen(1, nowMs + nowAheadMs)
  hostAheadMs = 2_000
  await eventually(async () => expect((await readWebhook()).failures).toBe(2))
  answer = accept
  nowAheadMs += 1
  hostAheadMs = 10_000
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(3))
  expect(told).toContain('skipped 1-2')
  expect(received.at(-1)?.seqs).toEqual([3])
  expect(await readWebhook()).toMatchObject({ skippedEvents: 2, lastError: 'SKIPPED 1-2' })
  await store.replayWebhook(key, 0, nowMs + nowAheadMs)
  await eventually(() => expect(received.at(-1)?.seqs).toEqual([1, 2, 3]))
})

test('a removed webhook gets nothing more', async () => {
  happen(1)
  await addWebhook()
  startWorker()
  await eventually(async () => expect((await readWebhook()).cursorSeq).toBe(1))
  await store.removeWebhook(key)
  happen(1)
  await looked(2)
  expect(received).toHaveLength(1)
  expect(told).toEqual(['delivered 1, lag 0'])
})
