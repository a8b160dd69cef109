import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JobOperator, jobOperator, type ShownJob } from '../harness/console-jobs.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient
let [owner, marketing, auditor]: JobOperator[] = []

async function operator(name: string, role: string): Promise<JobOperator> {
  const input = { name, displayName: name, roles: [{ sellerId: '111', role, shops: undefined }] }
  const made = await server.administration.createOperator(input)
  return jobOperator(server.url, name, made.kind === 'changed' ? made.password : '')
}

function as(who: JobOperator | undefined): JobOperator {
  if (who === undefined) throw new Error('nobody signed in')
  return who
}

/** What was done to a job, and who did it, as the audit trail has it. */
async function actsOn(jobId: string): Promise<readonly string[]> {
  const acts: string[] = []
  for await (const { kind, after, actor } of caller.client.events()) {
    const told = kind === 'job' && after !== undefined ? JSON.parse(after) : {}
    if (told.job_id === jobId) acts.push(`${told.act} ${actor}`)
  }
  return acts
}

const isOver = ({ state }: ShownJob) => state === 'done' || state === 'cancelled'

async function saveTemplate(couponId: string, limits: object = {}): Promise<void> {
  const template = {
    couponId,
    couponName: '10元券',
    kind: 'cash' as const,
    couponAmount: '10.00',
    validToDay: 29,
    ...limits,
  }
  const saved = await caller.call('yaoquan.template.save', { outRequestNo: caller.newNo(), template })
  if (saved['success'] !== true) throw new Error(JSON.stringify(saved))
}

async function issue(couponId: string, codes: readonly string[]): Promise<void> {
  const coupons = codes.map((couponCode) => ({ couponCode, couponId, startDate: '2026-11-01', endDate: '2026-12-31' }))
  await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
}

const statusOf = async (couponCode: string) => {
  const answer = await caller.call('yaoquan.coupon.get', { couponCode })
  return (answer['coupon'] as { status: string; endDate: string } | undefined)?.status
}

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  owner = await operator('owner', 'owner')
  marketing = await operator('marketing', 'marketing')
  auditor = await operator('auditor', 'auditor')
})
afterAll(() => server.close())

