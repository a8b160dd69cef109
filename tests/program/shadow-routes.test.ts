import { readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { formatTimestamp } from '@yaoquan/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { orderSync } from '../harness/order-calls.ts'
import { shadowOf } from '../harness/passed-calls.ts'
import { runCli } from '../harness/run-cli.ts'
import { type Answering, type SecondCrm, startSecondCrm } from '../harness/second-crm.ts'
import { post, querycoupon, signedParameters } from '../harness/signed-call.ts'
import { lengthOf } from '../harness/soak.ts'
import {
  routesFile,
  type SwitchedShadow,
  startSwitchedShadow,
  storedEvents,
  storedOrders,
} from '../harness/switched-shadow.ts'
import { pauseMs, rateText, tillCount } from '../harness/tills.ts'

const answerOld: Answering = (_request, response) => response.end('{"by":"old"}')
const isOld = (text: string) => text === '{"by":"old"}'

let crm: SecondCrm
let shadow: SwitchedShadow
/** How the CRM of today answers. */
let answer = answerOld

beforeAll(async () => {
  crm = await startSecondCrm((...call) => answer(...call))
  shadow = await startSwitchedShadow(crm)
})

afterAll(async () => {
  await shadow.close()
  await crm.close()
})

/** Orders that the CRM of today got, by the start of their ids. */
function ordersOfOld(start: string): readonly string[] {
  const orders = crm.requests.map(({ body }) => new URLSearchParams(body.toString()).get('order') ?? '{}')
  return orders.map((order): string => JSON.parse(order).order_id ?? '').filter((id) => id.startsWith(start))
}

async function callsPassed(): Promise<number> {
  const text = await (await fetch(`${shadow.adminUrl}/metrics`)).text()
  return Number(/^yaoquan_shadow_calls_total\{outcome="passed"\} (\d+)$/m.exec(text)?.[1] ?? 0)
}

it('switches an app and back again and again under load: every call is answered once, by one side', async ({
  annotate,
}) => {
  answer = (...call) => void setTimeout(() => answerOld(...call), 5)
  const app = await shadow.app()
  const before = await callsPassed()
  const answers = new Map<string, string>()
  let isOver = false
  let count = 0
  const startedMs = performance.now()
  const till = async () => {
    while (!isOver) {
      count += 1
      const id = `LOAD-${count}`
      answers.set(id, await app.sync(id))
      if (pauseMs > 0) await delay(pauseMs)
    }
  }
  const tills = Array.from({ length: tillCount }, till)
  for (let n = 0; n < lengthOf(20, 6); n += 1) {
    await app.route(n % 2 === 0 ? 'ours' : 'compare')
    // As after every switch, the next call already follows it.
    const id = `LOAD-FIRST-${n}`
    const text = await app.sync(id)
    answers.set(id, text)
    expect(isOld(text)).toBe(n % 2 === 1)
    // Some of the tills follow it too, however fast the machine is.
    const enough = count + 2 * tills.length
    await expect.poll(() => count).toBeGreaterThanOrEqual(enough)
  }
  isOver = true
  await Promise.all(tills)
  await annotate(rateText(answers.size, startedMs))
  answer = answerOld
  const old = ordersOfOld('LOAD-').toSorted()
  const ours = await storedOrders(shadow.ours.url, 'LOAD-')
  expect([...old, ...ours].toSorted()).toEqual([...answers.keys()].toSorted())
  const answeredByOld = [...answers].filter(([, text]) => isOld(text)).map(([id]) => id)
  expect(answeredByOld.toSorted()).toEqual(old)
  const ofOurs = [...answers.values()].filter((text) => !isOld(text))
  expect(ofOurs.filter((text) => !text.includes('"outcome":"created"'))).toEqual([])
  expect(ofOurs.length).toBeGreaterThan(10)
  expect((await callsPassed()) - before).toBe(answers.size)
})

it('routes by app and method, and passes on to the CRM of today what it cannot read without doubt', async () => {
  const { appKey, route } = await shadow.app()
  await route('ours')
  await route('upstream', { method: querycoupon })
  const before = countsOfCalls()
  const send = async (body: string, { query = '', headers = {}, path = '/router/rest' } = {}) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
    const response = await fetch(`${shadow.url}${path}${query}`, { method: 'POST', headers: type, body })
    return isOld(await response.text()) ? 'old' : 'ours'
  }
  const time = 'method=taobao.time.get'
  expect([
    await send(`${time}&app_key=${appKey}`),
    await send(`app_key=${appKey}`, { query: `?${time}` }),
    await send(`${time}&app_key=999`),
    await send(time, { query: `?app_key=999&app_key=999` }),
    await send(`method=${querycoupon}&app_key=${appKey}`),
    await send(`method=taobao.trades.sold.get&app_key=${appKey}`),
    // Two readers may find another app or method in these.
    await send(`${time}&app_key=${appKey}&app_key=999`),
    await send(`app_key=${appKey}&method=vendor.use`, { query: `?${time}` }),
    await send(`{"method":"vendor.use"}`, {
      query: `?${time}&app_key=${appKey}`,
      headers: { 'content-type': 'application/json' },
    }),
    await send(`${time}&app_key=${appKey}`, { headers: { 'content-encoding': 'gzip' } }),
    await send(`${time}&app_key=${appKey}`, { headers: { 'content-type': 'text/plain' } }),
    await send(`${time}&app_key=${appKey}`, { path: '/router/batch' }),
    await send(`${time}&app_key=${appKey}&x=${'y'.repeat(11 * 1024 * 1024)}`),
  ]).toEqual(['ours', 'ours', ...Array(11).fill('old')])
  const expected = { ours: 2, upstream: 1, compare: 2, unclear: 4, packed: 1, batch: 1, large: 1 }
  await expect.poll(() => differences(before, countsOfCalls())).toEqual(expected)
  expect(crm.requests.at(-1)?.body.length).toBeGreaterThan(11 * 1024 * 1024)
})

