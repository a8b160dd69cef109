import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accessibilityFindings,
  describeInBrowser,
  excessWidth,
  findingsInBothThemes,
  methodCallsOf,
  startBrowser,
  type TestBrowser,
} from '../harness/browser.ts'
import { code128, qrOfCoupon, writeCodeVideo } from '../harness/code-video.ts'
import { askConsole } from '../harness/console.ts'
import { type ConsoleServer, consoleMember, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { patienceMs } from '../harness/patience.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the clerk's mode", () => {
  const folder = mkdtempSync(join(tmpdir(), 'clerk-camera-'))
  let server: ConsoleServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startConsoleServer()
    await server.createOperator('clerk', 'shop_clerk', ['01'])
    const cameraFile = join(folder, 'coupon-and-receipt.y4m')
    writeCodeVideo(cameraFile, [qrOfCoupon, code128('SO-20261124-0007')])
    browser = await startBrowser(cameraFile)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (path = '/console/clerk', width = 390) => server.openAs(browser, 'clerk', path, { width })

  const field = (page: Page, name: string) => page.locator('main:not([hidden])').getByLabel(name, { exact: true })

  async function fill(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(texts)) await field(page, name).fill(text)
  }

  test('is what a clerk gets on a phone, with less than 200 kB of scripts and styles, compressed, in few files', async () => {
    await server.createOperator('newclerk', 'shop_clerk', ['01'])
    const opened = await server.openAs(browser, 'newclerk', '/console/clerk', { width: 390 })
    await withPage(Promise.resolve(opened), async ({ page, requests }) => {
      await page.getByRole('link', { name: '核销' }).waitFor()
      expect(await page.locator('.ck-frame').boundingBox()).toEqual({ x: 0, y: 0, ...page.viewportSize() })
      const files = requests.filter((request) => request.url().includes('/console/assets/'))
      const sizes = await Promise.all(files.map(async (request) => (await request.sizes()).responseBodySize))
      const bytes = sizes.reduce((sum, size) => sum + size, 0)
      expect(bytes).toBeGreaterThan(50_000)
      expect(bytes).toBeLessThan(200_000)
      // Over HTTP/1.1 each further file costs a round trip.
      expect(files.filter((request) => request.url().endsWith('.js')).length).toBeLessThanOrEqual(8)
    })
    await withPage(open('/console'), async ({ page }) => {
      await page.waitForURL(/\/console\/clerk/)
    })
  })

  test('redeems by scan: three taps at most, and no key but the amount', async () => {
    await withPage(open(), async (opened) => {
      const { page } = opened
      await page.getByRole('button', { name: '扫券码和小票' }).click()
      // Its dialog closes by itself as soon as both were read.
      await expect.poll(() => field(page, '券码').inputValue()).toBe('KM261010A')
      await expect.poll(() => field(page, '订单号').inputValue()).toBe('SO-20261124-0007')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await field(page, '金额').and(page.locator(':focus')).waitFor()
      await page.keyboard.type('126.50')
      await page.getByText('抵扣 ¥10.00').waitFor()
      await page.getByText('实付 ¥116.50').waitFor()
      // The shop's name, the coupon, and what would be done.
      expect(methodCallsOf(opened).length).toBeLessThanOrEqual(3)
      await page.getByRole('button', { name: '核销', exact: true }).click()
      await page.getByRole('heading', { name: '已核销' }).waitFor()
      await page.getByRole('button', { name: /^撤销/ }).click()
      await page.getByRole('heading', { name: '已撤销' }).waitFor()
      await page.getByRole('button', { name: '下一单' }).click()
      await expect.poll(() => field(page, '订单号').inputValue()).toBe('')
    })
    const cookie = await server.sessionOf('clerk')
    const input = { cookie, body: { order_id: 'SO-20261124-0007', shop: '01' } }
    const { body } = await askConsole(server.url, 'yaoquan.redemption.list', input)
    expect(JSON.stringify(body)).toContain('"return_reason":"误操作"')
  })

  test('says what is missing, what would help, and takes what a scanner gun types', async () => {
    await withPage(open(), async (opened) => {
      const { page } = opened
      await page.keyboard.type('KM261022A')
      await page.keyboard.press('Enter')
      await page.getByText('满50减10 · 用到').waitFor()
      await page.keyboard.type('SO-GUN-1')
      await page.keyboard.press('Enter')
      await page.keyboard.type('30')
      await page.getByText('还差 ¥20').waitFor()
      await page.getByText('再加这么多适用商品就能用').waitFor()
      await expect.poll(() => page.getByRole('button', { name: '核销', exact: true }).isDisabled()).toBe(true)
      await fill(page, { 金额: '60' })
      await page.getByText('抵扣 ¥10.00').waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '已核销' }).waitFor()
      // A minute later there is no undo any more.
      await page.clock.setFixedTime(server.now() + 61_000)
      await page.getByText('要退回这一单，请打开完整控制台').waitFor()
      await page.getByRole('button', { name: '下一单' }).click()
      // Only where the rules of the chain let the server number orders.
      expect(await page.getByRole('button', { name: '系统编号' }).count()).toBe(0)
      await server.administration.changePolicy({ sellerId: '111', changes: { numbersOrders: true } })
      const input = { verb: 'GET', cookie: await server.sessionOf('clerk') } as const
      const session = async () => JSON.stringify((await askConsole(server.url, 'session', input)).body)
      await expect.poll(session, { timeout: patienceMs }).toContain('"numbersOrders":true')
      await page.reload()
      await page.getByRole('button', { name: '系统编号' }).click()
      await page.getByRole('button', { name: '系统编号' }).waitFor({ state: 'detached' })
      await expect.poll(() => field(page, '订单号').inputValue()).toMatch(/^01-\d{8}-\d{6}$/)
      await fill(page, { 券码: 'KM261005A' })
      await field(page, '券码').press('Enter')
      await page.getByText('换一张券；那一单退货后').waitFor()
    })
  })

  test('says before redeeming that a coupon allows no return', async () => {
    const { call } = lifecycleClient(server)
    const template = {
      couponId: '990',
      couponName: '不退10元券',
      kind: 'cash',
      couponAmount: '10',
      validFromDay: 0,
      validToDay: 6,
      returnPolicy: 'none',
    } as const
    await call('yaoquan.template.save', { outRequestNo: 'CLERK-1', template })
    const claim = { outRequestNo: 'CLERK-2', couponId: '990', phone: '13900139000', channel: 'erp' }
    const claimed = await call('yaoquan.coupon.claim', claim)
    expect(claimed).toMatchObject({ success: true })
    const [coupon] = claimed['coupons'] as readonly Readonly<{ couponCode: string }>[]
    await withPage(open(), async ({ page }) => {
      await fill(page, { 券码: coupon?.couponCode ?? '', 订单号: 'SO-NO-UNDO', 金额: '20' })
      await page.getByText('核销后不能撤销').waitFor()
      await page.getByRole('button', { name: '核销', exact: true }).click()
      await page.getByText('不能撤销').waitFor()
      expect(await page.getByRole('button', { name: /^撤销/ }).count()).toBe(0)
    })
  })

  test('shows what a member can use here, what each takes off and which save most, without a refused call', async () => {
    await withPage(open('/console/clerk#member'), async (opened) => {
      const { page, requests } = opened
      const refused: number[] = []
      page.on('response', (response) => response.status() >= 400 && refused.push(response.status()))
      await fill(page, { 完整手机号或会员卡号: consoleMember.phone, 这一单的金额: '80' })
      await page.getByRole('button', { name: '查可用的券' }).click()
      await page.getByRole('heading', { name: consoleMember.name }).waitFor()
      await page.getByText('最省的用法').waitFor()
      await page.getByRole('button', { name: /^核销 门店周年庆20元券.*抵 ¥20\.00/ }).waitFor()
      expect(methodCallsOf(opened).length).toBeLessThanOrEqual(3)
      expect(refused).toEqual([])
      expect(requests.some((request) => request.url().includes(consoleMember.phone))).toBe(false)
      expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(consoleMember.phone)
      expect(await findingsInBothThemes(opened)).toEqual([])
      await page.getByRole('button', { name: '去核销' }).click()
      await fill(page, { 订单号: 'SO-BEST' })
      await page.getByRole('status').getByText('抵扣 ¥80.00').waitFor()
      expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain('KM26')
    })
  })

  test('keeps orders apart: a lost answer, coupons chosen meanwhile, and those of the next customer', async () => {
    await withPage(open(), async ({ page }) => {
      await fill(page, { 券码: 'KM261010A', 订单号: 'km261010a', 金额: '12,5' })
      await page.getByText('km261010a 是券码，不能作订单号').waitFor()
      await page.getByText('金额“12,5”不对').waitFor()
      await fill(page, { 订单号: 'SO-LOST', 金额: '１，２００' })
      await page.getByText('抵扣 ¥10.00').waitFor()
      await page.getByText(/实付 ¥1.190\.00/).waitFor()
      const redeeming = '**/console/api/yaoquan.coupon.redeem'
      await page.route(redeeming, (route) =>
        route.request().postData()?.includes('dry_run') ? route.continue() : route.abort(),
      )
      await page.getByRole('button', { name: '核销', exact: true }).click()
      const again = page.getByRole('button', { name: '再试一次' })
      await again.waitFor()
      await expect.poll(() => field(page, '订单号').isDisabled()).toBe(true)

      await page.getByRole('link', { name: '会员' }).click()
      // A card that looks like a phone.
      await fill(page, { 完整手机号或会员卡号: consoleMember.cardNo })
      await page.getByRole('button', { name: '查可用的券' }).click()
      const choice = page.getByRole('button', { name: /^核销 门店周年庆20元券/ }).first()
      await choice.click()
      await page.getByText('刚选的券还没有核销').waitFor()
      await expect.poll(() => field(page, '订单号').inputValue()).toBe('SO-LOST')
      await page.unroute(redeeming)
      await again.click()
      await page.getByRole('heading', { name: '已核销' }).waitFor()
      await page.getByText('订单 SO-LOST').waitFor()
      await page.getByRole('button', { name: '下一单' }).click()
      await expect.poll(() => field(page, '券码').inputValue()).not.toBe('KM261010A')
      await expect.poll(() => field(page, '订单号').inputValue()).toBe('')

      await fill(page, { 订单号: 'SO-NEXT', 金额: '100' })
      await page.getByText('抵扣 ¥20.00').waitFor()
      await page.getByRole('button', { name: '核销', exact: true }).click()
      await page.getByRole('heading', { name: '已核销' }).waitFor()
      await page.getByRole('link', { name: '会员' }).click()
      await choice.click()
      await field(page, '订单号').waitFor()
      expect(await page.getByRole('heading', { name: '已核销' }).count()).toBe(0)
      await expect.poll(() => field(page, '订单号').inputValue()).toBe('')
      await expect.poll(() => field(page, '券码').inputValue()).toMatch(/^KM26/)
    })
  })

  test('shows no coupons of one number below another', async () => {
    await withPage(open('/console/clerk#member'), async ({ page }) => {
      const find = page.getByRole('button', { name: '查可用的券' })
      await fill(page, { 完整手机号或会员卡号: consoleMember.phone })
      await find.click()
      const coupons = page.getByRole('button', { name: /^核销 / })
      await coupons.first().waitFor()
      const answer = Promise.withResolvers<void>()
      await page.route('**/console/api/yaoquan.basket.evaluate', async (route) => {
        await answer.promise
        await route.continue()
      })
      await fill(page, { 完整手机号或会员卡号: 'NOBODY-1' })
      await find.click()
      await page.getByText('正在查…').waitFor()
      expect(await coupons.count()).toBe(0)
      answer.resolve()
      await page.getByText('没有查到未使用的券').waitFor()
    })
  })

  test('lets another person sign in after the session ended, without what was typed', async () => {
    await withPage(open(), async ({ page }) => {
      await fill(page, { 订单号: 'SO-OF-FORMER' })
      await page.context().clearCookies()
      await fill(page, { 券码: 'KM261022A' })
      await field(page, '券码').press('Enter')
      await page.getByRole('button', { name: /^换人登录/ }).click()
      await page.getByRole('heading', { name: '店员登录' }).waitFor()
      await page.getByRole('img', { name: '药券' }).waitFor()
      await expect.poll(() => page.getByLabel('用户名').inputValue()).toBe('')
      expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('SO-OF-FORMER')
    })
  })

  test('opens without a network, says so, keeps order and amount, and goes on with the page of the server', async () => {
    await withPage(open(), async ({ page }) => {
      await page.evaluate('navigator.serviceWorker.ready')
      await fill(page, { 订单号: 'SO-KEPT', 金额: '12' })
      await page.context().setOffline(true)
      await page.getByText('没有网络。订单号与金额会保留').waitFor()
      await page.reload()
      await page.getByRole('heading', { name: '没有网络' }).waitFor()
      await page.getByText('已保留：订单号 SO-KEPT，金额 12').waitFor()
      await page.context().setOffline(false)
      await page.getByRole('link', { name: '核销' }).waitFor()
      expect(await page.locator('html[data-kept]').count()).toBe(0)
      await expect.poll(() => field(page, '订单号').inputValue()).toBe('SO-KEPT')
    })
  })

  test('has targets of 48 px and is not wider than the screen at 360, 390 and 412 px, and passes axe', async () => {
    await withPage(open(), async (opened) => {
      const { page } = opened
      await fill(page, { 券码: 'KM261026A', 订单号: 'SO-LOOK', 金额: '99' })
      await page.getByText('抵扣').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      const menu = page.getByRole('button', { name: '菜单' })
      await menu.click()
      await page.getByRole('dialog').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      for (const width of [360, 390, 412]) {
        await opened.look({ width })
        await expectToFit(page)
        await menu.click()
        await page.getByRole('dialog').waitFor()
        await expectToFit(page)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
    })
  })
})

async function expectToFit(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(smallTargets)).toEqual([])
  await expect.poll(() => excessWidth(page)).toBe(0)
}

/** What is shown and can be tapped, and is less than 48 px high or wide. */
const smallTargets = `[...document.querySelectorAll('button, a, input, select')]
  .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 120) }))
  .filter(({ box: { width, height } }) => width > 0 && (width < 48 || height < 48))
  .map(({ name }) => name)`
