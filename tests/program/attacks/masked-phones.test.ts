import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CouponEvent, TopClient } from '@yaoquan/client'
import { signParameters } from '@yaoquan/protocol'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BodyReceiver, startBodyReceiver } from '../../harness/body-receiver.ts'
import { askConsole, firstSignIn } from '../../harness/console.ts'
import { type CliServer, runCli, serveCli } from '../../harness/run-cli.ts'
import { post, querycoupon, signedParameters } from '../../harness/signed-call.ts'
import { soak } from '../../harness/soak.ts'
import { testApp } from '../../harness/test-server.ts'
import { withoutMidnight } from '../../harness/without-midnight.ts'

/** The phone that is shown as 186****5668, and its middle as a number of tries. */
const victim = '18643205668'
const other = '13912345678'
const dayMs = 86_400_000
/** The test must not count in two days. */
const takenMs = 240_000 * soak
const secret = testApp.appSecret

let folder: string
let dataDir: string
let server: CliServer
let clerk: string
let receiver: BodyReceiver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-masked-phones-'))
  dataDir = join(folder, 'data')
  receiver = await startBodyReceiver()
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'phones' })
  const app = { sellerIds: ['111'], appSecret: secret }
  await administration.createApp({ ...app, name: 'reader', appKey: 'reader' })
  for (const name of ['till', 'batches', 'changes', 'issues', 'honest']) {
    await administration.createApp({ ...app, name, appKey: name, grants: { preset: 'till', allowed: [], denied: [] } })
  }
  const rows = [victim, other].map((phone) => ({ couponCode: `of-${phone.slice(-4)}`, phone }))
  await administration.importCoupons({ sellerId: '111', rows })
  const { url } = receiver
  await administration.addWebhook({ sellerId: '111', url, afterSeq: 0, allowPrivate: true })
  const roles = [{ sellerId: '111', role: 'shop_clerk', shops: ['01'] }]
  const made = await administration.createOperator({ name: 'clerk', displayName: 'clerk', roles })
  await administration.close()
  await withoutMidnight(takenMs, dayMs)
  const args = ['--data', dataDir, '--workers', '2', '--allow-private-webhooks']
  server = await serveCli([...args, '--log-level', 'warn'])
  const password = made.kind === 'changed' ? made.password : ''
  clerk = await firstSignIn(server.url, 'clerk', password, 'correct horse battery')
})

afterAll(async () => {
  const code = await server.stop()
  receiver.stop()
  await rm(folder, { recursive: true, force: true })
  expect(code).toBe(0)
})

const lines = [{ line_no: 1, category: '1001', quantity: '1', amount: '10' }]

const middle = (place: number) => `186${String(place).padStart(4, '0')}5668`

async function alarms(): Promise<readonly CouponEvent[]> {
  const client = new TopClient({ url: `${server.url}/router/rest`, appKey: 'reader', appSecret: secret })
  const { events } = await client.listEvents({ afterSeq: 0, limit: 100 })
  return events.filter(({ kind }) => kind === 'alarm')
}

const alarmsOf = async (caller: string) =>
  (await alarms())
    .map(({ after }) => JSON.parse(after ?? '{}'))
    .filter(({ app_key, operator }) => caller === (operator ?? app_key))

const asClerk = (method: string, body: object) => askConsole(server.url, method, { cookie: clerk, body })

const query = (phone: string) => ({ query_d_t_o: { page_num: 1, page_size: 5, phone } })

it('a clerk does not find a masked phone by trying its middles, and one alarm says so', async () => {
  let answered = 0
  const tries = 60 * soak
  for (let place = 0; place < tries; place += 1) {
    const phone = middle(place)
    const way = place % 2 === 0 ? asClerk('yaoquan.member.get', { phone }) : asClerk(querycoupon, query(phone))
    const { status, body } = await way
    if (status === 200) answered += 1
    else
      expect(body).toMatchObject({ error: { code: 'TOO_MANY_PHONES_TRIED', en: expect.stringMatching(/at \d{4}-/) } })
  }
  expect(answered).toBe(20)
  // Nor by chance: the number itself is refused now, and others are looked up as before.
  expect(await asClerk('yaoquan.member.get', { phone: victim })).toMatchObject({ status: 429 })
  expect(await asClerk('yaoquan.basket.evaluate', { phone: victim, shop: '01', lines })).toMatchObject({
    status: 429,
  })
  await expect.poll(() => alarmsOf('clerk')).toHaveLength(1)
  expect(await alarmsOf('clerk')).toEqual([{ alarm: 'phones_tried', operator: 'clerk', per: 'alike', limit: 20 }])
  await expect
    .poll(() => receiver.bodies.some((body) => body.includes('phones_tried') && body.includes('clerk')))
    .toBe(true)
})

