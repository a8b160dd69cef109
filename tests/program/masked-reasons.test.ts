import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const phone = '13912345678'
const masked = '139****5678'
const reason = `顾客 +86 139-1234-5678 要求，订单 ${phone}0000`
const storedReason = `顾客 +86 ${masked} 要求，订单 ${phone}0000`
const warnings = [{ code: 'PHONE_MASKED', message: 'reason 中的手机号已打码后保存', field: 'reason' }]
const cash = { couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 } as const
let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  const coupons = ['void', 'all', 'return', 'xml', 'extend'].map((couponCode) => ({
    couponCode,
    couponId: couponCode,
    attribute: couponCode === 'all' ? phone : undefined,
    startDate: '2026-11-01',
    endDate: '2099-12-31',
  }))
  await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
  await caller.call('yaoquan.template.save', { outRequestNo: caller.newNo(), template: { couponId: 'T', ...cash } })
})
afterAll(() => server.close())

/** The `after` texts of the seller's events of a kind. */
async function eventTexts(kind: string): Promise<readonly string[]> {
  const page = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  return page.events.filter((event) => event.kind === kind).map(({ after = '' }) => after)
}

async function redeem(couponCode: string, orderId: string): Promise<string> {
  const answer = await caller.call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), couponCode, orderId })
  return String(answer['redemptionId'])
}

it.each([
  ['yaoquan.coupon.void', { couponCodes: ['void'] }, 'voided'],
  ['yaoquan.coupon.void', { couponId: 'all' }, 'voided'],
  ['yaoquan.coupon.extend', { couponCodes: ['extend'], endDate: '9999-12-31' }, 'extended'],
  ['yaoquan.template.close', { couponId: 'T' }, 'template_closed'],
  ['yaoquan.template.reopen', { couponId: 'T' }, 'template_reopened'],
] as const)('%s stores the reason masked and says so, again when it is repeated', async (method, what, kind) => {
  const input = { outRequestNo: caller.newNo(), ...what, reason }
  expect(await caller.call(method, input)).toMatchObject({ success: true, warnings })
  expect(await caller.call(method, input)).toMatchObject({ success: true, warnings, alreadyDone: true })
  const conflicting = { ...input, reason: reason.replace('5678', '5679') }
  expect(await caller.call(method, conflicting)).toMatchObject({ errorCode: 'IDEMPOTENT_CONFLICT' })
  expect((await eventTexts(kind)).map((text) => JSON.parse(text).reason)).toContain(storedReason)
})

it('yaoquan.template.save masks its notes and no other text', async () => {
  const template = { couponId: 'N', ...cash, description: `热线 ${phone}`, notes: `负责人 ${phone}` }
  const input = { outRequestNo: caller.newNo(), template }
  const warned = [{ code: 'PHONE_MASKED', message: 'notes 中的手机号已打码后保存', field: 'notes' }]
  expect(await caller.call('yaoquan.template.save', input)).toEqual({ version: 1, warnings: warned, success: true })
  expect(await caller.call('yaoquan.template.save', input)).toMatchObject({ warnings: warned, alreadyDone: true })
  expect(await caller.call('yaoquan.template.get', { couponId: 'N' })).toMatchObject({
    template: { description: `热线 ${phone}`, notes: `负责人 ${masked}` },
  })
  expect((await eventTexts('template_saved')).join()).toContain(`负责人 ${masked}`)
})

it('yaoquan.coupon.return too; order ids and request numbers keep what looks like a phone', async () => {
  const redemptionId = await redeem('return', phone)
  const input = { outRequestNo: `RETURN-${phone}`, redemptionId, reason }
  expect(await caller.call('yaoquan.coupon.return', input)).toMatchObject({ success: true, warnings })
  expect(await caller.call('yaoquan.coupon.return', input)).toMatchObject({ warnings, alreadyDone: true })
  expect(await eventTexts('redeemed')).toEqual([expect.stringContaining(`"order_id":"${phone}"`)])
  expect(await eventTexts('returned')).toEqual([expect.stringContaining(storedReason)])
  const found = await caller.call('yaoquan.coupon.get', { couponCode: 'all' })
  expect(found).toMatchObject({ coupon: { attribute: phone } })
})

it('answers in XML too, and a reason without a phone has no warnings', async () => {
  const ask = (why: string, format: string) => {
    const parameters = { out_request_no: caller.newNo(), coupon_codes: 'xml', reason: why, format }
    return post(server.url, signedParameters({ method: 'yaoquan.coupon.void', ...parameters }, testApp.appSecret))
  }
  expect(await ask(reason, 'xml')).toContain(
    '<warnings><warning><code>PHONE_MASKED</code><msg>reason 中的手机号已打码后保存</msg><field>reason</field></warning></warnings>',
  )
  for (const format of ['json', 'xml']) expect(await ask('活动取消', format)).not.toContain('warning')
})

it('leaves the phone of no reason in the files of the store', async () => {
  const names = await readdir(server.dataDir)
  const files = await Promise.all(names.map((name) => readFile(join(server.dataDir, name)).catch(() => '')))
  const all = Buffer.concat(files.map((file) => Buffer.from(file))).toString('latin1')
  expect(all).toContain(masked)
  expect(all).not.toContain('139-1234-5678')
})
