import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'

describeInBrowser('the console without network', () => {
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

  test('stays where it is, says what did not load, and loads it once the network is back', async () => {
    const { page, close } = await server.openAs(browser, 'owner', '/console/members?coupon=KM261011A')
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('button', { name: '占用' }).waitFor()
    await page.context().setOffline(true)
    await page.getByText('网络已断开').waitFor()
    await drawer.getByRole('button', { name: '占用' }).click()
    await drawer.getByText('这部分页面没能加载').waitFor()
    await drawer.getByRole('button', { name: '刷新页面' }).waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: '审计' }).click()
    await page.getByText('这部分页面没能加载').waitFor()
    const requested = page.waitForRequest(/\/console\/assets\/audit-screen/)
    await page.getByRole('button', { name: '重试' }).click()
    await requested
    await page.getByText('这部分页面没能加载').waitFor()
    expect(await page.getByRole('link', { name: '经营概览' }).isVisible()).toBe(true)
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: '审计' }).waitFor()
    await page.getByText('网络已断开').waitFor({ state: 'detached' })
    await close()
  })
})