describe('a send', () => {
  const phone = (place: number) => `139${String(10_000_000 + place)}`

  test('refuses what is no phone of a person, names its line, and counts landlines and foreign numbers', async () => {
    await saveTemplate('S0')
    const who = as(marketing)
    const { job_id } = await who.job('create', { kind: 'send', coupon_id: 'S0', title: 'phones' })
    const phones = [phone(51), '1372000005', '13720000098/13720000098', '021-12345678', '+852 9123 4567', '1.37E+10']
    const lines = ['2', '3', '5', '6', '7', '8']
    const { preview, refused } = await who.job('addItems', { job_id, offset: 0, phones, lines })
    expect([refused, preview]).toMatchObject([3, { will_change: 3, landlines: 1, foreign: 1 }])
    const items = await who.items(job_id, 'refused')
    expect(items.map(({ line, rule }) => [line, rule])).toEqual([
      [3, '13****05 只有 10 位数字，手机号是 11 位'],
      [5, '137****0098 不止一个号码，应只填一个'],
      [8, '应为至少7位数字、最多32个字符的电话号码，不能是科学计数法 1.37E+10'],
    ])
    await who.call('cancel', { job_id })
  })

  test('drops what is given again, refuses what is no number, and gives each member its coupons once', async () => {
    await saveTemplate('S1', { stockTotal: 100, memberTotal: 1 })
    await caller.call('yaoquan.coupon.claim', { outRequestNo: 'K2', couponId: 'S1', phone: phone(2), cardNo: 'K2' })
    // Two members with one phone.
    for (const cardNo of ['K5', 'K6']) {
      await caller.call('yaoquan.member.save', { outRequestNo: cardNo, phone: phone(5), cardNo })
    }
    const who = as(marketing)
    const draft = await who.job('create', { kind: 'send', coupon_id: 'S1', title: `名单 ${phone(1)}` })
    expect(draft).toMatchObject({ state: 'draft', ready: true, total: 0, title: '名单 139****0001', count: 1 })
    const { job_id } = draft
    const phones = [phone(1), phone(2), ` ${phone(1)} `, '12', '186****5668', `+86 ${phone(3)}`]
    const added = await who.job('addItems', { job_id, offset: 0, phones, card_nos: ['K1', 'K1', 'K2', 'K5', 'K6'] })
    expect(added).toMatchObject({ given: 11, total: 8, refused: 2, pending: 6 })
    const found = { duplicates: 3, known_members: 3, over_limit: 1 }
    expect(added.preview).toMatchObject({ will_change: 6, stock_needed: 6, stock_left: 99, ...found })
    expect(await who.call('addItems', { job_id, offset: 0, phones })).toMatchObject({
      result: { error_code: 'JOB_OFFSET', success: false },
    })
    expect(await who.call('start', { job_id, confirm_count: 5 })).toMatchObject({
      result: { error_code: 'JOB_COUNT_CHANGED', will_change: 6, success: false },
    })
    expect(await who.job('start', { job_id, confirm_count: 6 })).toMatchObject({ state: 'running' })
    const done = await who.until(job_id, isOver)
    const counts = { total: 8, done: 5, refused: 3, pending: 0 }
    expect(done).toMatchObject({ state: 'done', ...counts, started_by: 'operator:marketing' })
    const items = await who.items(job_id)
    const sent = { state: 'done', coupon_codes: [expect.any(String)] }
    const wrong = { state: 'refused', sub_code: 'INVALID_MEMBER', field: 'phone', rule_en: expect.any(String) }
    expect(items).toEqual([
      { place: 1, phone: '139****0001', ...sent },
      { place: 2, phone: '139****0002', state: 'refused', sub_code: 'MEMBER_LIMIT_REACHED' },
      { place: 4, ...wrong, value: '12', rule: '应为至少7位数字、最多32个字符的电话号码' },
      { place: 5, ...wrong, value: '186****5668', rule: '186****5668 是打码的号码，须为完整号码' },
      { place: 6, phone: '139****0003', ...sent },
      { place: 7, card_no: 'K1', ...sent },
      { place: 10, card_no: 'K5', ...sent },
      { place: 11, card_no: 'K6', ...sent },
    ])
    expect(await who.items(job_id, 'refused')).toHaveLength(3)
    const [first] = items
    const [code] = (first?.['coupon_codes'] ?? []) as string[]
    expect(await caller.call('yaoquan.coupon.get', { couponCode: code ?? '' })).toMatchObject({
      coupon: { phone: phone(1), couponId: 'S1' },
    })
  })

  test('of the same file for the same template sends nothing again, and another template may have it', async () => {
    await saveTemplate('S2')
    await saveTemplate('S3')
    const who = as(marketing)
    const file_digest = 'ab'.repeat(32)
    const input = { kind: 'send', coupon_id: 'S2', file_digest }
    const first = await who.job('create', input)
    await who.job('addItems', { job_id: first.job_id, offset: 0, phones: [phone(20)] })
    await who.job('start', { job_id: first.job_id, confirm_count: 1 })
    await who.until(first.job_id, isOver)
    for (const digest of [file_digest, file_digest.toUpperCase()]) {
      expect(await who.call('create', { ...input, file_digest: digest })).toMatchObject({
        result: { error_code: 'JOB_LIST_KNOWN', known_job_id: first.job_id, success: false },
      })
    }
    const other = await who.job('create', { ...input, coupon_id: 'S3' })
    // A draft that is given up sent nothing, so its file is free again.
    await who.job('cancel', { job_id: other.job_id })
    await who.job('create', { ...input, coupon_id: 'S3' })
  })

  test('that refused rows is followed once by one of these rows, which sends nothing twice', async () => {
    await saveTemplate('S10', { stockTotal: 2 })
    const who = as(marketing)
    const first = await who.job('create', { kind: 'send', coupon_id: 'S10', count: 1, channel: 'crm', title: '回访' })
    expect(await who.call('create', { kind: 'send', follows_job_id: first.job_id })).toMatchObject({
      result: { error_code: 'INVALID_SETTING', field: 'follows_job_id' },
    })
    const list = { phones: [phone(90), '1390000009', '无', phone(91), phone(92), phone(93)], lines: [...'235678'] }
    await who.job('addItems', { job_id: first.job_id, offset: 0, ...list })
    await who.job('start', { job_id: first.job_id, confirm_count: 4 })
    expect(await who.until(first.job_id, isOver)).toMatchObject({ done: 2, refused: 4 })
    const refused = await who.items(first.job_id, 'refused')
    expect(refused.map(({ line, value, sub_code }) => [line, value, sub_code]).slice(0, 2)).toEqual([
      [3, '13****09', 'INVALID_MEMBER'],
      [5, '无', 'INVALID_MEMBER'],
    ])
    const sent = new Set((await who.items(first.job_id, 'done')).map(({ phone: shown }) => shown))
    const again = refused.filter(({ sub_code }) => sub_code === 'STOCK_EXHAUSTED').map(({ place }) => String(place))
    const got = [90, 91, 92, 93].map(phone).find((one) => sent.has(`139****${one.slice(-4)}`)) ?? ''
    await saveTemplate('S10', { stockTotal: 10 })
    const next = await who.job('create', { kind: 'send', follows_job_id: first.job_id })
    expect(next).toMatchObject({ coupon_id: 'S10', count: 1, channel: 'crm', follows_job_id: first.job_id })
    const mended = { phones: [phone(94), ` ${got} `], lines: ['3', '5'], places: [...again, '1', '77'] }
    const filled = await who.job('addItems', { job_id: next.job_id, offset: 0, ...mended })
    expect(filled).toMatchObject({ given: 6, total: 6, refused: 3, preview: { will_change: 3 } })
    const notSent = await who.items(next.job_id, 'refused')
    expect(notSent.map(({ line }) => line)).toEqual([5, 2, undefined])
    expect(notSent[0]).toMatchObject({ sub_code: 'ALREADY_SENT' })
    expect(await who.call('create', { kind: 'send', follows_job_id: first.job_id })).toMatchObject({
      result: { error_code: 'JOB_LIST_KNOWN', known_job_id: next.job_id },
    })
    await who.job('start', { job_id: next.job_id, confirm_count: 3 })
    expect(await who.until(next.job_id, isOver)).toMatchObject({ done: 3, refused: 3 })
    expect(await who.get(first.job_id)).toMatchObject({ followed_by_job_id: next.job_id })
    const lined = await who.items(next.job_id, 'done')
    expect(lined.map(({ line }) => line)).toEqual([3, ...again.map((place) => Number(place) + 2)])
    const last = await who.job('create', { kind: 'send', follows_job_id: next.job_id })
    await caller.call('yaoquan.member.save', { outRequestNo: caller.newNo(), phone: phone(94), cardNo: 'K94' })
    const two = { phones: [got, phone(95)], card_nos: ['K94'] }
    const both = await who.job('addItems', { job_id: last.job_id, offset: 0, ...two })
    expect(both).toMatchObject({ refused: 2, preview: { will_change: 1 } })
    await who.call('cancel', { job_id: last.job_id })
    const discarded = await who.call('create', { kind: 'send', follows_job_id: last.job_id })
    expect(discarded.result).toMatchObject({ error_code: 'INVALID_SETTING', rule: '任务没有开始，须重新创建' })
  })

  test('sends and finishes though a caller used numbers that name it', async () => {
    await saveTemplate('S5')
    const who = as(marketing)
    const { job_id } = await who.job('create', { kind: 'send', coupon_id: 'S5' })
    await who.job('addItems', { job_id, offset: 0, phones: [phone(900)] })
    const coupons = [{ couponCode: 'before-finish', startDate: '2026-11-01', endDate: '2026-12-31' }]
    for (const named of ['finish', 'cancel', '1']) {
      await caller.call('yaoquan.coupon.issue', { outRequestNo: `job:${job_id}:${named}`, coupons })
    }
    await who.job('start', { job_id, confirm_count: 1 })
    expect(await who.until(job_id, isOver)).toMatchObject({ state: 'done', done: 1 })
  })

  test('can be paused, resumed and cancelled; what is left stays as it was', async () => {
    await saveTemplate('S4')
    const who = as(marketing)
    const { job_id } = await who.job('create', { kind: 'send', coupon_id: 'S4' })
    for (let part = 0; part < 3; part += 1) {
      const phones = Array.from({ length: 1000 }, (_, place) => phone(10_000 + part * 1000 + place))
      await who.job('addItems', { job_id, offset: part * 1000, phones })
    }
    await who.job('start', { job_id, confirm_count: 3000 })
    await who.until(job_id, ({ done }) => done > 0)
    const numbered = { job_id, out_request_no: 'pause-S4' }
    expect(await as(owner).job('pause', numbered)).toMatchObject({ state: 'paused' })
    expect(await as(owner).call('pause', numbered)).toMatchObject({ result: { already_done: true, success: true } })
    expect(await who.call('pause', numbered)).toMatchObject({ result: { error_code: 'IDEMPOTENT_CONFLICT' } })
    expect(await who.call('pause', { job_id })).toMatchObject({ result: { error_code: 'JOB_STATE_WRONG' } })
    await who.job('resume', { job_id })
    const { done: before } = await who.get(job_id)
    await who.until(job_id, ({ done }) => done > before)
    await as(owner).job('cancel', { job_id })
    expect(await who.call('resume', { job_id })).toMatchObject({ result: { error_code: 'JOB_STATE_WRONG' } })
    const { done } = await who.until(job_id, ({ stopping }) => stopping === undefined)
    expect(done).toBeGreaterThan(before)
    expect(done).toBeLessThan(3000)
    expect(await couponsOf('S4')).toBe(done)
    expect(await who.items(job_id, 'done')).toHaveLength(done)
    expect(await who.get(job_id)).toMatchObject({ state: 'cancelled', done, pending: 3000 - done })
    expect(await actsOn(job_id)).toEqual([
      ...['draft operator:marketing', 'start operator:marketing', 'pause operator:owner'],
      ...['resume operator:marketing', 'cancel operator:owner'],
    ])
  })

  async function couponsOf(couponId: string): Promise<number> {
    let [count, cursor]: [number, string | undefined] = [0, undefined]
    do {
      const page = await caller.call('yaoquan.coupon.search', { couponId, limit: 200, cursor })
      count += (page['coupons'] as readonly object[]).length
      cursor = page['nextCursor'] as string | undefined
    } while (cursor !== undefined)
    return count
  }
})

