import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { createRequire } from 'node:module'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { listEvents, queryCoupon } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { encodeResponse } from '@yaoquan/protocol'
import { rolldown } from 'rolldown'
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

function appEnvironment(): Readonly<Record<string, string>> {
  const { appKey, appSecret } = testApp
  return { YAOQUAN_URL: server.url, YAOQUAN_APP_KEY: appKey, YAOQUAN_APP_SECRET: appSecret }
}

function startExample(
  path: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Running {
  const child = spawn(process.execPath, [join('examples', path), ...args], {
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
  expect(await runExample('client/issue-and-redeem.ts')).toEqual([
    expect.stringMatching(/^issued EX-\d+: created/),
    'found 1: 10元券, status 0',
    expect.stringMatching(/^redeemed EX-\d+: [0-9A-Z]{16}$/),
    'repeated: same redemption true',
    expect.stringMatching(/^refused: COUPON_ALREADY_USED 优惠券已被订单 SO-\d+ 于 .* 使用$/),
  ])
})

/** Runs an example to its end as the app of the tests. @returns what it printed */
async function runExample(path: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { child, lines, errors } = startExample(path, appEnvironment(), args)
  const [code] = await once(child, 'close')
  expect([code, errors()]).toEqual([0, ''])
  return lines()
}

async function issue(coupon: Readonly<{ couponCode: string; phone?: string; orderAmount?: string }>): Promise<void> {
  const terms = { couponName: '满减券', couponAmount: '20', startDate: '2026-01-01', endDate: '2099-12-31' }
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp })
  const { items } = await client.issueCoupons({
    outRequestNo: `NO-${coupon.couponCode}`,
    coupons: [{ ...terms, ...coupon }],
  })
  expect(items).toMatchObject([{ outcome: 'created' }])
}

test('the till redeems by the quote of its basket, takes goods back, and does both once however often it runs', async () => {
  await issue({ couponCode: 'TILL-1', phone: '13800002222', orderAmount: '200' })
  const sale = await runExample('till/sell.ts', '13800002222', 'SO-TILL-1')
  expect(sale).toEqual([
    'TILL-1: 20.00 off, to pay 210.00',
    'redeemed TILL-1',
    expect.stringMatching(/^would refund \d+\.\d\d$/),
    expect.stringMatching(/^refunded \d+\.\d\d$/),
  ])
  const again = await runExample('till/sell.ts', '13800002222', 'SO-TILL-1')
  expect([again[0], again.at(-1)]).toEqual(['redeemed TILL-1', sale.at(-1)])
  expect(await runExample('till/sell.ts', '13800002222', 'SO-TILL-2')).toEqual(['full price: no coupon fits'])
})

test('the nightly sync reads all coupons once, and later those that events name', async () => {
  await issue({ couponCode: 'SYNC-1' })
  const file = join(folder, 'coupons.json')
  const [first = ''] = await runExample('nightly-sync/sync.ts', file)
  await issue({ couponCode: 'SYNC-2' })
  const [second = ''] = await runExample('nightly-sync/sync.ts', file)
  const numbers = (line: string) => line.match(/\d+/g)?.map(Number) ?? []
  expect(numbers(second)[0]).toBe((numbers(first)[0] ?? 0) + 1)
  expect(JSON.parse(readFileSync(file, 'utf8')).coupons).toMatchObject({ 'SYNC-1': '0', 'SYNC-2': '0' })
})

test('the nightly sync reads all coupons again where events since the last night were removed', async () => {
  const page = { currentPage: 1, totalCount: 0, totalPage: 0, coupons: [] }
  const answers = new Map<string, string>([
    [
      listEvents.name,
      encodeResponse(
        listEvents,
        { result: { success: true, events: [], lastSeq: 5, newestSeq: 9, removedThroughSeq: 8 } },
        'r',
        'json',
      ),
    ],
    [queryCoupon.name, encodeResponse(queryCoupon, { result: { success: true, page } }, 'r', 'json')],
  ])
  const gateway = createServer(async (request, response) => {
    let form = ''
    for await (const piece of request) form += piece
    response.end(answers.get(new URLSearchParams(form).get('method') ?? ''))
  })
  await once(gateway.listen(0, '127.0.0.1'), 'listening')
  const file = join(folder, 'old-coupons.json')
  writeFileSync(file, JSON.stringify({ lastSeq: 5, coupons: { GONE: '0' } }))
  const { port } = gateway.address() as AddressInfo
  const environment = { ...appEnvironment(), YAOQUAN_URL: `http://127.0.0.1:${port}` }
  const { child, lines, errors } = startExample('nightly-sync/sync.ts', environment, [file])
  await once(child, 'close')
  gateway.close()
  expect([errors(), lines()]).toEqual(['', ['0 coupons, up to event 9']])
})

