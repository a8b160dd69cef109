import { rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { formatTimestamp } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { orderSync } from '../harness/order-calls.ts'
import { outcomes, shadowOf, startCrm } from '../harness/passed-calls.ts'
import { runCli } from '../harness/run-cli.ts'
import { post, querycoupon, signedParameters } from '../harness/signed-call.ts'
import { lengthOf } from '../harness/soak.ts'
import { routesFile, signedOrder, startSwitchedShadow, storedOrders } from '../harness/switched-shadow.ts'
import { testApp } from '../harness/test-server.ts'

const answerOld = (_request: unknown, response: ServerResponse) => response.end('{"by":"old"}')
const isOld = (text: string) => text === '{"by":"old"}'

it('switches an app and back again and again under load: every call is answered once, by one side', async () => {
  const crm = await startCrm((...call) => void setTimeout(() => answerOld(call[0], call[1]), 5))
  const shadow = await startSwitchedShadow(crm)
  const answers = new Map<string, string>()
  let isOver = false
  let count = 0
  const till = async () => {
    while (!isOver) {
      count += 1
      const id = `SO-${count}`
      answers.set(id, await post(shadow.url, signedOrder(id)))
      await delay(lengthOf(1, 20))
    }
  }
  const tills = Array.from({ length: 4 }, till)
  for (let n = 0; n < lengthOf(20, 6); n += 1) {
    await shadow.route(n % 2 === 0 ? 'ours' : 'compare')
    // As after every switch, the next call already follows it.
    const id = `FIRST-${n}`
    const text = await post(shadow.url, signedOrder(id))
    answers.set(id, text)
    expect(isOld(text)).toBe(n % 2 === 1)
  }
  isOver = true
  await Promise.all(tills)
  const old = crm.requests.map(
    ({ body }) => JSON.parse(new URLSearchParams(body.toString()).get('order') ?? '').order_id,
  )
  const ours = (await storedOrders(shadow.ours.url)).map((after) => JSON.parse(after).order_id)
  expect([...old, ...ours].toSorted()).toEqual([...answers.keys()].toSorted())
  expect(
    [...answers]
      .filter(([, text]) => isOld(text))
      .map(([id]) => id)
      .toSorted(),
  ).toEqual(old.toSorted())
  const ofOurs = [...answers.values()].filter((text) => !isOld(text))
  expect(ofOurs.filter((text) => !text.includes('"outcome":"created"'))).toEqual([])
  expect(ofOurs.length).toBeGreaterThan(10)
  expect(await outcomes({ adminUrl: shadow.adminUrl } as never)).toBe(`passed ${answers.size}`)
})

it('routes by app and method, and passes on to the CRM of today what it cannot read without doubt', async () => {
  const crm = await startCrm(answerOld)
  const shadow = await startSwitchedShadow(crm)
  await shadow.route('ours')
  await shadow.route('upstream', { method: querycoupon })
  const send = async (body: string, { query = '', headers = {}, path = '/router/rest' } = {}) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
    const response = await fetch(`${shadow.url}${path}${query}`, { method: 'POST', headers: type, body })
    return isOld(await response.text()) ? 'old' : 'ours'
  }
  const { appKey } = testApp
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
  const unread = { unclear: 4, packed: 1, batch: 1, large: 1 }
  await expect.poll(() => shadow.state()).toMatchObject({ routed: { ours: 2, upstream: 1, compare: 2 }, unread })
  expect(crm.requests.at(-1)?.body.length).toBeGreaterThan(11 * 1024 * 1024)
})

