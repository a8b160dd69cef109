import { formatTimestamp } from '@yaoquan/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JobOperator, jobOperator, rowsFrom } from '../harness/console-jobs.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { orderJson, sendOrder } from '../harness/order-calls.ts'
import { startTestServer, type TestServer, testNowMs } from '../harness/test-server.ts'
import { upload, uploadUrl } from '../harness/upload.ts'

let server: TestServer
let caller: LifecycleClient
let operator: JobOperator

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  await write('yaoquan.template.save', {
    template: {
      couponId: 'T',
      couponName: 'T',
      kind: 'cash',
      couponAmount: '1',
      validFromDay: 0,
      validToDay: 29,
      total: 100,
    },
  })
  const roles = [{ sellerId: '111', role: 'marketing', shops: undefined }]
  const made = await server.administration.createOperator({ name: 'marketing', displayName: 'marketing', roles })
  operator = await jobOperator(server.url, 'marketing', made.kind === 'changed' ? made.password : '')
})
afterAll(() => server.close())

const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...requested })

/** The first line of the answer to an upload of one coupon. */
async function uploaded(coupon: object) {
  const body = `${JSON.stringify(coupon)}\n`
  const timestamp = formatTimestamp(testNowMs + Date.now() - server.startedMs)
  const address = uploadUrl(server.url, body, { timestamp, out_request_no: caller.newNo() })
  return (await upload(address, body)).lines[0]
}

/** What spreadsheets make of a card and a phone, and how the rule shows it. */
const damaged = [
  ['card_no', '6.22202E+18', '6.22202E+18 是科学计数法，号码末尾的数字已丢失，应为完整号码'],
  ['phone', '1.39123E+10', '应为至少7位数字、最多32个字符的电话号码，不能是科学计数法 1.39123E+10'],
  ['phone', '="13912345678"', '="…" 以等号开头，是表格公式，应只有号码本身'],
  ['card_no', '="6222021380013800123"', '="…" 以等号开头，是表格公式，应只有号码本身'],
] as const

let numbers = 0
const property = { card_no: 'cardNo', phone: 'phone' } as const

describe.each(damaged)('a %s %s', (field, value, rule) => {
  const named = { [property[field]]: value }

  it('is refused by an issue, item by item', async () => {
    const coupons = [{ couponCode: 'damaged', ...named }, { couponCode: `good ${field} ${value.length}` }]
    expect(await write('yaoquan.coupon.issue', { coupons })).toMatchObject({
      createdCount: 1,
      invalidCount: 1,
      items: [{ outcome: 'invalid', field, rule }, { outcome: 'created' }],
    })
  })

  it('is refused by an upload, line by line', async () => {
    expect(await uploaded({ coupon_code: 'damaged', [field]: value })).toMatchObject({
      kind: 'refused',
      line: 1,
      field,
      rule,
    })
  })

  it('is refused by a claim and an order, naming the field', async () => {
    await expect(write('yaoquan.coupon.claim', { couponId: 'T', ...named })).rejects.toThrow(`${field} ${rule}`)
    const order = JSON.stringify(orderJson({ order_id: `damaged-${field}`, [field]: value }))
    expect(JSON.parse(await sendOrder(server.url, order))).toMatchObject({
      error_response: { code: 50, sub_msg: `非法参数: ${field} ${rule}` },
    })
  })

  it('is given to no member', async () => {
    const refused = { success: false, errorCode: 'INVALID_MEMBER', rule }
    expect(await write('yaoquan.member.save', named)).toMatchObject({ ...refused, field })
    numbers += 1
    const number = `139${10_000_000 + numbers}`
    await write('yaoquan.member.save', { phone: number, cardNo: number })
    const change =
      field === 'phone'
        ? await write('yaoquan.member.changePhone', { oldPhone: number, newPhone: value })
        : await write('yaoquan.member.replaceCard', { cardNo: number, state: 'lost', newCardNo: value })
    expect(change).toMatchObject({ ...refused, field: `new_${field}` })
  })

  it('is refused in files of the console, row by row', async () => {
    for (const kind of ['import-members', 'import-coupons']) {
      const { job_id } = await operator.job('create', { kind, title: 'f.csv' })
      const cells = kind === 'import-members' ? { [field]: value } : { coupon_code: 'damaged', [field]: value }
      await operator.job('addItems', { job_id, offset: 0, rows: rowsFrom(2, [cells]), is_last: true })
      expect(await operator.items(job_id, 'refused')).toMatchObject([{ line: 2, field, rule }])
    }
  })

  it('gets no coupon of a send', async () => {
    const { job_id } = await operator.job('create', { kind: 'send', coupon_id: 'T', title: 'f.csv', count: 1 })
    const list = field === 'phone' ? { phones: [value] } : { card_nos: [value] }
    const job = await operator.job('addItems', { job_id, offset: 0, ...list })
    expect(job).toMatchObject({ given: 1, refused: 1 })
    expect(await operator.items(job_id, 'refused')).toMatchObject([
      { place: 1, sub_code: 'INVALID_MEMBER', field, rule },
    ])
  })
})

describe('a list with Chinese separators', () => {
  const rule = '01，02 含有 ，，多项之间应为英文逗号 ,'

  it.each(['shop', 'category'] as const)('is refused as the %s of a coupon, item by item', async (field) => {
    const coupons = [{ couponCode: 'listed', [field]: '01，02' }]
    expect(await write('yaoquan.coupon.issue', { coupons })).toMatchObject({
      items: [{ outcome: 'invalid', field, rule }],
    })
    expect(await uploaded({ coupon_code: 'listed', [field]: '01，02' })).toMatchObject({ kind: 'refused', field, rule })
  })

  it.each(['shop', 'category', 'goods', 'channels', 'member_levels'])(
    'is refused as the %s of a template',
    async (field) => {
      const name = field === 'member_levels' ? 'memberLevels' : field
      const template = {
        couponId: 'L',
        couponName: 'L',
        kind: 'cash',
        couponAmount: '1',
        validFromDay: 0,
        validToDay: 29,
        [name]: '01，02',
      }
      expect(await write('yaoquan.template.save', { template })).toMatchObject({ success: false, field, rule })
    },
  )
})

describe('a phone of ten digits', () => {
  const rule = '13****67 只有 10 位数字，手机号是 11 位'

  it('is stored by the call of an app', async () => {
    const coupons = [{ couponCode: 'ten', phone: '1391234567' }]
    expect(await write('yaoquan.coupon.issue', { coupons })).toMatchObject({ createdCount: 1 })
  })

  it('is a bad row of a file of coupons', async () => {
    expect(await uploaded({ coupon_code: 'ten-2', phone: '1391234567' })).toMatchObject({
      kind: 'refused',
      field: 'phone',
      rule,
    })
    const { job_id } = await operator.job('create', { kind: 'import-coupons', title: 'f.csv' })
    const rows = rowsFrom(2, [{ coupon_code: 'ten-3', phone: '139-1234-567' }])
    await operator.job('addItems', { job_id, offset: 0, rows, is_last: true })
    expect(await operator.items(job_id, 'refused')).toMatchObject([{ line: 2, field: 'phone', rule }])
  })
})
