import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { changeRoute, readSwitchState } from '@yaoquan/server'
import { expect, it } from 'vitest'
import { commandFile } from '../harness/command.ts'
import { startOrderCrm } from '../harness/order-crm.ts'
import { ends, outcomes, shadowOf, startCrm } from '../harness/passed-calls.ts'
import { post } from '../harness/signed-call.ts'
import { lengthOf } from '../harness/soak.ts'
import { signedOrder, startSwitchedShadow, storedOrders } from '../harness/switched-shadow.ts'
import { startTestServer, testApp } from '../harness/test-server.ts'

const created = expect.stringContaining('"success":true')

it('loses no write of the CRM of today and does none twice while an app is switched and back under load', async () => {
  const crm = await startOrderCrm()
  const shadow = await startSwitchedShadow(crm)
  let isOver = false
  let count = 0
  const answers: string[] = []
  const till = async () => {
    while (!isOver) {
      count += 1
      answers.push(await post(shadow.url, signedOrder(`SO-${count}`)))
      await delay(lengthOf(1, 20))
    }
  }
  const tills = Array.from({ length: 4 }, till)
  for (let n = 0; n < lengthOf(20, 4); n += 1) {
    await shadow.route(n % 2 === 0 ? 'mirrored' : 'compare')
    const seen = answers.length
    await expect.poll(() => answers.length, { interval: 10 }).toBeGreaterThan(seen + 8)
  }
  isOver = true
  await Promise.all(tills)
  expect(answers.filter((text) => !text.includes('"success":true'))).toEqual([])
  const sent = Array.from({ length: count }, (_, n) => `SO-${n + 1}`).toSorted()
  await expect.poll(() => [...crm.orders.keys()].toSorted()).toEqual(sent)
  expect([...crm.orders.values()].filter((times) => times !== 1)).toEqual([])
  const ours = (await storedOrders(shadow.ours.url)).map((after) => JSON.parse(after).order_id)
  expect(new Set(ours).size).toBe(ours.length)
  await expect.poll(() => shadow.state()?.mirror).toMatchObject({ waiting: 0, delivered: ours.length, refused: 0 })
  expect(ours.length).toBeGreaterThan(10)
})

it('keeps writes while the CRM of today is down, in order, sealed, and signed anew; its refusals hold up nothing', async () => {
  const crm = await startOrderCrm()
  const shadow = await startSwitchedShadow(crm)
  await shadow.route('mirrored')
  crm.fail('resets')
  expect(await post(shadow.url, signedOrder('SO-1', { buyer_nick: 'kept-secret' }))).toEqual(created)
  expect(await post(shadow.url, signedOrder('BAD-1'))).toEqual(created)
  crm.fail('isp')
  for (const id of ['SO-2', 'SO-3']) expect(await post(shadow.url, signedOrder(id))).toEqual(created)
  const forged = { ...signedOrder('SO-9'), sign: 'A'.repeat(32) }
  expect(await post(shadow.url, forged)).toContain('"code":25')
  await expect.poll(() => shadow.state()?.mirror).toMatchObject({ waiting: 4, delivered: 0 })
  const queue = await readFile(join(shadow.ours.dataDir, 'shadow', `${shadow.port}.queue.db`))
  expect(['SO-1', 'kept-secret', 'sign'].filter((text) => queue.includes(text))).toEqual([])
  crm.fail(undefined)
  await expect
    .poll(() => shadow.state()?.mirror, { timeout: 20_000 })
    .toMatchObject({ waiting: 0, delivered: 3, refused: 1 })
  expect([...crm.orders]).toEqual([
    ['SO-1', 1],
    ['SO-2', 1],
    ['SO-3', 1],
  ])
})