it('ends a call under way on the side on which it began, and keeps the last routes when their file is damaged', async () => {
  const held = Promise.withResolvers<ServerResponse>()
  const crm = await startCrm((_request, response) => held.resolve(response))
  const shadow = await startSwitchedShadow(crm)
  const first = post(shadow.url, signedOrder('SO-1'))
  const response = await held.promise
  await shadow.route('ours')
  await writeFile(routesFile(shadow), '{"version":1')
  await expect.poll(async () => (await fetch(`${shadow.adminUrl}/ready`)).text()).toMatch(/last ones hold/)
  expect(await post(shadow.url, signedOrder('SO-2'))).toContain('"outcome":"created"')
  response.end('{"by":"old"}')
  expect(await first).toBe('{"by":"old"}')
  expect(await storedOrders(shadow.ours.url)).toHaveLength(1)
  expect(crm.requests).toHaveLength(1)
  const damaged = shadowOf(crm.port, { port: shadow.port, compare: { dataDir: shadow.ours.dataDir, sellerId: '111' } })
  await expect(damaged).rejects.toThrow(/cannot be read/)
})

it('answers with code 15 and asks nobody else when the server of Yaoquan does not answer', async () => {
  const crm = await startCrm(answerOld)
  const shadow = await startSwitchedShadow(crm)
  await shadow.route('ours')
  const { dataDir } = shadow.ours
  await expect(shadowOf(crm.port, { port: shadow.port, dataDir })).rejects.toThrow('--seller')
  await shadow.ours.close()
  expect(await post(shadow.url, signedOrder('SO-1'))).toContain('isp.remote-connection-error')
  expect(crm.requests).toEqual([])
  await rm(shadow.ours.dataDir, { recursive: true, force: true })
})

it('is switched by a command, which records why before it holds, and refuses what the shadow cannot follow', async () => {
  const crm = await startCrm(answerOld)
  const shadow = await startSwitchedShadow(crm)
  const { dataDir } = shadow.ours
  const report = () => runCli(['shadow', 'status', '--data', dataDir, '--json'])
  await expect.poll(async () => (await report()).code).toBe(0)
  const route = (...more: readonly string[]) =>
    runCli(['shadow', 'route', '--app', testApp.appKey, '--reason', '首店 18612255668', '--data', dataDir, ...more])
  const done = await route('--to', 'ours', '--method', orderSync, '--by', '王工', '--json')
  expect(JSON.parse(done.stdout)).toEqual({
    app_key: testApp.appKey,
    method: orderSync,
    from: 'compare',
    to: 'ours',
    in_force: true,
  })
  expect(await post(shadow.url, signedOrder('SO-1'))).toContain('"outcome":"created"')
  const unknown = await route('--to', 'ours', '--method', 'taobao.trades.sold.get')
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('药券没有 taobao.trades.sold.get')])
  const [shown] = JSON.parse((await report()).stdout).shadows
  expect(shown.switch).toMatchObject({
    in_force: true,
    routes: [{ app_key: testApp.appKey, method: orderSync, to: 'ours', reason: '首店 186****5668', by: '王工' }],
    routed_calls: { ours: 1 },
  })
  const list = { method: 'yaoquan.event.list', timestamp: formatTimestamp(Date.now()), after_seq: '0' }
  const events = await post(shadow.ours.url, signedParameters(list))
  expect(events).toContain('operator:王工')
  expect(events).toContain('shadow_route')
  expect(events).toContain('186****5668')
})

it('asks for a confirmation before a way back that loses writes, and names them', async () => {
  const crm = await startCrm(answerOld)
  const shadow = await startSwitchedShadow(crm)
  await shadow.route('mirrored')
  const redeem = { method: 'yaoquan.coupon.redeem', timestamp: formatTimestamp(Date.now()) }
  await post(shadow.url, signedParameters({ ...redeem, out_request_no: 'R1', coupon_codes: '["A"]', order_id: 'SO-1' }))
  await expect.poll(() => shadow.state()?.onlyOurs).toEqual({ 'yaoquan.coupon.redeem': 1 })
  await expect(shadow.changeRoute('compare', { isConfirmed: false })).rejects.toThrow('loses-writes')
  expect(await shadow.changeRoute('ours', { isConfirmed: false })).toBe(2)
  expect(await shadow.changeRoute('compare', { isConfirmed: true })).toBe(3)
})
