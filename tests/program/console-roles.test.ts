import { consoleMethods, methods } from '@yaoquan/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

const password = 'correct horse battery'
const roleNames = ['owner', 'marketing', 'manager', 'service', 'shop_clerk', 'finance', 'developer', 'auditor'] as const

/** Written out, so that a change of the table in the API is noticed here: a letter for each role that may call the method. */
const expected = `
                                              owner marketing manager service shop_clerk finance developer auditor
alibaba.alihealth.nr.crm.coupon.querycoupon   yes   yes       yes     yes     yes        yes     -         yes
alibaba.alihealth.nr.crm.order.sync           yes   -         -       -       -          -       -         -
taobao.time.get                               yes   yes       yes     yes     yes        yes     -         yes
yaoquan.basket.evaluate                       yes   yes       yes     yes     yes        yes     -         yes
yaoquan.category.list                         yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.category.save                         yes   -         yes     -       -          -       yes       -
yaoquan.console.actor.list                    yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.console.app.ask                       yes   -         -       -       -          -       yes       -
yaoquan.console.app.create                    yes   -         -       -       -          -       -         -
yaoquan.console.app.endSessions               yes   -         -       -       -          -       yes       -
yaoquan.console.app.list                      yes   -         -       -       -          -       yes       yes
yaoquan.console.app.retire                    yes   -         -       -       -          -       -         -
yaoquan.console.app.rotate                    yes   -         -       -       -          -       -         -
yaoquan.console.app.takeConsent               yes   -         -       -       -          -       -         -
yaoquan.console.app.update                    yes   -         -       -       -          -       yes       -
yaoquan.console.audit.list                    yes   -         -       -       -          -       -         yes
yaoquan.console.audit.verify                  yes   -         -       -       -          -       -         yes
yaoquan.console.coupon.hold                   yes   -         yes     yes     -          -       -         -
yaoquan.console.coupon.open                   yes   yes       yes     yes     yes        yes     -         yes
yaoquan.console.coupon.release                yes   -         yes     yes     -          -       -         -
yaoquan.console.desk.find                     yes   yes       yes     yes     yes        yes     -         yes
yaoquan.console.figures.leaders               yes   yes       yes     -       -          yes     -         yes
yaoquan.console.finding.handle                yes   -         -       -       -          yes     -         -
yaoquan.console.job.addItems                  yes   yes       yes     -       -          -       -         -
yaoquan.console.job.cancel                    yes   yes       yes     -       -          -       -         -
yaoquan.console.job.create                    yes   yes       yes     -       -          -       -         -
yaoquan.console.job.get                       yes   yes       yes     -       -          -       -         yes
yaoquan.console.job.items                     yes   yes       yes     -       -          -       -         yes
yaoquan.console.job.list                      yes   yes       yes     -       -          -       -         yes
yaoquan.console.job.pause                     yes   yes       yes     -       -          -       -         -
yaoquan.console.job.resume                    yes   yes       yes     -       -          -       -         -
yaoquan.console.job.start                     yes   yes       yes     -       -          -       -         -
yaoquan.console.member.activity               yes   -         yes     yes     -          -       -         yes
yaoquan.console.member.open                   yes   yes       yes     yes     -          yes     -         yes
yaoquan.console.member.unmask                 yes   -         -       yes     -          -       -         -
yaoquan.console.operator.create               yes   -         -       -       -          -       -         -
yaoquan.console.operator.list                 yes   -         -       -       -          -       -         yes
yaoquan.console.operator.reset                yes   -         -       -       -          -       -         -
yaoquan.console.operator.setRole              yes   -         -       -       -          -       -         -
yaoquan.console.operator.switch               yes   -         -       -       -          -       -         -
yaoquan.console.order.number                  yes   -         -       -       yes        -       -         -
yaoquan.console.policy.get                    yes   -         -       -       -          -       -         yes
yaoquan.console.policy.set                    yes   -         -       -       -          -       -         -
yaoquan.console.reconciliation.open           yes   -         yes     -       -          yes     -         yes
yaoquan.console.redemption.undo               yes   -         -       -       yes        -       -         -
yaoquan.console.refusal.count                 yes   yes       yes     -       -          yes     -         yes
yaoquan.console.refusal.list                  yes   -         -       -       -          -       yes       yes
yaoquan.console.request.approve               yes   yes       yes     yes     -          -       -         -
yaoquan.console.request.list                  yes   yes       yes     yes     -          -       yes       -
yaoquan.console.request.refuse                yes   yes       yes     yes     -          -       yes       -
yaoquan.console.retention.cancel              yes   -         -       -       -          -       -         -
yaoquan.console.retention.get                 yes   -         -       -       -          -       -         yes
yaoquan.console.retention.preview             yes   -         -       -       -          -       -         yes
yaoquan.console.retention.set                 yes   -         -       -       -          -       -         -
yaoquan.console.shadow.decide                 yes   -         -       -       -          -       -         -
yaoquan.console.shadow.list                   yes   -         -       -       -          -       yes       yes
yaoquan.console.shadow.route                  yes   -         -       -       -          -       -         -
yaoquan.console.shadow.setConditions          yes   -         -       -       -          -       -         -
yaoquan.console.shopGroup.delete              yes   -         yes     -       -          -       -         -
yaoquan.console.shopGroup.get                 yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.console.shopGroup.list                yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.console.shopGroup.set                 yes   -         yes     -       -          -       -         -
yaoquan.console.shopGroup.uses                yes   yes       yes     yes     -          yes     yes       yes
yaoquan.console.template.approve              yes   -         yes     -       -          -       -         -
yaoquan.console.template.open                 yes   yes       yes     yes     -          yes     yes       yes
yaoquan.console.template.reject               yes   -         yes     -       -          -       -         -
yaoquan.console.webhook.add                   yes   -         -       -       -          -       yes       -
yaoquan.console.webhook.list                  yes   -         -       -       -          -       yes       yes
yaoquan.console.webhook.remove                yes   -         -       -       -          -       yes       -
yaoquan.console.webhook.replay                yes   -         -       -       -          -       yes       -
yaoquan.console.webhook.test                  yes   -         -       -       -          -       yes       -
yaoquan.coupon.claim                          yes   yes       -       yes     -          -       -         -
yaoquan.coupon.explain                        yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.coupon.extend                         yes   -         yes     yes     -          -       -         -
yaoquan.coupon.get                            yes   yes       yes     yes     yes        yes     -         yes
yaoquan.coupon.hold                           yes   -         yes     yes     -          -       -         -
yaoquan.coupon.issue                          yes   yes       -       yes     -          -       -         -
yaoquan.coupon.redeem                         yes   -         -       -       yes        -       -         -
yaoquan.coupon.release                        yes   -         yes     yes     -          -       -         -
yaoquan.coupon.return                         yes   -         yes     yes     yes        -       -         -
yaoquan.coupon.search                         yes   yes       yes     yes     -          yes     -         yes
yaoquan.coupon.void                           yes   -         yes     -       -          -       -         -
yaoquan.event.list                            yes   -         yes     -       -          yes     yes       yes
yaoquan.figures.daily                         yes   yes       yes     -       -          yes     -         yes
yaoquan.figures.overview                      yes   yes       yes     -       -          yes     -         yes
yaoquan.member.changePhone                    yes   -         -       yes     -          -       -         -
yaoquan.member.erase                          yes   -         -       -       -          -       -         -
yaoquan.member.export                         yes   -         -       yes     -          -       -         -
yaoquan.member.get                            yes   yes       yes     yes     yes        yes     -         yes
yaoquan.member.merge                          yes   -         yes     yes     -          -       -         -
yaoquan.member.replaceCard                    yes   -         -       yes     -          -       -         -
yaoquan.member.save                           yes   -         -       yes     -          -       -         -
yaoquan.member.search                         yes   yes       yes     yes     -          -       -         yes
yaoquan.member.unmerge                        yes   -         yes     yes     -          -       -         -
yaoquan.order.get                             yes   yes       yes     yes     yes        yes     -         yes
yaoquan.order.search                          yes   yes       yes     yes     -          -       -         yes
yaoquan.reconciliation.cost                   yes   -         yes     -       -          yes     -         yes
yaoquan.reconciliation.get                    yes   -         yes     -       -          yes     -         yes
yaoquan.reconciliation.list                   yes   -         yes     -       -          yes     -         yes
yaoquan.redemption.get                        yes   yes       yes     yes     yes        yes     -         yes
yaoquan.redemption.list                       yes   -         yes     yes     yes        yes     -         yes
yaoquan.redemption.return                     yes   -         yes     yes     yes        -       -         -
yaoquan.redemption.upload                     yes   -         -       -       yes        -       -         -
yaoquan.shop.get                              yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.shop.list                             yes   yes       yes     yes     yes        yes     yes       yes
yaoquan.shop.save                             yes   -         yes     -       -          -       yes       -
yaoquan.template.close                        yes   yes       yes     -       -          -       -         -
yaoquan.template.get                          yes   yes       yes     yes     -          yes     yes       yes
yaoquan.template.list                         yes   yes       yes     yes     -          yes     yes       yes
yaoquan.template.reopen                       yes   yes       yes     -       -          -       -         -
yaoquan.template.save                         yes   yes       -       -       -          -       -         -
`

