import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, startBrowser, type TestBrowser, textOf } from '../harness/browser.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

describeInBrowser('a developer on a first visit', () => {
  let server: TestServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startTestServer(async (administration) => {
      await administration.importCoupons({ sellerId: '111', rows: [{ couponCode: '111aaa', couponName: '满199减99' }] })
    })
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  test('finds a method by searching, reads its page, opens the tool, sends a call and sees the answer', async () => {
    const opened = await browser.open(server.url)
    const { page } = opened
    await page.keyboard.press('/')
    await page.keyboard.type('querycoupon')
    await page.getByRole('option', { name: 'querycoupon' }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/docs/alibaba.alihealth.nr.crm.coupon.querycoupon')
    expect(await textOf(page.locator('main'))).toContain('page_size')
    await page.getByRole('link', { name: 'API测试工具' }).click()
    await page.getByLabel('AppKey').fill(testApp.appKey)
    await page.getByLabel('AppSecret', { exact: true }).fill(testApp.appSecret)
    await page.getByRole('button', { name: '发送' }).click()
    expect(await textOf(page.locator('.answer pre').first())).toContain('"coupon_name": "满199减99"')
    await page.getByLabel('AppSecret', { exact: true }).fill('wrong')
    await page.getByRole('button', { name: '发送' }).click()
    await page.getByRole('link', { name: '查看说明' }).click()
    await page.waitForURL('**/docs/public-errors#error.invalidSignature')
    expect(await textOf(page.locator(':target'))).toContain('Invalid signature')
    expect(opened.faults).toEqual([])
    await opened.close()
  })
})
