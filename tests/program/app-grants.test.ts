import { grantNames, isGranted, methods, presets } from '@yaoquan/api'
import { signParameters } from '@yaoquan/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, querycoupon, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const appSecret = 'a-secret-of-24-characters'
const phone = '18612255668'
const maskedPhone = '186****5668'
const erp = { preset: 'erp', allowed: [], denied: [] }
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    const app = { name: 'app', sellerIds: ['111'], appSecret }
    for (const preset of Object.keys(presets)) {
      await administration.createApp({ ...app, appKey: preset, grants: { preset, allowed: [], denied: [] } })
    }
    await administration.createApp({ ...app, appKey: 'masked', masksPhones: true })
    await administration.createApp({ ...app, appKey: 'told', grants: { ...erp, preset: 'till' }, masksPhones: false })
    await administration.importCoupons({
      sellerId: '111',
      rows: Array.from({ length: 60 }, (_, place) => ({
        couponCode: `code-${place}`,
        couponId: 'T',
        phone,
        cardNo: place === 0 ? phone : '1231321111',
        startDate: '2026-11-01',
        endDate: '2026-12-31',
      })),
    })
  })
})
afterAll(() => server.close())

let requestNo = 0

async function ask(appKey: string, method: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  return post(server.url, signedParameters({ app_key: appKey, method, ...parameters }, appSecret))
}

async function voidCoupons(appKey: string, what: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  requestNo += 1
  const input = { out_request_no: `void-${requestNo}`, reason: '活动取消', ...what }
  return JSON.parse(await ask(appKey, 'yaoquan.coupon.void', input))['yaoquan_coupon_void_response'].result
}

function codes(first: number, count: number): string {
  return Array.from({ length: count }, (_, place) => `code-${first + place}`).join(',')
}

describe('each preset', () => {
  it.each(Object.keys(presets))('%s allows exactly what its table says', async (preset) => {
    for (const { name } of Object.values(methods)) {
      const isRefused = (await ask(preset, name)).includes('isv.permission-api-package-limit')
      expect([name, isRefused]).toEqual([name, !isGranted({ preset, allowed: [], denied: [] }, name)])
    }
  })

  it('is a table of every method', () => {
    expect(grantNames).toEqual(expect.arrayContaining(Object.keys(methods)))
  })
})

describe('phones, unless the operator set otherwise', () => {
  const input = { query_d_t_o: `{"page_num":1,"page_size":5,"phone":"${phone}"}` }

  it.each(Object.entries(presets))('are shown to %s as its row says', async (preset, { grants, phones }) => {
    const answer = await ask(preset, querycoupon, input)
    const names: readonly string[] = grants
    if (!names.includes(querycoupon)) return expect(answer).not.toContain('5668')
    expect(answer.includes(phone)).toBe(phones === 'full')
    expect(answer.includes(maskedPhone)).toBe(phones === 'masked')
  })

  it('are full for a till whose operator wants that', async () => {
    expect(await ask('told', querycoupon, input)).toContain(phone)
  })
})

describe('without the grant of mass void', () => {
  it.each(['erp', 'marketing'])('%s voids 20 coupons in a call and not 21', async (preset) => {
    const first = preset === 'erp' ? 0 : 20
    expect(await voidCoupons(preset, { coupon_codes: codes(first, 21) })).toEqual({
      error_code: 'MASS_VOID_NOT_GRANTED',
      error_msg: '应用没有权限 coupon.void.mass：一次最多作废 20 张，且不能按模板作废',
      success: false,
      voided_count: 0,
      refused_count: 0,
      items: {},
      grant: 'coupon.void.mass',
      max_count: 20,
    })
    expect(await voidCoupons(preset, { coupon_codes: codes(first, 20) })).toMatchObject({ voided_count: 20 })
  })

  it('no template is voided, and nothing of it', async () => {
    expect(await voidCoupons('erp', { coupon_id: 'T' })).toMatchObject({ error_code: 'MASS_VOID_NOT_GRANTED' })
    const input = { query_d_t_o: '{"page_num":1,"page_size":1,"coupon_code":"code-59"}' }
    expect(await ask('erp', querycoupon, input)).toContain('"status":"0"')
  })

  it('20 codes given twice are 20 coupons', async () => {
    expect(await voidCoupons('erp', { coupon_codes: `${codes(0, 20)},${codes(0, 20)}` })).toMatchObject({
      success: true,
    })
  })
})

it('an app with the grant voids a whole template', async () => {
  expect(await voidCoupons('full', { coupon_id: 'T' })).toMatchObject({ success: true, voided_count: 20 })
})

describe('an app whose phones are masked', () => {
  const reads: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [querycoupon, { query_d_t_o: `{"page_num":1,"page_size":5,"phone":"${phone}"}` }],
    [querycoupon, { query_d_t_o: `{"page_num":1,"page_size":5,"phone":"${phone}"}`, format: 'xml' }],
    [querycoupon, { query_d_t_o: `{"page_num":1,"page_size":5,"phone":"${phone}"}`, simplify: 'true' }],
    ['yaoquan.coupon.get', { coupon_code: 'code-1' }],
    ['yaoquan.coupon.search', { phone }],
  ]

  it.each(reads)('reads %s masked, before and after others read the same page whole', async (method, parameters) => {
    const full = await ask('erp', method, parameters)
    expect(full).toContain(phone)
    for (let round = 0; round < 3; round += 1) {
      expect(await ask('masked', method, parameters)).toBe(full.replaceAll(phone, maskedPhone))
      expect(await ask('erp', method, parameters)).toBe(full)
    }
  })

  it('is given no phone by events or by a batch', async () => {
    expect(await ask('masked', 'yaoquan.event.list', { after_seq: '0' })).not.toContain(phone)
    const body = new URLSearchParams({ method: 'yaoquan.coupon.get', coupon_code: 'code-1' }).toString()
    const envelope = { app_key: 'masked', timestamp: '2026-11-24 22:29:00', format: 'json', v: '2.0' }
    const signed = signParameters({ parameters: envelope, secret: appSecret, method: 'md5', body })
    const url = `${server.url}/router/batch?${new URLSearchParams(signed)}`
    const answer = await (await fetch(url, { method: 'POST', body })).text()
    expect(answer).toContain(maskedPhone)
    expect(answer).not.toContain(phone)
  })

  it('masks for that app alone: the app of the wire examples has its own', async () => {
    const parameters = signedParameters({ method: 'yaoquan.coupon.get', coupon_code: 'code-1' }, testApp.appSecret)
    expect(await post(server.url, parameters)).toContain(phone)
  })
})
