import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TopClient } from '@yaoquan/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let server: TestServer
let folder: string

/** On the host's clock, which the examples use too. */
beforeAll(async () => {
  server = await startTestServer(undefined, { isProduction: true, allowPrivateWebhooks: true })
  folder = mkdtempSync(join(tmpdir(), 'examples-'))
})

afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Running = Readonly<{ child: ChildProcess; lines: () => readonly string[]; errors: () => string }>

function startExample(path: string, environment: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [join('examples', path)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let [output, errors] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    output += piece
  })
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    errors += piece
  })
  return { child, lines: () => output.trimEnd().split('\n'), errors: () => errors }
}

test('the client issues a coupon, finds it, redeems it once, and is refused for another order', async () => {
  const { child, lines, errors } = startExample('client/issue-and-redeem.ts', {
    YAOQUAN_URL: server.url,
    YAOQUAN_APP_KEY: testApp.appKey,
    YAOQUAN_APP_SECRET: testApp.appSecret,
  })
  const [code] = await once(child, 'close')
  expect([code, errors()]).toEqual([0, ''])
  expect(lines()).toEqual([
    expect.stringMatching(/^issued EX-\d+: created/),
    'found 1: 10元券, status 0',
    expect.stringMatching(/^redeemed EX-\d+: [0-9A-Z]{16}$/),
    'repeated: same redemption true',
    expect.stringMatching(/^refused: COUPON_ALREADY_USED 优惠券已被订单 SO-\d+ 于 .* 使用$/),
  ])
})

describe('the webhook receiver', () => {
  let hook: Readonly<{ url: string; port: number; secret: string; webhookId: string }>
  let running: Running[] = []

  beforeAll(async () => {
    const [port = 0] = await findFreePorts(1)
    const url = `http://127.0.0.1:${port}/hook`
    const added = await server.administration.addWebhook({ sellerId: '111', url, allowPrivate: true })
    if (added.kind !== 'added') throw new Error(`the webhook was not added: ${added.kind}`)
    hook = { url, port, secret: added.secret, webhookId: added.webhookId }
  })

  afterEach(async () => {
    for (const { child } of running) {
      child.kill()
      if (child.exitCode === null) await once(child, 'close')
    }
    running = []
  })

  async function startReceiver(): Promise<Running> {
    const receiver = startExample('webhook-receiver/main.ts', {
      YAOQUAN_WEBHOOK_SECRET: hook.secret,
      PORT: String(hook.port),
      PROGRESS_FILE: join(folder, 'progress.json'),
    })
    running.push(receiver)
    await expect.poll(() => receiver.lines()).toContain(`listening on ${hook.url}`)
    return receiver
  }

  async function issue(couponCode: string): Promise<void> {
    const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp })
    await client.issueCoupons({
      outRequestNo: `NO-${couponCode}`,
      coupons: [{ couponCode, couponAmount: '10', startDate: '2026-01-01', endDate: '2099-12-31' }],
    })
  }

  const eventsOf = (receiver: Running) => receiver.lines().filter((line) => line.startsWith('event '))

  test('handles each event once and in order, also after a restart and a replay', async () => {
    const first = await startReceiver()
    for (const code of ['HOOK-1', 'HOOK-2', 'HOOK-3']) await issue(code)
    await expect.poll(() => eventsOf(first)).toHaveLength(3)
    expect(eventsOf(first).map((line) => line.replace(/^event \d+ /, ''))).toEqual([
      'issued HOOK-1',
      'issued HOOK-2',
      'issued HOOK-3',
    ])
    first.child.kill()
    await once(first.child, 'close')

    const second = await startReceiver()
    await server.administration.replayWebhooks({ sellerId: '111', webhookId: hook.webhookId, afterSeq: 0 })
    await issue('HOOK-4')
    // The replay is an event of its own.
    await expect.poll(() => eventsOf(second)).toHaveLength(2)
    expect(eventsOf(second)[1]).toContain('issued HOOK-4')
  })

  const post = async (timestampMs: number, secret: string, seq: number, sent?: string) => {
    const events = [{ event_seq: seq, kind: 'issued', coupon_code: `MADE-${seq}` }]
    const body = JSON.stringify({ seller_id: '999', webhook_id: 'wh', events })
    const timestamp = String(timestampMs)
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
    const headers = { 'x-yaoquan-timestamp': timestamp, 'x-yaoquan-signature': signature }
    return (await fetch(hook.url, { method: 'POST', headers, body: sent ?? body })).status
  }

  test('refuses a wrong secret, an altered body and an old timestamp', async () => {
    const receiver = await startReceiver()
    expect(await post(Date.now(), 'another secret', 1)).toBe(401)
    expect(await post(Date.now(), hook.secret, 1, '{"seller_id":"999","events":[]}')).toBe(401)
    expect(await post(Date.now() - 301_000, hook.secret, 1)).toBe(401)
    expect(await post(Date.now() + 301_000, hook.secret, 1)).toBe(401)
    expect((await fetch(hook.url, { method: 'POST', body: '{}' })).status).toBe(401)
    expect(eventsOf(receiver).filter((line) => line.includes('MADE'))).toEqual([])
  })

  test('acknowledges a recorded delivery that is sent again, and does not handle it again', async () => {
    const receiver = await startReceiver()
    const nowMs = Date.now()
    expect(await post(nowMs, hook.secret, 7)).toBe(204)
    expect(await post(nowMs, hook.secret, 7)).toBe(204)
    expect(eventsOf(receiver).filter((line) => line.includes('MADE'))).toEqual(['event 7 issued MADE-7'])
  })
})
