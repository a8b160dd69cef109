import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  describeInBrowser,
  excessWidth,
  findingsInBothThemes,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

const shops = [
  { code: '01', name: '朝阳门店', city: '北京' },
  { code: '02', name: '海淀黄庄店', city: '北京' },
  { code: '04', name: '望京店', city: '北京' },
  { code: '05', name: '静安店', city: '上海' },
]
const categories = [
  { code: '1001', name: '感冒用药' },
  { code: '3001', name: '医疗器械' },
]

describeInBrowser('one shop or category is picked by name', () => {
  let server: ConsoleServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    const { administration } = server
    await administration.saveShops({ sellerId: '111', rows: shops })
    await administration.saveCategories({ sellerId: '111', rows: categories })
    await administration.setShopGroup({ sellerId: '111', name: '城区门店', shops: '01,02' })
    const { call } = lifecycleClient(server)
    const coupons = ['city1', 'city2'].map((couponCode) => {
      return { couponCode, couponName: '城区20元券', couponAmount: '20', orderAmount: '88', shop: '@城区门店' }
    })
    expect(await call('yaoquan.coupon.issue', { outRequestNo: 'CITY', coupons })).toMatchObject({ success: true })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const openCoupon = (code: string, role = 'owner') => server.openAs(browser, role, `/console/members?coupon=${code}`)
  const drawer = (page: Page) => page.getByRole('dialog')
  const pickedIn = (page: Page, field: Locator) => page.locator('.ant-select', { has: field }).textContent()

  async function redeeming(page: Page): Promise<Locator> {
    await drawer(page).getByRole('button', { name: '核销', exact: true }).click()
    await page.getByLabel('订单号').fill('SO-9101')
    await page.getByRole('textbox', { name: '金额（元）' }).fill('230')
    return page.getByRole('combobox', { name: '门店' })
  }

  test('Tab takes the only shop that a part of its name finds, and the redemption is in that shop', async () => {
    await withPage(openCoupon('KM261010A'), async ({ page }) => {
      const field = await redeeming(page)
      await field.pressSequentially('望京')
      await field.press('Tab')
      await expect.poll(() => pickedIn(page, field)).toContain('望京店 04')
      expect(await field.and(page.locator(':focus')).count()).toBe(0)
      await drawer(page)
        .getByText(/抵扣 ¥10\.00，实付/)
        .waitFor()
      await drawer(page).getByRole('button', { name: '核销', exact: true }).click()
      await drawer(page)
        .getByText(/门店 望京店 \(04\)/)
        .first()
        .waitFor()
    })
  })

  test('Enter takes it by city, opens the several of a group, and refuses a shop that does not exist', async () => {
    await withPage(openCoupon('KM261012A'), async ({ page }) => {
      const field = await redeeming(page)
      await field.fill('望京西路')
      await field.press('Enter')
      await page.getByText('没有门店“望京西路”，请从名单中选。').waitFor()
      await drawer(page).getByText('填好订单号与金额后').waitFor()
      await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
      await field.fill('上海')
      await field.press('Enter')
      await expect.poll(() => pickedIn(page, field)).toContain('静安店 05')
      await page.getByText('没有门店“望京西路”').waitFor({ state: 'detached' })
      await field.fill('城区')
      await field.press('Enter')
      const options = page.locator('.ant-select-item-option')
      await expect.poll(() => options.allInnerTexts()).toHaveLength(2)
      await field.press('ArrowDown')
      await field.press('ArrowDown')
      await field.press('Enter')
      await expect.poll(() => pickedIn(page, field)).toContain('海淀黄庄店 02')
      await field.fill('北京')
      await field.press('Tab')
      await page.getByText('“北京”可以是几家门店，请选一家。').waitFor()
    })
  })

  test('why a coupon of a group is not usable is answered for the shop that is meant', async () => {
    await withPage(openCoupon('city1', 'service'), async ({ page }) => {
      await drawer(page).getByRole('button', { name: '为什么用不了' }).click()
      const field = page.getByLabel('门店（可不填）')
      await field.pressSequentially('朝阳')
      await field.press('Tab')
      await expect.poll(() => pickedIn(page, field)).toContain('朝阳门店 01')
      await page.getByLabel('金额（元，可不填）').fill('200')
      const category = page.getByLabel('品类（可不填）')
      await category.pressSequentially('器械')
      await category.press('Enter')
      await expect.poll(() => pickedIn(page, category)).toContain('医疗器械 3001')
      await drawer(page).getByRole('button', { name: '判断' }).click()
      await drawer(page).getByText('按这些条件，这张券可以使用。').waitFor()
    })
  })

  test('a category that has no name is taken only if it is chosen as a code', async () => {
    await withPage(openCoupon('KM261012A'), async ({ page }) => {
      await redeeming(page)
      const field = page.getByRole('combobox', { name: '品类（可不填）' })
      await field.fill('9901')
      await field.press('Tab')
      await page.getByText('没有品类“9901”，请从列表中选。').waitFor()
      await field.fill('9901')
      await page.locator('.ant-select-item-option').filter({ hasText: '9901（未登记）' }).click()
      await page.getByText('没有品类“9901”').waitFor({ state: 'detached' })
      await expect.poll(() => pickedIn(page, field)).toContain('9901')
    })
  })

  test('is accessible in both themes, and no wider than a phone', async () => {
    await withPage(openCoupon('KM261012A'), async (opened) => {
      const { page } = opened
      const field = await redeeming(page)
      await field.fill('望京西路')
      await field.press('Enter')
      await page.getByText('没有门店“望京西路”，请从名单中选。').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await opened.look({ width: 390 })
      await expect.poll(() => excessWidth(page)).toBe(0)
    })
  })
})
