import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeInBrowser, startBrowser, type TestBrowser, textOf, type WatchedPage } from '../harness/browser.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

const querycoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'
const coupon = { couponCode: '111aaa', couponName: '满199减99', phone: '18612255668', channel: 'erp' }

describeInBrowser('the API tool', () => {
  let server: TestServer
  let browser: TestBrowser
  let opened: WatchedPage

  beforeAll(async () => {
    server = await startTestServer(async (administration) => {
      await administration.importCoupons({ sellerId: '111', rows: [coupon] })
    })
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  beforeEach(async () => {
    opened = await browser.open(`${server.url}/tools/api`)
  })

  afterEach(async () => {
    expect(opened.faults).toEqual([])
    await opened.close()
  })

  async function giveCredentials(secret: string = testApp.appSecret): Promise<void> {
    await opened.page.getByLabel('AppKey').fill(testApp.appKey)
    await opened.page.getByLabel('AppSecret', { exact: true }).fill(secret)
  }

  async function send(): Promise<string> {
    await opened.page.getByRole('button', { name: '发送' }).click()
    const outcome = opened.page.locator('.answer .outcome')
    return textOf(outcome)
  }

  const answer = () => textOf(opened.page.locator('.answer pre').first())
  const kept = () => opened.page.evaluate<string>('JSON.stringify(localStorage)')

  test('finds a method by keyboard, sends it from its form, and shows the answer and all that led to it', async () => {
    const { page } = opened
    await page.getByLabel('搜索API（名称或说明）').fill('查询优惠券')
    await page.keyboard.press('Enter')
    await giveCredentials()
    await page.getByLabel('channel').fill('erp')
    expect(await send()).toMatch(/^调用成功\s*HTTP 200 · \d+ ms/)
    expect(await answer()).toContain('"coupon_name": "满199减99"')
    const led = await textOf(page.locator('.request'))
    expect(led).toContain(`app_key${testApp.appKey}formatjsonmethod${querycoupon}query_d_t_o{"page_size":10`)
    expect(led).toMatch(/签名 sign\s*[0-9A-F]{32}\b/)
    expect(led).toContain('POST /router/rest HTTP/1.1')
  })

  test('corrects a clock that is off, and says so', async () => {
    await giveCredentials()
    expect(await send()).toMatch(/服务器时钟比本机[快慢] \d+ 秒.*错误码 31/)
  })

  test('never sends the secret, and keeps it for the tab alone unless asked to remember', async () => {
    const { page, requests } = opened
    await giveCredentials()
    await send()
    const sent = requests.map((request) => `${request.url()} ${request.postData() ?? ''}`).join('\n')
    expect(sent).toContain('sign=')
    expect(sent).not.toContain(testApp.appSecret)
    expect(await kept()).not.toContain(testApp.appSecret)
    await page.reload()
    await expect.poll(() => page.getByLabel('AppSecret', { exact: true }).inputValue()).toBe(testApp.appSecret)
    await page.getByLabel('在这台电脑上记住').check()
    expect(await kept()).toContain(testApp.appSecret)
    await page.getByLabel('在这台电脑上记住').uncheck()
    expect(await kept()).not.toContain(testApp.appSecret)
  })

  test('explains a refusal and links to its explanation', async () => {
    await giveCredentials('wrong')
    expect(await send()).toMatch(/^25 Invalid signature.*只可能是 AppSecret 与这个 AppKey 不符/)
    const link = opened.page.getByRole('link', { name: '查看说明' })
    await expect.poll(() => link.getAttribute('href')).toBe('/docs/public-errors#error.invalidSignature')
  })

  test('sends nothing without a secret', async () => {
    await opened.page.getByLabel('AppKey').fill(testApp.appKey)
    await opened.page.getByRole('button', { name: '发送' }).click()
    await expect.poll(() => opened.page.evaluate('document.activeElement.id')).toBe('app-secret')
    expect(opened.requests.filter((request) => request.method() === 'POST')).toEqual([])
  })

  test('shows the advice of a method that refuses', async () => {
    await giveCredentials()
    await opened.page.getByLabel('coupon_code').fill('nobody')
    expect(await send()).toMatch(/^QUERY_RESULT_EMPTY 查询为空\s*没有符合条件的优惠券/)
  })

  test('sends a list of objects, whose ids flow into the next form', async () => {
    const { page } = opened
    await page.getByLabel('搜索API（名称或说明）').fill('coupon.issue')
    await page.keyboard.press('Enter')
    await giveCredentials()
    const coupons = page.getByRole('group', { name: 'coupons' })
    const add = coupons.getByRole('button', { name: '添加一项' })
    await add.click()
    await add.click()
    for (const index of [1, 2, 3]) {
      const item = coupons.getByRole('group', { name: `coupon ${index}` })
      await item.getByLabel('coupon_code').fill(`tool-${index}`)
    }
    await coupons.getByRole('button', { name: '删除 coupon 2' }).click()
    expect(await send()).toContain('调用成功')
    const text = await answer()
    expect(text).toContain('"created_count": 2')
    expect([text.includes('tool-1'), text.includes('tool-2'), text.includes('tool-3')]).toEqual([true, false, true])
    await page.getByLabel('搜索API（名称或说明）').fill('coupon.redeem')
    await page.keyboard.press('Enter')
    await page.getByText('已填入上次响应中的 coupon_code。').waitFor()
    await expect.poll(() => page.getByLabel('coupon_code', { exact: true }).inputValue()).toBe('tool-1')
    expect(await send()).toContain('调用成功')
    await page.getByLabel('搜索API（名称或说明）').fill('coupon.return')
    await page.keyboard.press('Enter')
    await page.getByText('已填入上次响应中的 redemption_id。').waitFor()
    expect(await send()).toContain('调用成功')
    await page.getByRole('button', { name: '填入必填示例' }).click()
    await page.getByText('已填入上次响应中的').waitFor({ state: 'detached' })
  })

  test('asks for XML and for simplified JSON', async () => {
    const { page } = opened
    await giveCredentials()
    await page.getByLabel('simplify').check()
    await send()
    expect(await answer()).toMatch(/^\{\s+"result": \{/)
    await page.getByLabel('format', { exact: true }).selectOption('xml')
    await page.getByRole('button', { name: '发送' }).click()
    await page.locator('.answer pre').getByText('<?xml').first().waitFor()
    expect(await answer()).toMatch(
      /^<\?xml .*\?>\n<alibaba_alihealth_nr_crm_coupon_querycoupon_response>\n {2}<result>/,
    )
  })

  describe('shows the same call as code', () => {
    test('in every language, with what was filled in and without the secret', async () => {
      const { page } = opened
      await giveCredentials()
      await page.getByLabel('coupon_code').fill('满"199')
      const languages = page.getByLabel('语言')
      const names = await languages.locator('option').allInnerTexts()
      expect(names.length).toBeGreaterThan(9)
      for (const name of names) {
        await languages.selectOption(name)
        const code = await textOf(page.locator('.samples pre'))
        expect(code, name).toContain('199')
        expect(code, name).not.toContain(testApp.appSecret)
      }
    })

    test('with the secret when that was asked for', async () => {
      await giveCredentials()
      await opened.page.getByLabel('在代码中写入 AppSecret').check()
      expect(await textOf(opened.page.locator('.samples pre'))).toContain(testApp.appSecret)
    })
  })

  test('copies a link that opens the same call, without secret and phone', async () => {
    const { page } = opened
    await giveCredentials()
    await page.getByLabel('phone').fill(coupon.phone)
    await page.getByLabel('channel').fill('erp')
    // It says for a moment what became of the click.
    const copy = page.getByRole('button', { name: /^(?:复制链接|已复制（|浏览器不允许复制)/ })
    await copy.click()
    await copy.filter({ hasText: '已复制' }).waitFor()
    const link = await page.evaluate<string>('navigator.clipboard.readText()')
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))')
    await copy.click()
    await copy.filter({ hasText: '浏览器不允许复制' }).waitFor()
    expect(opened.faults).toEqual([])
    expect(decodeURIComponent(link)).not.toMatch(new RegExp(`${coupon.phone}|${testApp.appSecret}|${testApp.appKey}`))
    await opened.close()
    opened = await browser.open(link)
    await expect.poll(() => opened.page.getByLabel('channel').inputValue()).toBe('erp')
    await expect.poll(() => opened.page.getByLabel('phone').inputValue()).toBe('')
  })

  test('opens at the method that the address names', async () => {
    await opened.page.goto(`${server.url}/tools/en/api?method=yaoquan.coupon.redeem`)
    await opened.page.getByRole('heading', { name: 'Redeem coupons' }).waitFor()
    await expect.poll(() => opened.page.getByLabel('order_id').inputValue()).toBe('SO-REDEEM')
  })
})