describe('a job that changes coupons', () => {
  const codes = (prefix: string, length: number) => Array.from({ length }, (_, place) => `${prefix}${place}`)

  test('is tried out first, and voids all that match once the count was typed', async () => {
    await issue('V1', codes('v', 250))
    await caller.call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), couponCode: 'v0', orderId: 'O1' })
    await caller.call('yaoquan.coupon.hold', {
      outRequestNo: caller.newNo(),
      couponCode: 'v1',
      orderId: 'O2',
      ttlSeconds: 600,
    })
    await caller.call('yaoquan.coupon.void', { outRequestNo: caller.newNo(), couponCodes: ['v2'], reason: 'x' })
    const who = as(owner)
    const draft = await who.job('create', { kind: 'void', reason: '活动取消', filter: { coupon_id: 'V1' } })
    expect(draft).toMatchObject({ state: 'draft', ready: true, total: 250, pending: 250, void_held: false })
    expect(draft.preview).toMatchObject({ will_change: 247, unchanged: 1 })
    const refusedBy = draft.preview['refused_by'] as { sub_code: string }[]
    expect(refusedBy.toSorted((left, right) => (left.sub_code < right.sub_code ? -1 : 1))).toEqual([
      { sub_code: 'COUPON_ALREADY_USED', count: 1 },
      { sub_code: 'COUPON_HELD', count: 1 },
    ])
    expect(await statusOf('v3')).toBe('0')
    // Meanwhile one more is used, so the number that was shown is no longer right.
    await caller.call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), couponCode: 'v4', orderId: 'O3' })
    const { job_id } = draft
    expect(await who.call('start', { job_id, confirm_count: 247 })).toMatchObject({
      result: { error_code: 'JOB_COUNT_CHANGED', will_change: 246, job: { preview: { will_change: 246 } } },
    })
    expect(await statusOf('v3')).toBe('0')
    await issue('V1', ['later'])
    await who.job('start', { job_id, confirm_count: 246 })
    const done = await who.until(job_id, isOver)
    expect(done).toMatchObject({ state: 'done', done: 246, unchanged: 1, refused: 3, pending: 0 })
    expect(await Promise.all(['v0', 'v1', 'v2', 'v3', 'v4', 'v249', 'later'].map(statusOf))).toEqual([
      ...['1', '4', '3', '3', '1', '3'],
      '0',
    ])
    const refused = await who.items(job_id, 'refused')
    expect(refused.map(({ coupon_code, sub_code }) => `${coupon_code} ${sub_code}`)).toEqual([
      ...['v0 COUPON_ALREADY_USED', 'v1 COUPON_HELD', 'v4 COUPON_ALREADY_USED'],
    ])
    let newest: unknown
    for await (const event of caller.client.events()) if (event.couponCode === 'v3') newest = event
    expect(newest).toMatchObject({ kind: 'voided', actor: 'operator:owner', requestId: job_id })
    expect(await actsOn(job_id)).toEqual(['draft operator:owner', 'start operator:owner', 'finish system'])
  })

  test('voids held coupons only when told to', async () => {
    await issue('V2', ['held'])
    await caller.call('yaoquan.coupon.hold', {
      outRequestNo: caller.newNo(),
      couponCode: 'held',
      orderId: 'O4',
      ttlSeconds: 600,
    })
    const who = as(owner)
    const requested = { kind: 'void', reason: '活动取消', coupon_codes: ['held', 'held', 'nowhere'], void_held: true }
    const { job_id, preview } = await who.job('create', requested)
    expect(preview).toMatchObject({ will_change: 1, refused_by: [{ sub_code: 'COUPON_NOT_FOUND', count: 1 }] })
    await who.job('start', { job_id, confirm_count: 1 })
    expect(await who.until(job_id, isOver)).toMatchObject({ done: 1, refused: 1 })
    expect(await statusOf('held')).toBe('3')
  })

  test('extends coupons, and leaves those that last longer', async () => {
    await issue('E1', codes('e', 5))
    await caller.call('yaoquan.coupon.extend', {
      outRequestNo: caller.newNo(),
      couponCodes: ['e0'],
      endDate: '2027-06-30',
    })
    const who = as(owner)
    const input = { kind: 'extend', end_date: '2027-01-31', filter: { coupon_id: 'E1', status: '0' } }
    const { job_id, preview } = await who.job('create', input)
    expect(preview).toMatchObject({ will_change: 4, refused_by: [{ sub_code: 'END_DATE_NOT_LATER', count: 1 }] })
    await who.job('start', { job_id, confirm_count: 4 })
    expect(await who.until(job_id, isOver)).toMatchObject({ done: 4, refused: 1 })
    expect(await caller.call('yaoquan.coupon.get', { couponCode: 'e4' })).toMatchObject({
      coupon: { endDate: '2027-01-31' },
    })
  })
})

