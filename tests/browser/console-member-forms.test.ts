import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, consoleMember, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the console's forms of a member", () => {
  let server: ConsoleServer
  let browser: TestBrowser

  /** The first start on a machine builds the console. */
  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const as = (role: string) => server.openAs(browser, role, '/console/members')
  const drawer = (page: Page) => page.getByRole('dialog')
  const find = async (page: Page, text: string) => {
    await page.getByRole('searchbox').fill(text)
    await page.getByRole('searchbox').press('Enter')
  }
  const stored = async (selector: Readonly<{ phone: string }> | Readonly<{ cardNo: string }>) => {
    return (await lifecycleClient(server).call('yaoquan.member.get', selector))['member']
  }

  test('have acts as high as a thumb on a phone, each of which takes what touches its text', async () => {
    const { call } = lifecycleClient(server)
    const cards = ['7710000001', '7710000002', '7710000003']
    const profile = { phone: '13800005555', name: '李晓英', level: '金卡', tags: ['慢病', '糖尿病'] }
    const saved = await call('yaoquan.member.save', { outRequestNo: 'NEAR', ...profile })
    const memberId = String(saved['memberId'])
    for (const cardNo of cards) await call('yaoquan.member.save', { outRequestNo: `NEAR-${cardNo}`, memberId, cardNo })
    await withPage(server.openAs(browser, 'owner', '/console/members', { width: 390 }), async ({ page }) => {
      await find(page, profile.phone)
      for (const cardNo of cards) await page.getByRole('button', { name: `挂失或更换 ${cardNo}` }).waitFor()
      await expect.poll(() => page.evaluate(wronglyPressed)).toEqual([])
      const [edit, more] = await Promise.all(
        ['编辑资料', '更多'].map((name) => page.getByRole('button', { name, exact: true }).boundingBox()),
      )
      expect(edit?.height).toBe(44)
      expect(more).toMatchObject({ y: edit?.y, height: 44 })
    })
  })

  test('change a profile, and nothing that was not touched', async () => {
    await withPage(as('service'), async (opened) => {
      const { page } = opened
      await find(page, consoleMember.phone)
      await page.getByRole('button', { name: '编辑资料' }).click()
      const form = drawer(page)
      const save = form.getByRole('button', { name: '保存' })
      await form.getByText('没有改动').waitFor()
      await expect.poll(() => save.isDisabled()).toBe(true)
      await form.getByLabel('生日').fill('5-20')
      await form.getByText('不同意', { exact: true }).click()
      await save.click()
      await form.getByText('请写成月-日，如 05-20').waitFor()
      await form.getByText('请填写').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await form.getByLabel('生日').fill('02-30')
      await form.getByLabel('表态来源').fill('来电')
      await save.click()
      await form.getByText('会员字段 birthday 应为 MM-DD 格式的有效日期').waitFor()
      await form.getByLabel('生日').fill('02-29')
      // Meanwhile somebody else changes what this form leaves alone.
      await lifecycleClient(server).call('yaoquan.member.save', {
        outRequestNo: 'MEANWHILE',
        phone: consoleMember.phone,
        level: '钻石卡',
      })
      await save.click()
      await page.getByText('已保存').waitFor()
      const card = page.getByRole('region', { name: consoleMember.name })
      await card.getByText('不同意').waitFor()
      await card.getByText('钻石卡').waitFor()
      expect(await stored({ phone: consoleMember.phone })).toMatchObject({
        name: consoleMember.name,
        level: '钻石卡',
        birthday: '02-29',
        tags: ['慢病', '糖尿病'],
        marketingConsent: { given: false, source: '来电' },
      })
    })
  })

  test('withdraw the marketing consent in one step, with where it was said', async () => {
    const { call } = lifecycleClient(server)
    const consent = { given: true, source: '门店签字' }
    await call('yaoquan.member.save', {
      outRequestNo: 'CONSENT',
      phone: '13600001111',
      name: '周敏',
      marketingConsent: consent,
    })
    await withPage(as('service'), async ({ page }) => {
      await find(page, '13600001111')
      await page.getByRole('button', { name: '撤回营销同意' }).click()
      const form = drawer(page)
      await form.getByRole('button', { name: '撤回', exact: true }).click()
      await form.getByText('请选择原因').waitFor()
      await form.locator('.yq-reasons').getByText('来电').click()
      await form.getByRole('button', { name: '撤回', exact: true }).click()
      await page.getByRole('region', { name: '周敏' }).getByText('不同意').waitFor()
    })
    expect(await stored({ phone: '13600001111' })).toMatchObject({ marketingConsent: { given: false, source: '来电' } })
  })

  test('register a member under the number that nobody has, and open the desk', async () => {
    await withPage(as('service'), async (opened) => {
      const { page } = opened
      await find(page, '139 0000 1111')
      await page.getByRole('button', { name: '登记会员' }).click()
      const form = drawer(page)
      const phone = form.getByLabel('手机号')
      await expect.poll(() => phone.inputValue()).toBe('13900001111')
      await phone.fill('139****1111')
      await form.getByText('须为完整号码，不能打码').waitFor()
      await phone.fill('')
      await form.getByRole('button', { name: '登记' }).click()
      await form.getByText('手机号与会员卡号至少填一个').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await phone.fill('139-0000-1111')
      await form.getByLabel('姓名').fill('王小明')
      await form.getByLabel('标签').fill('孕产，')
      await form.getByRole('button', { name: '登记' }).click()
      await page.getByText(/已登记会员 M\d+/).waitFor()
      const card = page.getByRole('region', { name: '王小明' })
      await card.getByText('139****1111').waitFor()
      await card.getByText('孕产').waitFor()
      expect(opened.requests.filter((request) => request.url().includes('13900001111'))).toEqual([])
      expect(page.url()).toMatch(/\/members\?member=M\d+$/)
      expect(await stored({ phone: '13900001111' })).toMatchObject({ name: '王小明', tags: ['孕产'], cards: [] })
    })
  })

  test('add, replace and report lost what names a member', async () => {
    const { call } = lifecycleClient(server)
    await call('yaoquan.member.save', { outRequestNo: 'NUMBERS', phone: '13800001111', name: '周杰' })
    await call('yaoquan.member.save', { outRequestNo: 'FAMILY', phone: '13700003333', name: '周父' })
    await withPage(as('service'), async (opened) => {
      const { page } = opened
      await find(page, '13800001111')
      const card = page.getByRole('region', { name: '周杰' })
      const form = drawer(page)

      await card.getByRole('button', { name: '添加会员卡' }).click()
      await form.getByLabel('新会员卡号').fill(consoleMember.cardNo)
      await form.getByRole('button', { name: '添加', exact: true }).click()
      await form.getByText(/该卡号属于会员 M\d+/).waitFor()
      await form.getByLabel('新会员卡号').fill('7700000001')
      expect(await accessibilityFindings(opened)).toEqual([])
      await form.getByRole('button', { name: '添加', exact: true }).click()
      await card.getByRole('button', { name: '挂失或更换 7700000001' }).click()
      await form.getByLabel('新会员卡号').fill('7700000002')
      expect(await accessibilityFindings(opened)).toEqual([])
      await form.getByRole('button', { name: '保存' }).click()
      await card.getByText('7700000001（挂失）').waitFor()

      await card.getByRole('button', { name: '更换手机号' }).click()
      await form.getByText('138****1111').waitFor()
      await form.getByLabel('新手机号').fill('13800002222')
      await form.locator('.yq-reasons').getByText('会员换号').click()
      await form.getByRole('button', { name: '更换', exact: true }).click()
      await form.getByText('请先核对是会员本人').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await form.getByRole('checkbox', { name: /会员本人/ }).check()
      await form.getByRole('button', { name: '更换', exact: true }).click()
      await card.getByText('138****2222').waitFor()

      await card.getByRole('button', { name: '添加手机号' }).click()
      await form.getByLabel('新手机号').fill('13700003333')
      await form.getByRole('button', { name: '添加', exact: true }).click()
      await form.getByText(/该手机号已有会员: M\d+/).waitFor()
      await form.getByRole('checkbox', { name: /家人共用/ }).check()
      await form.getByRole('button', { name: '添加', exact: true }).click()
      await card.getByText('137****3333').waitFor()
    })
    expect(await stored({ cardNo: '7700000002' })).toMatchObject({
      name: '周杰',
      phones: expect.arrayContaining([
        expect.objectContaining({ phone: '13800001111', state: 'replaced' }),
        expect.objectContaining({ phone: '13800002222', state: 'active' }),
        expect.objectContaining({ phone: '13700003333', state: 'active' }),
      ]),
      cards: [
        { cardNo: '7700000001', state: 'lost', since: expect.any(String) },
        { cardNo: '7700000002', state: 'active', since: expect.any(String) },
      ],
    })
  })

  test('merge two members after both were shown, undo it, and erase one', async () => {
    const { call } = lifecycleClient(server)
    await call('yaoquan.member.save', { outRequestNo: 'TWICE-1', phone: '13500001111', name: '吴丽' })
    await call('yaoquan.member.save', { outRequestNo: 'TWICE-2', phone: '13500002222', birthday: '05-20' })
    await withPage(as('owner'), async (opened) => {
      const { page } = opened
      const form = drawer(page)
      const choose = async (name: RegExp) => {
        await page.getByRole('button', { name: '更多' }).click()
        await page.getByRole('menuitem', { name }).click()
      }
      await find(page, '13500001111')
      await choose(/^与另一位会员合并/)
      await form.getByLabel(/^另一位会员/).fill('13500002222')
      await form.getByText(/的 1 个手机号、0 张卡和全部券归 .*补上：生日/).waitFor()
      await form.getByRole('region', { name: /^并入/ }).getByText('135****2222').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await form.locator('.yq-reasons').getByText('同一人登记了两次').click()
      await form.getByRole('button', { name: '合并', exact: true }).click()
      const card = page.getByRole('region', { name: '吴丽' })
      await card.getByText('135****2222').waitFor()
      await choose(/^撤销与/)
      await form.locator('.yq-reasons').getByText('合并有误').click()
      await form.getByRole('button', { name: '撤销合并' }).click()
      await card.getByText('135****2222').waitFor({ state: 'detached' })
      await choose(/^永久删除/)
      await form
        .getByRole('region', { name: /^将永久删除/ })
        .getByText('135****1111')
        .waitFor()
      await form.locator('.yq-reasons').getByText('会员本人要求').click()
      await form.getByRole('checkbox', { name: /不能恢复/ }).check()
      await form.getByRole('button', { name: '永久删除' }).click()
      await page.getByText('已按会员要求删除').waitFor()
    })
  })

  test('do not offer to register a text that is no number, or a masked one', async () => {
    await withPage(as('service'), async ({ page }) => {
      const offer = page.getByRole('button', { name: '登记会员' })
      await find(page, '王小二')
      await page.getByRole('alert').getByText('没有找到').waitFor()
      expect(await offer.count()).toBe(0)
      await find(page, '186****0000')
      await page.getByRole('alert').getByText('打码的号码').waitFor()
      expect(await offer.count()).toBe(0)
    })
  })

  test('are not offered to an auditor', async () => {
    await withPage(as('auditor'), async ({ page }) => {
      await find(page, consoleMember.phone)
      await page.getByRole('region', { name: consoleMember.name }).waitFor()
      expect(await page.getByRole('button', { name: /编辑资料|添加|更换/ }).count()).toBe(0)
      await find(page, '13900002222')
      await page.getByRole('alert').getByText('没有找到').waitFor()
      expect(await page.getByRole('button', { name: '登记会员' }).count()).toBe(0)
    })
  })
})

/** The acts in lines of text of which the upper or lower edge of the text presses something else. */
const wronglyPressed = `[...document.querySelectorAll('.yq-member .yq-inline')]
  .filter((button) => {
    const { x, width, top, bottom } = button.querySelector('span').getBoundingClientRect()
    const isOther = (y) => document.elementFromPoint(x + width / 2, y)?.closest('button') !== button
    return isOther(top + 2) || isOther(bottom - 2)
  })
  .map((button) => button.ariaLabel ?? button.textContent)`
