import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accessibilityFindings,
  describeInBrowser,
  excessWidth,
  findingsInBothThemes,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { type ConsoleServer, consoleMember, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { untilShown } from '../harness/until-shown.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser('the drawer of a coupon', () => {
  let server: ConsoleServer
  let browser: TestBrowser
  let couponCode = ''

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    const { call } = lifecycleClient(server)
    const claim = { outRequestNo: 'DRAWER-1', couponId: '930', cardNo: consoleMember.cardNo, channel: 'miniapp' }
    const { coupons } = await call('yaoquan.coupon.claim', claim)
    couponCode = (coupons as readonly { couponCode: string }[])[0]?.couponCode ?? ''
    const template = { couponId: '930', couponName: '门店周年庆11号券', kind: 'cash', couponAmount: '20' } as const
    const saved = { ...template, validFromDay: 0, validToDay: 16, stockTotal: 11_000 }
    expect(await call('yaoquan.template.save', { outRequestNo: 'DRAWER-2', template: saved })).toMatchObject({
      success: true,
    })
    await server.administration.addWebhook({
      sellerId: '111',
      url: 'https://erp.invalid/events',
      afterSeq: 0,
      allowPrivate: false,
    })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = (code: string, look = {}) =>
    server.openAs(browser, 'owner', `/console/members?coupon=${code}`, { ...look })

  test('shows the card as the member sees it, and what its template changed since', async () => {
    await withPage(open(couponCode), async ({ page }) => {
      const drawer = page.getByRole('dialog')
      await drawer.getByText('模板现为第 2 版').waitFor()
      await drawer.getByText(/: 15 → 20$|: 15\.00 → 20\.00$/).waitFor()
      await drawer.locator('.yq-voucher').getByText('¥15').waitFor()
    })
  })

  test('stays behind the palette, which Escape closes alone, and no letter leads away from it', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/coupons'), async ({ page }) => {
      await page.getByRole('row', { name: 'KM261001A' }).getByText('满199减99').first().click()
      const held = page.getByRole('dialog').getByText(/^订单 SO-2001，还有/)
      await held.waitFor()
      await page.keyboard.press('Control+k')
      const palette = page.getByRole('dialog', { name: '查找与跳转' })
      await palette.getByRole('combobox').waitFor()
      await page.keyboard.press('Escape')
      await palette.waitFor({ state: 'detached' })
      await held.waitFor()
      await page.evaluate('document.activeElement.blur()')
      await page.keyboard.type('go')
      await page.keyboard.press('?')
      expect([new URL(page.url()).pathname, await page.getByRole('dialog').count()]).toEqual(['/console/coupons', 1])
      await page.keyboard.press('Escape')
      await held.waitFor({ state: 'detached' })
      await page.keyboard.type('go')
      await page.getByRole('heading', { name: '经营概览' }).waitFor()
    })
  })

  test('shows how long an order still holds the coupon', async () => {
    await withPage(open('KM261001A'), async ({ page }) => {
      await page
        .getByRole('dialog')
        .getByText(/^订单 SO-2001，还有 \d{1,2}:\d\d:\d\d$/)
        .waitFor()
    })
  })

  test.each([
    ['slides in', 'no-preference', true],
    ['opens without sliding in where the machine asks for less motion', 'reduce', false],
  ] as const)('%s', async (_promise, reducedMotion, slides) => {
    await withPage(server.openAs(browser, 'owner', '/console/coupons'), async ({ page }) => {
      await page.emulateMedia({ reducedMotion })
      await page.evaluate(watchSliding)
      await page.getByRole('row', { name: 'KM261001A' }).getByText('满199减99').first().click()
      await page
        .getByRole('dialog')
        .getByText(/^订单 SO-2001，还有/)
        .waitFor()
      expect(await page.evaluate('globalThis.hasSlid')).toBe(slides)
    })
  })

  test('says which webhooks wait for its events, accessibly in both themes', async () => {
    await withPage(open(couponCode), async (opened) => {
      const part = opened.page.getByRole('dialog').locator('section', { hasText: 'webhook 推送' })
      await part.getByText('https://erp.invalid/events').waitFor()
      await part.getByText(/^1 条事件中 1 条待送达/).waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await opened.look({ width: 390 })
      await expect.poll(() => excessWidth(opened.page)).toBe(0)
    })
  })

  test('a list is cards on a phone, which open and can be chosen', async () => {
    await withPage(server.openAs(browser, 'owner', '/console/coupons', { width: 390 }), async (opened) => {
      const { page } = opened
      const card = page.getByRole('listitem').filter({ hasText: 'KM261001A' })
      await card.getByText('满199减99').first().waitFor()
      expect(await page.getByRole('table').count()).toBe(0)
      expect(await accessibilityFindings(opened)).toEqual([])
      // Filters are folded into one line.
      const unfold = page.getByRole('button', { name: /筛选$/ })
      const state = page.getByRole('combobox', { name: '状态' })
      expect(await state.isVisible()).toBe(false)
      await unfold.click()
      await state.click()
      await page.locator('.ant-select-item-option').filter({ hasText: '已作废' }).click()
      await unfold.click()
      await state.waitFor({ state: 'hidden' })
      await card.waitFor({ state: 'detached' })
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.getByRole('button', { name: '去掉筛选：状态' }).press('Enter')
      await page.locator('button:focus').filter({ hasText: '筛选' }).waitFor()
      await card.waitFor()
      await card.getByRole('checkbox').check()
      await page.getByText(/已选 1 张/).waitFor()
      await card.getByText('满199减99').first().click()
      await page
        .getByRole('dialog')
        .getByText(/^订单 SO-2001，还有/)
        .waitFor()
      await page.goto(`${server.url}/console/coupons`)
      await card.waitFor()
      await untilShown(page)
      // The navigation lies over the page, and keeps the focus.
      const openNavigation = page.getByRole('button', { name: '打开导航' })
      const navigation = page.getByRole('dialog', { name: '导航' })
      const place = await card.boundingBox()
      await openNavigation.click()
      await navigation.getByRole('link', { name: '券模板' }).waitFor()
      expect(await card.boundingBox()).toEqual(place)
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.keyboard.press('Tab')
      await expect
        .poll(() => page.evaluate('document.querySelector("dialog").contains(document.activeElement)'))
        .toBe(true)
      await page.keyboard.press('Escape')
      await navigation.waitFor({ state: 'detached' })
      await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toBe('打开导航')
      // A turned phone has room for it beside the page; turned back, it does not open by itself.
      const upright = page.viewportSize() ?? { width: 390, height: 844 }
      await openNavigation.click()
      await navigation.waitFor()
      await page.setViewportSize({ width: 844, height: 390 })
      await navigation.waitFor({ state: 'detached' })
      // There it has no room for its words; on a desk it has.
      await page.getByRole('button', { name: '展开导航' }).waitFor()
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.getByRole('button', { name: '收起导航' }).waitFor()
      await page.setViewportSize(upright)
      await openNavigation.waitFor()
      expect(await navigation.count()).toBe(0)
      await openNavigation.click()
      await navigation.waitFor()
      await page.mouse.click(380, 700)
      await navigation.waitFor({ state: 'detached' })
      await openNavigation.click()
      await navigation.getByRole('link', { name: '券模板' }).click()
      await navigation.waitFor({ state: 'detached' })
      await page.getByRole('heading', { name: '券模板' }).waitFor()
      const template = page.getByRole('listitem').filter({ hasText: '901' })
      await template.first().click()
      await page.getByRole('dialog').waitFor()
    })
  })

  test('a list is shown by a view that somebody saved, with the columns that were chosen, in any browser', async () => {
    const heads = ['券码', '名称与规则', '状态', '有效期', '会员', '发放', '使用']
    await withPage(server.openAs(browser, 'owner', '/console/coupons?state=void'), async ({ page }) => {
      await page.getByRole('cell', { name: 'KM261006A', exact: true }).waitFor()
      await page.getByRole('button', { name: /列$/ }).click()
      await page.getByRole('checkbox', { name: '渠道' }).uncheck()
      await page.getByRole('columnheader', { name: '渠道' }).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: /保存视图$/ }).click()
      await page.getByRole('textbox', { name: '视图名称' }).fill('作废的')
      await page.getByRole('textbox', { name: '视图名称' }).press('Enter')
      await page.getByRole('button', { name: '删除视图「作废的」' }).waitFor()
      await page.getByRole('button', { name: '全部', exact: true }).click()
      await page.getByRole('columnheader', { name: '渠道' }).waitFor()
    })
    await withPage(server.openAs(browser, 'owner', '/console/coupons'), async ({ page }) => {
      await page.getByRole('button', { name: '作废的', exact: true }).click()
      await page.waitForURL(/state=void/)
      await page.getByRole('columnheader', { name: '渠道' }).waitFor({ state: 'detached' })
      expect((await page.getByRole('columnheader').allInnerTexts()).filter(Boolean)).toEqual(heads)
      await page.getByRole('button', { name: '删除视图「作废的」' }).click()
      await page.getByRole('button', { name: /^删\s?除$/ }).click()
      await page.getByRole('button', { name: '作废的', exact: true }).waitFor({ state: 'detached' })
    })
  })
})

const watchSliding = `
  globalThis.hasSlid = false
  new MutationObserver(() => {
    globalThis.hasSlid ||= document.querySelector('[class*="motion-right-"]') !== null
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['class'] })
`