test.each([
  ['a send without a template', { kind: 'send' }, { error_code: 'INVALID_SETTING', field: 'coupon_id' }],
  ['an unknown template', { kind: 'send', coupon_id: 'none' }, { error_code: 'TEMPLATE_NOT_FOUND' }],
  ['a digest that is none', { kind: 'send', coupon_id: 'S1', file_digest: 'x' }, { field: 'file_digest' }],
  ['a void without a reason', { kind: 'void', coupon_codes: ['a'] }, { field: 'reason' }],
  ['neither codes nor a filter', { kind: 'void', reason: 'x' }, { field: 'coupon_codes' }],
  [
    'codes and a filter',
    { kind: 'void', reason: 'x', coupon_codes: ['a'], filter: { shop: '1' } },
    { field: 'coupon_codes' },
  ],
  ['a filter of nothing', { kind: 'void', reason: 'x', filter: {} }, { field: 'filter' }],
  [
    'a member who never was',
    { kind: 'void', reason: 'x', filter: { member_id: 'M9999' } },
    { error_code: 'MEMBER_NOT_FOUND' },
  ],
  ['a day that is none', { kind: 'extend', end_date: '2026-02-30', coupon_codes: ['a'] }, { field: 'end_date' }],
  ['a day that has passed', { kind: 'extend', end_date: '2026-11-23', coupon_codes: ['a'] }, { field: 'end_date' }],
])('refuses %s', async (_name, input, refusal) => {
  await saveTemplate('S1')
  expect((await as(owner).call('create', input)).result).toMatchObject({ ...refusal, success: false })
})

