import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { patienceMs } from '../harness/patience.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let till: LifecycleClient
let cookie = ''

type Result = Readonly<Record<string, unknown>>

/** A call of the owner at the console. */
async function atConsole(
  method: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const { body: answer } = await askConsole(server.url, `yaoquan.${method}`, { cookie, body, headers })
  return (answer as Readonly<{ result: Result }>).result
}

const numbered = (requested: object) => ({ outRequestNo: till.newNo(), ...requested })
const unknown = { error_code: 'SHOP_UNKNOWN', error_msg: 'shop 应为门店名单中的编码，名单中没有 望京', success: false }
const ofTill = { errorCode: unknown.error_code, errorMessage: unknown.error_msg, success: false }
const lines = [{ line_no: 1, amount: '30' }]
const before = { out_request_no: 'DESK-1', coupon_code: 'c0', order_id: 'SO-0', shop: '望京' }

const group = { name: '北方', shops: ['望京'] }

function saveTemplate(lists: object): Promise<Result> {
  const template = { coupon_id: 'T', coupon_name: 'T', kind: 'cash', coupon_amount: '10', valid_to_day: 29, ...lists }
  return atConsole('template.save', { out_request_no: till.newNo(), template })
}

beforeAll(async () => {
  server = await startTestServer()
  till = lifecycleClient(server)
  const roles = [{ sellerId: '111', role: 'owner', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'owner', displayName: '店主', roles })
  cookie = await firstSignIn(server.url, 'owner', made.kind === 'changed' ? made.password : '', 'correct horse battery')
  const coupons = [0, 1, 2, 3].map((n) => ({ couponCode: `c${n}`, phone: '18612255668', channel: 'erp' }))
  await till.call('yaoquan.coupon.issue', numbered({ coupons }) as never)
  // Nothing is refused while the seller has no list.
  expect(await atConsole('coupon.redeem', before)).toMatchObject({ success: true })
  expect(await saveTemplate({ shop: '望京', exclude_category: '滋补' })).toMatchObject({ version: 1 })
  expect(await atConsole('console.shopGroup.set', { ...group, version: 0 })).toMatchObject({ success: true })
  const shops = [{ code: '04', name: '望京店', city: '北京' }]
  await till.call('yaoquan.shop.save', numbered({ shops }) as never)
})
afterAll(() => server.close())

test('an operator redeems and asks only in shops of the list, and a repeated redemption keeps its answer', async () => {
  const input = { out_request_no: 'DESK-2', coupon_code: 'c1', order_id: 'SO-1', shop: '望京' }
  expect(await atConsole('coupon.redeem', { ...input, dry_run: true })).toMatchObject(unknown)
  expect(await atConsole('coupon.redeem', input)).toMatchObject(unknown)
  expect(await atConsole('basket.evaluate', { coupon_codes: ['c1'], shop: '望京', lines })).toMatchObject(unknown)
  expect(await atConsole('coupon.explain', { coupon_code: 'c1', shop: '望京' })).toMatchObject(unknown)
  expect(await atConsole('coupon.redeem', before)).toMatchObject({ already_done: true, success: true })
  expect(await atConsole('coupon.redeem', { ...input, shop: '04' })).toMatchObject({ success: true })
})

test('a till names shops of the list where the rules of the seller say so, as they do of a new one', async () => {
  const redeem = (couponCode: string, shop: string) =>
    till.call('yaoquan.coupon.redeem', numbered({ couponCode, orderId: `SO-${couponCode}`, shop }) as never)
  const evaluate = () =>
    till.call('yaoquan.basket.evaluate', { couponCodes: ['c3'], shop: '望京', lines: [{ lineNo: 1, amount: '30' }] })
  expect(await redeem('c2', '望京')).toMatchObject(ofTill)
  expect(await evaluate()).toMatchObject(ofTill)
  expect(await redeem('c2', '04')).toMatchObject({ success: true })
  await server.administration.changePolicy({ sellerId: '111', changes: { mustKnowShops: false } })
  await expect.poll(evaluate, { timeout: patienceMs }).toMatchObject({ success: true })
  expect(await redeem('c3', '望京')).toMatchObject({ success: true })
})

