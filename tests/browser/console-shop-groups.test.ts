import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { expectUsable } from '../harness/expect-usable.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the console's groups of shops", () => {
  let server: ConsoleServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    const rows = Array.from({ length: 30 }, (_, place) => {
      return { code: `S${place}`, name: `第${place}店`, city: place < 12 ? '上海' : '杭州' }
    })
    await server.administration.saveShops({ sellerId: '111', rows })
    await server.createOperator('manager', 'manager')
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const path = '/console/shops?tab=groups'
  const as = (role: string, more = '') => server.openAs(browser, role, path + more)
  const drawer = (page: Page) => page.getByRole('dialog')
  const option = (page: Page, text: string) => page.locator('.ant-select-item-option').filter({ hasText: text })
  const shopsOf = async (name: string) => (await server.administration.findShopGroup('111', name))?.shops

  test('are created city by city, changed with the consequence said, and found in the list', async () => {
    await withPage(as('manager'), async ({ page }) => {
      await page.getByRole('button', { name: '新建第一个门店组' }).click()
      await drawer(page).getByLabel('名称').fill('华 东')
      await drawer(page).getByText('不能有空格和逗号，不能以 @ 开头').waitFor()
      await drawer(page).getByLabel('名称').fill('华东')
      const field = drawer(page).getByRole('combobox', { name: '门店' })
      await field.fill('上海')
      await option(page, '上海的全部 12 家').click()
      await drawer(page).getByText('新建的门店组有 12 家门店').waitFor()
      await field.fill('第20店')
      await option(page, '第20店').click()
      // It closes the list of the field, and neither form nor drawer.
      await field.press('Escape')
      await drawer(page).getByText('新建的门店组有 13 家门店').waitFor()
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await page.getByText('@华东 现有 13 家门店').waitFor()
      await page.getByRole('row', { name: /@华东.*13.*未用/ }).waitFor()

      await page.getByRole('button', { name: '修改' }).click()
      await drawer(page).getByText('没有改动。').waitFor()
      await expect.poll(() => drawer(page).getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
      await drawer(page).getByRole('button', { name: '移除 第3店' }).click()
      await drawer(page)
        .getByText(/加入 0 家，移除 1 家。写明该组的券，包括已发出的，立即/)
        .waitFor()
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await page.getByRole('row', { name: /@华东.*12/ }).waitFor()
      expect(await shopsOf('华东')).toBe('S0,S1,S10,S11,S2,S4,S5,S6,S7,S8,S9,S20')

      await page.getByRole('button', { name: '@华东' }).click()
      await drawer(page).getByText('门店 12 家').waitFor()
      await drawer(page).getByRole('textbox', { name: '在名单中查找' }).fill('杭州')
      await drawer(page)
        .getByRole('row', { name: /S20.*第20店.*杭州/ })
        .waitFor()
    })
    await withPage(server.openAs(browser, 'auditor', '/console/audit?kind=shop_group'), async ({ page }) => {
      await page.getByRole('row', { name: /周凯/ }).nth(1).waitFor()
      // Its buttons unfold rows, which nobody does on paper.
      const unfolding = page.getByRole('columnheader', { name: '全部', exact: true })
      await unfolding.waitFor()
      await page.emulateMedia({ media: 'print' })
      await unfolding.waitFor({ state: 'hidden' })
    })
  })

  test('of two people who change one, the second is told', async () => {
    await server.administration.setShopGroup({ sellerId: '111', name: '两人', shops: 'S0,S1' })
    await withPage(as('owner', '&act=edit&of=两人'), async ({ page }) => {
      await drawer(page).getByRole('button', { name: '移除 第1店' }).click()
      await server.administration.setShopGroup({ sellerId: '111', name: '两人', shops: 'S0,S1,S2' })
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await drawer(page).getByText('门店组 @两人 已被他人修改').waitFor()
      expect(await shopsOf('两人')).toBe('S0,S1,S2')
    })
  })

  test('picks stay when the group cannot be read again', async () => {
    await server.administration.setShopGroup({ sellerId: '111', name: '断线', shops: 'S0,S1' })
    await withPage(as('owner', '&act=edit&of=断线'), async ({ page }) => {
      await drawer(page).getByRole('button', { name: '移除 第1店' }).click()
      await page.route('**/console/api/yaoquan.console.shopGroup.get', (route) =>
        route.fulfill({ status: 403, body: '{}' }),
      )
      const read = page.waitForResponse(/shopGroup\.get$/)
      await page.evaluate("for (const name of ['offline', 'online']) dispatchEvent(new Event(name))")
      await (await read).finished()
      // Two frames later, what was answered is shown.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
      await drawer(page).getByText('加入 0 家，移除 1 家').waitFor()
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await page.getByText('@断线 现有 1 家门店').waitFor()
    })
  })

  test('are told to be saved, and shown at the shops, even if the form was closed meanwhile', async () => {
    await server.administration.setShopGroup({ sellerId: '111', name: '先关', shops: 'S28,S29' })
    await withPage(as('owner', '&act=edit&of=先关'), async ({ page }) => {
      const gate = Promise.withResolvers<void>()
      await page.route('**/console/api/yaoquan.console.shopGroup.set', async (route) => {
        await gate.promise
        await route.continue()
      })
      await drawer(page).getByRole('button', { name: '移除 第29店' }).click()
      const sent = page.waitForRequest(/shopGroup\.set$/)
      await drawer(page).getByRole('button', { name: '保存' }).click()
      await sent
      await page.keyboard.press('Escape')
      await drawer(page).waitFor({ state: 'detached' })
      gate.resolve()
      await page.getByText('@先关 现有 1 家门店').waitFor()
      await page.getByRole('tab', { name: /^门店(?!组)/ }).click()
      await page.getByRole('row', { name: /S28.*@先关/ }).waitFor()
      await expect.poll(() => page.getByRole('row', { name: /S29.*@先关/ }).count()).toBe(0)
    })
  })

  test('are not deleted once a template uses one while the form is open', async () => {
    const { call } = lifecycleClient(server)
    await server.administration.setShopGroup({ sellerId: '111', name: '抢先', shops: 'S0,S1' })
    await withPage(as('manager', '&act=delete&of=抢先'), async ({ page }) => {
      const remove = drawer(page).getByRole('button', { name: '删除', exact: true })
      await drawer(page).getByText('没有可领取的模板在用 @抢先').waitFor()
      const terms = { kind: 'cash', couponAmount: '10', validToDay: 29, shop: '@抢先' } as const
      const template = { couponId: 'G2', couponName: '抢先10元券', ...terms }
      const saved = await call('yaoquan.template.save', { outRequestNo: 'GROUP-3', template })
      expect(saved).toMatchObject({ success: true })
      await remove.click()
      // The refusal of the act, and that of the second dry run.
      await expect.poll(() => drawer(page).getByText('还有 1 个模板在用 @抢先').count()).toBe(2)
      await expect.poll(() => remove.isDisabled()).toBe(true)
      await drawer(page).getByRole('button', { name: '重试' }).click()
      await drawer(page).getByRole('link', { name: '抢先10元券' }).waitFor()
      await expect.poll(() => remove.isDisabled()).toBe(true)
      expect(await shopsOf('抢先')).toBe('S0,S1')
    })
  })

  test('are not deleted as long as a template uses one, and then with the consequence said', async () => {
    const { call } = lifecycleClient(server)
    await server.administration.setShopGroup({ sellerId: '111', name: '试点', shops: 'S0,S1' })
    const terms = { kind: 'cash', couponAmount: '10', validToDay: 29, shop: '@试点' } as const
    const template = { couponId: 'G1', couponName: '试点10元券', ...terms }
    expect(await call('yaoquan.template.save', { outRequestNo: 'GROUP-1', template })).toMatchObject({ success: true })
    await withPage(as('manager'), async ({ page }) => {
      await page.getByRole('row', { name: /@试点.*试点10元券/ }).waitFor()
      await page.getByRole('button', { name: '@试点' }).click()
      await drawer(page).getByRole('link', { name: '试点10元券' }).waitFor()
      await drawer(page).getByRole('button', { name: '删除' }).click()
      await drawer(page).getByText('还有 1 个模板在用 @试点').waitFor()
      await drawer(page).getByRole('link', { name: '试点10元券' }).waitFor()
      const remove = drawer(page).getByRole('button', { name: '删除', exact: true })
      await expect.poll(() => remove.isDisabled()).toBe(true)
      await call('yaoquan.template.close', { outRequestNo: 'GROUP-2', couponId: 'G1' })
      await drawer(page).getByRole('button', { name: '重试' }).click()
      await drawer(page)
        .getByText(/在这 2 家门店都不能再用.*1 个已停领的模板写明了它/)
        .waitFor()
      await remove.click()
      await page.getByText('已删除 @试点').waitFor()
      expect(await shopsOf('试点')).toBeUndefined()
    })
  })

  test('are shown to others without acts', async () => {
    await server.administration.setShopGroup({ sellerId: '111', name: '只读', shops: 'S0,S1' })
    for (const act of ['create', 'edit&of=只读', 'delete&of=只读']) {
      await withPage(as('service', `&act=${act}`), async ({ page }) => {
        await page.getByRole('row', { name: /@只读/ }).waitFor()
        for (const name of ['新建门店组', '修改']) expect(await page.getByRole('button', { name }).count()).toBe(0)
        expect(await drawer(page).count()).toBe(0)
      })
    }
    await withPage(as('service', '&act=view&of=只读'), async ({ page }) => {
      await drawer(page)
        .getByRole('row', { name: /S1.*第1店.*上海/ })
        .waitFor()
      expect(await drawer(page).getByRole('button', { name: '删除' }).count()).toBe(0)
    })
  })

  test('have no serious accessibility fault', async () => {
    const shops = Array.from({ length: 30 }, (_, place) => `S${place}`).join()
    await server.administration.setShopGroup({ sellerId: '111', name: '无障碍', shops })
    await withPage(as('owner'), async (opened) => {
      await opened.page.getByRole('row', { name: /@无障碍/ }).waitFor()
      const groups = 'shops?tab=groups'
      await expectUsable(opened, [
        [groups, 'light', '门店组'],
        [`${groups}&act=create`, 'dark', '新建门店组'],
        [`${groups}&act=edit&of=无障碍`, 'light', '修改 @无障碍'],
        [`${groups}&act=view&of=无障碍`, 'dark', '在用的模板'],
        [`${groups}&act=delete&of=无障碍`, 'light', '删除 @无障碍'],
      ])
    })
  })
})