let server: TestServer
let caller: LifecycleClient
const cookies = new Map<string, string>()

async function createOperator(name: string, role: string, shops?: readonly string[]): Promise<void> {
  const input = { name, displayName: name, roles: [{ sellerId: '111', role, shops }] }
  const made = await server.administration.createOperator(input)
  const oneTime = made.kind === 'changed' ? made.password : ''
  cookies.set(name, await firstSignIn(server.url, name, oneTime, password))
}

type Answered = Readonly<{
  result?: Readonly<Record<string, unknown>>
  error_response?: Readonly<Record<string, unknown>>
  request_id?: string
}>

async function call(role: string, method: string, body: object = {}) {
  const { status, body: answered } = await askConsole(server.url, method, { cookie: cookies.get(role), body })
  return { status, ...(answered as Answered) }
}

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  for (const role of roleNames) await createOperator(role, role, role === 'shop_clerk' ? ['01', '02'] : undefined)
})
afterAll(() => server.close())

describe('roles', () => {
  const [head = '', ...lines] = expected.trim().split('\n')
  const rows = lines.map((line) => line.trim().split(/\s+/))

  test('are decided for every method', () => {
    expect(head.trim().split(/\s+/)).toEqual(roleNames)
    expect(rows.map(([method]) => method)).toEqual([...Object.keys(methods), ...Object.keys(consoleMethods)].toSorted())
  })

  test.each(rows.map(([method = '', ...cells]) => [method, cells] as const))(
    'may call %s: %s',
    async (method, cells) => {
      const actual: string[] = []
      for (const role of roleNames) {
        // Without any member most calls are refused later, by what they lack.
        const { status, error_response: error } = await call(role, method, shopOf(role))
        const isForbidden = status === 403
        if (isForbidden) expect(error).toMatchObject({ code: 12, sub_code: 'isv.operator-role-limit' })
        actual.push(isForbidden ? '-' : 'yes')
      }
      expect(actual).toEqual(cells)
    },
  )
})

