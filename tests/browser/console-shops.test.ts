import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { expectUsable } from '../harness/expect-usable.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the console's shops and categories", () => {
  let server: ConsoleServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const as = (role: string, path: string) => server.openAs(browser, role, `/console/${path}`)
  const drawer = (page: Page) => page.getByRole('dialog')

  test('offer the first step, and the codes that tills use without a name', async () => {
    // Figures are counted beside the calls.
    const { call } = lifecycleClient(server)
    const rows = async () => (await call('yaoquan.figures.overview', { groupBy: 'shop' }))['rows']
    await expect.poll(rows).toMatchObject([{ name: '01' }, { name: '02' }])
    await withPage(as('owner', 'shops'), async ({ page }) => {
      await page.getByRole('button', { name: '登记第一家门店' }).waitFor()
      const add = page.getByRole('button', { name: '登记 01' })
      await add.waitFor()
      const saving = page.waitForEvent('download')
      await page.getByRole('button', { name: '下载待填的表格' }).click()
      const saved = await readFile(await (await saving).path(), 'utf8')
      expect(saved.split('\r\n').toSorted()).toEqual(['', '01,', '02,', '\ufeff门店编码,门店名称'])
      await add.click()
      await drawer(page).getByLabel('名称').fill('朝阳店')
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await page.getByRole('row', { name: /01.*朝阳店.*营业/ }).waitFor()
      await page.getByRole('button', { name: '登记 02' }).waitFor()
      expect(await add.count()).toBe(0)
    })
  })

  test('are imported from a pasted table, found by a part of the name, and edited', async () => {
    await withPage(as('owner', 'shops?act=import'), async ({ page }) => {
      const rows = Array.from({ length: 1200 }, (_, place) => `S${place}\t第${place}店\t北京`)
      await drawer(page).getByLabel('表格内容').fill(`门店编码\t门店名称\n${rows[0]}`)
      await drawer(page).getByText('第 2 行的列数与首行不同。').waitFor()
      await drawer(page)
        .getByLabel('表格内容')
        .fill(['门店编码\t门店名称\t城市', ...rows].join('\n'))
      await drawer(page).getByText('共 1200 行，第一行：S0 · 第0店 · 北京').waitFor()
      await drawer(page).getByRole('button', { name: '导入 1200 行' }).click()
      await page.getByText('新建 1200，修改 0，未变 0').waitFor()
      await page.getByRole('textbox', { name: '编码、名称或城市' }).fill('第1199店')
      await page.getByRole('row', { name: /S1199.*第1199店.*北京/ }).waitFor()
      await page.getByRole('button', { name: '修改' }).click()
      await expect.poll(() => drawer(page).getByLabel('编码').isDisabled()).toBe(true)
      await drawer(page).getByRole('switch', { name: '已闭店' }).click()
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await page.getByRole('row', { name: /S1199.*已闭店/ }).waitFor()
      expect(
        (await server.administration.listShops({ sellerId: '111', afterCode: 'S1198', limit: 1 }))[0],
      ).toMatchObject({
        code: 'S1199',
        name: '第1199店',
        city: '北京',
        isClosed: true,
      })
    })
  })

  test('are imported from a file that a spreadsheet program saved in GBK', async () => {
    await withPage(as('owner', 'shops?tab=categories&act=import'), async ({ page }) => {
      const buffer = Buffer.concat([Buffer.from('code,name\n1001,'), Buffer.from('b8d0c3b0d3c3d2a9', 'hex')])
      const file = { name: 'categories.csv', mimeType: 'text/csv', buffer }
      await drawer(page).locator('input[type=file]').setInputFiles(file)
      await drawer(page).getByText('共 1 行，第一行：1001 · 感冒用药').waitFor()
      await drawer(page).getByRole('button', { name: '导入 1 行' }).click()
      await page.getByRole('row', { name: /1001.*感冒用药/ }).waitFor()
      await page.getByRole('button', { name: '登记 10012' }).waitFor()
      expect(await page.getByRole('button', { name: '登记 1001', exact: true }).count()).toBe(0)
    })
  })

  test('are shown by name wherever a code is, and found by it', async () => {
    await withPage(as('owner', 'redemptions'), async ({ page }) => {
      await page
        .getByRole('cell', { name: /朝阳店/ })
        .first()
        .waitFor()
      await page.getByRole('combobox', { name: '门店' }).fill('朝阳')
      await page.locator('.ant-select-item-option').filter({ hasText: '朝阳店 (01)' }).click()
      await page.getByText('本页 2 笔').waitFor()
      await page.waitForURL((url) => url.href.includes('shop=01'))
    })
    await withPage(as('owner', 'members?coupon=KM261005A'), async ({ page }) => {
      await page.getByText('朝阳店 (01)、02', { exact: true }).waitFor()
      await drawer(page)
        .locator('.yq-timeline')
        .getByText(/订单 SO-1001 · 门店 朝阳店 \(01\)/)
        .waitFor()
    })
  })

  test('categories and templates are found by name in filters, and any code is taken', async () => {
    await withPage(as('owner', 'templates'), async ({ page }) => {
      const field = page.getByRole('combobox', { name: '品类' })
      await field.fill('感冒')
      await page.locator('.ant-select-item-option').filter({ hasText: '感冒用药 (1001)' }).click()
      await page.waitForURL((url) => url.href.includes('category=1001'))
      await page.getByRole('row', { name: /慢病会员85折/ }).waitFor()
      await page.getByRole('row', { name: /双十一/ }).waitFor()
    })
    await withPage(as('owner', 'coupons'), async ({ page }) => {
      const field = page.getByRole('combobox', { name: '模板' })
      await field.fill('生日体温计')
      await page.locator('.ant-select-item-option').filter({ hasText: '会员生日体温计 (904)' }).click()
      await page.waitForURL((url) => url.href.includes('template=904'))
      await page.getByText('本页 1 张').waitFor()
      await field.fill('11')
      await field.press('Enter')
      await page.waitForURL((url) => /template=904(,|%2C)11(&|$)/.test(url.href))
      await page
        .getByRole('row', { name: /满199减99/ })
        .first()
        .waitFor()
    })
  })

  test('show what coupons did in one of them', async () => {
    await withPage(as('owner', 'shops'), async ({ page }) => {
      await page.getByRole('button', { name: '朝阳店' }).click()
      await drawer(page).locator('.yq-tile', { hasText: '核销（次）' }).getByText('2', { exact: true }).waitFor()
      expect(await drawer(page).locator('.yq-tile', { hasText: '发放' }).count()).toBe(0)
      await drawer(page).getByRole('cell', { name: 'SO-1003' }).waitFor()
      expect(await drawer(page).getByRole('cell', { name: 'SO-1002' }).count()).toBe(0)
      await drawer(page).getByRole('link', { name: '看全部核销' }).click()
      await page.getByText('本页 2 笔').waitFor()
      await page.waitForURL((url) => url.href.includes('shop=01'))
    })
  })

  test('are shown by name to a clerk, who acts in one of them', async () => {
    await server.createOperator('clerk', 'shop_clerk', ['01'])
    await withPage(as('clerk', 'members?coupon=KM261010A'), async ({ page }) => {
      await page.getByRole('button', { name: '核销', exact: true }).click()
      await page.locator('.ant-select').filter({ hasText: '朝阳店 01' }).waitFor()
    })
  })

  test('are shown to auditors without acts', async () => {
    await withPage(as('auditor', 'shops?tab=categories&act=create'), async ({ page }) => {
      await page.getByRole('row', { name: /1001.*感冒用药/ }).waitFor()
      for (const name of ['导入', '新建品类', '登记 10012']) {
        expect(await page.getByRole('button', { name }).count()).toBe(0)
      }
      expect(await drawer(page).count()).toBe(0)
    })
  })

  test('have no serious accessibility fault', async () => {
    await withPage(as('owner', 'shops'), async (opened) => {
      await expectUsable(opened, [
        ['shops', 'light', '门店'],
        ['shops?act=import', 'dark', '导入门店'],
        ['shops?act=view&of=01', 'light', '近 30 天'],
        ['shops?act=create&of=01', 'light', '新建门店'],
        ['shops?tab=categories', 'dark', '品类'],
      ])
    })
  })
})
