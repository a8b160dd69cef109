import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { screenCalls } from '../harness/screen-calls.ts'
import { sellYesterday, yesterday } from '../harness/sell-yesterday.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the console's jobs and reconciliation", () => {
  let server: ConsoleServer
  let browser: TestBrowser

  /** The first start on a machine builds the console. */
  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    await issue('BULK', 1000)
    await issue('FEW', 3)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  async function issue(couponId: string, count: number): Promise<void> {
    const dates = { startDate: '2026-11-01', endDate: '2026-12-31' }
    const coupons = Array.from({ length: count }, (_, place) => ({
      couponCode: `${couponId}-${place}`,
      couponId,
      ...dates,
    }))
    await lifecycleClient(server).call('yaoquan.coupon.issue', { outRequestNo: `issue-${couponId}`, coupons })
  }

  async function usable(couponId: string): Promise<number> {
    const { call } = lifecycleClient(server)
    let [count, cursor]: [number, string | undefined] = [0, undefined]
    do {
      const page = await call('yaoquan.coupon.search', { couponId, status: '0', limit: 200, cursor })
      count += (page['coupons'] as readonly object[]).length
      cursor = page['nextCursor'] as string | undefined
    } while (cursor !== undefined)
    return count
  }

  const drawer = (page: Page) => page.getByRole('dialog')
  const confirm = (page: Page) => drawer(page).getByLabel('输入将处理的数量以确认')

  test('a thousand coupons are voided by mistake, and the dry run prevents it', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/coupons?template=BULK'), async (opened) => {
      const { page } = opened
      await page.getByRole('cell', { name: 'BULK-999', exact: true }).waitFor()
      expect(await page.getByRole('button', { name: '批量作废' }).count()).toBe(0)
      // Two were meant, and all were ticked.
      await page.getByRole('checkbox', { name: '选择 BULK-999', exact: true }).check()
      await page.getByRole('checkbox', { name: '选择 BULK-998', exact: true }).check()
      await page.getByText('已选 2 张').waitFor()
      await page.getByRole('checkbox', { name: '全部符合条件的' }).check()
      await page.getByText('占用与释放一次最多 200 张选中的券').waitFor()
      await page.getByRole('button', { name: '批量作废' }).click()
      await drawer(page).getByLabel('原因').fill('误发')
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '试算' }).click()
      await drawer(page).getByText('1000 张券从此不能使用').waitFor()
      await page.waitForURL((url) => url.href.includes('/console/jobs?job='))
      expect(await accessibilityFindings(opened)).toEqual([])
      await confirm(page).fill('2')
      await drawer(page).getByRole('button', { name: '启动任务' }).click()
      await drawer(page)
        .getByText(/与输入的数量不一致，任务未启动/)
        .waitFor()
      expect(await usable('BULK')).toBe(1000)
      await drawer(page).getByRole('button', { name: '放弃草稿' }).click()
      await drawer(page).getByRole('button', { name: '放弃草稿' }).click()
      await drawer(page).locator('.ant-tag').getByText('已取消', { exact: true }).waitFor()
      expect(await usable('BULK')).toBe(1000)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: '我的', exact: true }).click()
      await page.waitForURL((url) => url.searchParams.get('by') === 'owner')
      await page.getByRole('row', { name: /已取消/ }).waitFor()
    })
    await withPage(server.openAs(browser, 'owner', '/console/jobs?by=nobody'), async ({ page }) => {
      await page.getByText('这位操作员还没有建立任务。').waitFor()
    })
  })

  test('the selected coupons are voided once their number is typed, and the results are saved', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/coupons?template=FEW'), async ({ page }) => {
      await page.getByRole('checkbox', { name: '选择 FEW-0', exact: true }).check()
      await page.getByRole('checkbox', { name: '选择 FEW-2', exact: true }).check()
      await page.getByRole('button', { name: '批量作废' }).click()
      await drawer(page).getByLabel('原因').fill('误发')
      await drawer(page).getByRole('button', { name: '试算' }).click()
      await confirm(page).fill('2')
      await drawer(page).getByRole('button', { name: '启动任务' }).click()
      // The report has a line of the same name, so the state is looked for in its tag.
      await drawer(page).locator('.ant-tag').getByText('已完成', { exact: true }).waitFor()
      const saving = page.waitForEvent('download')
      await drawer(page).getByRole('button', { name: '下载结果 CSV' }).click()
      const saved = await readFile(await (await saving).path(), 'utf8')
      expect(saved.split('\r\n').slice(1, 3)).toEqual(['1,FEW-0,,,已完成,', '2,FEW-2,,,已完成,'])
      expect(await usable('FEW')).toBe(1)
      await page.goBack()
      await page.getByRole('link', { name: '任务' }).click()
      await page.getByRole('row', { name: /误发.*作废.*已完成.*王芳/ }).waitFor()
    })
  })

  test('customer service holds selected coupons for an order, and releases one by the keys of its row', async () => {
    await issue('HOLD', 2)
    const voided = { outRequestNo: 'void-HOLD-0', couponCodes: ['HOLD-0'], reason: '误发' }
    await lifecycleClient(server).call('yaoquan.coupon.void', voided)
    await withPage(server.openAs(browser, 'service', '/console/coupons?template=HOLD'), async (opened) => {
      const { page } = opened
      await page.getByRole('checkbox', { name: '选择 HOLD-0', exact: true }).check()
      await page.getByRole('checkbox', { name: '选择 HOLD-1', exact: true }).check()
      expect(await page.getByRole('button', { name: '批量作废' }).count()).toBe(0)
      await page.getByRole('button', { name: '占用', exact: true }).click()
      await drawer(page).getByLabel('订单号').fill('SO-PICKUP')
      await drawer(page).getByText('其中 1 张，到时自动释放。1 张不能处理：优惠券已作废 1。').waitFor()
      await drawer(page).getByText('顾客稍后来取').click()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '占用' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      const row = page.getByRole('row', { name: /HOLD-1.*占用中/ })
      const focused = () => page.locator(':focus').getAttribute('aria-label')
      const goToAct = async () => {
        await row.press('Tab')
        for (let stops = 0; stops < 4 && (await focused()) !== '释放占用 HOLD-1'; stops += 1)
          await page.keyboard.press('Tab')
        expect(await focused()).toBe('释放占用 HOLD-1')
      }
      await row.focus()
      await goToAct()
      // To the row below, and back.
      await page.keyboard.press('j')
      await page.keyboard.press('k')
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('HOLD-1')
      await goToAct()
      await page.keyboard.press('Enter')
      await drawer(page).getByText('不再为订单 SO-PICKUP 保留').waitFor()
      await page.goBack()
      await drawer(page).waitFor({ state: 'detached' })
      await row.press('Enter')
      await drawer(page).getByRole('button', { name: '释放占用' }).click()
      await drawer(page).getByRole('button', { name: '释放', exact: true }).click()
      await page.getByText('已释放').waitFor()
    })
  })

  test('who may not act on many coupons cannot select them, and reads jobs', async () => {
    await withPage(server.openAs(browser, 'auditor', '/console/coupons?template=FEW'), async ({ page }) => {
      await page.getByRole('cell', { name: 'FEW-1', exact: true }).waitFor()
      expect(await page.getByRole('checkbox').count()).toBe(0)
      await page.getByRole('link', { name: '任务' }).click()
      await page.getByRole('row', { name: /误发/ }).first().click()
      await drawer(page).getByText('总数').waitFor()
      expect(await drawer(page).getByRole('button', { name: '放弃草稿' }).count()).toBe(0)
      const calls = await screenCalls(page, page.url())
      await drawer(page)
        .getByText(/创建.* · 王芳/)
        .waitFor()
      expect(calls).toHaveLength(2)
    })
  })

  describe('reconciliation', () => {
    beforeAll(() => sellYesterday(server))

    test("the month's cost by bearer is two clicks away", async () => {
      await withPage(server.openAs(browser, 'owner', '/console/shops'), async ({ page }) => {
        await page.getByRole('link', { name: '对账' }).click()
        await page.getByRole('tab', { name: '费用' }).click()
        await page.getByRole('row', { name: /药厂 1 20.00 0.00 20.00/ }).waitFor()
        await page.getByRole('row', { name: /连锁 1 12.00 0.00 12.00/ }).waitFor()
        await page.getByRole('row', { name: /合计 2 32.00 0.00 32.00/ }).waitFor()
      })
    })

    test('opens on the newest report, and a finding is handled with a note', async () => {
      await server.createOperator('finance', 'finance')
      await withPage(server.openAs(browser, 'finance', '/console/reconciliation'), async ({ page }) => {
        const row = page.getByRole('row', { name: /SO-YESTERDAY-1，.*从未同步/ })
        await row.getByRole('button', { name: '处理' }).click()
        await drawer(page).getByLabel('说明').fill('收银机补传了订单')
        await drawer(page).getByRole('button', { name: '标记为已处理' }).click()
        await row.getByText('收银机补传了订单').waitFor()
        await page.getByText('其中 1 条已处理').waitFor()
        await row
          .getByRole('button', { name: /^事件 \d+$/ })
          .first()
          .click()
        await drawer(page).getByText('请求号').waitFor()
        await page.goBack()
        await page
          .getByRole('row', { name: /SO-YESTERDAY-3/ })
          .getByRole('button', { name: 'SO-YESTERDAY-3' })
          .click()
        await drawer(page).getByText('同步时间').waitFor()
        const calls = await screenCalls(page, `${server.url}/console/reconciliation`)
        await row.getByText('finance 已处理').waitFor()
        expect(calls.length, calls.join()).toBeLessThanOrEqual(3)
      })
    })

    test('a day whose report is not there yet says when it comes', async () => {
      await withPage(server.openAs(browser, 'owner', '/console/reconciliation?day=2026-11-24'), async ({ page }) => {
        await page.getByText('2026-11-25 00:01:00 起生成').waitFor()
        expect(await page.locator('.yq-failure').count()).toBe(0)
        await page.getByRole('button', { name: new RegExp(yesterday.slice(5)) }).click()
        await page.getByText('3 条差异', { exact: true }).waitFor()
      })
    })
  })
})
