import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer, testApp, testNowMs } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})
afterAll(() => server.close())

const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...requested })

async function issue(coupons: readonly Readonly<{ couponCode: string; endDate?: string; couponId?: string }>[]) {
  await write('yaoquan.coupon.issue', { coupons })
}

const redeem = (couponCode: string, orderId: string) => write('yaoquan.coupon.redeem', { couponCode, orderId })

it('extends what can be extended, also what has expired, and refuses the rest one by one', async () => {
  await issue([
    { couponCode: 'e-expired', endDate: '2026-11-23' },
    { couponCode: 'e-equal', endDate: '2026-12-31' },
    { couponCode: 'e-later', endDate: '2027-01-01' },
    { couponCode: 'e-endless' },
    { couponCode: 'e-used', endDate: '2026-11-30' },
    { couponCode: 'e-void', endDate: '2026-11-30' },
  ])
  await redeem('e-used', 'SO-1')
  await write('yaoquan.coupon.void', { couponCodes: ['e-void'], reason: '取消' })
  expect(await redeem('e-expired', 'SO-2')).toMatchObject({ errorCode: 'COUPON_EXPIRED' })
  const couponCodes = ['e-expired', 'e-equal', 'e-later', 'e-endless', 'e-used', 'e-void', 'e-nobody']
  const requested = { outRequestNo: caller.newNo(), couponCodes, endDate: '2026-12-31', reason: '活动延期' }
  const answer = {
    errorCode: 'PARTLY_FAILED',
    success: false,
    extendedCount: 1,
    refusedCount: 5,
    items: [
      { couponCode: 'e-expired', outcome: 'extended', endDate: '2026-12-31' },
      { couponCode: 'e-equal', outcome: 'unchanged', endDate: '2026-12-31' },
      { couponCode: 'e-later', outcome: 'not_later', endDate: '2027-01-01' },
      { couponCode: 'e-endless', outcome: 'not_later' },
      { couponCode: 'e-used', outcome: 'used', orderId: 'SO-1' },
      { couponCode: 'e-void', outcome: 'void' },
      { couponCode: 'e-nobody', outcome: 'not_found' },
    ],
  }
  expect(await caller.call('yaoquan.coupon.extend', requested)).toMatchObject(answer)
  expect(await caller.call('yaoquan.coupon.extend', requested)).toMatchObject({ ...answer, alreadyDone: true })
  expect(await caller.call('yaoquan.coupon.get', { couponCode: 'e-expired' })).toMatchObject({
    coupon: { status: '0', endDate: '2026-12-31' },
    timeline: [
      { kind: 'issued' },
      {
        kind: 'extended',
        before: '{"state":"unused","end_date":"2026-11-23"}',
        after: '{"state":"unused","end_date":"2026-12-31","reason":"活动延期"}',
      },
    ],
  })
  expect(await redeem('e-expired', 'SO-2')).toMatchObject({ success: true })
})

it('extends all coupons of a template, and tells the same when asked again', async () => {
  await issue(
    Array.from({ length: 600 }, (_, place) => ({ couponCode: `t-${place}`, couponId: 'T', endDate: '2026-11-30' })),
  )
  await redeem('t-7', 'SO-7')
  const input = { outRequestNo: caller.newNo(), couponId: 'T', endDate: '2027-06-30' }
  const answer = { extendedCount: 599, refusedCount: 1, items: [], errorCode: 'PARTLY_FAILED' }
  expect(await caller.call('yaoquan.coupon.extend', input)).toMatchObject(answer)
  expect(await caller.call('yaoquan.coupon.extend', input)).toMatchObject({ ...answer, alreadyDone: true })
  expect((await caller.client.queryCoupons({ couponCode: 't-599' })).coupons).toMatchObject([{ endDate: '2027-06-30' }])
})

