import type { Page } from 'playwright-core'
import type { ConsoleServer } from '../harness/console-page.ts'
import { forms } from './shots-of-forms.ts'
import {
  actsOnCoupons,
  approvals,
  editorSteps,
  entrances,
  findMember,
  press,
  type Shot,
  sends,
  unusualLists,
} from './shots-of-states.ts'

/** A row per screen and state; a new screen adds its own. */
export const shots: readonly Shot[] = [
  { name: 'desk-start', path: '/console/members' },
  { name: 'desk', path: '/console/members', act: findMember },
  {
    name: 'coupon',

    path: '/console/members?coupon=KM261005A',
    act: (page) => page.getByRole('dialog').getByText('SO-1001').first().waitFor(),
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
  { name: 'overview', path: '/console/overview', act: (page) => page.locator('.yq-day-bars').first().waitFor() },
  { name: 'member-list', path: '/console/member-list', act: (page) => page.getByText('李秀英').waitFor() },
  { name: 'coupons', path: '/console/coupons', act: (page) => page.getByText('KM261001A').waitFor() },
  {
    name: 'jobs-bulk',
    path: '/console/coupons?template=11',
    act: fillBulk,
  },
  { name: 'imports', path: '/console/imports' },
  { name: 'shadow', path: '/console/shadow', act: (page) => page.locator('.yq-shadow-tile').first().waitFor() },
  {
    name: 'shadow-deviation',
    path: '/console/shadow?deviation=alibaba.alihealth.nr.crm.coupon.querycoupon%20missing',
    act: (page) => page.getByRole('dialog').getByText('missing').first().waitFor(),
  },
  {
    name: 'shadow-goal',
    path: '/console/shadow',
    act: (page) => page.getByRole('button', { name: /设定条件|Set conditions/ }).click(),
  },
  {
    name: 'shadow-switch',
    path: '/console/shadow',
    act: (page) => page.getByRole('button', { name: /^(切换|Switch)$/ }).click(),
  },
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
  {
    name: 'reconciliation',

    path: '/console/reconciliation',
    act: (page) => page.getByText('SO-YESTERDAY-3').first().waitFor(),
  },
  { name: 'reconciliation-waits', path: '/console/reconciliation?day=2026-11-24' },
  {
    name: 'reconciliation-handle',
    path: '/console/reconciliation',
    act: (page) => press(page, /^(处理|Handle)$/),
  },
  { name: 'reconciliation-cost', path: '/console/reconciliation?tab=cost' },
  {
    name: 'shops',
    path: '/console/shops',
    act: (page) => page.getByText('02').filter({ visible: true }).first().waitFor(),
  },
  { name: 'shop-import', path: '/console/shops?act=import', act: fillTable },
  { name: 'shop-groups', path: '/console/shops?tab=groups' },
  { name: 'shop-group', path: '/console/shops?tab=groups&act=create' },
  { name: 'integration', path: '/console/integration' },
  { name: 'app-create', path: '/console/integration?act=create' },
  { name: 'app-rotate', path: '/console/integration?act=rotate&of=12345678' },
  { name: 'webhooks-none', path: '/console/integration?tab=webhooks' },
  { name: 'webhook-add', path: '/console/integration?tab=webhooks&act=create' },
  { name: 'calls', path: '/console/integration?tab=calls' },
  { name: 'rules', path: '/console/rules', act: (page) => page.locator('.yq-rules').waitFor() },
  { name: 'retention', path: '/console/rules?tab=retention' },
  { name: 'retention-edit', path: '/console/rules?tab=retention&act=edit' },
  { name: 'rules-edit', path: '/console/rules?act=edit' },
  {
    name: 'people',
    path: '/console/people',
    act: (page) => page.getByRole('cell', { name: 'auditor', exact: true }).first().waitFor(),
  },
  { name: 'person-create', path: '/console/people?act=create' },
  {
    name: 'person-disable',

    path: '/console/people?act=switch&name=leaver',
    act: (page) => page.getByRole('dialog').getByText('连锁通 ISV').waitFor(),
  },
  { name: 'audit', path: '/console/audit', act: (page, server) => showAudited(page, server, 0) },
  {
    name: 'audit-altered',

    path: '/console/audit',
    act: (page, server) => showAudited(page, server, 2),
  },
  {
    name: 'audit-verified',
    path: '/console/audit',
    act: async (page) => {
      await press(page, /(核验事件链|Verify the history)$/)
      await page.getByText(/^(完好|Whole)/).waitFor()
    },
  },
  {
    name: 'authenticator',
    path: '/console/account?act=enrol',
    act: (page) => page.locator('.yq-account-secret svg').waitFor(),
  },
  { name: 'account', path: '/console/account' },
  ...entrances(),
  ...actsOnCoupons(),
  ...unusualLists(),
  ...editorSteps(),
  ...sends(),
  ...forms(),
  {
    name: 'overview-shop',
    path: '/console/overview?shop=01',
    act: (page) => page.locator('.yq-day-bars').first().waitFor(),
  },
  {
    name: 'overview-foot',
    path: '/console/overview',
    act: async (page) => {
      await page.locator('.yq-overview-ranks .yq-bars').first().waitFor()
      await page.locator('.yq-overview-ranks').evaluate((ranks) => ranks.scrollIntoView())
    },
  },
  {
    name: 'redemption',
    path: '/console/redemptions',
    act: async (page) => {
      await page
        .getByRole('row', { name: /SO-1001/ })
        .getByRole('cell')
        .first()
        .click()
      await page.getByRole('dialog').getByText('120').or(page.getByRole('dialog').getByRole('table')).first().waitFor()
    },
  },
  {
    name: 'export',
    path: '/console/coupons',
    act: (page) => press(page, /(导出|Export)$/),
  },
  // From here on shops have names and a group.
  { name: 'named-shops', path: '/console/shops', act: nameShops },
  {
    name: 'named-shop',
    path: '/console/shops?act=view&of=01',
    act: (page) => page.locator('.yq-day-bars').first().waitFor(),
  },
  { name: 'named-groups', path: '/console/shops?tab=groups', act: (page) => page.getByText('@华东').first().waitFor() },
  { name: 'named-group', path: '/console/shops?tab=groups&act=edit&of=华东' },
  {
    name: 'named-overview',
    path: '/console/overview?by=shop',
    act: (page) => page.locator('.yq-day-bars').first().waitFor(),
  },
  { name: 'webhooks', path: '/console/integration?tab=webhooks', act: addWebhook },
  {
    name: 'job-report',
    path: '/console/jobs',
    act: async (page) => {
      await page.getByRole('row').nth(1).click()
      await page.getByRole('dialog').getByRole('table').first().waitFor()
    },
  },
  ...approvals(),
]

async function nameShops(page: Page, { administration }: ConsoleServer): Promise<void> {
  const cities = ['上海', '杭州', '苏州']
  const rows = Array.from({ length: 30 }, (_, place) => {
    return { code: String(place + 1).padStart(2, '0'), name: `第${place + 1}店`, city: cities[place % 3] }
  })
  await administration.saveShops({ sellerId: '111', rows })
  await administration.setShopGroup({ sellerId: '111', name: '华东', shops: rows.map(({ code }) => code).join(',') })
  await page.reload()
  await page.getByText('第1店').first().waitFor()
}

async function addWebhook(page: Page, { administration }: ConsoleServer): Promise<void> {
  const url = 'http://127.0.0.1:9/coupons/events'
  const known = await administration.listWebhooks('111')
  if (known.length === 0) await administration.addWebhook({ sellerId: '111', url, allowPrivate: true, afterSeq: 0 })
  await page.reload()
  await page.getByText(url).waitFor()
}

/** Leaves a draft behind, which the shots of jobs show. */
async function fillBulk(page: Page): Promise<void> {
  await page.getByRole('row').nth(1).getByRole('checkbox').check()
  await page.getByRole('checkbox', { name: /^(全部符合条件的|All that match)$/ }).check()
  await page.getByRole('button', { name: /^(批量作废|Void coupons)$/ }).click()
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
    .fill('7')
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

async function fillRedeem(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(核销|Redeem)$/ }).click()
  await page.getByLabel(/^(订单号|Order)$/).fill('SO-9001')
  await page.getByRole('textbox', { name: /^(金额（元）|Amount \(¥\))$/ }).fill('260')
  await page
    .getByText(/抵扣 ¥|takes ¥|用不了：|off, /)
    .filter({ visible: true })
    .first()
    .waitFor()
}

async function fillTrial(page: Page): Promise<void> {
  const category = page.getByRole('combobox', { name: /^(品类|Category)$/ })
  await category.fill('1001')
  await category.press('Enter')
  await page.getByRole('status').waitFor()
}

/** The last whole audit of the store, with so many findings. */
async function showAudited(page: Page, server: ConsoleServer, findings: number): Promise<void> {
  const endedAtMs = server.now()
  const audit = { begunAtMs: endedAtMs - 86_400_000, endedAtMs, events: 120, rows: 900, findings }
  await server.administration.recordAudit(audit)
  await page.reload()
  await page.getByText(/上次完整核对|Last whole audit/).waitFor()
}
