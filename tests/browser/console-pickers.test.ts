import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  describeInBrowser,
  excessWidth,
  findingsInBothThemes,
  methodCallsOf,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { type ConsoleServer, consoleMember, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

/** Of a large chain: 6,000 shops in 60 cities, with a few that tests name. */
const cities = Array.from({ length: 60 }, (_, place) => `城市${place}`)
const shops = Array.from({ length: 5990 }, (_, place) => {
  return { code: `S${String(place).padStart(4, '0')}`, name: `第${place}店`, city: cities[place % cities.length] }
})
const named = [
  { code: '01', name: '朝阳店', city: '北京' },
  { code: '02', name: '海淀 二店', city: '北京' },
  { code: '03', name: '老海淀店', city: '北京', isClosed: true },
  ...Array.from({ length: 7 }, (_, place) => ({ code: `WX${place}`, name: `无锡${place}店`, city: '无锡' })),
]
const categories = [
  { code: '10', name: '药品' },
  { code: '1001', name: '感冒用药', parent: '10' },
  { code: '1002', name: '肠胃用药', parent: '10' },
  { code: '20', name: '器械' },
]

describeInBrowser('shops and categories are picked by name', () => {
  let server: ConsoleServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    const all = [...named, ...shops]
    for (let first = 0; first < all.length; first += 500) {
      await server.administration.saveShops({ sellerId: '111', rows: all.slice(first, first + 500) })
    }
    await server.administration.saveCategories({ sellerId: '111', rows: categories })
    await server.administration.setShopGroup({ sellerId: '111', name: '华东', shops: 'WX0,WX1' })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const as = (role: string, path: string) => server.openAs(browser, role, `/console/${path}`)
  /** In the list of a field, by the field's id. */
  const option = (page: Page, text: string, list = 'lists_shop') =>
    page
      .locator('.ant-select-dropdown')
      .filter({ has: page.locator(`#${list}_list`) })
      .locator('.ant-select-item-option')
      .filter({ hasText: text })
  const picked = (page: Page) =>
    expect.poll(() =>
      page
        .locator('.ant-select', { has: page.locator('#lists_shop') })
        .locator('.ant-select-selection-item')
        .allInnerTexts(),
    )
  const templateOf = async (couponId: string) => {
    const { template } = await lifecycleClient(server).call('yaoquan.template.get', { couponId })
    return template as Readonly<Record<string, unknown>>
  }

  async function scopeOf(page: Page, couponId: string) {
    await page.goto(`${server.url}/console/templates/edit?template=${couponId}`)
    await page.getByText('会员看到的样子').waitFor()
    await page.getByText('范围', { exact: true }).click()
    return page.getByRole('combobox', { name: '可用门店（不选为全部门店）' })
  }

  /** As people do: copied somewhere, pasted into the field. */
  async function paste(page: Page, text: string): Promise<void> {
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
    await page.keyboard.press('Control+V')
  }

  async function save(page: Page): Promise<void> {
    await page.getByText('核对与发布').click()
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText(/已保存为第 \d+ 版/).waitFor()
  }

  test('by keyboard, as a pasted list, and city by city, among 6,000 shops; the template has their codes', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      const field = await scopeOf(page, '903')
      await field.click()
      await option(page, '城市0的全部 100 家').waitFor()
      expect(await page.locator('.ant-select-item-option').count()).toBeLessThan(40)
      await field.pressSequentially('第57')
      await option(page, '第57店').waitFor()
      await field.press('ArrowDown')
      await field.press('Enter')
      await field.press('Escape')
      await page.locator('.ant-select-selection-item').first().waitFor()
      await emptyByKeyboard(page, field)

      await field.fill('朝阳')
      await option(page, '朝阳店').waitFor()
      await field.press('Enter')
      await paste(page, '第9店\nS0010\t海淀 二店\n没有这店，0801')
      await page.getByText('加入 3 家。没有认出 2 个：没有这店、0801。新门店请先在“门店与品类”登记。').waitFor()
      await picked(page).toEqual(['朝阳店 01', '第9店 S0009', '第10店 S0010', '海淀 二店 02'])
      await page.getByRole('button', { name: '知道了' }).click()
      await field.fill('无锡')
      await option(page, '无锡的全部 7 家').click()
      await page.getByText(/可用门店：朝阳店 \(01\)、第9店 \(S0009\).* 等 11 个/).waitFor()
      await page.getByText('可用门店：朝阳店、第9店、第10店 等 11 处').waitFor()
      const channels = page.getByRole('combobox', { name: '可用渠道（不选为全部渠道）' })
      await channels.fill('门店')
      await channels.press('Tab')
      await channels.fill('总部商城')
      await channels.press('Tab')
      await page.getByText('没有认出 1 个：总部商城。').waitFor()
      await page.getByRole('button', { name: '仍按编码加入' }).click()
      await save(page)
      expect((await templateOf('903'))['channels']).toBe('store,总部商城')
      expect((await templateOf('903'))['shop']).toBe('01,S0009,S0010,02,WX0,WX1,WX2,WX3,WX4,WX5,WX6')
    })
  })

  test('more than the field shows are looked through in a table, and more than fit are refused with what to do', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      const field = await scopeOf(page, '920')
      await field.fill('城市1')
      await option(page, '城市1的全部 100 家').click()
      await page.getByText('已选 100 家').waitFor()
      await page.getByRole('button', { name: '查看全部' }).click()
      await page.getByRole('textbox', { name: '在名单中查找' }).fill('第61店')
      await page.getByRole('button', { name: '移除 第61店' }).click()
      await page.getByText('已选 99 家').waitFor()
      await field.fill('城市2')
      await option(page, '城市2的全部 100 家').click()
      await page.getByRole('button', { name: '下一步' }).click()
      await page.getByText('门店编码合计 1193 个字符，最多 1024 个：请在“门店与品类”建一个门店组，改选该组。').waitFor()
      await page.getByRole('button', { name: '全部移除' }).click()
      await field.fill('@华')
      await option(page, '@华东').click()
      await field.press('Escape')
      await picked(page).toEqual(['@华东 · 门店组，2 家'])
      await save(page)
      expect((await templateOf('920'))['shop']).toBe('@华东')
    })
  })

  test('categories by name or by the one above; what has some is opened by its address in three calls', async () => {
    await withPage(as('owner', 'templates'), async (opened) => {
      const { page } = opened
      await scopeOf(page, '921')
      const field = page.getByRole('combobox', { name: '适用品类（不选为不限）' })
      await field.fill('药品')
      await option(page, '药品下的全部 2 个', 'lists_category').click()
      await page.getByRole('combobox', { name: '不适用品类' }).fill('器')
      await option(page, '器械', 'lists_excludeCategory').click()
      await page.getByRole('combobox', { name: '适用商品', exact: true }).click()
      await paste(page, 'G1\nG2\tG3')
      await page.getByText(/适用商品：品类 感冒用药 \(1001\)、肠胃用药 \(1002\)；商品 G1、G2、G3/).waitFor()
      // Another template names it.
      const tags = page.getByRole('combobox', { name: '可用会员标签（有其一即可）' })
      await tags.fill('慢')
      await tags.press('Tab')
      await tags.fill('糖尿')
      await tags.press('Tab')
      await page.getByText('没有认出 1 个：糖尿。').waitFor()
      await page.getByRole('button', { name: '知道了' }).click()
      await save(page)
      expect(await templateOf('921')).toMatchObject({
        category: '1001,1002',
        excludeCategory: '20',
        goods: 'G1,G2,G3',
        memberTags: '慢病',
      })
      const coupon = { couponCode: 'OF1001', category: '1001', phone: consoleMember.phone, channel: 'erp' } as const
      await lifecycleClient(server).call('yaoquan.coupon.issue', { outRequestNo: 'ISSUE-1001', coupons: [coupon] })
      await opened.look({ width: 1440 })
      for (const place of ['templates?template=921', 'coupons?coupon=OF1001']) {
        const before = methodCallsOf(opened).length
        await page.goto(`${server.url}/console/${place}`)
        await page
          .getByRole('dialog')
          .getByText(/感冒用药 \(1001\)/)
          .first()
          .waitFor()
        await page.waitForLoadState('networkidle')
        // The 6,000 shops are a call with several pages.
        expect(new Set(methodCallsOf(opened).slice(before)).size).toBeLessThanOrEqual(3)
      }
    })
  })

  test('templates by a part of the name, of more than a list of the server has', async () => {
    const { call } = lifecycleClient(server)
    const save = (couponId: string, couponName: string) => {
      const template = { couponId, couponName, kind: 'cash', couponAmount: '10', validToDay: 29 } as const
      return call('yaoquan.template.save', { outRequestNo: `SAVE-${couponId}`, template })
    }
    for (let place = 0; place < 220; place += 1) await save(`Q${1000 + place}`, `批量券${place}号`)
    expect(await save('ZZ', '年末最后一张')).toMatchObject({ success: true })
    await withPage(as('owner', 'coupons'), async ({ page }) => {
      const field = page.getByRole('combobox', { name: '模板' })
      await field.fill('最后一张')
      await page.locator('.ant-select-item-option').filter({ hasText: '年末最后一张 (ZZ)' }).click()
      await page.waitForURL((url) => url.href.includes('template=ZZ'))
      await page.reload()
      await page.locator('.ant-select', { has: field }).getByText('年末最后一张', { exact: true }).waitFor()
    })
    await withPage(as('owner', 'members'), async ({ page }) => {
      const box = page.getByRole('searchbox')
      await box.fill(consoleMember.phone)
      await box.press('Enter')
      await page.getByRole('button', { name: '发券' }).click()
      const field = page.getByRole('combobox', { name: '模板' })
      await field.fill('最后一张')
      await page.locator('.ant-select-item-option').filter({ hasText: '年末最后一张（ZZ）' }).click()
      await page.getByText(/发放 1 张「年末最后一张」/).waitFor()
      // While another is looked for, the one that is picked keeps its name.
      await field.fill('没有这样的')
      await page.locator('.ant-select-item-empty').waitFor()
      await field.press('Escape')
      await page.locator('.ant-select', { has: field }).getByText('年末最后一张（ZZ）').waitFor()
    })
  })

  test('Tab takes what is meant and moves on; what is typed and not confirmed is read, and must be settled', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      const field = await scopeOf(page, '922')
      const next = page.getByRole('button', { name: '下一步' })
      const rest = page.getByText('没有认出 1 个：没有这店。新门店请先在“门店与品类”登记。', { exact: true })
      const refusal = page.getByText('还有没认出的内容')
      await field.fill('第57店')
      await option(page, '第57店').waitFor()
      await field.press('Enter')
      await picked(page).toEqual(['第57店 S0057'])
      await option(page, '@华东').waitFor()
      await field.press('Tab')
      await page.locator('#lists_channels:focus').waitFor()
      await picked(page).toEqual(['第57店 S0057'])
      await field.fill('海淀 二')
      await field.press('Tab')
      await picked(page).toEqual(['第57店 S0057', '海淀 二店 02'])
      await field.fill('没有这店')
      await field.press('Tab')
      await rest.waitFor()
      await field.fill('朝阳店')
      await field.press('Enter')
      await picked(page).toEqual(['第57店 S0057', '海淀 二店 02', '朝阳店 01'])
      await field.press('Tab')
      await rest.waitFor()
      await next.click()
      await refusal.waitFor()
      await page.getByRole('button', { name: '知道了' }).click()
      await refusal.waitFor({ state: 'detached' })
      await field.fill('X9')
      await field.press('Shift+Tab')
      await next.click()
      await refusal.waitFor()
      await page.getByRole('button', { name: '知道了' }).click()
      await picked(page).toEqual(['第57店 S0057', '海淀 二店 02', '朝阳店 01'])
      await next.click()
      await field.waitFor({ state: 'hidden' })
    })
  })

  test('while the names cannot be read, pasted names are not taken for codes', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      const names = '**/console/api/yaoquan.shop.list'
      const refused = { success: false, error_code: 'INTERNAL', error_message: 'no names' }
      await page.route(names, (route) => route.fulfill({ json: { result: refused } }))
      const field = await scopeOf(page, '922')
      const retry = page.locator('form').getByRole('button', { name: '重试' })
      await retry.waitFor()
      await field.click()
      await paste(page, '第9店,朝阳店')
      await page.getByText('没有认出 2 个：第9店、朝阳店。').waitFor()
      await picked(page).toEqual([])
      await page.getByRole('button', { name: '知道了' }).click()
      await page.unroute(names)
      await retry.click()
      await field.and(page.locator(':enabled')).click()
      await paste(page, '第9店,朝阳店')
      await picked(page).toEqual(['第9店 S0009', '朝阳店 01'])
      await retry.waitFor({ state: 'detached' })
    })
  })

  test('what is pasted to find something in the list of picks changes no pick', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      const field = await scopeOf(page, '922')
      await field.fill('城市1')
      await option(page, '城市1的全部 100 家').click()
      await page.getByRole('button', { name: '查看全部' }).click()
      const box = page.getByRole('textbox', { name: '在名单中查找' })
      await box.click()
      await paste(page, 'S0000,S0002')
      await expect.poll(() => box.inputValue()).toBe('S0000,S0002')
      await page.getByText('已选 100 家').waitFor()
    })
  })

  test('every list that is too long holds the step', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      await scopeOf(page, '922')
      const tags = page.getByRole('combobox', { name: '不适用商品标签' })
      await tags.fill(Array.from({ length: 35 }, (_, place) => String(place).padStart(29, 'T')).join())
      await page.getByText('编码合计 1049 个字符，最多 1024 个，请减少。').waitFor()
      await page.getByText('核对与发布').click()
      await page.getByRole('button', { name: '全部移除' }).click()
      await page.getByText('核对与发布').click()
      await page.getByRole('button', { name: '发布', exact: true }).waitFor()
    })
  })

  test('a filter asks for the code that is chosen with the keys, not for the text before', async () => {
    await withPage(as('owner', 'redemptions'), async ({ page }) => {
      const field = page.getByRole('combobox', { name: '门店' })
      await field.fill('第57店')
      await page.locator('.ant-select-item-option').filter({ hasText: '第57店 (S0057)' }).waitFor()
      await field.press('ArrowDown')
      await field.press('Enter')
      await expect.poll(() => new URL(page.url()).searchParams.get('shop')).toBe('S0057')
      await expect.poll(() => field.inputValue()).toBe('S0057')
      await field.fill('X9')
      await field.press('Enter')
      await expect.poll(() => new URL(page.url()).searchParams.get('shop')).toBe('X9')
    })
  })

  test('while a typed name of a template is looked for, Enter issues none of those found before', async () => {
    await withPage(as('owner', 'members'), async ({ page }) => {
      const box = page.getByRole('searchbox')
      await box.fill(consoleMember.phone)
      await box.press('Enter')
      await page.getByRole('button', { name: '发券' }).click()
      const field = page.getByRole('combobox', { name: '模板' })
      const options = page.locator('.ant-select-item-option')
      await field.click()
      await options.first().waitFor()
      const answers = Promise.withResolvers<void>()
      await page.route('**/console/api/yaoquan.template.list', async (route) => {
        await answers.promise
        await route.continue()
      })
      await field.fill('903')
      await field.press('Enter')
      await page.getByText('填好以后，这里说明会发出什么。').waitFor()
      expect(await page.locator('.ant-select', { has: field }).textContent()).not.toContain('（')
      answers.resolve()
      await field.fill('903')
      await options.filter({ hasText: '（903）' }).waitFor()
      await field.press('Enter')
      await page.locator('.ant-select', { has: field }).getByText('（903）').waitFor()
    })
  })

  test('without serious accessibility faults in either theme', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/templates'), async (opened) => {
      const { page } = opened
      const field = await scopeOf(page, '922')
      await field.click()
      await paste(page, '01,0802,没有')
      await page.getByRole('button', { name: '知道了' }).waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await page.getByRole('button', { name: '知道了' }).click()
      await field.fill('城市3')
      await option(page, '城市3的全部 100 家').click()
      await page.getByRole('button', { name: '查看全部' }).click()
      await field.fill('北京')
      await option(page, '北京的全部 2 家').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await field.press('Escape')
      await opened.look({ width: 768 })
      await expect.poll(() => excessWidth(page)).toBe(0)
    })
  })
})

/** Takes out what a field has picked. For 250 ms after a key that ended a search the field keeps it. */
async function emptyByKeyboard(page: Page, field: Locator): Promise<void> {
  const tags = page.locator('.ant-select', { has: field }).locator('.ant-select-selection-item')
  const takeLast = async () => {
    await field.press('Backspace')
    return tags.count()
  }
  await expect.poll(takeLast, { interval: 500 }).toBe(0)
}
