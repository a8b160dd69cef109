import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accessibilityFindings,
  describeInBrowser,
  excessWidth,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { askConsole } from '../harness/console.ts'
import { type ConsoleServer, consoleMember, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { patienceMs } from '../harness/patience.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser('members at the console', () => {
  let server: ConsoleServer
  let browser: TestBrowser

  /** The first start on a machine builds the console. */
  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    const { call } = lifecycleClient(server)
    for (let place = 0; place < 60; place += 1) {
      const phone = String(13_700_000_000 + place)
      const saved = await call('yaoquan.member.save', {
        outRequestNo: `LIST-${place}`,
        phone,
        level: '银卡',
        tags: place === 7 ? ['孕产'] : [],
      })
      if (saved['success'] !== true) throw new Error(JSON.stringify(saved))
    }
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const drawer = (page: Page) => page.getByRole('dialog')
  const find = async (page: Page, text: string) => {
    await page.getByRole('searchbox').fill(text)
    await page.getByRole('searchbox').press('Enter')
  }

  test('the list is filtered by its address, turned page by page, exported, and opens the desk', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/member-list?level=银卡'), async (opened) => {
      const { page } = opened
      const row = (name: RegExp) => page.getByRole('row', { name })
      await page.getByText('本页 50 位').waitFor()
      expect(await row(/李秀英/).count()).toBe(0)
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.getByRole('button', { name: '下一页' }).click()
      await page.getByText('本页 10 位').waitFor()

      await page.getByLabel('标签').fill('孕产')
      await page.getByLabel('标签').press('Enter')
      await page.getByText('本页 1 位').waitFor()
      await page.reload()
      await row(/137\*{4}0007.*银卡.*孕产.*未表态/).waitFor()

      await page.getByRole('button', { name: '导出' }).click()
      const saving = page.waitForEvent('download')
      await page.getByRole('button', { name: '导出文件' }).click()
      const saved = await readFile(await (await saving).path(), 'utf8')
      expect(saved.split('\r\n').slice(1)).toEqual([expect.stringMatching(/^M\d+,有效,137\*{4}0007,,,银卡,孕产,/), ''])

      await row(/137\*{4}0007/).click()
      await page.getByRole('heading', { name: '会员服务台' }).waitFor()
      await page.getByText('孕产').waitFor()
      await page.goBack()
      await row(/137\*{4}0007/).waitFor()
    })
  })

  test('the list finds a phone that the address does not show', async () => {
    await withPage(server.openAs(browser, 'service', '/console/member-list'), async ({ page }) => {
      await page.getByText('本页 50 位').waitFor()
      await page.getByLabel('手机号').fill(consoleMember.phone)
      await page.getByLabel('手机号').press('Enter')
      await page.getByText('本页 1 位').waitFor()
      await page.getByRole('row', { name: /186\*{4}5668.*李秀英|李秀英.*186\*{4}5668/ }).waitFor()
      expect(page.url()).not.toContain(consoleMember.phone)
    })
  })

  test('who tries phones is told why and until when, and the owner sees it on the overview', async () => {
    const cookie = await server.createOperator('clerk', 'shop_clerk', ['01'])
    const ask = (phone: string) => askConsole(server.url, 'yaoquan.member.get', { cookie, body: { phone } })
    for (let place = 0; place < 20; place += 1) expect((await ask(`186${1_000 + place}5668`)).status).toBe(200)
    await withPage(server.openAs(browser, 'clerk', '/console/members', { width: 390 }), async ({ page }) => {
      await page.getByRole('searchbox').fill(consoleMember.phone)
      await page.getByRole('searchbox').press('Enter')
      await page.getByText('前三位与后四位相同、没有结果的手机号；这样的号码 2026-11-25 00:00 起可再查询').waitFor()
      await expect.poll(() => excessWidth(page)).toBe(0)
    })
    const owner = await server.sessionOf('owner')
    const alarms = () =>
      askConsole(server.url, 'yaoquan.console.audit.list', { cookie: owner, body: { kind: 'alarm' } })
    await expect.poll(async () => JSON.stringify((await alarms()).body)).toContain('phones_tried')
    await withPage(server.openAs(browser, 'owner', '/console/overview'), async (opened) => {
      await opened.page.getByText('有人逐个试手机号：clerk').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await opened.page.getByRole('link', { name: '全部告警' }).click()
      await opened.page.getByRole('heading', { name: '审计' }).waitFor()
    })
  })

  test('j and k go through the shown page of a long list, on each of its pages; it is printed whole, and an open coupon alone', async () => {
    const rows = Array.from({ length: 60 }, (_, place) => ({
      couponCode: `LONG${10 + place}`,
      couponName: '满100减10',
      phone: '13700000001',
      couponAmount: '10',
      orderAmount: '100',
      startDate: '2026-11-01',
      endDate: '2026-12-31',
    }))
    await server.administration.importCoupons({ sellerId: '111', rows })
    await withPage(server.openAs(browser, 'service', '/console/members'), async ({ page }) => {
      await page.getByRole('searchbox').fill('13700000001')
      await page.getByRole('searchbox').press('Enter')
      await page.getByRole('row', { name: /LONG10/ }).waitFor()
      const focused = () => page.evaluate('document.activeElement.textContent')
      await page.getByRole('listitem', { name: '2' }).click()
      await page.getByRole('row', { name: /LONG60/ }).waitFor()
      for (const [key, code] of [
        ['j', 'LONG60'],
        ['j', 'LONG61'],
        ['k', 'LONG60'],
      ] as const) {
        await page.keyboard.press(key)
        await expect.poll(focused).toContain(code)
      }
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').getByText('LONG60').first().waitFor()
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      await page.locator('.yq-member').waitFor({ state: 'hidden' })
      expect(await page.getByRole('dialog').getByText('LONG60').first().isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      await page.getByRole('row', { name: /LONG10/ }).waitFor()
      await page.getByRole('row', { name: /LONG65/ }).waitFor()
      await page.getByText('2026-11-24 打印').waitFor()
      for (const hidden of ['nav', 'header.yq-header', '.ant-pagination']) {
        expect(await page.locator(hidden).filter({ visible: true }).count()).toBe(0)
      }
      const colourOf = (element: string, part: string) =>
        page.evaluate(`getComputedStyle(document.querySelector('${element}')).${part}`)
      expect(await colourOf('.yq-list td.ant-table-cell', 'color')).toBe('rgb(0, 0, 0)')
      expect(await colourOf('body', 'backgroundColor')).toBe('rgb(255, 255, 255)')
      // What is typed there may be a phone.
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog', { includeHidden: true }).waitFor({ state: 'attached' })
      expect(await page.locator('dialog').isVisible()).toBe(false)
    })
  })

  test('the desk keeps the counts of clicks of customer service', async () => {
    const { call } = lifecycleClient(server)
    const request = { couponCode: 'KM261017A', orderId: 'SO-LOW', shop: '01', orderAmount: '20' }
    await call('yaoquan.coupon.redeem', { outRequestNo: 'WHY-1', ...request })
    await withPage(server.openAs(browser, 'service'), async (opened) => {
      const { page } = opened
      await page.evaluate(countClicks)
      /** Clicks since the last time. */
      const clicks = async () => Number(await page.evaluate('globalThis.takeClicks()'))
      await find(page, consoleMember.phone)
      await page.getByRole('region', { name: consoleMember.name }).waitFor()
      expect(await clicks()).toBe(0)

      // Refused calls are stored beside the calls.
      const why = page.getByRole('button', { name: '为什么 KM261017A 用不了' })
      const isShown = async () => {
        await page.evaluate('globalThis.dispatchEvent(new Event("visibilitychange"))')
        return why.isVisible()
      }
      await expect.poll(isShown, { timeout: patienceMs }).toBe(true)
      await why.click()
      await drawer(page)
        .getByText(/还差|门槛/)
        .first()
        .waitFor()
      await drawer(page).getByText('现在再来一次').click()
      await drawer(page)
        .getByText(/按 .* 的状态与规则判断/)
        .waitFor()
      expect(await clicks()).toBeLessThanOrEqual(2)
      await page.goBack()
      await drawer(page).waitFor({ state: 'detached' })

      await page.getByRole('row', { name: /KM261017A/ }).waitFor()
      await page.evaluate(watchCoupons)
      await page.getByRole('button', { name: '发券' }).click()
      await page.getByRole('combobox', { name: '模板' }).fill('周年庆4号')
      await page.getByTitle('门店周年庆4号券（923）').click()
      await drawer(page).getByText('发放 1 张「门店周年庆4号券」').waitFor()
      await drawer(page).getByRole('button', { name: '发放' }).click()
      await page.getByText(/^已发放 [0-9A-Z]{16}$/).waitFor()
      expect(await clicks()).toBeLessThanOrEqual(3)
      await page.getByRole('region', { name: '动态' }).getByText('发放').first().waitFor()

      await page
        .getByRole('row', { name: /KM261017A/ })
        .getByText('满199减99')
        .first()
        .click()
      await drawer(page).getByRole('button', { name: '延期' }).click()
      await page.locator('.yq-reasons').getByText('安抚顾客').click()
      await drawer(page).getByText('多 30 天').waitFor()
      await drawer(page).getByRole('button', { name: '延期' }).click()
      await page.getByText('已延期', { exact: true }).waitFor()
      expect(await clicks()).toBeLessThanOrEqual(4)
      expect(await page.evaluate('globalThis.couponsWereGone')).toBe(false)

      await page.keyboard.press('Escape')
      await drawer(page).waitFor({ state: 'detached' })
      await find(page, 'SO-1003')
      await drawer(page).getByRole('button', { name: '退回' }).click()
      await page.locator('.yq-reasons').getByText('用错了券').click()
      await drawer(page).getByText('券退回会员').waitFor()
      await drawer(page).getByRole('button', { name: '退回' }).click()
      await page.getByText('已退回', { exact: true }).waitFor()
      expect(await clicks()).toBeLessThanOrEqual(3)
      await page.keyboard.press('Escape')
      await drawer(page).waitFor({ state: 'detached' })

      await page.getByRole('link', { name: '会员服务台' }).click()
      await page.getByRole('link', { name: /^李\*\* M\d+$/ }).waitFor()
      expect(await page.evaluate('JSON.stringify(localStorage) + JSON.stringify(sessionStorage)')).not.toMatch(
        new RegExp(`${consoleMember.phone}|${consoleMember.name}|${consoleMember.cardNo}`),
      )
    })
  })

  test('the desk shows a clerk the unused coupons of a member, and asks for nothing that is refused', async () => {
    await server.createOperator('counter', 'shop_clerk', ['01'])
    const { call, newNo } = lifecycleClient(server)
    const template = {
      couponId: 'CERTAIN',
      couponName: '感冒药券',
      kind: 'cash' as const,
      couponAmount: '3',
      orderAmount: '50',
      category: '1001',
      validFromDay: 0,
      validToDay: 6,
    }
    await call('yaoquan.template.save', { outRequestNo: `CERTAIN-${newNo()}`, template })
    const claim = { couponId: 'CERTAIN', cardNo: consoleMember.cardNo }
    const claimed = await call('yaoquan.coupon.claim', { outRequestNo: `CERTAIN-${newNo()}`, ...claim })
    expect(claimed).toMatchObject({ success: true })
    await withPage(server.openAs(browser, 'counter', '/console/members'), async (opened) => {
      const { page } = opened
      const refused: string[] = []
      page.on('response', (response) => void (response.status() >= 400 && refused.push(response.url())))
      await find(page, consoleMember.phone)
      await page.getByRole('heading', { name: '未使用的券' }).waitFor()
      await page
        .getByRole('row', { name: /满 ¥199 可用/ })
        .first()
        .waitFor()
      await page.getByRole('row', { name: /感冒药券 限部分商品 · 品类 .*1001.* · 满 ¥50 可用/ }).waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      expect(refused).toEqual([])
      // In another tab, say: the next call of this one finds the session ended.
      const recent = () => page.evaluate('sessionStorage.getItem("yaoquan-recent-members")')
      expect(await recent()).toContain('李')
      await page.context().clearCookies()
      await page.reload()
      await page.getByLabel('密码').waitFor()
      expect(await recent()).toBeNull()
    })
  })
})

const countClicks = `
  let clicks = 0
  addEventListener('pointerdown', () => { clicks += 1 }, { capture: true })
  globalThis.takeClicks = () => { const taken = clicks; clicks = 0; return taken }
`

/** Notes whether the list of coupons ever has no rows. */
const watchCoupons = `{
  const list = document.querySelector('.yq-desk .yq-list')
  globalThis.couponsWereGone = false
  const look = () => { globalThis.couponsWereGone ||= list.querySelector('.ant-table-row') === null }
  new MutationObserver(look).observe(list, { childList: true, subtree: true })
}`
