import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { testApp } from '../harness/test-server.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser('administration at the console', () => {
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

  const drawer = (page: Page) => page.getByRole('dialog')
  const rule = (page: Page, name: string) => page.locator('.yq-rules dl > div').filter({ hasText: name })

  test('an owner changes rules, and switches the approval of templates on, which the console keeps on', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/rules'), async (opened) => {
      const { page } = opened
      await rule(page, '每单最多用券').getByText('5 张').waitFor()
      await page.getByRole('button', { name: '修改规则' }).click()
      await drawer(page).getByText('没有改动。').waitFor()
      expect(await drawer(page).getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
      await drawer(page).getByRole('spinbutton', { name: '每单最多用券' }).fill('3')
      await drawer(page).getByRole('combobox', { name: '每周会员日' }).click()
      await page.locator('.ant-select-item-option').filter({ hasText: '周三' }).click()
      await page.keyboard.press('Escape')
      await drawer(page).getByText('每单最多用券：5 张 → 3 张').waitFor()
      await drawer(page).getByText('每周会员日：无 → 周三').waitFor()
      await drawer(page).getByRole('checkbox', { name: '处方药不参与任何优惠券' }).check()
      await drawer(page).getByRole('switch', { name: '模板须审批' }).click()
      await drawer(page)
        .getByText(/开启后不能在控制台关闭/)
        .waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      await rule(page, '每单最多用券').getByText('3 张').waitFor()
      await rule(page, '规则包').getByText('处方药不参与任何优惠券').waitFor()
      await rule(page, '模板须审批').getByText('--template-approval off').waitFor()
      await page.getByRole('button', { name: '修改规则' }).click()
      expect(await drawer(page).getByRole('switch', { name: '模板须审批' }).isDisabled()).toBe(true)
    })
    await withPage(server.openAs(browser, 'auditor', '/console/rules?act=edit'), async ({ page }) => {
      await rule(page, '每周会员日').getByText('周三').waitFor()
      expect(await page.getByRole('button', { name: '修改规则' }).count()).toBe(0)
      expect(await drawer(page).count()).toBe(0)
    })
  })

  test('shorter retention shows what it would remove, waits a day, and is cancelled; a longer one holds', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/rules?tab=retention'), async (opened) => {
      const { page } = opened
      await rule(page, '请求号').getByText('永久保留').waitFor()
      await page.getByRole('button', { name: '修改期限' }).click()
      await drawer(page).getByRole('spinbutton', { name: '请求号保留天数' }).fill('29')
      await drawer(page).getByText('应为 30 到 3650').waitFor()
      expect(await drawer(page).getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
      await drawer(page).getByRole('spinbutton', { name: '请求号保留天数' }).fill('400')
      await drawer(page).getByText('请求号：永久 → 400 天').waitFor()
      await drawer(page).getByText('现在会删除 0 个').waitFor()
      await drawer(page)
        .getByText(/^一天后生效/)
        .waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await page.getByText(/^更短的期限将于 .* 生效$/).waitFor()
      await page.getByText(/^王芳 设于 /).waitFor()
      await rule(page, '请求号').getByText('永久保留').waitFor()
      await page.getByRole('button', { name: '撤销' }).click()
      await page.getByRole('tooltip').getByRole('button', { name: '撤销' }).click()
      await page.getByText('已撤销，期限不变').waitFor()
      await page.getByText(/^更短的期限将于/).waitFor({ state: 'detached' })
    })
  })

  test('a developer tests a webhook, and adjusts an app without its grants and secrets', async () => {
    await server.createOperator('coder', 'developer')
    const url = 'http://127.0.0.1:9/coupons/events'
    await server.administration.addWebhook({ sellerId: '111', url, allowPrivate: true })
    await withPage(server.openAs(browser, 'coder', '/console/integration?tab=webhooks'), async ({ page }) => {
      await page.getByRole('button', { name: '测试' }).click()
      await drawer(page).getByRole('button', { name: '发送测试' }).click()
      await drawer(page)
        .getByText(/^没有送达：/)
        .waitFor()
      await page.goto(`${server.url}/console/integration`)
      const app = page.getByRole('row', { name: new RegExp(testApp.appKey) })
      await app.getByRole('button', { name: '修改' }).click()
      expect(await drawer(page).getByRole('combobox', { name: '权限' }).isDisabled()).toBe(true)
      await drawer(page).getByRole('spinbutton', { name: '每日调用上限' }).fill('70000')
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await app.getByText('/ 70000').waitFor()
      await app.getByRole('button', { name: '结束会话' }).click()
      await drawer(page).getByRole('button', { name: '结束会话' }).click()
      await page.getByText(/^已结束 \d+ 个会话$/).waitFor()
      expect(await page.getByRole('button', { name: /换密钥|登记应用/ }).count()).toBe(0)
    })
  })
})
