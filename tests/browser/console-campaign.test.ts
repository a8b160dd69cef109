import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { askConsole } from '../harness/console.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { patienceMs } from '../harness/patience.ts'
import { screenCalls } from '../harness/screen-calls.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser('a campaign at the console', () => {
  let browser: TestBrowser
  let server: ConsoleServer

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    await server.administration.changePolicy({ sellerId: '111', changes: { isApprovalAsked: true } })
    for (const role of ['marketing', 'manager']) {
      const cookie = await server.createOperator(role, role)
      await vi.waitFor(async () => expect(await asksApproval(cookie)).toBe(true), patienceMs)
    }
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  /** The server applies the policy within a second. */
  async function asksApproval(cookie: string): Promise<unknown> {
    const { body } = await askConsole(server.url, 'session', { verb: 'GET', cookie })
    return (body as Readonly<{ sellers: readonly [Readonly<{ asksApproval: boolean }>] }>).sellers[0].asksApproval
  }

  const as = (role: string, path?: string) => server.openAs(browser, role, path)
  const drawer = (page: Page) => page.getByRole('dialog')

  test('is built, checked in the calculator, approved by a second person, and scheduled', async () => {
    await withPage(as('marketing', '/console/templates/edit'), async ({ page }) => {
      await page.getByLabel('名称（会员看到）').fill('年终满100减20')
      await page.getByLabel('模板号').fill('YE100')
      await page.getByLabel('满多少（元）').fill('100')
      await page.getByLabel('减多少（元）').fill('20')
      await page.getByText('减 ¥20.00，实付 ¥180.00').waitFor()
      const next = page.getByRole('button', { name: '下一步' })
      await next.click()
      await page.getByText('领取后若干天').click()
      await page.getByLabel('可用天数').fill('30')
      for (const label of ['可用渠道', '总库存（空为不限）']) {
        await next.click()
        await page.getByLabel(label).waitFor()
      }
      await page.getByLabel('总库存（空为不限）').fill('500')
      await next.click()
      await page.getByLabel('发布时间（空为立即）').fill('2026-12-01 00:00:00')
      await page.getByLabel('发布时间（空为立即）').press('Enter')
      await page.getByRole('button', { name: '提交审批' }).click()
      await drawer(page).getByText('由您提交，请另一人审批。').waitFor()
      expect(await drawer(page).getByRole('button', { name: '批准' }).count()).toBe(0)
    })
    await withPage(as('manager', '/console/templates?view=pending'), async (opened) => {
      const { page } = opened
      await page.getByRole('tab', { name: '待审批 1' }).waitFor()
      await page.getByRole('row', { name: /年终满100减20/ }).press('Enter')
      await drawer(page).getByText('林悦 提交，待审批').waitFor()
      await drawer(page).getByText('首次发布').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '批准' }).click()
      await drawer(page).getByText('自 2026-12-01 00:00:00 起可以按这一版领取').waitFor()
      await page.getByLabel('意见（可不填）').fill('预算已核对')
      await drawer(page).getByRole('button', { name: '批准' }).click()
      await drawer(page).getByText('林悦 提交，周凯 批准 · 预算已核对').waitFor()
      await drawer(page).getByText('未开始').waitFor()
      await page.goto(`${server.url}/console/templates?view=calendar&month=2026-12`)
      const row = page.getByRole('button', { name: /年终满100减20.*领取 2026-12-01 起/ })
      await row.waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      // Otherwise a browser prints no backgrounds, and nothing would say what the colours of the bars are.
      await page.emulateMedia({ media: 'print' })
      const key = "getComputedStyle(document.querySelector('.yq-calendar-key'), '::before')"
      expect(await page.evaluate(`${key}.printColorAdjust`)).toBe('exact')
      await page.emulateMedia({ media: 'screen' })
      await row.press('Enter')
      await drawer(page).getByText('预算已核对').waitFor()
    })
  })

  test('that grows is sent back with a note, which names what changed', async () => {
    await withPage(as('marketing', '/console/templates/edit?template=902'), async ({ page }) => {
      await page.getByText('会员看到的样子').waitFor()
      await page.getByText('限额与叠加').click()
      await page.getByLabel('总库存（空为不限）').fill('90000')
      await page.getByText('核对与发布').click()
      await page.getByRole('button', { name: '提交审批' }).click()
      await drawer(page).getByText('总库存: 20000 → 90000').first().waitFor()
    })
    await withPage(as('manager', '/console/templates?view=pending&template=902'), async ({ page }) => {
      await drawer(page).getByText('与已发布的第 1 版相比').waitFor()
      await drawer(page).getByRole('button', { name: '退回' }).click()
      await drawer(page).getByRole('button', { name: '退回' }).click()
      await drawer(page).getByText('请写明要改什么').waitFor()
      await page.getByLabel('意见', { exact: true }).fill('最多 30000')
      await drawer(page).getByRole('button', { name: '退回' }).click()
      await drawer(page).getByText('周凯 退回').waitFor()
      await page.getByText('没有等待审批的模板').waitFor()
    })
    await withPage(as('marketing', '/console/templates?template=902'), async ({ page }) => {
      await drawer(page).getByText('最多 30000').waitFor()
    })
  })

  test('is shown as a colleague has left it since the list was read', async () => {
    const { call } = lifecycleClient(server)
    await withPage(as('marketing', '/console/templates?q=923'), async ({ page }) => {
      const row = page.getByRole('row', { name: /门店周年庆4号券/ })
      await row.waitFor()
      await call('yaoquan.template.close', { outRequestNo: 'LEFT-1', couponId: '923' })
      // As if the list had been read a minute ago.
      await page.evaluate('{ const now = Date.now; Date.now = () => now() + 60_000 }')
      await row.press('Enter')
      await drawer(page).getByRole('button', { name: '恢复领取' }).waitFor()
    })
    await call('yaoquan.template.reopen', { outRequestNo: 'LEFT-2', couponId: '923' })
  })

  test('issues coupons without a template once a second person has seen and started them', async () => {
    const cookie = await server.sessionOf('marketing')
    const terms = { coupon_name: '满100减50', coupon_amount: '50', order_amount: '100', end_date: '2026-12-31' }
    const coupons = ['OWN-1', 'OWN-2'].map((coupon_code) => ({ coupon_code, ...terms, phone: '18612255668' }))
    const body = { out_request_no: 'OWN-1', coupons }
    const { body: answered } = await askConsole(server.url, 'yaoquan.coupon.issue', { cookie, body })
    expect(answered).toMatchObject({ result: { awaits_approval: true, success: true } })
    const job = (answered as Readonly<{ result: Readonly<{ job_id: string }> }>).result.job_id
    await withPage(as('manager', '/console/templates?view=pending'), async (opened) => {
      const { page } = opened
      await page.getByRole('tab', { name: '待审批 1' }).waitFor()
      await page.getByText('不按模板发放的券等待审批').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.getByRole('link', { name: /OWN-1/ }).click()
      await drawer(page).getByText('林悦 提交').waitFor()
      await drawer(page).getByRole('row', { name: 'OWN-2 满100减50 50 100 2026-12-31 186****5668' }).waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      // With room for every column.
      await page.setViewportSize({ width: 1440, height: 900 })
      for (const path of ['members', 'templates', 'templates?view=pending', `jobs?job=${job}`]) {
        const calls = await screenCalls(page, `${server.url}/console/${path}`)
        expect(calls.length, `${path}: ${calls.join()}`).toBeLessThanOrEqual(3)
      }
    })
    await withPage(as('marketing', `/console/jobs?job=${job}`), async ({ page }) => {
      await drawer(page).getByText('OWN-2').waitFor()
      await drawer(page).getByRole('button', { name: '放弃草稿' }).waitFor()
      expect(await drawer(page).getByRole('button', { name: '批准并启动' }).count()).toBe(0)
    })
    await withPage(as('manager', `/console/jobs?job=${job}`), async ({ page }) => {
      await drawer(page).getByLabel('输入将处理的数量以确认').fill('2')
      await drawer(page).getByRole('button', { name: '批准并启动' }).click()
      await drawer(page).locator('.ant-tag').getByText('已完成', { exact: true }).waitFor()
      await page.goto(`${server.url}/console/templates?view=pending`)
      await page.getByRole('tab', { name: '待审批 0' }).waitFor()
    })
  })

  test('leaves a coupon that two people act on done once, and tells the second who was first and when', async () => {
    const path = '/console/coupons?coupon=KM261010A'
    await withPage(as('owner', path), async (opened) => {
      const second = opened.page
      await chooseVoid(second)
      await drawer(second).getByText('从此不能使用，也不能恢复').waitFor()
      await withPage(as('manager', path), async ({ page: first }) => {
        await chooseVoid(first)
        await voiding(first).click()
        await first.getByText('已作废').first().waitFor()
      })
      expect(await drawer(second).getByText('周凯').count()).toBe(0)
      await voiding(second).click()
      const told = second.getByRole('alert').filter({ hasText: '这张券此前已作废' })
      await told.getByText(firstActor).waitFor()
      await expect.poll(() => voiding(second).isDisabled()).toBe(true)
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(second).locator('.yq-timeline').getByText('周凯').waitFor()
      expect(await drawer(second).locator('.yq-timeline').getByText('王芳').count()).toBe(0)
    })
  })

  test('tells who was first before the second can press, where the drawer was opened earlier', async () => {
    const path = '/console/coupons?coupon=KM261022A'
    await withPage(as('owner', path), async ({ page: second }) => {
      await drawer(second).getByRole('button', { name: '延期' }).waitFor()
      await withPage(as('manager', path), async ({ page: first }) => {
        await chooseVoid(first)
        await voiding(first).click()
        await first.getByText('已作废').first().waitFor()
      })
      await drawer(second).getByRole('button', { name: '占用' }).click()
      await second.getByLabel('订单号').fill('SO-LATE')
      const told = second.getByRole('alert').filter({ hasText: '优惠券已作废' })
      await told.getByText(firstActor).waitFor()
      await expect.poll(() => drawer(second).getByRole('button', { name: '占用' }).isDisabled()).toBe(true)
    })
  })

  test('is seen by day and shop in the overview, as a chart, a table and a file', async () => {
    await withPage(as('owner', '/console/overview?by=shop'), async (opened) => {
      const { page } = opened
      const card = page.getByRole('region', { name: '每天各门店占多少？' })
      const ofFirstShop = card.getByRole('listitem').filter({ hasText: '01' })
      // Figures are counted beside the calls; each look asks again.
      const look = async () => {
        await page.reload()
        await card.waitFor()
        return ofFirstShop.allTextContents()
      }
      await expect.poll(look, { interval: 500 }).toEqual(['012'])
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.getByRole('img', { name: '门店 01 每天的核销，最多一天 2 次' }).waitFor()
      await card.getByRole('button', { name: '看表格' }).click()
      await card.getByRole('cell', { name: '2026-11-24' }).waitFor()
      const saving = page.waitForEvent('download')
      await card.getByRole('button', { name: '下载 CSV' }).click()
      const saved = await readFile(await (await saving).path(), 'utf8')
      expect(saved.split('\r\n')[0]).toBe('\ufeff日期,01,02')
      expect(saved).toContain('2026-11-24,2,1\r\n')
      await card.getByText('渠道', { exact: true }).click()
      await page.getByRole('region', { name: '每天各渠道占多少？' }).waitFor()
      await page.waitForURL((url) => url.href.includes('by=channel'))
    })
  })

  const firstActor = /^周凯 已于 2026-11-24 2[23]:\d\d:\d\d 作废。$/
  const voiding = (page: Page) => drawer(page).getByRole('button', { name: '作废' })

  async function chooseVoid(page: Page): Promise<void> {
    await voiding(page).click()
    await page.locator('.yq-reasons').getByText('误发').click()
  }
})
