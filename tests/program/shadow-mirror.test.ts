import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readSwitchState } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { commandFile } from '../harness/command.ts'
import { type OrderCrm, startOrderCrm } from '../harness/order-crm.ts'
import { runCli } from '../harness/run-cli.ts'
import { post } from '../harness/signed-call.ts'
import { lengthOf } from '../harness/soak.ts'
import {
  changeRouteOf,
  newApp,
  type SwitchedShadow,
  signedOrder,
  startSwitchedShadow,
  storedOrders,
} from '../harness/switched-shadow.ts'
import { pauseMs, rateText, tillCount } from '../harness/tills.ts'

const created = expect.stringContaining('"success":true')

let crm: OrderCrm
let shadow: SwitchedShadow

beforeAll(async () => {
  crm = await startOrderCrm()
  shadow = await startSwitchedShadow(crm)
})

afterAll(async () => {
  await shadow.close()
  await crm.close()
})

const inFolder = async (...args: string[]) => (await runCli(['shadow', ...args, '--data', shadow.ours.dataDir])).stdout

/** The orders that the CRM of today stored, in order, and how often. */
const ordersOfCrm = (start: string) => [...crm.orders].filter(([id]) => id.startsWith(start))

it('loses no write of the CRM of today and does none twice while an app is switched and back under load', async ({
  annotate,
}) => {
  const app = await shadow.app()
  let isOver = false
  let count = 0
  const startedMs = performance.now()
  const answers: string[] = []
  const till = async () => {
    while (!isOver) {
      count += 1
      answers.push(await app.sync(`LOAD-${count}`))
      if (pauseMs > 0) await delay(pauseMs)
    }
  }
  const tills = Array.from({ length: tillCount }, till)
  for (let n = 0; n < lengthOf(20, 4); n += 1) {
    await app.route(n % 2 === 0 ? 'mirrored' : 'compare')
    const seen = answers.length
    await expect.poll(() => answers.length, { interval: 10 }).toBeGreaterThan(seen + 3 * tillCount)
  }
  isOver = true
  await Promise.all(tills)
  await annotate(rateText(answers.length, startedMs))
  expect(answers.filter((text) => !text.includes('"success":true'))).toEqual([])
  const sent = Array.from({ length: count }, (_, n) => [`LOAD-${n + 1}`, 1]).toSorted()
  await expect.poll(() => ordersOfCrm('LOAD-').toSorted()).toEqual(sent)
  const ours = await storedOrders(shadow.ours.url, 'LOAD-')
  expect(new Set(ours).size).toBe(ours.length)
  await expect.poll(() => shadow.state()?.mirror).toMatchObject({ waiting: 0, delivered: ours.length, refused: 0 })
  expect(ours.length).toBeGreaterThan(10)
})

it('keeps writes while the CRM of today is down, in order, sealed, and signed anew; its refusals hold up nothing', async () => {
  const { appKey, route, sync } = await shadow.app()
  await route('mirrored')
  const { delivered = 0 } = shadow.state()?.mirror ?? {}
  crm.fail('resets')
  expect(await sync('DOWN-1', { buyer_nick: 'kept-secret' })).toEqual(created)
  expect(await sync('BAD-1')).toEqual(created)
  crm.fail('isp')
  for (const id of ['DOWN-2', 'DOWN-3']) expect(await sync(id)).toEqual(created)
  const forged = { ...signedOrder('DOWN-9', {}, appKey), sign: 'A'.repeat(32) }
  expect(await post(shadow.url, forged)).toContain('"code":25')
  await expect.poll(() => shadow.state()?.mirror).toMatchObject({ waiting: 4, delivered })
  const queue = await readFile(join(shadow.ours.dataDir, 'shadow', `${shadow.port}.queue.db`))
  expect(['DOWN-1', 'kept-secret', 'sign'].filter((text) => queue.includes(text))).toEqual([])
  crm.fail(undefined)
  await expect.poll(() => shadow.state()?.mirror).toMatchObject({ waiting: 0, delivered: delivered + 3, refused: 1 })
  expect(ordersOfCrm('DOWN-')).toEqual([
    ['DOWN-1', 1],
    ['DOWN-2', 1],
    ['DOWN-3', 1],
  ])
})

it('lists what the CRM of today answers otherwise to a write that both did, until a person accepts it, and nothing else', async () => {
  const { appKey, route, sync } = await shadow.app()
  await route('mirrored')
  const { delivered = 0 } = shadow.state()?.mirror ?? {}
  for (const id of ['SAME-1', 'OTHER-1', 'OTHER-2']) expect(await sync(id)).toEqual(created)
  await expect.poll(() => shadow.state()?.mirror).toMatchObject({ waiting: 0, delivered: delivered + 3 })
  const open = async () => JSON.parse(await inFolder('status', '--json')).shadows[0].deviations
  const row = (kind: string, upstream: string, ours: string) => {
    const example = { app_key: appKey, coupon_code: '', upstream, ours }
    return expect.objectContaining({ class: 'write', kind, count: 2, example, accepted: null })
  }
  const rows = [row('write:outcome:updated/created', 'updated', 'created'), row('write:clerk', '(11)', '')]
  await expect.poll(open).toEqual(rows)
  await inFolder('accept', 'write', '--reason', '只是回执')
  expect((await open()).map(({ accepted }: { accepted: unknown }) => accepted)).not.toContain(null)
})

it('delivers what it had answered after it was killed', async () => {
  const { ours } = shadow
  const [port = 0] = await findFreePorts(1)
  const first = await startShadowProcess(crm.port, ours, port)
  const run = { dataDir: ours.dataDir, port, upstream: `127.0.0.1:${crm.port}`, sellerId: '111' }
  await expect.poll(() => readSwitchState(run)?.mirror?.waiting).toBe(0)
  const appKey = await newApp(ours)
  const revision = await changeRouteOf(ours, { run, appKey }, 'mirrored')
  await expect.poll(() => readSwitchState(run)?.revision).toBe(revision)
  crm.fail('isp')
  const answered: string[] = []
  const tills = Array.from({ length: 4 }, async (_, till) => {
    for (let n = 0; ; n += 1) {
      const id = `KILL-${till}-${n}`
      const text = await post(`http://127.0.0.1:${port}`, signedOrder(id, {}, appKey)).catch(() => undefined)
      if (text === undefined) return
      if (text.includes('"success":true')) answered.push(id)
    }
  })
  await expect.poll(() => answered.length, { interval: 10 }).toBeGreaterThan(lengthOf(40, 20))
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await Promise.all(tills)
  expect(ordersOfCrm('KILL-')).toEqual([])
  crm.fail(undefined)
  await startShadowProcess(crm.port, ours, port)
  await expect.poll(() => answered.filter((id) => !crm.orders.has(id))).toEqual([])
})

async function startShadowProcess(
  upstream: number,
  ours: Readonly<{ url: string; dataDir: string }>,
  port: number,
): Promise<Readonly<{ port: number; child: ChildProcess }>> {
  const place = ['--data', ours.dataDir, '--seller', '111', '--ours', `${ours.url}/router/rest`]
  const args = ['shadow', '--upstream', `http://127.0.0.1:${upstream}/router/rest`, '--port', String(port), ...place]
  const child = spawn(process.execPath, [commandFile, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(async () => {
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
