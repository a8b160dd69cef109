import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  describeInBrowser,
  excessWidth,
  findingsInBothThemes,
  startBrowser,
  type TestBrowser,
  textOf,
} from '../harness/browser.ts'
import { signIn } from '../harness/console.ts'
import { type ConsoleServer, operatorPassword, startConsoleServer } from '../harness/console-page.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("an operator's own account", () => {
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

  async function openMenu(page: Page, item: string): Promise<void> {
    await page.getByRole('button', { name: /^我的账户/ }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  async function submitSignIn(page: Page, password: string): Promise<void> {
    await page.getByLabel('密码').fill(password)
    await page.getByRole('button', { name: '登录' }).click()
  }

  test('gets an authenticator, signs in with its code, and removes it again', async () => {
    await server.createOperator('enrols', 'service')
    await withPage(server.openAs(browser, 'enrols'), async ({ page }) => {
      await openMenu(page, '我的账户')
      await page.getByRole('button', { name: '启用验证器' }).click()
      await page.getByRole('img', { name: '验证器二维码' }).waitFor()
      const secret = await textOf(page.locator('.yq-account-secret .yq-code'))
      const codeOf = (steps: number) => new TOTP({ secret }).generate({ timestamp: server.now() + steps * 30_000 })
      await page.getByLabel('现在的密码').fill(operatorPassword)
      await page.getByLabel('应用显示的 6 位动态码').fill('12345')
      await page.getByText('应为 6 位数字').waitFor()
      await page.getByLabel('应用显示的 6 位动态码').fill(codeOf(0))
      await page.getByRole('button', { name: '启用验证器' }).click()
      await page.getByText('已启用：').waitFor()
      await openMenu(page, '退出登录')
      await page.getByLabel('用户名').fill('enrols')
      await submitSignIn(page, operatorPassword)
      // A code is good once.
      await page.getByLabel('动态码').fill(codeOf(1))
      await page.getByRole('button', { name: '登录' }).click()
      await openMenu(page, '我的账户')
      await page.getByRole('button', { name: '停用验证器' }).click()
      await page.getByLabel('现在的密码').fill(operatorPassword)
      await page.getByRole('button', { name: '停用验证器' }).click()
      await page.getByText('未启用：').waitFor()
    })
    await signIn(server.url, 'enrols', operatorPassword)
  })

  test('changes its password, and shows what is wrong with one', async () => {
    await server.createOperator('changes', 'service')
    const next = `${operatorPassword} two`
    await withPage(server.openAs(browser, 'changes', '/console/account?act=password'), async ({ page }) => {
      await page.getByLabel('现在的密码').fill('not the present one')
      await page.getByLabel('新密码', { exact: true }).fill(next)
      await page.getByLabel('再输一次').fill('another one')
      await page.getByText('两次输入不一致').waitFor()
      await page.getByLabel('再输一次').fill(next)
      await page.getByRole('button', { name: '修改密码' }).click()
      await page.getByText('当前密码不正确').waitFor()
      await page.getByLabel('现在的密码').fill(operatorPassword)
      await page.getByRole('button', { name: '修改密码' }).click()
      await page.getByText('密码已修改').waitFor()
    })
    await signIn(server.url, 'changes', next)
  })

  test('ends a session that is open elsewhere', async () => {
    await server.createOperator('elsewhere', 'service')
    await signIn(server.url, 'elsewhere', operatorPassword)
    await withPage(server.openAs(browser, 'elsewhere', '/console/account'), async ({ page }) => {
      const rows = page.getByRole('region', { name: '登录会话' }).getByRole('listitem')
      // That of this browser, and the other.
      await rows.nth(1).waitFor()
      await page.getByRole('button', { name: '退出', exact: true }).click()
      await page.getByText('已退出该会话').waitFor()
      await rows.nth(1).waitFor({ state: 'detached' })
      await rows.getByText('本浏览器').waitFor()
    })
  })

  test('has no serious accessibility fault in either theme', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/account?act=enrol'), async (opened) => {
      await opened.page.getByRole('img', { name: '验证器二维码' }).waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await opened.look({ width: 390 })
      await expect.poll(() => excessWidth(opened.page)).toBe(0)
    })
  })
})
