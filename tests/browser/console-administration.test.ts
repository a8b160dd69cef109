import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accessibilityFindings,
  describeInBrowser,
  methodCallsOf,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { plantShadowRun } from '../harness/planted-shadow-run.ts'
import { screenCalls } from '../harness/screen-calls.ts'
import { testApp } from '../harness/test-server.ts'
import { withPage } from '../harness/with-page.ts'

/** What the navigation does not lead to. */
const tabs = [
  '/templates?view=calendar',
  '/templates/edit?template=902',
  '/reconciliation?tab=cost',
  '/shops?tab=groups',
  '/shops?tab=categories',
  '/integration?tab=webhooks',
  '/integration?tab=calls',
  '/rules?tab=retention',
] as const

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

  test('asks the server at most three times for a screen, four times for the overview', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/overview'), async ({ page }) => {
      const links = '[...document.querySelectorAll("nav a")].map((link) => link.getAttribute("href"))'
      const ofNavigation = await page.evaluate<string[]>(links)
      expect(ofNavigation.length).toBeGreaterThan(12)
      const tooMany: [path: string, calls: readonly string[]][] = []
      const opened = [
        '/console/members?member=M1',
        '/console/templates?template=920',
        '/console/coupons?coupon=KM261012A',
      ]
      for (const path of [...ofNavigation, ...tabs.map((tab) => `/console${tab}`), ...opened]) {
        const calls = await screenCalls(page, server.url + path)
        expect(calls.length, path).toBeGreaterThan(0)
        if (calls.length > (path === '/console/overview' ? 4 : 3)) tooMany.push([path, calls])
      }
      expect(tooMany).toEqual([])
    })
  })

  test('an owner changes rules, and switches the approval of templates on, which ends with another owner only', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/rules'), async (opened) => {
      const { page } = opened
      await rule(page, '每单最多用券').getByText('5 张').waitFor()
      await page.getByRole('button', { name: '修改规则' }).click()
      await drawer(page).getByText('没有改动。').waitFor()
      await expect.poll(() => drawer(page).getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
      await drawer(page).getByRole('spinbutton', { name: '每单最多用券' }).fill('3')
      await drawer(page).getByRole('combobox', { name: '每周会员日' }).click()
      await page.locator('.ant-select-item-option').filter({ hasText: '周三' }).click()
      await page.keyboard.press('Escape')
      await drawer(page).getByText('每单最多用券：5 张 → 3 张').waitFor()
      await drawer(page).getByText('每周会员日：无 → 周三').waitFor()
      await drawer(page).getByRole('checkbox', { name: '处方药不参与任何优惠券' }).check()
      await drawer(page).getByRole('switch', { name: '模板须审批' }).click()
      await drawer(page)
        .getByText(/以后要另一人同意才能关闭或放宽/)
        .waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      await rule(page, '每单最多用券').getByText('3 张').waitFor()
      await rule(page, '规则包').getByText('处方药不参与任何优惠券').waitFor()
      await rule(page, '模板须审批').getByText('--template-approval off').waitFor()
      await page.getByRole('button', { name: '修改规则' }).click()
      await drawer(page).getByRole('switch', { name: '模板须审批' }).click()
      await drawer(page)
        .getByText(/关闭或放宽要另一位负责人同意/)
        .waitFor()
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      await page.getByText(/^您 .*等另一人同意/).waitFor()
      await rule(page, '模板须审批').getByText('--template-approval off').waitFor()
      expect(await page.getByRole('button', { name: /^同\s?意$/ }).count()).toBe(0)
    })
    await withPage(server.openAs(browser, 'auditor', '/console/rules?act=edit'), async ({ page }) => {
      await rule(page, '每周会员日').getByText('周三').waitFor()
      expect(await page.getByRole('button', { name: '修改规则' }).count()).toBe(0)
      expect(await drawer(page).count()).toBe(0)
    })
  })

  test('an owner reads a shadow run, accepts a class of deviations, sets when to switch, and switches an app', async () => {
    await plantShadowRun(server)
    await withPage(server.openAs(browser, 'owner', '/console/shadow?app=of-another-run'), async (opened) => {
      const { page } = opened
      const tile = (name: string) => page.locator('.yq-shadow-tile').filter({ hasText: name })
      await tile('一致或已接受').getByText('80.00%').waitFor()
      await page.getByText('可能未计入：2026-11-24 12:00:00 – 12:01:00').waitFor()
      await page.getByText('没有比较全部调用：结果无法写入').waitFor()
      await tile('一致或已接受').getByText('只差 5 秒内的变化 3').waitFor()
      await page.getByText('还没有条件').waitFor()
      const learning = page.getByRole('region', { name: '学习' })
      await learning.getByText('204').waitFor()
      await learning.getByText('抓取：已查 2/5，券 580 · 数目不等 1 · 最近 2026-11-24 12:00').waitFor()
      const rules = page.getByRole('region', { name: '不成文的规则' })
      await rules.getByText('失效日之后，药券为 2（已过期）的券，现有CRM给出 status 0').waitFor()
      await rules.getByText('yaoquan shadow --learn').waitFor()
      const sellers = page.getByRole('region', { name: '按连锁' })
      await sellers.getByRole('row', { name: /^222 .*2 0 0 0 —/ }).waitFor()
      const calls = methodCallsOf(opened)
      expect(calls.length).toBeLessThanOrEqual(3)
      const chart = page.getByRole('region', { name: '每天有多少调用一致' })
      await chart.getByRole('button', { name: '看表格' }).click()
      await chart.getByRole('row', { name: '2026-11-24 8 0 2 80.00%' }).waitFor()
      await chart.getByRole('combobox', { name: '哪些调用' }).click()
      await page.locator('.ant-select-item-option', { hasText: '20000002' }).click()
      await chart.getByRole('row', { name: '2026-11-24 0 0 0 —' }).waitFor()
      expect(methodCallsOf(opened).slice(calls.length)).toHaveLength(1)
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.getByText('field:status:1/0').click()
      await drawer(page).getByText('接受哪一类').waitFor()
      await drawer(page).getByRole('radio', { name: 'field:status', exact: true }).check()
      await drawer(page).getByRole('textbox', { name: '理由' }).fill('旧系统次日才更新')
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '接受这类差异' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      await page.getByText('owner 已接受').waitFor()
      await tile('一致或已接受').getByText('90.00%').waitFor()
      await page.getByRole('button', { name: '设定条件' }).click()
      await drawer(page).getByRole('textbox', { name: '已比较的调用，至少' }).fill('0')
      await drawer(page).getByText('应为 1 到').waitFor()
      await drawer(page).getByRole('textbox', { name: '已比较的调用，至少' }).fill('10')
      await drawer(page).getByRole('textbox', { name: '未处理的差异类，至多' }).fill('0')
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      await page.getByText('1 个条件未达到').waitFor()
      await page.getByText('1，要求 ≤ 0').waitFor()
      await page.getByRole('button', { name: '切换' }).click()
      await drawer(page).getByRole('combobox', { name: '应用（app_key）' }).fill(testApp.appKey)
      await drawer(page).getByRole('radio', { name: '药券应答', exact: true }).check()
      await drawer(page).getByText('这些API有自己的路由').waitFor()
      await drawer(page).getByRole('textbox', { name: '理由' }).fill('首家门店')
      await drawer(page).getByRole('button', { name: '切换' }).click()
      await drawer(page).getByText('请先确认').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('checkbox').check()
      await drawer(page).getByRole('button', { name: '切换' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      await page.getByText('首家门店').waitFor()
      await page.getByText('影子还没有按这些路由传递').waitFor()
    })
    await withPage(
      server.openAs(
        browser,
        'auditor',
        '/console/shadow?deviation=alibaba.alihealth.nr.crm.coupon.querycoupon%20missing',
      ),
      async ({ page }) => {
        await drawer(page).getByText('missing').waitFor()
        expect(await page.getByRole('button', { name: /接受|设定/ }).count()).toBe(0)
      },
    )
  })

  test('shorter retention shows what it would remove, waits a day, and is cancelled; a longer one holds', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/rules?tab=retention'), async (opened) => {
      const { page } = opened
      await rule(page, '请求号').getByText('永久保留').waitFor()
      await page.getByRole('button', { name: '修改期限' }).click()
      await drawer(page).getByRole('spinbutton', { name: '请求号保留天数' }).fill('29')
      await drawer(page).getByText('应为 30 到 3650').waitFor()
      await expect.poll(() => drawer(page).getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
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

  test('a developer tests a webhook, adjusts an app, and asks an owner for a new one, who registers it', async () => {
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
      await expect.poll(() => drawer(page).getByRole('combobox', { name: '权限' }).isDisabled()).toBe(true)
      await drawer(page).getByRole('spinbutton', { name: '每日调用上限' }).fill('70000')
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await app.getByText('/ 70000').waitFor()
      await app.getByRole('button', { name: '结束会话' }).click()
      await drawer(page).getByRole('button', { name: '结束会话' }).click()
      await page.getByText(/^已结束 \d+ 个会话$/).waitFor()
      expect(await page.getByRole('button', { name: /换密钥|^登记应用/ }).count()).toBe(0)
      await page.getByRole('button', { name: '请负责人登记应用' }).click()
      await drawer(page).getByRole('textbox', { name: '名称' }).fill('会员小程序')
      await drawer(page).getByRole('textbox', { name: '原因' }).fill('春节前上线')
      await drawer(page).getByRole('button', { name: '提交申请' }).click()
      await page.getByText('登记应用「会员小程序」，权限 收银').waitFor()
      await app.getByRole('button', { name: '申请' }).click()
      await drawer(page).getByRole('textbox', { name: '原因' }).fill('有人离职')
      await drawer(page).getByRole('button', { name: '提交申请' }).click()
      await page.getByText('等负责人办理').nth(1).waitFor()
    })
    await withPage(server.openAs(browser, 'owner', '/console/members'), async (opened) => {
      const { page } = opened
      const asked = (what: RegExp) => page.getByRole('listitem').filter({ hasText: what })
      await asked(/更换 .* 的密钥/)
        .getByRole('button', { name: '拒绝' })
        .click()
      await page.getByRole('textbox', { name: '拒绝的原因' }).fill('该人未接触密钥')
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.getByRole('button', { name: '拒绝' }).last().click()
      await page.getByText('已拒绝，什么都没有执行').waitFor()
      await asked(/会员小程序/)
        .getByRole('button', { name: '办理' })
        .click()
      await drawer(page).getByRole('button', { name: '登记' }).click()
      await drawer(page).getByText('app_secret').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await drawer(page).getByRole('button', { name: '已存好' }).click()
      await page.getByRole('row', { name: /会员小程序/ }).waitFor()
    })
    await withPage(server.openAs(browser, 'coder', '/console/integration'), async ({ page }) => {
      await page.getByText(/^已办理：王芳 .* · app_key \d{8}，密钥请向王芳索取$/).waitFor()
      await page.getByText(/^已拒绝：王芳 .*该人未接触密钥$/).waitFor()
    })
  })
})
