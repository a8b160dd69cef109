import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JobOperator, jobOperator, rowsFrom, type ShownJob } from '../harness/console-jobs.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
const operators = new Map<string, JobOperator>()

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  for (const role of ['marketing', 'owner', 'manager', 'service', 'auditor']) {
    const roles = [{ sellerId: '111', role, shops: undefined }]
    const made = await server.administration.createOperator({ name: role, displayName: role, roles })
    operators.set(role, await jobOperator(server.url, role, made.kind === 'changed' ? made.password : ''))
  }
  // Passwords are hashed slowly on purpose.
})
afterAll(() => server.close())

function as(role: string): JobOperator {
  const who = operators.get(role)
  if (who === undefined) throw new Error(`${role} did not sign in`)
  return who
}

type Cells = Readonly<Record<string, string>>

async function drafted(kind: string, cells: readonly Cells[], who = as('marketing')): Promise<ShownJob> {
  const { job_id } = await who.job('create', { kind, title: '名单.xlsx', bearer: true, zero_amount: true })
  return who.job('addItems', { job_id, offset: 0, rows: rowsFrom(2, cells), is_last: true })
}

async function done(job: ShownJob, who = as('marketing')): Promise<ShownJob> {
  await who.job('start', { job_id: job.job_id, confirm_count: job.preview.will_change })
  return who.until(job.job_id, ({ state }) => state === 'done')
}

const phone = (place: number) => `137${String(10_000_000 + place)}`
const refusedItem = { state: 'refused', sub_code: 'INVALID_ROW' }

