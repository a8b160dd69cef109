import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cell, xlsxFile } from '../../packages/server/src/testing/xlsx-file.ts'
import { accessibilityFindings, describeInBrowser, startBrowser, type TestBrowser } from '../harness/browser.ts'
import { type ConsoleServer, startConsoleServer } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { longPatienceMs } from '../harness/patience.ts'
import { lengthOf } from '../harness/soak.ts'
import { withPage } from '../harness/with-page.ts'

const memberCount = lengthOf(5_000, 2_000)

describeInBrowser('a template that is sent to a list', () => {
  let server: ConsoleServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await startConsoleServer()
    browser = await startBrowser()
    const { call } = lifecycleClient(server)
    for (const couponId of ['S1', 'S2']) {
      const template = {
        couponId,
        couponName: '回访10元券',
        kind: 'cash',
        couponAmount: '10.00',
        validToDay: 29,
      } as const
      const saved = await call('yaoquan.template.save', {
        outRequestNo: `SEND-${couponId}`,
        template: { ...template, stockTotal: 6_000 },
      })
      if (saved['success'] !== true) throw new Error(JSON.stringify(saved))
    }
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = (couponId: string) => server.openAs(browser, 'owner', `/console/templates?template=${couponId}`)
  const panel = (page: Page) => page.getByRole('dialog')
  const button = (page: Page, name: string) => panel(page).getByRole('button', { name, exact: true })

  async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
    await button(page, '发给名单').click()
    await panel(page).locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  }

  test(`is tried out, sent to ${memberCount} members from an .xlsx file, paused, resumed and reported`, async () => {
    const members = Array.from({ length: memberCount }, (_, index) => 13_900_000_000 + index)
    const rows: readonly (readonly Cell[])[] = [
      ['姓名', '手机号'],
      ...members.map((phone, index) => [`会员${index}`, index % 2 === 0 ? phone : String(phone)]),
      ['又一次', members[0] ?? 0],
      ['不是手机号', '12'],
      ['错误值', { xml: '<c t="e"><v>#N/A</v></c>' }],
    ]
    const file = xlsxFile(rows)
    await withPage(open('S1'), async (opened) => {
      const { page } = opened
      await choose(page, '回访.xlsx', file)
      await panel(page).getByText('会员0', { exact: true }).waitFor()
      await panel(page)
        .getByText(`第 ${memberCount + 4} 行`)
        .waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      await button(page, '试算').click()
      await panel(page).getByText(`${memberCount} 位`, { exact: true }).waitFor({ timeout: longPatienceMs })
      await panel(page).getByText(`${memberCount}（剩余 6000）`).waitFor()
      expect(await accessibilityFindings(opened)).toEqual([])
      const started = panel(page).getByLabel(`请输入人数 ${memberCount} 以确认`)
      await started.fill(String(memberCount - 1))
      await button(page, '开始发送').click()
      await panel(page).getByText('与试算的人数不同').waitFor()
      await started.fill(String(memberCount))
      await button(page, '开始发送').click()
      await button(page, '暂停').click()
      await panel(page).getByText('已暂停').waitFor({ timeout: longPatienceMs })
      await button(page, '继续').click()
      await panel(page).getByText(`已发 ${memberCount} 位，未发成 1 位，剩余 0 位`).waitFor({ timeout: longPatienceMs })
      const saving = page.waitForEvent('download')
      await panel(page).getByRole('button', { name: '下载每位的结果 CSV' }).click()
      const report = (await readFile(await (await saving).path(), 'utf8')).split('\r\n')
      await panel(page).getByText('1 位未发成', { exact: true }).waitFor()
      await panel(page).getByText('有问题的行').waitFor()
      expect(report[1]).toMatch(/^2,139\*\*\*\*0000,,已发,\S+,$/)
      expect(report.filter((line) => line.includes(',已发,'))).toHaveLength(memberCount)
      expect(report.filter((line) => line.includes(',未发成,'))).toHaveLength(1)

      await button(page, '改正后补发').click()
      const mended = panel(page).getByLabel(`第 ${memberCount + 3} 行正确的手机号`)
      await mended.fill('1390000500')
      await panel(page).getByText('不是手机号、固定电话或境外号码').waitFor()
      await expect.poll(() => button(page, '试算').isDisabled()).toBe(true)
      await mended.fill(String(members[7]))
      expect(await accessibilityFindings(opened)).toEqual([])
      // A draft that did not get its rows is replaced.
      await page.route('**/console/api/yaoquan.console.job.addItems', (route) => route.abort(), { times: 1 })
      await button(page, '试算').click()
      await panel(page).getByText('连接不上服务器').first().waitFor()
      await button(page, '试算').click()
      await panel(page).getByText('该号码上次已发').waitFor()
      await panel(page).getByRole('button', { name: '放弃草稿' }).click()
      await panel(page).getByText('已取消').waitFor()
    })
  })

  test('takes up a draft of the same file again, also from another page, and says where a file is broken', async () => {
    const file = Buffer.from('卡号\nK1\nK2\n')
    await withPage(open('S2'), async ({ page }) => {
      await choose(page, '坏.csv', Buffer.from('卡号\n"K1\n'))
      await panel(page).getByText('第2行：引号没有闭合').waitFor()
      await panel(page)
        .locator('input[type=file]')
        .setInputFiles({ name: '卡.csv', mimeType: 'text/csv', buffer: file })
      await button(page, '试算').click()
      await panel(page).getByText('2 位', { exact: true }).waitFor()
    })
    await withPage(open('S2'), async ({ page }) => {
      await choose(page, '卡.csv', file)
      await button(page, '试算').click()
      await panel(page).getByText('2 位', { exact: true }).waitFor()
      await panel(page).getByRole('button', { name: '放弃草稿' }).click()
      await panel(page).getByText('已取消').waitFor()
    })
  })
})
