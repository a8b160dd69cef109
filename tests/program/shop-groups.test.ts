import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})
afterAll(() => server.close())

const group = (...args: readonly string[]) =>
  runCli(['shop-group', ...args, '--data', server.dataDir, '--seller', '111'])

const set = (name: string, shops: string) => server.administration.setShopGroup({ sellerId: '111', name, shops })

const write = (method: Parameters<LifecycleClient['call']>[0], requested: object) =>
  caller.call(method, { outRequestNo: caller.newNo(), ...requested })

async function claimFrom(couponId: string, shop: string): Promise<string> {
  const template = { couponId, couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29, shop }
  expect(await write('yaoquan.template.save', { template })).toMatchObject({ success: true })
  const claimed = await write('yaoquan.coupon.claim', { couponId, phone: '18612255668' })
  return (claimed['coupons'] as readonly { couponCode: string }[])[0]?.couponCode ?? ''
}

const shopOf = async (couponCode: string) => (await caller.client.queryCoupons({ couponCode })).coupons[0]?.shop

/** Twice, of which the second page may come from memory. */
async function untilShopsAre(couponCode: string, shops: string): Promise<void> {
  await expect.poll(() => shopOf(couponCode)).toBe(shops)
  expect(await shopOf(couponCode)).toBe(shops)
}

it('the command reads Chinese separators in a file, and says so', async () => {
  const file = join(server.dataDir, 'typed-shops.txt')
  await writeFile(file, '0801，0802、0803\n0804\n')
  const { stdout } = await group('set', '华南', '--file', file)
  expect(stdout.split('\n')).toEqual([expect.stringContaining('门店 4 个'), '文件中的 ， 或 、 已按逗号读取', ''])
  expect((await group('get', '华南')).stdout).toBe('0801\n0802\n0803\n0804\n')
  await group('delete', '华南')
})

it('the command sets, shows, lists and deletes groups', async () => {
  const file = join(server.dataDir, 'shops.txt')
  await writeFile(file, '0801\n0802, 0803\n')
  const { stdout } = await group('set', '华东', '--file', file)
  const [, created] = /^已设置门店组 @华东，门店 3 个，版本 (\d+)\n$/.exec(stdout) ?? []
  const version = Number(created) + 1
  expect(JSON.parse((await group('set', '华东', '--shops', '0801,0802', '--json')).stdout)).toMatchObject({
    name: '华东',
    shop_count: 2,
    version,
  })
  expect((await group('get', '华东')).stdout).toBe('0801\n0802\n')
  expect((await group('list')).stdout).toMatch(new RegExp(`@华东 +2 +${version} +\\d{4}-`))
  expect((await group('delete', '华东')).stdout).toBe('已删除门店组 @华东\n')
  const gone = await group('get', '华东')
  expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('门店组 @华东 不存在')])
})

it.each([
  [['set', 'x', '--shops', '01，02'], '01，02 含有 ，，多项之间应为英文逗号 ,'],
  [['set', 'x', '--shops', '01;02'], '01;02 含有 ;，多项之间应为英文逗号 ,'],
  [['set', '@x', '--shops', '01'], '名称 "@x" 应为1到64个字符'],
  [['set', 'x', '--shops', ','], '门店没有门店'],
  [['set', 'x'], '请指定 --shops 或 --file，二者选一'],
])('refuses %j with its rule', async (args, message) => {
  const run = await group(...args)
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(message)])
})

it('a chain of 6,000 shops has coupons for them, which every till finds and uses there only', async () => {
  const shops = Array.from({ length: 6000 }, (_, place) => String(place).padStart(4, '0')).join()
  await set('全部', shops)
  const couponCode = await claimFrom('everywhere', '@全部,网店')
  await untilShopsAre(couponCode, `${shops},网店`)
  expect(await caller.call('yaoquan.coupon.get', { couponCode })).toMatchObject({
    coupon: { shop: '@全部,网店' },
    terms: { shop: '@全部,网店' },
  })
  const found = (shop: string) => caller.call('yaoquan.coupon.search', { shop, couponId: 'everywhere' })
  expect(await found('5999')).toMatchObject({ coupons: [{ couponCode }] })
  expect(await found('6000')).toMatchObject({ coupons: [] })
  const redeem = (shop: string) => write('yaoquan.coupon.redeem', { couponCode, orderId: 'SO-1', shop })
  expect(await redeem('6000')).toMatchObject({ errorCode: 'SHOP_NOT_ALLOWED', shops: '@全部,网店' })
  expect(await redeem('5999')).toMatchObject({ success: true })
})

it('a change of the group holds for coupons that are out, soon also in cached pages', async () => {
  await set('试点', '01,02')
  const couponCode = await claimFrom('pilot', '@试点')
  await untilShopsAre(couponCode, '01,02')
  await set('试点', '02,03')
  await untilShopsAre(couponCode, '02,03')
  const redeem = (shop: string) => write('yaoquan.coupon.redeem', { couponCode, orderId: 'SO-2', shop })
  expect(await redeem('01')).toMatchObject({ errorCode: 'SHOP_NOT_ALLOWED' })
  expect(await redeem('03')).toMatchObject({ success: true })
})

it('a template that names an unknown group is refused with field and rule', async () => {
  const template = { couponId: 'x', couponName: 'x', kind: 'cash', couponAmount: '1', validToDay: 1, shop: '01,@没有' }
  expect(await write('yaoquan.template.save', { template })).toMatchObject({
    errorCode: 'INVALID_TEMPLATE',
    field: 'shop',
    errorMessage: expect.stringContaining('模板不合规则: shop 门店组 @没有 不存在'),
  })
})