const asApp = (appKey: string, own: Readonly<Record<string, string>>) =>
  post(server.url, signedParameters({ app_key: appKey, timestamp: `${Date.now()}`, ...own }, secret))

/** Makes calls, eight at a time. @returns how many were not refused for phones */
async function answeredOf(calls: readonly (() => Promise<string>)[]): Promise<number> {
  let answered = 0
  for (let first = 0; first < calls.length; first += 8) {
    const texts = await Promise.all(calls.slice(first, first + 8).map((call) => call()))
    for (const text of texts) {
      if (text.includes('"code":7,')) expect(text).toContain('accesscontrol.limited-by-unknown-phones')
      else answered += 1
    }
  }
  return answered
}

it('an app with masked phones finds none either, by reads of any method, in parallel and at whatever shop', async () => {
  const ways: readonly ((phone: string, place: number) => Readonly<Record<string, string>>)[] = [
    (phone) => ({ query_d_t_o: JSON.stringify(query(phone).query_d_t_o), method: querycoupon }),
    (phone) => ({ method: 'yaoquan.member.get', phone }),
    (phone, place) => ({ method: 'yaoquan.coupon.search', phone, shop: `0${place % 9}` }),
    (phone, place) => ({
      method: 'yaoquan.basket.evaluate',
      phone,
      shop: `${place}`,
      lines: JSON.stringify(lines),
    }),
    (phone) => ({ method: 'yaoquan.coupon.search', card_no: phone }),
  ]
  const tries = Array.from(
    { length: 100 * soak },
    (_, place) => ways[place % ways.length]?.(middle(place), place) ?? {},
  )
  // Every call on a connection of its own, so that both workers answer.
  expect(await answeredOf(tries.map((own) => () => asApp('till', own)))).toBe(20)
  await expect.poll(() => alarmsOf('till')).toHaveLength(1)
})

it('each call of a batch counts', async () => {
  const batchOf = (first: number) => {
    const calls = Array.from({ length: 50 }, (_, place) => `method=yaoquan.member.get&phone=${middle(first + place)}`)
    const body = calls.join('\r\n-S-\r\n')
    const parameters = { app_key: 'batches', timestamp: `${Date.now()}`, v: '2.0', format: 'json' }
    const signed = new URLSearchParams(signParameters({ parameters, secret, method: 'hmac-sha256', body }))
    return fetch(`${server.url}/router/batch?${signed}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
    })
  }
  const texts = [await (await batchOf(0)).text(), await (await batchOf(50)).text()]
  expect(texts.map((text) => text.split('MEMBER_NOT_FOUND').length - 1)).toEqual([20, 0])
})

it('writes that tell whether a phone is the right one count as look-ups do', async () => {
  const found = await asApp('honest', { method: 'yaoquan.member.get', coupon_code: `of-${victim.slice(-4)}` })
  const [, member_id = ''] = /"member_id":"(M\d+)"/.exec(found) ?? []
  const changing = (place: number) => ({
    method: 'yaoquan.member.changePhone',
    out_request_no: `C${place}`,
    member_id,
    old_phone: middle(place),
    new_phone: '13700000001',
  })
  const issuing = (place: number) => ({
    method: 'yaoquan.coupon.issue',
    out_request_no: `I${place}`,
    coupons: JSON.stringify([{ coupon_code: `of-${victim.slice(-4)}`, phone: middle(place) }]),
  })
  const places = Array.from({ length: 60 }, (_, place) => place)
  for (const [appKey, own] of [
    ['changes', changing],
    ['issues', issuing],
  ] as const) {
    let answered = 0
    // One after the other: a write that was done must be answered, even beyond the limit.
    for (const place of places) answered += await answeredOf([() => asApp(appKey, own(place))])
    expect([appKey, answered]).toEqual([appKey, expect.toSatisfy((count: number) => count >= 20 && count <= 22)])
  }
})

it('phones that find something are free, and so is the same phone again', async () => {
  const ask = (phone: string) => asApp('honest', { method: 'yaoquan.member.get', phone })
  for (let again = 0; again < 100; again += 1) {
    expect(await ask(other)).toContain('139****5678')
    expect(await ask('13700000000')).toContain('MEMBER_NOT_FOUND')
  }
  expect(await alarmsOf('honest')).toEqual([])
})

it('no log line, event or webhook has a phone, and the chain verifies', async () => {
  const everything = [...receiver.bodies, JSON.stringify(await alarms()), server.stdout(), server.stderr()].join('\n')
  expect(everything).not.toMatch(/186\d{4}5668/)
  const lines = everything.split('\n').filter((line) => line.includes('too many phones that find nothing'))
  expect(lines.length).toBeGreaterThan(0)
  const run = await runCli(['audit', 'verify', '--data', dataDir])
  expect([run.code, run.stderr]).toEqual([0, ''])
})