it('sends a write on that Yaoquan did after its caller had left', async () => {
  const crm = await startOrderCrm()
  const held = Promise.withResolvers<ServerResponse>()
  const slow = await startCrm((_request, response) => held.resolve(response))
  const ours = await startTestServer(undefined, { isProduction: true })
  ends.push(ours.close)
  const { dataDir } = ours
  const compare = { dataDir, sellerId: '111' }
  const shadow = await shadowOf(crm.port, { compare, ours: `http://127.0.0.1:${slow.port}/router/rest` })
  const run = { dataDir, port: shadow.port, upstream: `127.0.0.1:${crm.port}`, sellerId: '111' }
  await expect.poll(() => readSwitchState(run)?.mirror?.waiting).toBe(0)
  const wanted = {
    appKey: testApp.appKey,
    to: 'mirrored',
    reason: 'r',
    by: 'b',
    atMs: Date.now(),
    isConfirmed: true,
  } as const
  await changeRoute(run, wanted, async () => undefined)
  await expect.poll(() => readSwitchState(run)?.revision).toBe(1)
  const body = new URLSearchParams(signedOrder('SO-1')).toString()
  const socket = connect(shadow.port, '127.0.0.1')
  const type = 'Content-Type: application/x-www-form-urlencoded'
  socket.write(`POST /router/rest HTTP/1.1\r\nHost: a\r\n${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  const response = await held.promise
  socket.resetAndDestroy()
  await expect.poll(() => outcomes(shadow)).toBe('left 1')
  response.end('{"alibaba_alihealth_nr_crm_order_sync_response":{"result":{"success":true}}}')
  await expect.poll(() => [...crm.orders]).toEqual([['SO-1', 1]])
})

it('delivers what it had answered after it was killed', async () => {
  const crm = await startOrderCrm()
  const ours = await startTestServer(undefined, { isProduction: true })
  ends.push(ours.close)
  const first = await startShadowProcess(crm.port, ours, 0)
  const { port } = first
  const run = { dataDir: ours.dataDir, port, upstream: `127.0.0.1:${crm.port}`, sellerId: '111' }
  await expect.poll(() => readSwitchState(run)?.mirror?.waiting).toBe(0)
  const wanted = {
    appKey: testApp.appKey,
    to: 'mirrored',
    reason: 'r',
    by: 'b',
    atMs: Date.now(),
    isConfirmed: true,
  } as const
  await changeRoute(run, wanted, async () => undefined)
  await expect.poll(() => readSwitchState(run)?.revision).toBe(1)
  crm.fail('isp')
  const answered: string[] = []
  const tills = Array.from({ length: 4 }, async (_, till) => {
    for (let n = 0; ; n += 1) {
      const id = `SO-${till}-${n}`
      const text = await post(`http://127.0.0.1:${port}`, signedOrder(id)).catch(() => undefined)
      if (text === undefined) return
      if (text.includes('"success":true')) answered.push(id)
    }
  })
  await expect.poll(() => answered.length).toBeGreaterThan(40)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await Promise.all(tills)
  expect([...crm.orders]).toEqual([])
  crm.fail(undefined)
  await startShadowProcess(crm.port, ours, port)
  await expect.poll(() => answered.filter((id) => !crm.orders.has(id)), { timeout: 20_000 }).toEqual([])
})

async function startShadowProcess(
  upstream: number,
  ours: Readonly<{ url: string; dataDir: string }>,
  port: number,
): Promise<Readonly<{ port: number; child: ChildProcess }>> {
  const place = ['--data', ours.dataDir, '--seller', '111', '--ours', `${ours.url}/router/rest`]
  const args = ['shadow', '--upstream', `http://127.0.0.1:${upstream}/router/rest`, '--port', String(port), ...place]
  const child = spawn(process.execPath, [commandFile, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  ends.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  let output = ''
  for await (const piece of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += piece
    const url = /^listening on (\S+)$/m.exec(output)?.[1]
    if (url !== undefined) return { port: Number(new URL(url).port), child }
  }
  throw new Error(`no line "listening on": ${output}`)
}