describe('an import of members', () => {
  const memberOf = async (named: object) => (await caller.call('yaoquan.member.get', named))['member']

  test('says first what it would do and what is wrong by line, saves the rest once, and again changes nothing', async () => {
    const known = { outRequestNo: caller.newNo(), phone: phone(2), level: 'gold', name: '李四' }
    await caller.call('yaoquan.member.save', known)
    const cells: readonly Cells[] = [
      {
        phone: phone(1),
        card_no: 'IM1',
        name: '张三',
        tags: '慢病；糖尿病',
        birthday: '05-20',
        'attribute.肤质': '干',
      },
      { phone: phone(2), level: 'gold' },
      { phone: phone(3), consent: '是', consent_source: '门店签字' },
      {
        birthday: '05-20',
        name: '张三',
        phone: `+86 ${phone(1)}`,
        card_no: 'IM1',
        'attribute.肤质': '干',
        tags: '慢病；糖尿病',
      },
      { phone: phone(4), birthday: '13-40' },
      { phone: '186****5668' },
      { name: '没有号码' },
      { phone: phone(5), consent: '是' },
    ]
    const draft = await drafted('import-members', cells)
    expect(draft).toMatchObject({ kind: 'import-members', state: 'draft', ready: true, given: 8, total: 7, refused: 4 })
    expect(draft.preview).toMatchObject({ will_change: 2, created: 2, unchanged: 1, duplicates: 1, refused_by: [] })
    expect(await as('marketing').items(draft.job_id, 'refused')).toEqual([
      expect.objectContaining({
        ...refusedItem,
        line: 6,
        phone: '137****0004',
        field: 'birthday',
        value: '13-40',
        rule: '应为 MM-DD 格式的有效日期',
      }),
      expect.objectContaining({ ...refusedItem, line: 7, field: 'phone', value: '186****5668' }),
      expect.objectContaining({ ...refusedItem, line: 8, field: 'phone', rule_en: 'is required, or a card' }),
      expect.objectContaining({ ...refusedItem, line: 9, field: 'consent', value: '是' }),
    ])
    expect(await memberOf({ phone: phone(1) })).toBeUndefined()

    expect(await done(draft)).toMatchObject({ done: 2, unchanged: 1, refused: 4, pending: 0 })
    const saved = {
      name: '张三',
      tags: ['慢病', '糖尿病'],
      birthday: '05-20',
      attributes: [{ name: '肤质', value: '干' }],
    }
    expect(await memberOf({ phone: phone(1) })).toMatchObject({ ...saved, cards: [{ cardNo: 'IM1' }] })
    expect(await memberOf({ phone: phone(2) })).toMatchObject({ level: 'gold', name: '李四' })
    expect(await memberOf({ phone: phone(3) })).toMatchObject({ marketingConsent: { given: true, source: '门店签字' } })
    expect((await as('marketing').items(draft.job_id)).map(({ line, state }) => `${line} ${state}`)).toEqual([
      ...['2 done', '3 unchanged', '4 done', '6 refused', '7 refused', '8 refused', '9 refused'],
    ])

    const before = await newestEvent()
    const again = await drafted('import-members', cells)
    expect(again.preview).toMatchObject({ will_change: 0, created: 0, unchanged: 3, duplicates: 1 })
    expect(await done(again)).toMatchObject({ done: 0, unchanged: 3, refused: 4 })
    expect(await memberEventsAfter(before)).toEqual([])
  })

  test('is told again that its rows end, and answers with the draft', async () => {
    const who = as('marketing')
    const draft = await drafted('import-members', [{ phone: phone(30) }])
    const end = { job_id: draft.job_id, offset: '1', rows: '[]', is_last: 'true' }
    expect(await who.job('addItems', end)).toEqual(draft)
    expect(await who.call('addItems', { ...end, offset: '0' })).toMatchObject({ result: { success: false } })
    expect(await who.call('addItems', { ...end, rows: rowsFrom(3, [{ phone: phone(31) }]) })).toMatchObject({
      result: { success: false },
    })
  })

  test('changes a member who is known by one of phone and card, and adds the other', async () => {
    await caller.call('yaoquan.member.save', { outRequestNo: caller.newNo(), phone: phone(20), name: '旧名' })
    const draft = await drafted('import-members', [{ phone: phone(20), card_no: 'IM20', name: '新名' }])
    expect(draft.preview).toMatchObject({ will_change: 1, created: 0, known_members: 1 })
    expect(await done(draft)).toMatchObject({ done: 1 })
    expect(await memberOf({ cardNo: 'IM20' })).toMatchObject({ name: '新名', phones: [{ phone: phone(20) }] })
  })

  test('says what rows of one member do together, also in other parts of the file', async () => {
    const who = as('marketing')
    const { job_id } = await who.job('create', { kind: 'import-members' })
    const parts: readonly (readonly Cells[])[] = [
      [{ phone: phone(60), card_no: 'IM60' }, { phone: phone(61) }, { phone: phone(62), name: '一' }],
      [
        { card_no: 'IM60', name: '名' },
        { phone: phone(61), birthday: '05-20' },
        { phone: phone(61), birthday: '5-20' },
      ],
      [
        { phone: `+86${phone(62)}`, name: '二', card_no: 'IM62' },
        { phone: phone(62), card_no: 'IM62' },
      ],
    ]
    let offset = 0
    let draft: ShownJob | undefined
    for (const [place, rows] of parts.entries()) {
      const isLast = place === parts.length - 1
      draft = await who.job('addItems', { job_id, offset, rows: rowsFrom(2 + offset, rows), is_last: isLast })
      offset += rows.length
    }
    expect(draft).toMatchObject({ total: 8, refused: 1 })
    expect(draft?.preview).toMatchObject({ will_change: 6, created: 3, unchanged: 1, repeated: 5 })
    expect(draft && (await done(draft))).toMatchObject({ done: 6, unchanged: 1, refused: 1 })
    expect(await memberOf({ cardNo: 'IM62' })).toMatchObject({ name: '二', phones: [{ phone: phone(62) }] })
  })

  test('does not start before all rows are given, and takes them in order', async () => {
    const who = as('manager')
    const { job_id } = await who.job('create', { kind: 'import-members' })
    const rows = rowsFrom(2, [{ phone: phone(30) }])
    expect(await who.job('addItems', { job_id, offset: 0, rows })).toMatchObject({ ready: false, given: 1 })
    expect((await who.call('start', { job_id, confirm_count: 1 })).result).toMatchObject({
      error_code: 'JOB_STATE_WRONG',
    })
    expect((await who.call('addItems', { job_id, offset: 0, rows })).result).toMatchObject({ error_code: 'JOB_OFFSET' })
    expect(await who.job('addItems', { job_id, offset: 1, rows: [], is_last: true })).toMatchObject({ ready: true })
    expect((await who.call('addItems', { job_id, offset: 1, rows })).result).toMatchObject({
      error_code: 'JOB_STATE_WRONG',
    })
    await who.job('cancel', { job_id })
  })

  async function newestEvent(): Promise<number> {
    return (await caller.client.listEvents({ afterSeq: 0, limit: 1000 })).events.at(-1)?.eventSeq ?? 0
  }

  async function memberEventsAfter(afterSeq: number): Promise<readonly unknown[]> {
    const { events } = await caller.client.listEvents({ afterSeq, limit: 1000 })
    return events.filter(({ kind }) => kind === 'member_changed')
  }
})

