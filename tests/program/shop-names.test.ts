import type { methods } from '@yaoquan/api'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.changePolicy({ sellerId: '111', changes: { mustKnowShops: false } })
  })
  caller = lifecycleClient(server)
})
afterAll(() => server.close())

type Name = keyof typeof methods

const call = (method: Name, params: object = {}) => caller.call(method, params)
const saveShops = (...shops: readonly object[]) => call('yaoquan.shop.save', { outRequestNo: caller.newNo(), shops })
const saveCategories = (...categories: readonly object[]) =>
  call('yaoquan.category.save', { outRequestNo: caller.newNo(), categories })
const counts = (createdCount: number, changedCount: number, unchangedCount: number) => {
  return { createdCount, changedCount, unchangedCount, success: true }
}

test('a shop is named, found with its groups, and keeps what a later save leaves out', async () => {
  const set = (name: string, shops: string) => server.administration.setShopGroup({ sellerId: '111', name, shops })
  await set('试点', '01,x')
  await set('华东', '0,01')
  expect(await saveShops({ code: '01', name: '朝阳店', city: ' 北京 ' }, { code: '02', name: '海淀店' })).toEqual(
    counts(2, 0, 0),
  )
  const shop = { code: '01', name: '朝阳店', city: '北京', closed: false, groups: ['华东', '试点'] }
  await expect
    .poll(() => call('yaoquan.shop.get', { code: '01' }))
    .toEqual({ shop: { ...shop, changedAt: expect.stringMatching(/^2026-11-24 22:/) }, success: true })
  expect(await saveShops({ code: '01', name: '朝阳店', closed: true }, { code: '02', name: '海淀店' })).toEqual(
    counts(0, 1, 1),
  )
  expect(await call('yaoquan.shop.get', { code: '01' })).toMatchObject({ shop: { ...shop, closed: true } })
  expect(await saveShops({ code: '01', name: '朝阳店', city: '' })).toEqual(counts(0, 1, 0))
  const found = await call('yaoquan.shop.get', { code: '01' })
  expect(found).toMatchObject({ shop: { code: '01', closed: true } })
  expect(found).not.toHaveProperty('shop.city')
  expect(await call('yaoquan.shop.get', { code: '1' })).toMatchObject({ errorCode: 'SHOP_NOT_FOUND', success: false })
})

test('a repeated save returns the first answer, and other content under its number is a conflict', async () => {
  const outRequestNo = caller.newNo()
  const save = (name: string) => call('yaoquan.shop.save', { outRequestNo, shops: [{ code: 'R1', name }] })
  expect(await save('a')).toEqual(counts(1, 0, 0))
  expect(await save('a')).toEqual({ ...counts(1, 0, 0), alreadyDone: true })
  expect(await save('b')).toMatchObject({ errorCode: 'IDEMPOTENT_CONFLICT', createdCount: 0, success: false })
  expect(await call('yaoquan.shop.get', { code: 'R1' })).toMatchObject({ shop: { name: 'a' } })
})

test('categories are named below others and listed in order of their codes', async () => {
  expect(
    await saveCategories({ code: '1001', name: '感冒用药', parentCode: '10' }, { code: '10', name: '药品' }),
  ).toEqual(counts(2, 0, 0))
  expect(await call('yaoquan.category.list')).toMatchObject({
    categories: [
      { code: '10', name: '药品' },
      { code: '1001', name: '感冒用药', parentCode: '10' },
    ],
  })
})

test('lists are read page by page', async () => {
  await saveShops(...['P1', 'P2', 'P3'].map((code) => ({ code, name: code })))
  const codes: string[] = []
  for (let cursor: unknown; ; ) {
    const page = await call('yaoquan.shop.list', { cursor, limit: 2 })
    codes.push(...(page['shops'] as readonly { code: string }[]).map(({ code }) => code))
    cursor = page['nextCursor']
    if (cursor === undefined) break
  }
  expect(codes).toEqual(codes.toSorted())
  expect(codes.filter((code) => code.startsWith('P'))).toEqual(['P1', 'P2', 'P3'])
  for (const method of ['yaoquan.shop.list', 'yaoquan.category.list'] as const) {
    expect(await call(method, { cursor: 'c1.2' })).toMatchObject({ errorCode: 'INVALID_CURSOR', success: false })
  }
})

describe('refuses, and saves nothing', () => {
  const shop = { code: 'X1', name: 'x' }
  it.each<[string, object[], RegExp]>([
    ['no shop', [], /shops/],
    ['more than 500', Array.from({ length: 501 }, (_, place) => ({ code: `X${place}`, name: 'x' })), /shops/],
    ['a shop without a code', [shop, { name: 'x' }], /shops\[1\]\.code/],
    ['a shop without a name', [shop, { code: 'X2' }], /shops\[1\]\.name/],
    ['a blank name', [{ ...shop, name: ' ' }], /shops\[0\]\.name/],
    ['a name that is too long', [{ ...shop, name: 'x'.repeat(65) }], /shops\[0\]\.name/],
    ['a code that names a group', [shop, { ...shop, code: '@a' }], /shops\[1\]\.code 应为1到64个字符/],
    ['a code with a comma', [{ ...shop, code: 'X1,X2' }], /shops\[0\]\.code 应为1到64个字符/],
    ['a code twice', [shop, { code: 'X2', name: 'x' }, shop], /shops\[2\]\.code 在同一次保存中重复/],
    ['a city with a line break', [{ ...shop, city: 'a\nb' }], /shops\[0\]\.city/],
  ])('%s', async (_what, shops, message) => {
    await expect(saveShops(...shops)).rejects.toThrow(message)
    expect(await call('yaoquan.shop.get', { code: 'X1' })).toMatchObject({ errorCode: 'SHOP_NOT_FOUND' })
  })

  it('a category above itself', async () => {
    await expect(saveCategories({ code: 'X1', name: 'x', parentCode: 'X1' })).rejects.toThrow(
      /categories\[0\]\.parent_code 不能是自己的编码/,
    )
  })
})

test('names change nothing about where coupons are valid', async () => {
  await saveShops({ code: '05', name: '已关的店', closed: true })
  const coupons = [{ couponCode: 'any', shop: '05' }]
  await call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
  const redeem = (shop: string) =>
    call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), couponCode: 'any', orderId: 'SO-1', shop })
  expect(await redeem('06')).toMatchObject({ errorCode: 'SHOP_NOT_ALLOWED', shops: '05' })
  expect(await redeem('05')).toMatchObject({ success: true })
})
