import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  accessibilityFindings,
  describeInBrowser,
  findingsInBothThemes,
  methodCallsOf,
  startBrowser,
  type TestBrowser,
  textOf,
} from '../harness/browser.ts'
import {
  type ConsoleServer,
  consoleMember,
  oneTimePasswordAt,
  operatorPassword,
  startConsoleServer,
} from '../harness/console-page.ts'
import { couponsOf, syncOrder } from '../harness/order-calls.ts'
import { untilShown } from '../harness/until-shown.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser('the console', () => {
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

  async function find(page: Page, text: string): Promise<void> {
    const box = page.getByRole('searchbox')
    await box.fill(text)
    await box.press('Enter')
  }

  const drawer = (page: Page) => page.getByRole('dialog')

  describe('signing in', () => {
    test('refuses wrong credentials, asks for a password of the own, and opens the first screen', async () => {
      await withPage(browser.open(`${server.url}/console`), async (opened) => {
        const { page } = opened
        await page.getByText('没有密码，或忘了密码？').click()
        await page.getByText('yaoquan operator reset 用户名').waitFor()
        expect(await accessibilityFindings(opened)).toEqual([])
        await page.getByRole('button', { name: 'EN' }).click()
        await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
        await page.getByRole('button', { name: '中文' }).click()
        await page.getByLabel('用户名').fill('newcomer')
        await page.getByLabel('密码').fill('wrong wrong wrong')
        await page.getByRole('button', { name: '登录' }).click()
        await page.getByRole('alert').getByText('用户名或密码不正确').waitFor()
        const given = oneTimePasswordAt(server)
        await page.getByLabel('密码').fill(given)
        await page.getByRole('button', { name: '登录' }).click()
        await page.getByRole('heading', { name: '设置新密码' }).waitFor()
        // It was typed a moment ago.
        expect(await page.getByLabel('现在的密码').count()).toBe(0)
        await page.getByLabel('新密码', { exact: true }).fill(operatorPassword)
        await page.getByLabel('再输一次').fill(operatorPassword)
        await page.getByRole('button', { name: '保存并继续' }).click()
        await page.getByRole('heading', { name: '会员服务台' }).waitFor()
      })
    })

    test('loads at most 350 kB of scripts, as gzip packs them, up to the first screen', async () => {
      // Nobody opened a page before in the profile of this operator, so nothing is cached.
      await server.createOperator('visitor', 'owner')
      await withPage(as('visitor'), async ({ page, requests }) => {
        // The open tasks load after the frame.
        await page.getByRole('heading', { name: '待办' }).waitFor()
        await untilShown(page)
        const scripts = requests.map((request) => request.url()).filter((url) => url.endsWith('.js'))
        expect(scripts.length).toBeGreaterThan(10)
        const sizes = await Promise.all(
          scripts.map(async (url) => gzipSync(await (await fetch(url)).bytes(), { level: 9 }).length),
        )
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(350_000)
      })
    })
  })

  describe('the member desk', () => {
    test('finds a member by a phone in any spelling, and keeps it out of the address', async () => {
      await withPage(as('service'), async ({ page }) => {
        await page.keyboard.press('/')
        await page.keyboard.type('+86 186-1225-5668')
        await page.keyboard.press('Enter')
        await page.getByRole('region', { name: consoleMember.name }).waitFor()
        await page.getByText('186****5668').waitFor()
        await page.waitForURL(/\/console\/members\?member=M\d+$/)
      })
    })

    test('is reached by keys alone, as are screens, acts and coupons', async () => {
      await withPage(as('owner', '/console/overview'), async (opened) => {
        const { page } = opened
        const palette = page.getByRole('dialog', { name: '查找与跳转' })
        const type = async (text: string) => {
          await page.keyboard.press('Control+k')
          await palette.getByRole('combobox').waitFor()
          await page.keyboard.type(text)
          await page.keyboard.press('Enter')
        }
        await page.getByRole('heading', { name: '经营概览' }).waitFor()
        await type('+86 186-1225-5668')
        await page.getByRole('region', { name: consoleMember.name }).waitFor()
        await page.waitForURL(/\/console\/members\?member=M\d+$/)
        expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toMatch(
          /1225/,
        )
        await type('zz-404')
        await palette.getByText('没有找到').waitFor()
        expect(await accessibilityFindings(opened)).toEqual([])
        await page.keyboard.press('Escape')
        await palette.waitFor({ state: 'detached' })
        await page.keyboard.type('gc')
        await page.getByRole('heading', { name: '优惠券', exact: true }).waitFor()
        await page.keyboard.press('?')
        await drawer(page).getByText('g，再按字母').waitFor()
        await page.keyboard.press('Enter')
        await drawer(page).waitFor({ state: 'detached' })
        await type('操作员 新建')
        await drawer(page).getByLabel('用户名（登录用）').waitFor()
        await type('KM261005A')
        await drawer(page).getByText('SO-1001').first().waitFor()
      })
    })

    test('shows the same after a reload, and Back closes the drawer', async () => {
      await withPage(as('owner'), async ({ page }) => {
        await find(page, consoleMember.cardNo)
        await page.getByText('会员生日体温计 已领 1 / 1').waitFor()
        await page.getByRole('tab', { name: /^已使用/ }).click()
        await page.getByRole('row', { name: /KM261005A/ }).press('Enter')
        await drawer(page).getByText('SO-1001').first().waitFor()
        await page.reload()
        await drawer(page).getByText('SO-1001').first().waitFor()
        await expect.poll(() => page.getByRole('tab', { name: /^已使用/ }).getAttribute('aria-selected')).toBe('true')
        await page.goBack()
        await drawer(page).waitFor({ state: 'detached' })
      })
    })

    test.each([
      ['a coupon code', 'KM261005A', 'SO-1001'],
      ['an order', 'SO-1001', 'SO-1001'],
    ])('opens the coupon of %s', async (_kind, text, shown) => {
      await withPage(as('owner'), async ({ page }) => {
        await find(page, text)
        await drawer(page).getByText(shown).first().waitFor()
      })
    })

    test('opens an order that used no coupon, with amounts, lines, and why its coupon was refused', async () => {
      const input = { order_id: 'SO-PLAIN', order_status: 'TRADE_FINISHED', coupons: couponsOf('NONE') }
      await syncOrder(server.url, { ...input, card_no: consoleMember.cardNo })
      await withPage(as('service'), async (opened) => {
        const { page } = opened
        await find(page, 'SO-PLAIN')
        await drawer(page).getByText('TRADE_FINISHED').waitFor()
        await drawer(page).getByText('10.00 元').waitFor()
        await drawer(page).getByRole('cell', { name: '6.00' }).waitFor()
        await drawer(page).getByRole('row', { name: 'NONE 未能核销 · 优惠券不存在' }).waitFor()
        expect(await accessibilityFindings(opened)).toEqual([])
        await page.goBack()
        await drawer(page).waitFor({ state: 'detached' })
      })
    })

    test('says that nothing was found, and that a masked number names nobody', async () => {
      await withPage(as('owner'), async (opened) => {
        const { page } = opened
        await page.getByRole('heading', { name: '会员服务台' }).waitFor()
        const before = methodCallsOf(opened).length
        await find(page, '2026-1124-1234567')
        await page.getByRole('alert').getByText('没有找到').waitFor()
        const looked = methodCallsOf(opened).slice(before)
        expect(looked.filter((path) => /desk|member|coupon|order|redemption/.test(path))).toEqual([
          '/console/api/yaoquan.console.desk.find',
        ])
        await find(page, '186****5668')
        await page.getByRole('alert').getByText('打码的号码').waitFor()
      })
    })

    test('shows the whole phone for a reason, which is recorded', async () => {
      await withPage(as('service'), async ({ page }) => {
        await find(page, consoleMember.phone)
        await page.getByRole('button', { name: '查看', exact: true }).click()
        await page.getByRole('combobox', { name: '原因' }).click()
        await page.getByTitle('核对会员身份').click()
        await page.getByRole('button', { name: '查看', exact: true }).last().click()
        await page.getByRole('button', { name: consoleMember.phone }).waitFor()
      })
    })

    test('says why a coupon cannot be used, and what would help', async () => {
      await withPage(as('service', '/console/members?coupon=KM261013A'), async ({ page }) => {
        await drawer(page).getByRole('button', { name: '为什么用不了' }).click()
        await page.getByLabel('门店（可不填）').fill('09')
        await page.getByLabel('金额（元，可不填）').fill('260')
        await drawer(page).getByRole('button', { name: '判断' }).click()
        await drawer(page).getByText('怎样才能用：').waitFor()
        expect(await textOf(drawer(page).locator('.yq-answer'))).toContain('门店')
      })
    })

    test('offers a role only what it may do', async () => {
      await withPage(as('auditor', '/console/members?coupon=KM261011A'), async ({ page }) => {
        await drawer(page).getByText('KM261011A').waitFor()
        for (const name of ['核销', '作废', '延期', '占用']) {
          expect(await drawer(page).getByRole('button', { name, exact: true }).count()).toBe(0)
        }
      })
    })
  })

  describe('an act', () => {
    test('of redeeming tells what the coupon takes off before it does', async () => {
      await withPage(as('owner', '/console/members?coupon=KM261016A'), async ({ page }) => {
        await drawer(page).getByRole('button', { name: '核销', exact: true }).click()
        await page.getByLabel('订单号').fill('SO-9001')
        await page.getByRole('textbox', { name: '金额（元）' }).fill('260')
        await drawer(page).getByText('抵扣 ¥20.00，实付 ¥240.00').waitFor()
        await drawer(page).getByRole('button', { name: '核销', exact: true }).click()
        await page.getByText('已核销，抵扣 ¥20.00').waitFor()
        await drawer(page).getByText('SO-9001').first().waitFor()
        await drawer(page).getByRole('button', { name: '退回' }).waitFor()
      })
    })

    test('of voiding asks for a reason, and the timeline has operator and reason', async () => {
      await withPage(as('owner', '/console/members?coupon=KM261012A'), async ({ page }) => {
        const voiding = drawer(page).getByRole('button', { name: '作废', exact: true })
        await voiding.click()
        await drawer(page).getByText('从此不能使用，也不能恢复').waitFor()
        await voiding.click()
        await drawer(page).locator('.ant-form-item-explain').getByText('请选择原因').waitFor()
        await page.locator('.yq-reasons').getByText('误发').click()
        await voiding.click()
        await drawer(page).getByRole('listitem').getByText('原因：误发', { exact: true }).waitFor()
        await drawer(page).locator('.yq-timeline').getByText('王芳').waitFor()
      })
    })

    test('of issuing gives the member a coupon of a template', async () => {
      await withPage(as('service'), async ({ page }) => {
        await find(page, consoleMember.cardNo)
        await page.getByRole('button', { name: '发券' }).click()
        await page.getByRole('combobox', { name: '模板' }).fill('周年庆3号')
        await page.getByTitle('门店周年庆3号券（922）').click()
        await drawer(page).getByText('发放 1 张「门店周年庆3号券」').waitFor()
        await drawer(page).getByRole('button', { name: '发放' }).click()
        await page.getByText(/^已发放 [0-9A-Z]{16}$/).waitFor()
      })
    })

    test('of issuing makes a printed code the coupon of the member, once', async () => {
      const part = { sellerId: '111', outRequestNo: 'printed', part: 1, couponId: '922', channel: 'flyer' }
      const reserved = await server.administration.reserveCodes({ ...part, total: 1, count: 1 })
      const [code = ''] = reserved.kind === 'done' ? reserved.answer.couponCodes : []
      await withPage(as('service'), async ({ page }) => {
        await find(page, consoleMember.cardNo)
        const fill = async () => {
          await page.getByRole('button', { name: '发券' }).click()
          await drawer(page).getByText('已印好的券码').click()
          await drawer(page).getByRole('textbox', { name: '预留券码' }).fill(code)
        }
        await fill()
        await drawer(page).getByText('这个券码成为该会员的券').waitFor()
        await drawer(page).getByRole('button', { name: '发放' }).click()
        await page.getByText(`已发放 ${code}`).waitFor()
        await fill()
        await drawer(page).getByText('该券码已被领取').waitFor()
        await drawer(page)
          .getByText(/^刘洋 已于 2026-11-24 2[23]:\d\d:\d\d 发放。$/)
          .waitFor()
        await expect.poll(() => drawer(page).getByRole('button', { name: '发放' }).isDisabled()).toBe(true)
      })
    })
  })

  describe('templates', () => {
    test('are listed with filters that the address keeps', async () => {
      await withPage(as('owner', '/console/templates?kind=discount'), async ({ page }) => {
        await page.getByRole('row', { name: /慢病会员85折/ }).waitFor()
        expect(await page.getByRole('row', { name: /双十一/ }).count()).toBe(0)
        await page.getByLabel('名称或编号').fill('no such template')
        await page.getByLabel('名称或编号').press('Enter')
        await page.getByText('没有符合条件的模板').waitFor()
        await page.waitForURL((url) => url.href.includes('q=no+such+template'))
      })
    })

    test('are edited in steps, beside a calculator that says what the server will', async () => {
      await withPage(as('owner', '/console/templates/edit'), async ({ page }) => {
        await page.getByLabel('名称（会员看到）').fill('满100减20')
        await page.getByLabel('模板号').fill('B100')
        await page.getByLabel('满多少（元）').fill('100')
        await page.getByLabel('减多少（元）').fill('100')
        await page.getByText('减的不少于门槛').waitFor()
        await page.getByLabel('减多少（元）').fill('20')
        await page.getByText('减 ¥20.00，实付 ¥180.00').waitFor()
        await page.getByRole('textbox', { name: '金额（元）' }).fill('80')
        await page.getByText('用不了：').waitFor()
        const next = page.getByRole('button', { name: '下一步' })
        await next.click()
        await next.click()
        await page.locator('.ant-form-item-explain').getByText('请填写').waitFor()
        await page.getByText('领取后若干天').click()
        await page.getByLabel('可用天数').fill('30')
        for (const label of ['可用渠道', '总库存（空为不限）']) {
          await next.click()
          await page.getByLabel(label).waitFor()
        }
        await page.getByLabel('总库存（空为不限）').fill('500')
        await next.click()
        await page.getByRole('button', { name: '发布', exact: true }).click()
        const shown = page.getByRole('dialog')
        await shown.getByText('满100减20，领取当天起 30 天内可用').waitFor()
        await shown.getByText('0 / 500').waitFor()
        await shown.getByRole('link', { name: '已发的券' }).click()
        await page.waitForURL((url) => url.pathname.endsWith('/coupons') && url.search === '?template=B100')
        await page.goBack()
        await shown.getByRole('link', { name: '经营数据' }).click()
        await page.waitForURL((url) => url.pathname.endsWith('/overview') && url.search === '?template=B100')
      })
    })

    test('show what a new version changed', async () => {
      await withPage(as('owner', '/console/templates/edit?template=920'), async ({ page }) => {
        await page.getByLabel('减多少（元）').fill('8')
        await page.getByText('核对与发布').click()
        await page.getByRole('button', { name: '发布', exact: true }).click()
        const shown = page.getByRole('dialog')
        await shown.getByText('第 2 版').waitFor()
        await shown.getByText('优惠金额: 5 → 8').waitFor()
      })
    })

    test('stop being claimed, and say that coupons stay valid', async () => {
      await withPage(as('owner', '/console/templates?template=921'), async ({ page }) => {
        const shown = page.getByRole('dialog')
        const stop = shown.getByRole('button', { name: '停止领取' })
        await stop.click()
        await shown.getByText('已领的券照常可用').waitFor()
        await page.locator('.yq-reasons').getByText('活动结束').click()
        await stop.click()
        await shown.getByRole('button', { name: '恢复领取' }).waitFor()
      })
    })
  })

  test('has no serious accessibility fault in either theme', async () => {
    await withPage(server.openAs(browser, 'owner', '/console'), async (opened) => {
      const { page } = opened
      await page.getByText('先找到会员或优惠券').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await find(page, consoleMember.cardNo)
      await page.getByText('KM261004A').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await page.getByRole('row', { name: /KM261004A/ }).press('Enter')
      await drawer(page).getByRole('heading', { name: '动态' }).waitFor()
      await drawer(page).getByRole('button', { name: '核销', exact: true }).click()
      await page.getByLabel('订单号').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await page.goto(`${server.url}/console/templates`)
      await page.getByRole('row', { name: /双十一/ }).waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
      await page.goto(`${server.url}/console/templates/edit?template=902`)
      await page.getByText('会员看到的样子').waitFor()
      expect(await findingsInBothThemes(opened)).toEqual([])
    })
  })

  test('speaks English, and remembers it', async () => {
    await withPage(as('owner'), async ({ page }) => {
      const readAgain = page.waitForRequest((call) => call.headers()['x-yaoquan-language'] === 'en')
      await page.getByRole('button', { name: 'EN' }).click()
      await page.getByRole('heading', { name: 'Member desk' }).waitFor()
      await readAgain
      await page.reload()
      await page.getByRole('heading', { name: 'Member desk' }).waitFor()
      await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe('en')
    })
  })
})
