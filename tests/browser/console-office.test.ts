import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accessibilityFindings,
  describeInBrowser,
  methodCallsOf,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { askConsole } from '../harness/console.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { expectUsable } from '../harness/expect-usable.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the console's office screens", () => {
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

  const as = (role: string, path?: string) => server.openAs(browser, role, path)

  const drawer = (page: Page) => page.getByRole('dialog')

  async function choose(page: Page, field: string, option: RegExp): Promise<void> {
    await page.getByRole('combobox', { name: field }).click()
    await page.locator('.ant-select-item-option').filter({ hasText: option }).click()
  }

  describe('redemptions', () => {
    test('are found by order, and a drawer shows the split', async () => {
      await withPage(as('owner', '/console/redemptions'), async ({ page }) => {
        await page.getByRole('cell', { name: 'SO-1003' }).waitFor()
        await page.getByRole('textbox', { name: '订单号' }).fill('SO-1001')
        await page.getByRole('textbox', { name: '订单号' }).press('Enter')
        await page.getByText('本页 1 笔').waitFor()
        await page.getByRole('cell', { name: '01', exact: true }).click()
        await drawer(page).getByText('抵扣在各行的分摊').waitFor()
        await page.waitForURL((url) => url.href.includes('order=SO-1001'))
      })
    })

    test('that were returned are told from those that were not', async () => {
      await withPage(as('owner', '/console/redemptions?returned=yes'), async ({ page }) => {
        await page.getByRole('cell', { name: 'SO-1002' }).waitFor()
        await page.getByText('本页 1 笔').waitFor()
      })
    })
  })

  describe('coupons', () => {
    test('are filtered by state, page by page, and Back returns to the page before', async () => {
      await withPage(as('owner', '/console/coupons'), async ({ page }) => {
        await page.getByText(/本页 \d+ 张/).waitFor()
        await choose(page, '状态', /^未生效$/)
        await page.getByRole('cell', { name: 'KM261005A', exact: true }).waitFor({ state: 'detached' })
        await page.getByRole('cell', { name: 'KM261009A', exact: true }).waitFor()
        await choose(page, '状态', /^已作废$/)
        await page.waitForURL(/state=void/)
        // The list of before has the void coupon too.
        await page.getByRole('cell', { name: 'KM261005A', exact: true }).waitFor({ state: 'detached' })
        await page.getByRole('cell', { name: 'KM261006A', exact: true }).waitFor()
        await page.getByRole('cell', { name: '满50减10' }).first().click()
        await drawer(page).getByRole('listitem').getByText('原因：误发', { exact: true }).waitFor()
        await page.goBack()
        await drawer(page).waitFor({ state: 'detached' })
        await page.getByRole('columnheader', { name: '有效期' }).click()
        await page.locator('th[aria-sort=ascending]', { hasText: '有效期' }).waitFor()
      })
    })

    test('are reached with j and opened with Enter', async () => {
      await withPage(as('owner', '/console/coupons?state=void'), async ({ page }) => {
        await page.getByRole('cell', { name: 'KM261006A', exact: true }).waitFor()
        await page.keyboard.press('j')
        await page.keyboard.press('Enter')
        await drawer(page).getByRole('listitem').getByText('原因：误发', { exact: true }).waitFor()
      })
    })
  })

  test('a list that cannot be read says so, and not that it is empty', async () => {
    await withPage(as('owner'), async ({ page }) => {
      await page.route('**/console/api/yaoquan.template.list', (route) => route.fulfill({ status: 403, body: '{}' }))
      await page.goto(`${server.url}/console/templates`)
      await page.locator('.yq-failure').waitFor()
      expect(await page.getByText('还没有模板').isVisible()).toBe(false)
      await page.unroute('**/console/api/yaoquan.template.list')
      await page.getByRole('button', { name: '重试' }).click()
      await page.getByRole('row', { name: /双十一/ }).waitFor()
    })
  })

  describe('a list whose filter little meets', () => {
    /** Has the server find nothing so many times, though there is more. */
    const withoutRows = async (page: Page, times: number) => {
      let left = times
      await page.route('**/console/api/yaoquan.coupon.search', async (route) => {
        const { cursor: _, ...asked } = route.request().postDataJSON()
        if (left === 0) return route.continue({ postData: JSON.stringify(asked) })
        left -= 1
        return route.fulfill({ json: { result: { coupons: [], next_cursor: 'c1.5000.a', success: true } } })
      })
    }
    const found = (page: Page) => page.getByRole('cell', { name: 'KM261006A', exact: true })

    test('is searched on until there are rows', async () => {
      await withPage(as('owner'), async ({ page }) => {
        await withoutRows(page, 3)
        await page.goto(`${server.url}/console/coupons?state=void`)
        await found(page).waitFor()
      })
    })

    test('says that not all was searched, and goes on when it is told to', async () => {
      await withPage(as('owner'), async ({ page }) => {
        await withoutRows(page, 20)
        await page.goto(`${server.url}/console/coupons?state=void`)
        await page.getByText('后面还没有查完').waitFor()
        expect(await page.getByText('没有符合条件的优惠券').count()).toBe(0)
        await page.getByRole('button', { name: '下一页' }).click()
        await found(page).waitFor()
      })
    })
  })

  describe('an export', () => {
    const saved = async (page: Page) => {
      const saving = page.waitForEvent('download')
      await drawer(page).getByRole('button', { name: '导出文件' }).click()
      const download = await saving
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
    }

    test('has all rows of the filter of the screen, masked', async () => {
      await withPage(as('auditor', '/console/coupons?state=void'), async ({ page }) => {
        await page.getByRole('cell', { name: 'KM261006A' }).waitFor()
        await page.getByRole('button', { name: '导出' }).click()
        await drawer(page).getByRole('button', { name: '导出文件' }).waitFor()
        expect(await drawer(page).getByText('完整').count()).toBe(0)
        const { name, text } = await saved(page)
        const lines = text.split('\r\n')
        expect([name, lines.length, text.charCodeAt(0)]).toEqual(['优惠券.csv', 3, 0xfeff])
        expect(lines[1]).toMatch(/^KM261006A,.*,已作废,.*186\*\*\*\*5668/)
        await drawer(page).waitFor({ state: 'detached' })
      })
    })

    test('shows phones in full with a reason, which the audit trail keeps', async () => {
      await withPage(as('owner', '/console/coupons?state=void'), async (opened) => {
        const { page } = opened
        await page.getByRole('button', { name: '导出' }).click()
        await drawer(page).getByRole('radio', { name: '完整' }).check()
        await drawer(page).getByRole('button', { name: '导出文件' }).click()
        await drawer(page).getByText('请写明原因').waitFor()
        expect(await accessibilityFindings(opened)).toEqual([])
        await drawer(page).getByLabel('为什么需要完整号码').fill('与ERP核对')
        expect((await saved(page)).text).toContain('18612255668')
        await page.goto(`${server.url}/console/audit`)
        await page
          .getByRole('row', { name: /导出.*列表 优惠券.*手机号与卡号 完整/ })
          .first()
          .click()
        await page.getByText('与ERP核对').waitFor()
      })
    })
  })

  describe('the overview', () => {
    test('counts what was issued and redeemed, in four calls, and saves the numbers of a chart', async () => {
      await withPage(as('owner', '/console/overview'), async (opened) => {
        const { page } = opened
        await page.getByRole('img', { name: '门店 01 每天的核销' }).waitFor()
        await page.getByText('被拒的调用只保留 30 天').waitFor()
        await expect.poll(() => methodCallsOf(opened)).toHaveLength(4)
        await expect.poll(() => tile(page, '核销（次）')).toBe('3')
        await page.locator('.yq-figure', { hasText: '作废（张）' }).getByText('1', { exact: true }).waitFor()
        await page.getByText('截至').waitFor()
        const funnel = page.getByRole('region', { name: '从发放到核销剩多少？' })
        await funnel.getByRole('button', { name: '看表格' }).click()
        await funnel.getByRole('row', { name: '核销 3' }).waitFor()
        const shops = page.getByRole('region', { name: '哪些门店用券最多？' })
        await shops.getByText('01', { exact: true }).waitFor()
        const saving = page.waitForEvent('download')
        await shops.getByRole('button', { name: '下载 CSV' }).click()
        const saved = await readFile(await (await saving).path(), 'utf8')
        expect(saved.split('\r\n').slice(0, 2)).toEqual([
          '\ufeff名称,核销（次）,抵扣（元）',
          expect.stringMatching(/^01,2,/),
        ])
      })
    })

    /** Figures are counted beside the calls; each look asks again. */
    async function tile(page: Page, name: string): Promise<string> {
      await page.reload()
      const value = page.locator('.yq-tile', { hasText: name }).locator('.yq-tile-value')
      return (await value.textContent()) ?? ''
    }
  })

  describe('operators', () => {
    test('are created with a password that is shown once, and listed with role and shops', async () => {
      await withPage(as('owner', '/console/people'), async ({ page }) => {
        await page.getByRole('button', { name: '新建操作员' }).click()
        await page.getByLabel('用户名（登录用）').fill('zhang.wei')
        await drawer(page).getByLabel('姓名').fill('张伟')
        await choose(page, '角色', /^店员/)
        await page.getByRole('combobox', { name: '所在门店（可多个）' }).fill('01,')
        await drawer(page).getByRole('button', { name: '新建', exact: true }).click()
        await page.getByText('一次性密码（关闭后不再显示）').waitFor()
        await page.getByRole('button', { name: '已交付' }).click()
        await page.getByRole('row', { name: /zhang\.wei.*张伟.*店员.*01/ }).waitFor()
      })
    })

    test('who are disabled lose their sessions', async () => {
      const cookie = await server.sessionOf('service')
      const session = () => askConsole(server.url, 'session', { verb: 'GET', cookie })
      expect((await session()).status).toBe(200)
      await withPage(as('owner', '/console/people?act=switch&name=service'), async ({ page }) => {
        await drawer(page).getByText('service 的所有会话立即结束').waitFor()
        await drawer(page).getByRole('button', { name: '停用', exact: true }).click()
        await page.getByText('已停用').first().waitFor()
        expect((await session()).status).toBe(401)
      })
    })

    test('are shown to auditors without acts', async () => {
      await withPage(as('auditor', '/console/people'), async ({ page }) => {
        await page.getByRole('row', { name: /owner/ }).waitFor()
        expect(await page.getByRole('button', { name: '新建操作员' }).count()).toBe(0)
        expect(await page.getByRole('columnheader', { name: '操作' }).count()).toBe(0)
      })
    })
  })

  describe('refused calls', () => {
    test('are reached from the overview by their reason, and explained', async () => {
      const { call } = lifecycleClient(server)
      const refused = { couponCode: 'KM261003A', orderId: 'SO-7001', shop: '01' }
      // A till that tries again does not make the order dearer.
      for (const outRequestNo of ['REFUSED-1', 'REFUSED-2']) {
        expect(await call('yaoquan.coupon.redeem', { ...refused, outRequestNo, orderAmount: '234.50' })).toMatchObject({
          success: false,
        })
      }
      await withPage(as('owner', '/console/overview'), async ({ page }) => {
        const card = page.getByRole('region', { name: '顾客为什么用不了券？' })
        const reason = card.getByRole('button', { name: '优惠券已被订单使用' })
        // Refused calls are stored beside the calls; each look asks again, and shows reasons or that there are none.
        const look = async () => {
          await page.reload()
          await reason.or(card.getByText('这段时间没有被拒的调用')).waitFor()
          return card.getByText('2 · ¥234.50').count()
        }
        await expect.poll(look).toBe(1)
        const narrow = 'bars.style.width = "180px", bars.scrollWidth - bars.clientWidth'
        expect(await page.evaluate(`bars = document.querySelector('.yq-bars:has(button)'), ${narrow}`)).toBe(0)
        await reason.click()
        await page.getByRole('tab', { name: '调用日志', selected: true }).waitFor()
        await page.waitForURL((url) => url.href.includes('code='))
        await page.getByRole('cell', { name: 'yaoquan.coupon.redeem' }).first().click()
        await drawer(page)
          .getByText(/^核销被拒，当时返回/)
          .waitFor()
      })
    })

    test('are found by request id, which says when there is none', async () => {
      await withPage(as('auditor', '/console/integration?tab=calls'), async ({ page }) => {
        await page.getByRole('textbox', { name: '输入请求号诊断' }).fill('16jxbpwl6fvzb')
        await page.getByRole('textbox', { name: '输入请求号诊断' }).press('Enter')
        await drawer(page).getByRole('alert').waitFor()
      })
    })
  })

  test('an app is limited to an address and to calls a day, and keeps its grants', async () => {
    await withPage(as('owner', '/console/integration'), async ({ page }) => {
      await page.getByRole('button', { name: '登记应用' }).click()
      await page.getByLabel('名称').fill('小程序')
      await drawer(page).getByRole('button', { name: '登记', exact: true }).click()
      await page.getByRole('button', { name: '已存好' }).click()
      const added = page.getByRole('row', { name: /小程序/ })
      await added.getByRole('button', { name: '修改' }).click()
      await page.getByLabel('只允许这些地址或网段').fill('10.0.0.0/8,')
      await page.getByLabel('每日调用上限').fill('5000')
      await drawer(page).getByText('小程序 的调用按新的设置检查').waitFor()
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await added.getByText('0 / 5000').waitFor()
      await added.getByText('10.0.0.0/8').waitFor()
      await added.getByText('收银', { exact: true }).waitFor()
    })
  })

  test('an app keeps the addresses that a colleague set while it was renamed, and what opens it is said', async () => {
    await withPage(as('owner', '/console/integration?act=create'), async ({ page }) => {
      await page.getByLabel('名称').fill('自助')
      await drawer(page).getByRole('button', { name: '登记', exact: true }).click()
      await page.getByRole('button', { name: '已存好' }).click()
      const row = page.getByRole('row', { name: /自助/ })
      const appKey = await row.getByRole('cell').nth(1).textContent()
      await row.getByRole('button', { name: '修改' }).click()
      await page.getByLabel('名称').fill('自助机')
      const restricted = await page.request.post(`${server.url}/console/api/yaoquan.console.app.update`, {
        headers: { 'x-yaoquan-console': '1', 'x-yaoquan-seller': '111' },
        data: { app_key: appKey, allowed_ips: ['10.1.0.0/16'] },
      })
      expect(await restricted.json()).toMatchObject({ result: { success: true } })
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await drawer(page).waitFor({ state: 'detached' })
      const renamed = page.getByRole('row', { name: /自助机/ })
      await renamed.getByText('10.1.0.0/16').waitFor()
      await renamed.getByRole('button', { name: '修改' }).click()
      await page.getByLabel('只允许这些地址或网段').press('Backspace')
      await drawer(page).getByText('任何地址都可以用它的密钥调用').waitFor()
      await choose(page, '权限', /^除大批作废/)
      await drawer(page).getByText('它将看到完整手机号').waitFor()
      await drawer(page).locator('.ant-btn-dangerous').click()
      await renamed.getByText('不限').waitFor()
      await renamed.getByText('完整').waitFor()
    })
  })

  /** After the calls of other tests: it changes the secret of their app. */
  describe("an app's secret that leaked", () => {
    test('is exchanged at once, and the audit trail says who did it', async () => {
      await withPage(as('owner', '/console/integration'), async ({ page }) => {
        await page.getByRole('button', { name: '换密钥' }).first().click()
        await page.getByLabel(/^旧密钥继续有效的小时数/).fill('0')
        await drawer(page).getByText('旧密钥立即失效').waitFor()
        await drawer(page).getByRole('button', { name: '更换', exact: true }).click()
        await page.getByText('关闭后不再显示密钥').waitFor()
        await page.getByRole('button', { name: '已存好' }).click()
        await page.goto(`${server.url}/console/audit`)
        await page
          .getByRole('row', { name: /王芳.*应用.*操作 更换密钥/ })
          .first()
          .waitFor()
        await page.getByRole('textbox', { name: '操作者的用户名' }).fill('nobody')
        await page.getByRole('textbox', { name: '操作者的用户名' }).press('Enter')
        await page.getByText('没有符合条件的记录。').waitFor()
      })
    })
  })

  describe('the history', () => {
    test('is verified by a click', async () => {
      await withPage(as('auditor', '/console/audit'), async ({ page }) => {
        await page.getByRole('button', { name: '核验事件链' }).click()
        await drawer(page)
          .getByText(/^完好：/)
          .waitFor()
      })
    })

    test('says when the whole store was audited last, and not what it found of others', async () => {
      await withPage(as('auditor', '/console/audit'), async ({ page }) => {
        await page.getByText('整库还没有记录在案的完整核对。').waitFor()
        const [begunAtMs, endedAtMs] = [
          Date.parse('2026-11-23T02:10:00+08:00'),
          Date.parse('2026-11-24T03:40:00+08:00'),
        ]
        const audit = { begunAtMs, endedAtMs, events: 3_000, rows: 12_000, findings: 2 }
        await server.administration.recordAudit(audit)
        await page.reload()
        const said = '整库上次完整核对：2026-11-23 02:10:00 至 2026-11-24 03:40:00。'
        await page.getByText(said, { exact: true }).waitFor()
      })
    })
  })

  test('have no serious accessibility fault', async () => {
    await withPage(as('owner', '/console/overview'), async (opened) => {
      await expectUsable(opened, [
        ['overview', 'light', '经营概览'],
        ['overview', 'dark', '经营概览'],
        ['coupons', 'light', '优惠券'],
        ['redemptions', 'dark', '核销记录'],
        ['integration?tab=webhooks', 'light', 'webhook'],
        ['integration?act=create', 'dark', '登记应用'],
        ['integration?tab=calls', 'light', '调用日志'],
        ['people?act=create', 'light', '新建操作员'],
        ['audit', 'dark', '审计'],
        ['reconciliation', 'light', '对账'],
      ])
    })
  })
})