/** Calls by route, and by why they were not read, once all calls before have been counted. */
function countsOfCalls(): Readonly<Record<string, number>> {
  return { ...shadow.state()?.routed, ...shadow.state()?.unread }
}

function differences(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) {
  const grown = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
  return Object.fromEntries(grown.filter(([, count]) => count !== 0))
}

it('ends a call under way on the side on which it began, and keeps the last routes when their file is damaged', async () => {
  const app = await shadow.app()
  const held = Promise.withResolvers<ServerResponse>()
  answer = (_request, response) => held.resolve(response)
  const first = app.sync('WAY-1')
  const response = await held.promise
  answer = answerOld
  await app.route('ours')
  const file = routesFile(shadow)
  const routes = await readFile(file)
  await writeFile(file, '{"version":1')
  const ready = async () => (await fetch(`${shadow.adminUrl}/ready`)).text()
  await expect.poll(ready).toMatch(/last ones hold/)
  expect(await app.sync('WAY-2')).toContain('"outcome":"created"')
  response.end('{"by":"old"}')
  expect(await first).toBe('{"by":"old"}')
  expect(await storedOrders(shadow.ours.url, 'WAY-')).toEqual(['WAY-2'])
  expect(ordersOfOld('WAY-')).toEqual(['WAY-1'])
  const { port, ours } = shadow
  const damaged = shadowOf(crm.port, { port, compare: { dataDir: ours.dataDir, sellerId: '111' } })
  await expect(damaged).rejects.toThrow(/cannot be read/)
  await writeFile(file, routes)
  await expect.poll(ready).not.toMatch(/last ones hold/)
})

it('is switched by a command, which records why before it holds, and refuses what the shadow cannot follow', async () => {
  const { appKey, sync } = await shadow.app()
  const { dataDir } = shadow.ours
  const report = () => runCli(['shadow', 'status', '--data', dataDir, '--json'])
  await expect.poll(async () => (await report()).code).toBe(0)
  const route = (...more: readonly string[]) =>
    runCli(['shadow', 'route', '--app', appKey, '--reason', '首店 18612255668', '--data', dataDir, ...more])
  const done = await route('--to', 'ours', '--method', orderSync, '--by', '王工', '--json')
  expect(JSON.parse(done.stdout)).toEqual({
    app_key: appKey,
    method: orderSync,
    from: 'compare',
    to: 'ours',
    in_force: true,
    recorded: true,
    methods_apart: [],
  })
  expect(await sync('COMMAND-1')).toContain('"outcome":"created"')
  const unknown = await route('--to', 'ours', '--method', 'taobao.trades.sold.get')
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('药券没有 taobao.trades.sold.get')])
  const [shown] = JSON.parse((await report()).stdout).shadows
  const changed = { app_key: appKey, method: orderSync, to: 'ours', reason: '首店 186****5668', by: '王工' }
  expect(shown.switch).toMatchObject({ in_force: true, routed_calls: { ours: expect.any(Number) } })
  expect(shown.switch.routes).toContainEqual(expect.objectContaining(changed))
  const events = (await storedEvents(shadow.ours.url)).filter(({ kind }) => kind === 'shadow_route')
  expect(JSON.stringify(events.at(-1))).toMatch(/186\*{4}5668/)
  expect(JSON.stringify(events.at(-1))).toContain('operator:王工')
})

it('asks for a confirmation before a way back that loses writes, and names them', async () => {
  const { appKey, route, changeRoute } = await shadow.app()
  await route('mirrored')
  const redeem = { method: 'yaoquan.coupon.redeem', app_key: appKey, timestamp: formatTimestamp(Date.now()) }
  await post(
    shadow.url,
    signedParameters({ ...redeem, out_request_no: 'R1', coupon_codes: '["A"]', order_id: 'BACK-1' }),
  )
  await expect.poll(() => shadow.state()?.onlyOurs?.['yaoquan.coupon.redeem']).toBe(1)
  await expect(changeRoute('compare', { isConfirmed: false })).rejects.toThrow('loses-writes')
  const revision = await changeRoute('ours', { isConfirmed: false })
  expect(await changeRoute('compare', { isConfirmed: true })).toBe(revision + 1)
})

it('answers with code 15 and asks nobody else when the server of Yaoquan does not answer', async () => {
  const { route, sync } = await shadow.app()
  await route('ours')
  const { dataDir } = shadow.ours
  await expect(shadowOf(crm.port, { port: shadow.port, dataDir })).rejects.toThrow('--seller')
  await shadow.stopOurs()
  const refused = await sync('DOWN-1')
  expect(refused).toContain('isp.remote-connection-error')
  expect(refused).toContain('无法连接应答此调用的系统')
  expect(ordersOfOld('DOWN-')).toEqual([])
})