test('a role does the jobs of its kind, and an auditor reads them', async () => {
  const voiding = { kind: 'void', reason: 'x', coupon_codes: ['none'] }
  expect((await as(marketing).call('create', voiding)).result).toMatchObject({ error_code: 'JOB_NOT_ALLOWED' })
  const { job_id } = await as(owner).job('create', voiding)
  for (const step of ['start', 'pause', 'resume', 'cancel']) {
    const body = step === 'start' ? { job_id, confirm_count: 0 } : { job_id }
    expect((await as(marketing).call(step, body)).result).toMatchObject({ error_code: 'JOB_NOT_ALLOWED' })
    expect(await as(auditor).call(step, body)).toMatchObject({ status: 403 })
    expect((await as(owner).call(step, { ...body, job_id: 'none' })).result).toMatchObject({
      error_code: 'JOB_NOT_FOUND',
    })
  }
  expect(await as(auditor).get(job_id)).toMatchObject({ state: 'draft', kind: 'void' })
})

test('jobs, and those of one person, are listed by pages, the newest first', async () => {
  const who = as(owner)
  const made: string[] = []
  for (let place = 0; place < 3; place += 1) {
    made.unshift((await who.job('create', { kind: 'void', reason: `${place}`, coupon_codes: ['none'] })).job_id)
  }
  const page = await who.call('list', { limit: 2 })
  const next = await who.call('list', { limit: 2, cursor: page.result.next_cursor })
  const listed = [page, next].flatMap(({ result }) => (result['jobs'] as ShownJob[]).map(({ job_id }) => job_id))
  expect(new Set(listed).size).toBe(4)
  expect(listed.slice(0, 3)).toEqual(made)
  const { job_id } = await as(marketing).job('create', { kind: 'send', coupon_id: 'S1', count: 1 })
  expect((await who.call('list', { operator: 'marketing', limit: 1 })).result['jobs']).toMatchObject([{ job_id }])
  const noPage = { error_code: 'INVALID_CURSOR' }
  expect((await who.call('list', { cursor: 'x' })).result).toMatchObject(noPage)
  expect((await who.call('items', { job_id: made[0], cursor: 'x' })).result).toMatchObject(noPage)
})