test('the React page shows what its server looks up, which tells no phone', async () => {
  await issue({ couponCode: 'LOOK-1', phone: '13800003333' })
  const [port = 0] = await findFreePorts(1)
  const { child, lines } = startExample('react-look-up/server.ts', { ...appEnvironment(), PORT: String(port) })
  try {
    const url = `http://127.0.0.1:${port}`
    await expect.poll(() => lines()).toContain(`listening on ${url}`)
    // A path that is no address ends no server.
    const [refused] = await once(get({ port, host: '127.0.0.1', path: '//' }), 'response')
    expect(refused.resume().statusCode).toBe(404)
    const found = async (code: string) => (await (await fetch(`${url}/api/coupon?code=${code}`)).json()) as object
    expect(await found('LOOK-1')).toEqual({ name: '满减券', status: '0', endDate: '2099-12-31' })
    const { FoundCoupon, LookUp } = await bundledPage()
    const shown = async (code: string) => html(FoundCoupon, { found: await found(code) })
    expect(await shown('LOOK-1')).toBe('<p>满减券 未使用，有效至 2099-12-31</p>')
    const codes = ['', '%20', 'x'.repeat(65)]
    const statuses = codes.map(async (code) => (await fetch(`${url}/api/coupon?code=${code}`)).status)
    expect(await Promise.all(statuses)).toEqual([400, 400, 400])
    expect(await shown('nothing')).toBe('<p role="alert">优惠券不存在</p>')
    expect(html(LookUp, {})).toContain('<button type="submit">查询</button>')
  } finally {
    child.kill()
    await once(child, 'close')
  }
})

/** Without the types of React, which declare an empty `HTMLElement` for programs without a browser. */
const require = createRequire(import.meta.url)
const react: Readonly<{ createElement(component: unknown, props: object): object }> = require('react')
const {
  renderToStaticMarkup,
}: Readonly<{ renderToStaticMarkup(element: object): string }> = require('react-dom/server')

function html(component: unknown, props: object): string {
  return renderToStaticMarkup(react.createElement(component, props))
}

/** The page as a bundler makes it, since Node.js runs no JSX. */
async function bundledPage() {
  const page = await rolldown({ input: join(root, 'examples/react-look-up/look-up.tsx'), external: /^react/ })
  // Beside the modules that it imports.
  const file = join(root, 'node_modules/.cache', `look-up-${process.pid}.mjs`)
  await page.write({ file, format: 'esm' })
  await page.close()
  const components: Readonly<{ FoundCoupon: unknown; LookUp: unknown }> = await import(pathToFileURL(file).href)
  rmSync(file)
  return components
}

describe.each(['plain.ts', 'with-express.js', 'with-fastify.ts'])('the webhook receiver %s', (program) => {
  const coupon = program.replaceAll(/[^a-z]/g, '')

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
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    }
    running = []
  })

  async function startReceiver(): Promise<Running> {
    const receiver = startExample(join('webhook-receiver', program), {
      YAOQUAN_WEBHOOK_SECRET: hook.secret,
      PORT: String(hook.port),
      PROGRESS_FILE: join(folder, `${program}.json`),
    })
    running.push(receiver)
    await expect.poll(() => receiver.lines()).toContain(`listening on ${hook.url}`)
    return receiver
  }

  const eventsOf = (receiver: Running) => receiver.lines().filter((line) => line.startsWith('event '))

  test('handles each event once and in order, also after a restart and a replay', async () => {
    const first = await startReceiver()
    for (const n of [1, 2, 3]) await issue({ couponCode: `${coupon}-${n}` })
    await expect.poll(() => eventsOf(first)).toHaveLength(3)
    expect(eventsOf(first).map((line) => line.replace(/^event \d+ /, ''))).toEqual([
      `issued ${coupon}-1`,
      `issued ${coupon}-2`,
      `issued ${coupon}-3`,
    ])
    first.child.kill()
    await once(first.child, 'close')

    const second = await startReceiver()
    await server.administration.replayWebhooks({ sellerId: '111', webhookId: hook.webhookId, afterSeq: 0 })
    await issue({ couponCode: `${coupon}-4` })
    // The replay is an event of its own.
    await expect.poll(() => eventsOf(second)).toHaveLength(2)
    expect(eventsOf(second)[1]).toContain(`issued ${coupon}-4`)
  })

  const post = async (timestampMs: number, secret: string, seq: number, sent?: string) => {
    const made = { event_seq: seq, kind: 'issued', at: '2026-11-24 22:29:00', actor: 'system' }
    const events = [{ ...made, coupon_code: `MADE-${seq}` }]
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

  test('refuses an empty body, and outlives a sender that goes away', async () => {
    const receiver = await startReceiver()
    const sender = connect(hook.port, '127.0.0.1')
    sender.write('POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n')
    // The answer 100 tells that the receiver waits for the body.
    await once(sender, 'data')
    sender.destroy()
    for (const _ of [1, 2]) expect((await fetch(hook.url, { method: 'POST' })).status).toBe(401)
    expect(receiver.child.exitCode).toBeNull()
  })

  test('acknowledges a recorded delivery that is sent again, and does not handle it again', async () => {
    const receiver = await startReceiver()
    const nowMs = Date.now()
    expect(await post(nowMs, hook.secret, 7)).toBe(204)
    expect(await post(nowMs, hook.secret, 7)).toBe(204)
    expect(eventsOf(receiver).filter((line) => line.includes('MADE'))).toEqual(['event 7 issued MADE-7'])
  })
})
