import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { accessibilityFindings, type Look, startBrowser, type Theme } from '../harness/browser.ts'
import { consoleMember, startConsoleServer } from '../harness/console-page.ts'

// `npm run screenshots [-- FOLDER [NAME]]`: pictures of every screen of the console, and what axe-core says to each.

type Shot = Readonly<{ name: string; path: string; act?: (page: Page) => Promise<void> }>

/** A row per screen and state; a new screen adds its own. */
const shots: readonly Shot[] = [
  { name: 'desk-start', path: '/console/members' },
  { name: 'desk', path: '/console/members', act: findMember },
  {
    name: 'coupon',
    path: '/console/members?coupon=KM261005A',
    act: (page) => page.getByText('SO-1001').first().waitFor(),
  },
  { name: 'templates', path: '/console/templates', act: (page) => page.getByText('双十一满199减99').waitFor() },
  {
    name: 'calendar',
    path: '/console/templates?view=calendar',
    act: (page) => page.getByRole('button', { name: /双十一满199减99/ }).waitFor(),
  },
  {
    name: 'template',
    path: '/console/templates?template=901',
    act: (page) => page.getByRole('dialog').getByText('双十一主会场').waitFor(),
  },
  { name: 'editor', path: '/console/templates/edit?template=902', act: fillTrial },
  {
    name: 'editor-scope',
    path: '/console/templates/edit?template=902',
    act: async (page) => {
      await page.getByText(/^(范围|Scope)$/).click()
      await page.getByRole('combobox', { name: /^(可用门店|Shops)/ }).click()
    },
  },
  { name: 'redeem', path: '/console/members?coupon=KM261010A', act: fillRedeem },
  { name: 'overview', path: '/console/overview', act: (page) => page.locator('canvas').first().waitFor() },
  { name: 'member-list', path: '/console/member-list', act: (page) => page.getByText('李秀英').waitFor() },
  { name: 'coupons', path: '/console/coupons', act: (page) => page.getByText('KM261001A').waitFor() },
  {
    name: 'jobs-bulk',
    path: '/console/coupons?template=11',
    act: fillBulk,
  },
  { name: 'imports', path: '/console/imports' },
  { name: 'import-columns', path: '/console/imports?act=import', act: chooseMembers },
  { name: 'import-draft', path: '/console/imports?act=import', act: draftImport },
  { name: 'jobs', path: '/console/jobs', act: (page) => page.getByRole('row').nth(1).waitFor() },
  {
    name: 'job',
    path: '/console/jobs',
    act: async (page) => {
      await page.getByRole('row').nth(1).click()
      await page.getByRole('dialog').getByRole('table').first().waitFor()
    },
  },
  { name: 'redemptions', path: '/console/redemptions', act: (page) => page.getByText('SO-1003').waitFor() },
  { name: 'reconciliation', path: '/console/reconciliation' },
  { name: 'shops', path: '/console/shops', act: (page) => page.getByText('02').first().waitFor() },
  { name: 'shop-import', path: '/console/shops?act=import', act: fillTable },
  { name: 'shop-groups', path: '/console/shops?tab=groups' },
  { name: 'shop-group', path: '/console/shops?tab=groups&act=create' },
  { name: 'integration', path: '/console/integration' },
  { name: 'calls', path: '/console/integration?tab=calls' },
  {
    name: 'people',
    path: '/console/people',
    act: (page) => page.getByRole('cell', { name: 'auditor', exact: true }).first().waitFor(),
  },
  { name: 'audit', path: '/console/audit' },
  {
    name: 'account',
    path: '/console/account?act=enrol',
    act: (page) => page.locator('.yq-account-secret svg').waitFor(),
  },
]

/** Leaves a draft behind, which the shots of jobs show. */
async function fillBulk(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /^(全部符合条件的|All that match)$/ }).check()
  await page.getByRole('button', { name: /^(批量作废|Void many)$/ }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/^(原因|Reason)$/)
    .fill('误发')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(试算|Dry run)$/ })
    .click()
  await page
    .getByRole('dialog')
    .getByLabel(/^(输入将处理|Type how many)/)
    .fill('8')
}

async function chooseMembers(page: Page): Promise<void> {
  const text =
    '手机号,姓名,会员级别,生日,肤质\n13700000001,张三,金卡,05-20,干性\n13700000002,李四,银卡,13-40,\n,王五,,,\n'
  const file = { name: '会员.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
  await page.getByRole('dialog').getByText('肤质').first().waitFor()
}

async function draftImport(page: Page): Promise<void> {
  await chooseMembers(page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(试算|Dry run)$/ })
    .click()
  await page
    .getByRole('dialog')
    .getByText(/^(应为 MM-DD|must be a day)/)
    .waitFor()
}

async function fillTable(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill('01\t朝阳店\n02\t海淀店')
}

const widths = [1280, 768, 390] as const

async function findMember(page: Page): Promise<void> {
  const box = page.getByRole('searchbox')
  await box.fill(consoleMember.phone)
  await box.press('Enter')
  await page.getByText('KM26').first().waitFor()
}

async function fillRedeem(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(核销|Redeem)$/ }).click()
  await page.getByLabel(/^(订单号|Order)$/).fill('SO-9001')
  await page.getByRole('textbox', { name: /^(金额，元|Amount in yuan)$/ }).fill('260')
  await page
    .getByText(/KM261010A|抵扣 ¥|takes ¥|用不了|cannot/)
    .first()
    .waitFor()
}

async function fillTrial(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /^(品类|Category)$/ }).fill('1001')
  await page.getByRole('status').waitFor()
}

const [folder = 'screenshots', wanted = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const server = await startConsoleServer()
const browser = await startBrowser()
try {
  for (const shot of shots.filter(({ name }) => name.includes(wanted))) {
    for (const language of ['zh', 'en'] as const) {
      for (const theme of ['light', 'dark'] as const) await take(shot, { language, theme })
    }
  }
} finally {
  await browser.close()
  await server.close()
}

async function take(shot: Shot, { language, theme }: Readonly<{ language: 'zh' | 'en'; theme: Theme }>): Promise<void> {
  const isFirst = language === 'zh' && theme === 'light'
  for (const width of isFirst ? widths : widths.slice(0, 1)) {
    const look: Look = { theme, width }
    const opened = await server.openAs(browser, 'owner', '/console', look)
    const { page } = opened
    await page.setViewportSize({ width, height: 800 })
    await page.evaluate((name) => localStorage.setItem('yaoquan-language', name), language)
    await page.goto(server.url + shot.path, { waitUntil: 'load' })
    await page.getByRole('searchbox').waitFor()
    await shot.act?.(page)
    await page.waitForLoadState('networkidle')
    const file = join(resolve(folder), `${shot.name}-${width}-${theme}-${language}.png`)
    await page.screenshot({ path: file, animations: 'disabled' })
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    const findings = [...(await accessibilityFindings(opened)), ...opened.faults]
    console.log(
      [file, ...(overflow > 0 ? [`  is ${overflow} px too wide`] : []), ...findings.map((text) => `  ${text}`)].join(
        '\n',
      ),
    )
    await opened.close()
  }
}