/** A clerk names a shop wherever a method has one. Methods that have none refuse or ignore it. */
function shopOf(role: string): object {
  return role === 'shop_clerk' ? { shop: '01' } : {}
}

test('a method that does not exist is answered by the gateway', async () => {
  expect(await call('owner', 'yaoquan.no.such')).toMatchObject({ status: 200, error_response: { code: 22 } })
})

test('only the console has the methods of the console', async () => {
  for (const method of Object.keys(consoleMethods)) {
    expect(await post(server.url, signedParameters({ method }))).toContain('"code":22')
  }
})

describe('an operator', () => {
  const phone = '13912345678'

  beforeAll(async () => {
    const coupon = { couponId: 'C1', phone, startDate: '2026-11-01', endDate: '2099-12-31' }
    const coupons = ['own', 'other', 'back'].map((couponCode) => ({ ...coupon, couponCode }))
    await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
  })

  const template = { coupon_id: 'T1', coupon_name: '10元券', kind: 'cash', coupon_amount: '10', valid_to_day: 29 }
  const newestEvent = async () => (await caller.client.listEvents({ afterSeq: 0, limit: 1000 })).events.at(-1)

  test('writes once under a request number, with real JSON for structured fields, and events name the operator', async () => {
    const save = () => call('marketing', 'yaoquan.template.save', { out_request_no: 'T1', template })
    const saved = await save()
    expect(saved).toEqual({ status: 200, result: { version: 1, success: true }, request_id: expect.any(String) })
    expect((await save()).result).toMatchObject({ version: 1, already_done: true })
    expect(await newestEvent()).toMatchObject({
      kind: 'template_saved',
      actor: 'operator:marketing',
      requestId: saved.request_id,
    })
  })

  test('is told by the gateway what is wrong with a request', async () => {
    expect(await call('owner', 'yaoquan.coupon.get', { coupon_kode: 'own' })).toMatchObject({
      status: 200,
      error_response: { code: 41, sub_msg: expect.stringContaining('coupon_code') },
    })
  })

  test('sees masked phones in every role, and full ones with a reason, as an event', async () => {
    for (const role of ['owner', 'service', 'auditor']) {
      const { result } = await call(role, 'yaoquan.member.get', { phone })
      expect(result).toMatchObject({ member: { phones: [{ phone: '139****5678' }] } })
    }
    const { result } = await call('service', 'yaoquan.member.get', { phone })
    const { member_id } = (result as { member: { member_id: string } }).member
    const unmask = (reason: string, id = member_id) =>
      call('service', 'yaoquan.console.member.unmask', { member_id: id, reason })
    expect(await unmask(' ')).toHaveProperty('error_response')
    for (const reason of ['..', '\u200b\u200b']) {
      const rule = expect.stringContaining('reason 应至少有2个文字或数字')
      expect(await unmask(reason)).toMatchObject({ error_response: { code: 50, sub_msg: rule } })
    }
    expect(await unmask('来电核对', 'M999')).toMatchObject({
      result: { error_code: 'MEMBER_NOT_FOUND', success: false },
    })
    expect((await newestEvent())?.kind).not.toBe('unmasked')
    expect((await unmask(`来电 ${phone} 核对`)).result).toEqual({
      numbers: [{ number: phone, state: 'active' }],
      success: true,
    })
    const event = await newestEvent()
    expect(event).toMatchObject({ kind: 'unmasked', actor: 'operator:service' })
    expect(JSON.parse(event?.after ?? '')).toEqual({ member_id, reason: '来电 139****5678 核对' })
  })

  test('of certain shops redeems, lists and returns in these only', async () => {
    const redeem = (coupon_code: string, shop?: string) =>
      call('shop_clerk', 'yaoquan.coupon.redeem', {
        out_request_no: caller.newNo(),
        coupon_code,
        order_id: coupon_code,
        shop,
      })
    for (const shop of ['03', '', undefined]) expect(await redeem('own', shop)).toMatchObject({ status: 403 })
    const path = 'yaoquan.coupon.redeem%20'
    const elsewhere = { out_request_no: caller.newNo(), coupon_code: 'own', order_id: 'own', shop: '03' }
    expect(await call('shop_clerk', path, elsewhere)).toMatchObject({ status: 403 })
    const own = await redeem('own', '02')
    expect(own.result).toMatchObject({ success: true })
    const order = { outRequestNo: caller.newNo(), couponCode: 'other', orderId: 'other', shop: '03' }
    const other = await caller.call('yaoquan.coupon.redeem', order)
    const giveBack = (redemption_id: unknown) =>
      call('shop_clerk', 'yaoquan.coupon.return', { out_request_no: caller.newNo(), redemption_id, reason: '退货' })
    expect((await giveBack(other['redemptionId'])).result).toMatchObject({ error_code: 'REDEMPTION_NOT_FOUND' })
    const goodsBack = (named: object) =>
      call('shop_clerk', 'yaoquan.redemption.return', { out_request_no: caller.newNo(), reason: '退货', ...named })
    for (const named of [{ redemption_id: other['redemptionId'] }, { order_id: 'other' }, { order_id: 'none' }]) {
      expect((await goodsBack(named)).result).toMatchObject({ error_code: 'REDEMPTION_NOT_FOUND' })
    }
    expect((await giveBack(own.result?.['redemption_id'])).result).toMatchObject({ success: true })
    expect(await call('shop_clerk', 'yaoquan.redemption.list', { order_id: 'other' })).toMatchObject({ status: 403 })
    expect(await call('shop_clerk', 'yaoquan.redemption.list', { shop: '02' })).toMatchObject({ status: 200 })
    const opened = async (role: string, coupon_code: string) =>
      (await call(role, 'yaoquan.console.coupon.open', { coupon_code })).result?.['redemptions']
    expect(await opened('shop_clerk', 'own')).toMatchObject([{ shop: '02' }])
    expect(await opened('manager', 'other')).toMatchObject([{ shop: '03' }])
    expect(await opened('shop_clerk', 'other')).toEqual([])
  })

  test('undoes the own redemption within a minute, and no other', async () => {
    const redeem = async (name: string, couponCode: string) => {
      const order = { out_request_no: caller.newNo(), coupon_code: couponCode, order_id: couponCode, shop: '02' }
      return (await call(name, 'yaoquan.coupon.redeem', order)).result?.['redemption_id']
    }
    const undo = async (name: string, ids: readonly unknown[], out_request_no = caller.newNo()) =>
      (await call(name, 'yaoquan.console.redemption.undo', { out_request_no, redemption_ids: ids.join(',') })).result
    const redeemed = await redeem('shop_clerk', 'own')
    expect(await undo('owner', [redeemed])).toMatchObject({ error_code: 'UNDO_NOT_ALLOWED' })
    const ofOwner = await redeem('owner', 'back')
    expect(await undo('shop_clerk', [redeemed, ofOwner])).toMatchObject({ error_code: 'UNDO_NOT_ALLOWED' })
    expect(await undo('owner', [ofOwner])).toEqual({ success: true })
    expect(await undo('shop_clerk', ['NONE'])).toMatchObject({ error_code: 'REDEMPTION_NOT_FOUND' })
    const outRequestNo = caller.newNo()
    expect(await undo('shop_clerk', [redeemed], outRequestNo)).toEqual({ success: true })
    expect(await undo('shop_clerk', [redeemed], outRequestNo)).toEqual({ already_done: true, success: true })
    const { redemption } = (await call('owner', 'yaoquan.redemption.get', { redemption_id: redeemed })).result ?? {}
    expect(redemption).toMatchObject({ return_reason: '误操作' })
  })

  test('voids a whole template in a role with that act', async () => {
    const voided = await call('manager', 'yaoquan.coupon.void', {
      out_request_no: 'V1',
      coupon_id: 'C1',
      reason: '活动取消',
    })
    // `own` was redeemed and returned, so only `other`, which is used, is left.
    expect(voided.result).toMatchObject({ voided_count: 2, refused_count: 1 })
  })

  test('calls for a seller of the own roles only', async () => {
    const cookie = cookies.get('owner')
    const asSeller = (seller: string) => askConsole(server.url, 'yaoquan.template.list', { cookie, seller })
    expect([(await asSeller('111')).status, (await asSeller('222')).status]).toEqual([200, 403])
    await server.administration.createSeller({ sellerId: '222', name: '另一家' })
    await server.administration.setOperatorRole('owner', { sellerId: '222', role: 'auditor', shops: undefined })
    expect((await asSeller('222')).status).toBe(200)
    const unnamed = await askConsole(server.url, 'yaoquan.template.list', { cookie })
    expect(unnamed).toMatchObject({ status: 400, body: { error: { code: 'SELLER_NEEDED' } } })
    await server.administration.revokeOperatorRole('owner', '222')
    expect((await asSeller('222')).status).toBe(403)
  })

  test('is an event of the seller whenever it is changed, without secrets', async () => {
    const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
    const own = events.filter(({ kind, after = '' }) => kind === 'operator' && JSON.parse(after).operator === 'owner')
    expect(own.map(({ actor, after = '' }) => [actor, JSON.parse(after).act])).toEqual([
      ['operator:cli', 'created'],
      ['operator:owner', 'password_changed'],
      ['operator:cli', 'role_set'],
      ['operator:cli', 'role_revoked'],
    ])
    expect(JSON.parse(own[0]?.after ?? '')).toEqual({
      operator: 'owner',
      act: 'created',
      display_name: 'owner',
      enabled: true,
      role: 'owner',
      totp: false,
    })
  })
})
