import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, consoleMember, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

describe.skipIf(skipsMariadb())('on MariaDB (skipped where mariadb-server is not installed)', () => {
  describeInBrowser('a day at the console', () => {
    let server: ConsoleServer
    let browser: TestBrowser

    beforeAll(async () => {
      server = await startConsoleServer('mariadb')
      browser = await startBrowser()
    })

    afterAll(async () => {
      await browser?.close()
      await server?.close()
    })

    const drawer = (page: Page) => page.getByRole('dialog')
    const button = (page: Page, name: string) => drawer(page).getByRole('button', { name, exact: true })

    test('a member who calls is found, and a coupon is voided with its reason', async () => {
      await withPage(server.openAs(browser, 'owner'), async ({ page }) => {
        await page.keyboard.press('/')
        await page.keyboard.type('+86 186-1225-5668')
        await page.keyboard.press('Enter')
        await page.getByRole('region', { name: consoleMember.name }).waitFor()
        await page.getByRole('row', { name: /KM261012A/ }).press('Enter')
        await button(page, '作废').click()
        await page.locator('.yq-reasons').getByText('误发').click()
        await drawer(page).getByText('从此不能使用，也不能恢复').waitFor()
        await button(page, '作废').click()
        await drawer(page).getByRole('listitem').getByText('原因：误发', { exact: true }).waitFor()
      })
      const { call } = lifecycleClient(server)
      expect(await call('yaoquan.coupon.get', { couponCode: 'KM261012A' })).toMatchObject({ coupon: { status: '3' } })
    })

    test('a template is sent to the members of a file', async () => {
      const phones = Array.from({ length: 60 }, (_, place) => `139${10_000_000 + place}`)
      const buffer = Buffer.from(`手机号\n${phones.join('\n')}\n`)
      await withPage(server.openAs(browser, 'owner', '/console/templates?template=920'), async ({ page }) => {
        await button(page, '发给名单').click()
        await drawer(page).locator('input[type=file]').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer })
        await button(page, '试算').click()
        await drawer(page).getByText('60 位', { exact: true }).waitFor()
        await drawer(page).getByLabel('请输入人数 60 以确认').fill('60')
        await button(page, '开始发送').click()
        await drawer(page).getByText('已发 60 位，未发成 0 位，剩余 0 位').waitFor()
      })
      const { client } = lifecycleClient(server)
      const { coupons } = await client.queryCoupons({ phone: phones[59], pageSize: 10 })
      expect(coupons).toMatchObject([{ couponId: '920' }])
    })
  })
})
