import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { xlsxFile } from '../../packages/server/src/testing/xlsx-file.ts'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { withPage } from '../harness/with-page.ts'

describeInBrowser("the console's imports", () => {
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

  const drawer = (page: Page) => page.getByRole('dialog')
  const button = (page: Page, name: string) => drawer(page).getByRole('button', { name, exact: true })
  const map = async (page: Page, column: string, field: string) => {
    const box = drawer(page).getByRole('combobox', { name: `导入为: ${column}` })
    await box.fill(field)
    await box.press('Enter')
    await drawer(page)
      .getByRole('row', { name: new RegExp(`${column}.*${field}`) })
      .waitFor()
  }
  const choose = (page: Page, name: string, buffer: Buffer) =>
    drawer(page).locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  const start = async (page: Page, count: number, state: '已完成' | '部分完成') => {
    await drawer(page).getByLabel('输入将处理的数量以确认').fill(String(count))
    await button(page, '启动任务').click()
    await drawer(page).locator('.ant-tag').getByText(state, { exact: true }).waitFor()
  }
  const results = async (page: Page) => {
    const saving = page.waitForEvent('download')
    await drawer(page).getByRole('button', { name: '下载结果 CSV' }).click()
    return (await readFile(await (await saving).path(), 'utf8')).split('\r\n')
  }

  test('members of an .xlsx file are mapped, tried out, imported, and imported again without a change', async () => {
    const members = Array.from({ length: 450 }, (_, place) => {
      return ['会员', 13_500_000_000 + place, `1980-05-${String((place % 28) + 1).padStart(2, '0')}`, '银卡', '干性']
    })
    const file = xlsxFile([
      ['称呼', '联系电话', '出生日期', '会员级别', '肤质'],
      ...members,
      ['坏', '13500009999', '13-40', '银卡', ''],
    ])
    await withPage(server.openAs(browser, 'owner', '/console/imports'), async (opened) => {
      const { page } = opened
      await page.getByText('还没有导入过').waitFor()
      await page.getByRole('button', { name: '导入会员' }).click()
      await choose(page, '会员.xlsx', file)
      // Two columns are guessed by a word of their titles; the others are chosen.
      await drawer(page)
        .getByRole('row', { name: /联系电话.*手机号/ })
        .waitFor()
      await map(page, '称呼', '姓名')
      await map(page, '肤质', '自定义属性')
      // A click beside the drawer leaves it open: the file would have to be chosen again.
      await page.mouse.click(200, 700)
      expect(await accessibilityFindings(opened)).toEqual([])
      await button(page, '试算').click()
      await drawer(page).getByText('新建 450 位会员，修改 0 位').waitFor()
      await drawer(page)
        .getByRole('row', { name: /452 135\*{4}9999 出生日期 13-40 应为 MM-DD/ })
        .waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      expect(page.url()).toMatch(/[?&]job=/)
      await start(page, 450, '部分完成')
      const report = await results(page)
      expect(report[1]).toMatch(/^2,,.*,已完成,/)
      expect(report.filter((line) => line.includes(',已完成,'))).toHaveLength(450)
      expect(report.filter((line) => line.endsWith('birthday,13-40'))).toHaveLength(1)
    })
    const { call } = lifecycleClient(server)
    expect(await call('yaoquan.member.get', { phone: '13500000003' })).toMatchObject({
      member: { name: '会员', birthday: '05-04', level: '银卡', attributes: [{ name: '肤质', value: '干性' }] },
    })
    await withPage(server.openAs(browser, 'owner', '/console/imports'), async ({ page }) => {
      await page.getByRole('row', { name: /会员\.xlsx.*部分完成/ }).waitFor()
      await page.getByRole('button', { name: '导入会员' }).click()
      await choose(page, '会员.xlsx', file)
      await drawer(page)
        .getByRole('row', { name: /联系电话.*手机号/ })
        .waitFor()
      await map(page, '称呼', '姓名')
      await button(page, '试算').click()
      await drawer(page).getByText('没有可处理的').waitFor()
    })
  })

  test('coupons of a CSV file are imported, and the mapping is remembered by this browser', async () => {
    const lines = [
      '流水,电话,止期',
      ...Array.from({ length: 30 }, (_, place) => `ERP${place},136${10_000_000 + place},2026-12-31`),
    ]
    await withPage(server.openAs(browser, 'owner', '/console/imports?kind=coupons'), async (opened) => {
      const { page } = opened
      const open = async () => {
        await page.getByRole('button', { name: '导入优惠券' }).click()
        await choose(page, '券.csv', Buffer.from(`${lines.join('\n')}\n`))
        await drawer(page).getByRole('row', { name: /流水/ }).waitFor()
      }
      await open()
      await drawer(page).getByText('需要有券码列').waitFor()
      await map(page, '流水', '券码')
      await map(page, '止期', '失效日期')
      await page.evaluate('history.back()')
      await page.getByRole('button', { name: '继续填写' }).click()
      await drawer(page)
        .getByRole('row', { name: /止期.*失效日期/ })
        .waitFor()
      const requested = page.waitForEvent('dialog')
      const reloaded = page.reload()
      const question = await requested
      expect(question.type()).toBe('beforeunload')
      await question.accept()
      await reloaded
      expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('136')
      await page.goto(`${server.url}/console/imports?kind=coupons`)
      await open()
      await drawer(page)
        .getByRole('row', { name: /止期.*失效日期/ })
        .waitFor()
      await button(page, '试算').click()
      await drawer(page).getByText('登记 30 张已发放的券').waitFor()
      await start(page, 30, '已完成')
      expect((await results(page))[1]).toMatch(/^2,ERP0,136\*{4}0000,,已完成,/)
      await page.goto(`${server.url}/console/imports?kind=coupons`)
      lines.push('ERP0,13610000000,2027-01-31')
      await open()
      expect(await drawer(page).getByText('需要有券码列').count()).toBe(0)
      await button(page, '试算').click()
      await drawer(page)
        .getByRole('row', { name: /32 ERP0 止期 2027-01-31/ })
        .waitFor()
      await drawer(page).getByText('没有可处理的').waitFor()
      await button(page, '放弃草稿').click()
      await button(page, '放弃草稿').click()
      await drawer(page).locator('.ant-tag').getByText('已取消', { exact: true }).waitFor()
    })
  })

  test('asks what is not certain of a file, and gives its refused rows to be mended and imported', async () => {
    const lines = [
      '双十一发券表,,',
      '券码,手机,到期',
      'Q0,136 0000 0000,2026/12/31',
      'Q1,,46387',
      'Q2,13600000002,11/12/2026',
    ]
    await withPage(server.openAs(browser, 'owner', '/console/imports?kind=coupons'), async (opened) => {
      const { page } = opened
      const open = async (file: string) => {
        await page.getByRole('button', { name: '导入优惠券' }).click()
        await choose(page, '券.csv', Buffer.from(file))
      }
      await open(`${lines.join('\n')}\n`)
      await drawer(page).getByText('“到期”有 1 行的日期如 11/12/2026').waitFor()
      await expect.poll(() => button(page, '试算').isDisabled()).toBe(true)
      await drawer(page).getByText('日/月/年').click()
      await drawer(page)
        .getByRole('row', { name: /到期.*46387 → 2026-12-31.*11\/12\/2026 → 2026-12-11/ })
        .waitFor()
      await drawer(page).getByText('“手机”：1 行的号码去掉了空格').waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await button(page, '试算').click()
      await drawer(page).getByText('登记 2 张已发放的券').waitFor()
      const saving = page.waitForEvent('download')
      await drawer(page).getByRole('button', { name: '下载有问题的行 CSV' }).click()
      const list = await readFile(await (await saving).path(), 'utf8')
      expect(list.split('\r\n').slice(0, 2)).toEqual([
        '\ufeff券码,手机,到期,未导入的原因',
        'Q1,,46387,第 4 行：手机 与会员卡号都是空的；不记名的券须先确认',
      ])
      await page.goto(`${server.url}/console/imports?kind=coupons`)
      await open(list)
      await drawer(page).getByText('1 行没有手机号和会员卡号').click()
      await button(page, '试算').click()
      await drawer(page).getByText('登记 1 张已发放的券').waitFor()
    })
  })

  test.each([
    ['王芳,13900000001\n刘洋,13900000002\n陈静,\n', '13900000001', '手机号'],
    ['A001,王芳\nA002,刘洋\n,陈静\n', 'A001', '会员卡号'],
  ])(
    'of a file without a header, the first row is not imported, and nothing of it is remembered',
    async (file, column, field) => {
      await withPage(server.openAs(browser, 'owner', '/console/imports'), async ({ page }) => {
        await page.getByRole('button', { name: '导入会员' }).click()
        await choose(page, '无列名.csv', Buffer.from(file))
        await drawer(page).getByText('首行按列名处理，不会导入，也不会记住').waitFor()
        await map(page, column, field)
        await drawer(page).getByText('1 行。先逐行试算').waitFor()
        await button(page, '试算').click()
        await drawer(page).getByText('新建 1 位会员').waitFor()
        expect(await page.evaluate('JSON.stringify(localStorage)')).not.toMatch(/王芳|139|A001/)
      })
    },
  )

  test('who may only read sees the imports, and no act', async () => {
    await withPage(server.openAs(browser, 'auditor', '/console/imports?act=import'), async ({ page }) => {
      await page.getByRole('heading', { name: '导入', exact: true }).waitFor()
      await page.getByText(/^本页 \d+ 次$/).waitFor()
      expect(await page.getByRole('button', { name: '导入会员' }).count()).toBe(0)
      expect(await drawer(page).count()).toBe(0)
    })
  })
})