describe('an import of coupons', () => {
  const coupon = (couponCode: string, more: Cells = {}): Cells => ({
    coupon_code: couponCode,
    coupon_name: '满199减99',
    coupon_id: 'E1',
    channel: 'erp',
    start_date: '2026-11-01',
    end_date: '2026-12-31',
    ...more,
  })
  const couponOf = async (couponCode: string) => (await caller.call('yaoquan.coupon.get', { couponCode }))['coupon']

  test('issues what is new, leaves equal coupons, and refuses others of the same code and broken rows', async () => {
    const coupons = ['IC1', 'IC2'].map((couponCode) => ({
      couponCode,
      couponName: '满199减99',
      couponId: 'E1',
      channel: 'erp',
      startDate: '2026-11-01',
      endDate: '2026-12-31',
    }))
    await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
    const draft = await drafted('import-coupons', [
      coupon('IC1'),
      coupon('IC2', { end_date: '2027-01-31' }),
      coupon('IC3', { phone: phone(40), coupon_amount: '99' }),
      coupon('IC4', { end_date: '2026-02-30' }),
      coupon('IC3', { phone: phone(40), coupon_amount: '98' }),
      coupon('IC5', { phone: '12' }),
    ])
    expect(draft).toMatchObject({ total: 6, refused: 4 })
    expect(draft.preview).toMatchObject({ will_change: 1, created: 1, unchanged: 1 })
    expect(await as('marketing').items(draft.job_id, 'refused')).toEqual([
      expect.objectContaining({ line: 3, sub_code: 'COUPON_DIFFERS', field: 'end_date', value: '2027-01-31' }),
      expect.objectContaining({ ...refusedItem, line: 5, coupon_code: 'IC4', field: 'end_date', value: '2026-02-30' }),
      expect.objectContaining({ line: 6, sub_code: 'COUPON_DIFFERS', field: 'coupon_amount', phone: '137****0040' }),
      expect.objectContaining({ ...refusedItem, line: 7, field: 'phone' }),
    ])
    expect(await done(draft)).toMatchObject({ done: 1, unchanged: 1, refused: 4 })
    expect(await couponOf('IC3')).toMatchObject({ couponAmount: '99', phone: phone(40) })
    expect(await couponOf('IC2')).toMatchObject({ endDate: '2026-12-31' })
    const [issued] = await as('marketing').items(draft.job_id, 'done')
    expect(issued).toMatchObject({ line: 4, coupon_codes: ['IC3'], phone: '137****0040' })
  })

  test('leaves coupons whose last day was moved since, however many a part holds', async () => {
    const codes = Array.from({ length: 1_100 }, (_, place) => ({ coupon_code: `MC${place}` }))
    const cells = [...codes, { coupon_code: 'MX', end_date: '2026-12-31' }]
    await done(await drafted('import-coupons', cells))
    const extended = { couponCodes: ['MX'], endDate: '2027-03-31', outRequestNo: caller.newNo() }
    await caller.call('yaoquan.coupon.extend', extended)
    const again = await drafted('import-coupons', cells)
    expect(again.preview).toMatchObject({ will_change: 0, unchanged: 1_101 })
    expect(await done(again)).toMatchObject({ done: 0, unchanged: 1_101, refused: 0 })
    expect(await couponOf('MX')).toMatchObject({ endDate: '2027-03-31' })
  })

  test('of 350 rows in two parts is done once, and finds a code that comes in both with other contents', async () => {
    const who = as('marketing')
    const { job_id } = await who.job('create', { kind: 'import-coupons', bearer: true })
    const part = (from: number, length: number) =>
      Array.from({ length }, (_, place) => coupon(`PC${from + place}`, { card_no: `K${from + place}` }))
    await who.job('addItems', { job_id, offset: 0, rows: rowsFrom(2, part(0, 200)) })
    const rows = rowsFrom(202, [...part(200, 149), coupon('PC7', { coupon_name: '别的券', card_no: 'K7' })])
    const draft = await who.job('addItems', { job_id, offset: 200, rows, is_last: true })
    expect(draft).toMatchObject({ refused: 1, preview: { will_change: 349, created: 349, repeated: 1 } })
    expect(await done(draft)).toMatchObject({ total: 350, done: 349, refused: 1 })
    expect(await who.items(job_id, 'refused')).toMatchObject([
      { line: 351, sub_code: 'COUPON_DIFFERS', field: 'coupon_name', value: '别的券' },
    ])
    expect(await couponOf('PC7')).toMatchObject({ couponName: '满199减99' })
  })
})