it('refuses a day that has passed, by code and by template, and changes nothing', async () => {
  await issue([{ couponCode: 'p', endDate: '2026-11-01', couponId: 'P' }])
  for (const what of [{ couponCodes: ['p'] }, { couponId: 'P' }]) {
    expect(await write('yaoquan.coupon.extend', { ...what, endDate: '2026-11-23' })).toMatchObject({
      errorCode: 'END_DATE_PASSED',
      errorMessage: 'end_date 已过，今天是 2026-11-24',
      items: [],
    })
  }
  expect((await caller.client.queryCoupons({ couponCode: 'p' })).coupons).toMatchObject([{ endDate: '2026-11-01' }])
})

it.each([
  ['a day that is none', { couponCodes: ['x'], endDate: '2026-02-30' }, 'end_date'],
  ['neither codes nor a template', { endDate: '2026-12-31' }, 'coupon_codes'],
  ['codes and a template', { couponCodes: ['x'], couponId: 'T', endDate: '2026-12-31' }, 'coupon_codes'],
])('refuses %s, naming the field', async (_name, requested, field) => {
  await expect(write('yaoquan.coupon.extend', requested)).rejects.toMatchObject({
    code: 50,
    subMessage: expect.stringContaining(field),
  })
})

it('voids coupons that an order holds only where that is asked for', async () => {
  await issue([
    { couponCode: 'h-1', couponId: 'H' },
    { couponCode: 'h-2', couponId: 'H' },
  ])
  const held = await write('yaoquan.coupon.hold', { couponCode: 'h-1', orderId: 'SO-H', ttlSeconds: 900 })
  const reason = '取消'
  expect(await write('yaoquan.coupon.void', { couponCodes: ['h-1'], reason })).toMatchObject({
    errorCode: 'PARTLY_FAILED',
    voidedCount: 0,
    refusedCount: 1,
    items: [{ couponCode: 'h-1', outcome: 'held', orderId: 'SO-H', heldUntil: held['heldUntil'] }],
  })
  expect(await write('yaoquan.coupon.void', { couponId: 'H', reason })).toMatchObject({
    voidedCount: 1,
    refusedCount: 1,
  })
  expect(await redeem('h-1', 'SO-H')).toMatchObject({ success: true })
  await issue([{ couponCode: 'h-3', couponId: 'H' }])
  await write('yaoquan.coupon.hold', { couponCode: 'h-3', orderId: 'SO-H', ttlSeconds: 900 })
  expect(await write('yaoquan.coupon.void', { couponCodes: ['h-3'], voidHeld: true, reason })).toMatchObject({
    success: true,
    items: [{ couponCode: 'h-3', outcome: 'voided' }],
  })
  expect(await redeem('h-3', 'SO-H')).toMatchObject({ errorCode: 'COUPON_VOID' })
})

it('the command extends, and voids held coupons where that is asked for', async () => {
  await issue([{ couponCode: 'x1', endDate: '2099-12-31' }])
  const gateway = ['--url', server.url, '--app-key', testApp.appKey, '--app-secret', testApp.appSecret]
  const ahead = new URL('../harness/host-clock-ahead.ts', import.meta.url).href
  const run = async (...args: readonly string[]) => {
    const clock = { NODE_OPTIONS: `--import ${ahead}`, YAOQUAN_TEST_AHEAD_MS: String(testNowMs - Date.now()) }
    return (await runCli(['coupon', ...args, ...gateway], clock)).stdout
  }
  expect(await run('extend', 'x1', '--to', '9999-12-31', '--reason', '延期')).toMatch(
    /x1 +已延期 +9999-12-31\n延期 1 张，未能延期 0 张/,
  )
  await run('hold', 'x1', '--order', 'SO-1')
  expect(await run('void', 'x1', '--reason', '取消')).toMatch(/x1 +被订单占用，未作废 +SO-1\n/)
  expect(await run('void', 'x1', '--void-held', '--reason', '取消')).toMatch(/作废 1 张/)
})
