import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { firstSignIn } from '../harness/console.ts'
import { type ConsoleServer, operatorPassword, startConsoleServer } from '../harness/console-page.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser('what is not saved', () => {
  let server: ConsoleServer
  let browser: TestBrowser

  /** The first start on a machine builds the console. */
  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const as = (role: string, path?: string) => server.openAs(browser, role, path)
  const unsaved = async (page: Page) => {
    await page.getByRole('button', { name: '新建模板' }).click()
    const name = page.getByLabel('名称（会员看到）')
    await name.fill('半成品')
    return name
  }
  const questionOf = (page: Page) => page.getByRole('dialog', { name: '离开并放弃已填写的内容？' })
  const stay = async (page: Page) => {
    await questionOf(page).getByRole('button', { name: '继续填写' }).click()
    await questionOf(page).waitFor({ state: 'detached' })
    await expect.poll(() => page.getByLabel('名称（会员看到）').inputValue()).toBe('半成品')
  }
  const leave = (page: Page) => questionOf(page).getByRole('button', { name: '放弃并离开' }).click()
  const signOut = async (page: Page) => {
    await page.getByRole('button', { name: /^我的账户/ }).click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
  }

  test('is not left by a link or Back without a question', async () => {
    await withPage(as('owner', '/console/templates'), async ({ page }) => {
      await unsaved(page)
      await page.getByRole('link', { name: '审计' }).click()
      await stay(page)
      await page.evaluate('history.back()')
      await questionOf(page).waitFor()
      await page.evaluate('history.back()')
      await stay(page)
      await page.evaluate('history.back()')
      await leave(page)
      await page.getByRole('heading', { name: '券模板' }).waitFor()
      await unsaved(page)
      await page.getByRole('link', { name: '审计' }).click()
      await leave(page)
      await page.getByRole('heading', { name: '审计' }).waitFor()
    })
  })

  test('is left without a question where nothing is typed, or typed back', async () => {
    await withPage(as('owner', '/console/templates'), async ({ page }) => {
      await page.getByRole('button', { name: '新建模板' }).click()
      await page.getByLabel('名称（会员看到）').waitFor()
      await page.getByRole('link', { name: '审计' }).click()
      await page.getByRole('heading', { name: '审计' }).waitFor()
      await page.getByRole('link', { name: '券模板' }).click()
      const name = await unsaved(page)
      await name.fill('')
      await page.getByRole('link', { name: '审计' }).click()
      await page.getByRole('heading', { name: '审计' }).waitFor()
      expect(await questionOf(page).count()).toBe(0)
    })
  })

  test('keeps the session when signing out is answered by staying', async () => {
    await withPage(as('owner', '/console/templates'), async ({ page }) => {
      await unsaved(page)
      await signOut(page)
      await stay(page)
      const headers = { 'x-yaoquan-console': '1' }
      expect((await page.request.get(`${server.url}/console/api/session`, { headers })).status()).toBe(200)
      await signOut(page)
      await leave(page)
      await page.getByRole('button', { name: '登录' }).waitFor()
    })
  })

  test('counts as saved once the server accepted it, before what is shown is fetched again', async () => {
    await withPage(as('owner', '/console/templates/edit?template=920'), async ({ page }) => {
      await page.getByLabel('减多少（元）').fill('8')
      // Never answered.
      await page.route('**/console/api/yaoquan.template.get', () => undefined)
      await page.getByText('核对与发布').click()
      await page.getByRole('button', { name: '发布', exact: true }).click()
      await page.getByText('已保存为第 2 版').waitFor()
      await page.getByRole('link', { name: '审计' }).click()
      await page.getByRole('heading', { name: '审计' }).waitFor()
      expect(await questionOf(page).count()).toBe(0)
    })
  })

  test('is kept when choosing another seller is answered by staying', async () => {
    await server.administration.createSeller({ sellerId: '222', name: '另一连锁' })
    const roles = ['111', '222'].map((sellerId) => ({ sellerId, role: 'owner', shops: undefined }))
    const made = await server.administration.createOperator({ name: 'both', displayName: 'both', roles })
    if (made.kind !== 'changed') throw new Error(made.kind)
    await firstSignIn(server.url, 'both', made.password, operatorPassword)
    await withPage(as('both', '/console/templates'), async ({ page }) => {
      const name = await unsaved(page)
      const change = async () => {
        await page.getByRole('combobox', { name: '连锁' }).click()
        await page.getByTitle('另一连锁').click()
      }
      await change()
      await stay(page)
      await page.locator('header').getByTitle('测试连锁').waitFor()
      await change()
      await leave(page)
      await page.locator('header').getByTitle('另一连锁').waitFor()
      await expect.poll(() => name.inputValue()).toBe('')
    })
  })

  test('nor is any form lost when the session ends: the password is asked for, also by a look-up', async () => {
    await withPage(as('owner', '/console/members?coupon=KM261011A'), async ({ page }) => {
      await page.getByRole('dialog').getByRole('button', { name: '占用' }).click()
      await page.getByLabel('订单号').fill('SO-KEPT')
      await page.getByRole('dialog').getByText('只有订单 SO-KEPT 能使用').waitFor()
      const endSession = () =>
        page.evaluate(async () => {
          await fetch('/console/api/session', { method: 'DELETE', headers: { 'x-yaoquan-console': '1' } })
        })
      await endSession()
      await page.getByRole('dialog').getByRole('button', { name: '占用' }).click()
      const again = page.getByRole('dialog', { name: '登录已失效' })
      await again.getByLabel('密码').fill(operatorPassword)
      await again.getByRole('button', { name: '登录' }).click()
      await again.waitFor({ state: 'detached' })
      await expect.poll(() => page.getByLabel('订单号').inputValue()).toBe('SO-KEPT')
      const palette = page.getByRole('dialog', { name: '查找与跳转' }).getByRole('combobox')
      await page.getByLabel('订单号').focus()
      await page.keyboard.press('Control+k')
      await palette.fill('审计')
      await palette.press('Enter')
      await questionOf(page).getByRole('button', { name: '继续填写' }).click()
      await questionOf(page).waitFor({ state: 'detached' })
      await page.locator('input:focus').waitFor()
      await expect.poll(() => page.getByLabel('订单号').inputValue()).toBe('SO-KEPT')
      await endSession()
      await page.keyboard.press('Control+k')
      await palette.waitFor()
      await page.keyboard.type('18612255668')
      await page.keyboard.press('Enter')
      await again.getByLabel('密码').fill(operatorPassword)
    })
  })
})