test.each([
  ['members by an auditor', 'import-members', 'auditor', { status: 403 }],
  ['members by the service', 'import-members', 'service', { status: 403 }],
  ['coupons by a manager', 'import-coupons', 'manager', { result: { error_code: 'JOB_NOT_ALLOWED' } }],
])('is refused: %s', async (_what, kind, role, refusal) => {
  expect(await as(role).call('create', { kind })).toMatchObject(refusal)
})

test.each([
  ['a column of coupons for members', 'import-members', 'coupon_code'],
  ['an attribute of members for coupons', 'import-coupons', 'attribute.x'],
])('refuses %s', async (_what, kind, name) => {
  const { job_id } = await as('marketing').job('create', { kind })
  const rows = [{ line: 2, fields: [{ name, value: 'x' }] }]
  expect((await as('marketing').call('addItems', { job_id, offset: 0, rows })).result).toMatchObject({
    error_code: 'INVALID_SETTING',
    field: 'rows',
  })
})

test('rows are not for the draft of a send', async () => {
  const template = { couponId: 'S', couponName: '10元券', kind: 'cash', couponAmount: '10.00', validToDay: 29 } as const
  await caller.call('yaoquan.template.save', { outRequestNo: caller.newNo(), template })
  const { job_id } = await as('marketing').job('create', { kind: 'send', coupon_id: 'S' })
  const rows = rowsFrom(2, [{ phone: phone(50) }])
  expect((await as('marketing').call('addItems', { job_id, offset: 0, rows })).result).toMatchObject({
    error_code: 'JOB_STATE_WRONG',
  })
})

test('jobs of a kind are listed alone, the newest first, page by page', async () => {
  const who = as('marketing')
  const made = []
  for (let place = 0; place < 3; place += 1) made.unshift((await drafted('import-members', [])).job_id)
  const page = await who.call('list', { kind: 'import-members', limit: 2 })
  const next = await who.call('list', { kind: 'import-members', limit: 2, cursor: page.result.next_cursor })
  const jobs = [page, next].flatMap(({ result }) => result['jobs'] as ShownJob[])
  expect(jobs.slice(0, 3).map(({ job_id }) => job_id)).toEqual(made)
  expect(new Set(jobs.map((job) => job['kind']))).toEqual(new Set(['import-members']))
})

describe('the refused rows of a file', () => {
  const columns = [{ title: '券码', name: 'coupon_code' }, { title: '备注' }, { title: '手机', name: 'phone' }]
  const rows = [
    {
      line: 3,
      fields: [
        { name: 'coupon_code', value: '=BR1' },
        { name: 'phone', value: '1380013800' },
      ],
      cells: JSON.stringify(['=BR1', '店长', '1380013800']),
    },
    { line: 4, fields: [], cells: '["BR2","","#N/A"]', fault: '单元格是错误值 #N/A', fault_en: 'the cell is an error' },
  ]
  const exportsNow = async () => {
    const found: unknown[] = []
    for await (const event of caller.client.events()) if (event.kind === 'exported') found.push(event)
    return found
  }

  test('are whole, with all reasons, for the person who uploaded it alone, and each download is recorded', async () => {
    const { job_id } = await as('marketing').job('create', { kind: 'import-coupons', title: 'a.csv', columns })
    await as('marketing').job('addItems', { job_id, offset: 0, rows, is_last: true })
    const input = { job_id, format: 'csv', language: 'zh' }
    for (const [role, code] of [
      ['owner', 'NOT_YOUR_FILE'],
      ['service', 'ACT_NOT_ALLOWED'],
    ] as const) {
      const refused = await as(role).badRows(input)
      expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining(code)])
    }
    expect(await exportsNow()).toEqual([])
    const saved = await as('marketing').badRows(input)
    expect([saved.status, Buffer.from(await saved.arrayBuffer()).toString()]).toEqual([
      200,
      [
        '\ufeff券码,备注,手机,未导入的原因',
        "'=BR1,店长,1380013800,第 3 行：手机 13****00 只有 10 位数字，手机号是 11 位",
        'BR2,,#N/A,第 4 行：单元格是错误值 #N/A；券码 缺少必填值；手机 与会员卡号都是空的；不记名的券须先确认\r\n',
      ].join('\r\n'),
    ])
    expect(await exportsNow()).toMatchObject([{ actor: 'operator:marketing', after: expect.stringContaining(job_id) }])
    expect((await as('marketing').badRows({ ...input, job_id: 'none' })).status).toBe(400)
  })
})