test('an operator names only shops and categories of the lists in templates, groups and roles, and keeps what they had', async () => {
  const categories = [{ code: '17', name: '感冒' }]
  const invalid = (error_code: string, field: string, value: string) => ({
    error_code,
    field,
    rule: expect.stringContaining(`名单中没有 ${value}；新`),
    success: false,
  })
  expect(await saveTemplate({ shop: '望京,04', category: '90', exclude_category: '滋补' })).toMatchObject({
    version: 2,
  })
  await till.call('yaoquan.category.save', numbered({ categories }) as never)
  expect(await saveTemplate({ shop: '望京,05' })).toMatchObject(invalid('INVALID_TEMPLATE', 'shop', '05'))
  expect(await saveTemplate({ shop: '望京', category: '17,90,91', exclude_category: '滋补' })).toMatchObject(
    invalid('INVALID_TEMPLATE', 'category', '91'),
  )
  const many = Array.from({ length: 12 }, (_, place) => `x${place}`)
  expect(await saveTemplate({ shop: many.join(','), category: '17,91,92,91' })).toMatchObject({
    field: 'shop',
    rule: expect.stringMatching(/没有 x0、.*、x9 等 12 个；新门店.*。category 应为.*没有 91、92；新/),
  })
  expect(await saveTemplate({ exclude_category: '18612255668' })).toMatchObject(
    invalid('INVALID_TEMPLATE', 'exclude_category', '186****5668'),
  )
  expect(await saveTemplate({ shop: '望京', category: '17,90', exclude_category: '17' })).toMatchObject({ version: 3 })
  const template = { couponId: 'T', couponName: 'T', kind: 'cash', couponAmount: '10', validToDay: 29, shop: '05' }
  expect(await till.call('yaoquan.template.save', numbered({ template }) as never)).toMatchObject({ version: 4 })
  const opened = await atConsole('console.template.open', { coupon_id: 'T' })
  expect(opened).toMatchObject({
    versions: [{ version: 1 }, { version: 2 }, { version: 3 }, { version: 4 }],
    shops: [{ code: '04', name: '望京店' }],
    categories: [{ code: '17', name: '感冒' }],
  })
  expect(opened['actors']).toContainEqual({ actor: 'operator:owner', name: '店主' })

  const setGroup = (shops: readonly string[]) => atConsole('console.shopGroup.set', { ...group, shops, version })
  const { version } = await atConsole('console.shopGroup.get', { name: group.name })
  expect(await setGroup(['望京', '05'])).toMatchObject(invalid('INVALID_SETTING', 'shops', '05'))
  expect(await setGroup(['望京', '04'])).toMatchObject({ shop_count: 2 })

  const clerk = { name: 'clerk', display_name: '店员', role: 'shop_clerk', shops: ['04', '05'] }
  const create = (input: object) =>
    atConsole('console.operator.create', { out_request_no: till.newNo(), ...clerk, ...input })
  expect(await create({})).toMatchObject(invalid('INVALID_SETTING', 'shops', '05'))
  expect(await create({ shops: ['04'] })).toMatchObject({ success: true })
  const role = { out_request_no: till.newNo(), name: clerk.name, role: clerk.role, shops: ['04', '05'] }
  expect(await atConsole('console.operator.setRole', role)).toMatchObject(invalid('INVALID_SETTING', 'shops', '05'))

  const inEnglish = { 'x-yaoquan-language': 'en' }
  const rule = expect.stringMatching(/^must have codes of the list of shops, which does not have 05; add/)
  expect(await atConsole('console.operator.setRole', role, inEnglish)).toMatchObject({
    error_msg: expect.stringMatching(/^shops must have codes of the list of shops/),
    rule,
  })
  const named = { coupon_id: 'T2', coupon_name: 'T2', kind: 'cash', coupon_amount: '10', valid_to_day: 29, shop: '05' }
  const saving = { out_request_no: till.newNo(), template: named }
  expect(await atConsole('template.save', saving, inEnglish)).toMatchObject({
    error_msg: expect.stringMatching(/^The template breaks a rule: shop must have codes of the list of shops/),
    rule,
  })
})
