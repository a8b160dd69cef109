import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser, textOf } from '../harness/browser.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

describeInBrowser('the sandbox', () => {
  let server: TestServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startTestServer()
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  test('from nothing to a first success in three clicks and one field', async () => {
    const opened = await browser.open(`${server.url}/sandbox`)
    const { page } = opened
    await page.getByRole('button', { name: '创建测试应用' }).click()
    await page.getByRole('link', { name: '在API工具中打开（密钥已填好）' }).click()
    await page.getByLabel('coupon_code').fill('UNUSED-1')
    await page.getByRole('button', { name: '发送' }).click()
    expect(await textOf(page.locator('.answer pre').first())).toContain('"coupon_code": "UNUSED-1"')
    expect(opened.faults).toEqual([])
    expect(opened.requests.filter((request) => request.url().includes('app_secret'))).toEqual([])
    await opened.close()
  })

  test('moves the clock, injects a fault and shows a delivery', async () => {
    const opened = await browser.open(`${server.url}/sandbox`)
    const { page } = opened
    await page.getByRole('button', { name: '创建测试应用' }).click()
    await page.getByRole('button', { name: '+1天' }).click()
    await page
      .getByText(/2026-11-25 22:/)
      .first()
      .waitFor()
    await page.getByLabel('故障', { exact: true }).selectOption('remote')
    await page.getByRole('button', { name: '注入' }).click()
    await page.getByText('错误15 isp.*（可重试） × 1').waitFor()
    await page.getByRole('button', { name: '响应200', exact: true }).click()
    await page.getByText('签名正确').first().waitFor()
    for (const look of [
      { theme: 'light', width: 390 },
      { theme: 'dark', width: 1280 },
    ] as const) {
      await opened.look(look)
      expect(await accessibilityFindings(opened)).toEqual([])
    }
    await page.getByRole('button', { name: '回到现在' }).click()
    expect(opened.faults).toEqual([])
    await opened.close()
  })
})
