import type { Page } from 'playwright-core'
import { allowApp } from '../harness/allow-app.ts'
import { askConsole, signIn as openSession } from '../harness/console.ts'
import { type ConsoleServer, consoleMember, oneTimePasswordAt, operatorPassword } from '../harness/console-page.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { plantShadowRun } from '../harness/planted-shadow-run.ts'
import { sellYesterday } from '../harness/sell-yesterday.ts'

export type Shot = Readonly<{
  name: string
  path: string
  /** The role whose operator is signed in, an owner by default; `nobody` is not signed in. */
  as?: string
  /** Whether calls are left without an answer. */
  isUnanswered?: boolean
  /** What happens before the page is opened. */
  prepare?: (page: Page) => Promise<unknown>
  act?: (page: Page, server: ConsoleServer) => Promise<void>
}>

const consentUri = 'http://127.0.0.1/callback'
const consentPath = `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: '20000001', redirect_uri: consentUri })}`

let listsSent = 0

/** Pages without a session, and that of one that ended. */
export function entrances(): readonly Shot[] {
  return [
    { name: 'sign-in', path: '/console', as: 'nobody' },
    {
      name: 'sign-in-wrong',
      path: '/console',
      as: 'nobody',
      act: async (page) => {
        await signIn(page, 'newcomer', 'wrong wrong wrong')
        await page.getByRole('alert').waitFor()
      },
    },
    {
      name: 'first-password',
      path: '/console',
      as: 'nobody',
      act: async (page, server) => {
        await signIn(page, 'newcomer', oneTimePasswordAt(server))
        await page.getByRole('heading', { name: /^(设置新密码|Choose a new password)$/ }).waitFor()
      },
    },
    {
      name: 'sign-in-again',
      path: '/console/members?coupon=KM261011A',
      act: async (page) => {
        await press(page, /^(占用|Hold)$/)
        await page.getByLabel(/^(订单号|Order)$/).fill('SO-KEPT')
        await page.evaluate(async () => {
          const ended = await fetch('/console/api/session', {
            method: 'DELETE',
            headers: { 'x-yaoquan-console': '1' },
          })
          // Until it is read, the network is not idle.
          await ended.text()
        })
        await page.getByLabel(/^(订单号|Order)$/).fill('SO-KEPT-2')
        await page.locator('input[type=password]').waitFor()
      },
    },
    { name: 'consent-signed-out', path: consentPath, as: 'nobody', act: (page) => page.locator('h1').waitFor() },
    { name: 'consent', path: consentPath, act: (page) => page.locator('h1').waitFor() },
    { name: 'clerk', path: '/console', as: 'service' },
    { name: 'no-screen', path: '/console/nowhere' },
  ]
}

/** Registers the app that asks for consent, and has an owner give it who is about to be disabled. */
export async function prepareShots(server: ConsoleServer): Promise<void> {
  await sellYesterday(server)
  await plantShadowRun(server)
  const grants = { preset: 'erp', allowed: [], denied: [] } as const
  const named = { name: '连锁通 ISV', appKey: '20000001', appSecret: 'secret-of-the-isv' }
  await server.administration.createApp({ ...named, sellerIds: ['111'], grants })
  await server.administration.updateApp('20000001', { redirectUris: [consentUri] })
  await server.createOperator('submitter', 'marketing')
  await server.createOperator('clerk', 'shop_clerk', ['01'])
  await tryPhones(server)
  await server.createOperator('leaver', 'owner')
  const cookie = await openSession(server.url, 'leaver', operatorPassword)
  await allowApp(server.url, { app: { ...named, redirectUri: consentUri }, cookie })
  const { call } = lifecycleClient(server)
  const refused = { couponCode: 'KM261003A', orderId: 'SO-7001', shop: '01', orderAmount: '234.50' }
  await call('yaoquan.coupon.redeem', { ...refused, outRequestNo: 'REFUSED-1' })
}

/** As many phones without a result as an operator may try that are masked alike. */
async function tryPhones({ url }: ConsoleServer): Promise<void> {
  const cookie = await openSession(url, 'clerk', operatorPassword)
  for (let place = 0; place < 20; place += 1) {
    await askConsole(url, 'yaoquan.member.get', { cookie, body: { phone: `186${1_000 + place}5668` } })
  }
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.locator('button[type=submit]').click()
}

export function actsOnCoupons(): readonly Shot[] {
  const coupon = (code: string, act: (page: Page) => Promise<void>) => ({
    path: `/console/members?coupon=${code}`,
    act: async (page: Page) => {
      await page.getByRole('dialog').getByText(code).first().waitFor()
      await act(page)
    },
  })
  return [
    {
      name: 'explain',
      ...coupon('KM261013A', async (page) => {
        await press(page, /^(为什么用不了|Why not usable\?)$/)
        await page.getByLabel(/^(门店（可不填）|Shop \(optional\))/).fill('09')
        await page.getByLabel(/^(金额（元，|Amount \(¥, )/).fill('260')
        await press(page, /^(判断|Check)$/)
        await page.locator('.yq-answer').getByText(/\S/).first().waitFor()
      }),
    },
    { name: 'void', ...coupon('KM261012A', (page) => press(page, /^(作废|Void)$/)) },
    { name: 'extend', ...coupon('KM261012A', (page) => press(page, /^(延期|Extend)$/)) },
    { name: 'held', ...coupon('KM261001A', async () => undefined) },
    { name: 'returned', ...coupon('KM261002A', async () => undefined) },
    {
      name: 'issue',
      path: '/console/members',
      act: async (page) => {
        await findMember(page)
        await press(page, /^(发券|Issue a coupon)$/)
        await page.getByRole('combobox', { name: /^(模板|Template)$/ }).fill('周年庆3号')
        await page
          .getByTitle('门店周年庆3号券（922）')
          .or(page.getByTitle(/门店周年庆3号券/))
          .first()
          .click()
        await page.getByText(/^(发放 1 张|Issues 1)/).waitFor()
      },
    },
    {
      name: 'unmask',
      path: '/console/members',
      act: async (page) => {
        await findMember(page)
        await press(page, /^(查看|Show)$/)
      },
    },
  ]
}

/** Lists without rows, with filters, and those that could not be read. */
export function unusualLists(): readonly Shot[] {
  const failing = (part: RegExp) => async (page: Page) => {
    await page.route(part, (route) => route.abort())
    await page.reload()
    await page.getByRole('alert').first().waitFor()
  }
  return [
    { name: 'coupons-none', path: '/console/coupons?template=none' },
    { name: 'redemptions-none', path: '/console/redemptions?order=none' },
    { name: 'templates-none', path: '/console/templates?q=none&kind=gift&state=draft' },
    { name: 'members-filtered', path: '/console/member-list?level=金卡&tag=慢病' },
    { name: 'members-none', path: '/console/member-list?level=none' },
    { name: 'templates-failed', path: '/console/templates', act: failing(/api\/yaoquan\.template\.list/) },
    { name: 'overview-failed', path: '/console/overview', act: failing(/api\/yaoquan\.figures/) },
    { name: 'approvals-none', path: '/console/templates?view=pending' },
    {
      name: 'desk-tried',

      path: '/console/members',
      as: 'clerk',
      act: async (page) => {
        await page.getByRole('searchbox').fill(consoleMember.phone)
        await page.getByRole('searchbox').press('Enter')
        await page.getByRole('alert').first().waitFor()
      },
    },
    {
      name: 'desk-none',
      path: '/console/members',
      act: async (page) => {
        await page.getByRole('searchbox').fill('13800009999')
        await page.getByRole('searchbox').press('Enter')
        await page.waitForLoadState('networkidle')
      },
    },
  ]
}

export function editorSteps(): readonly Shot[] {
  const step = (name: RegExp) => (page: Page) => page.locator('.ant-steps').getByText(name).click()
  const path = '/console/templates/edit?template=901'
  return [
    { name: 'editor-new', path: '/console/templates/edit' },
    { name: 'editor-time', path, act: step(/^(时间|Time)$/) },
    { name: 'editor-limits', path, act: step(/^(限额与叠加|Limits)$/) },
    { name: 'editor-publish', path, act: step(/^(核对与发布|Publish)$/) },
  ]
}

/** The panel that sends a template to a list: the file, the dry run, the report. */
export function sends(): readonly Shot[] {
  const choose = async (page: Page) => {
    listsSent += 1
    const phones = Array.from({ length: 40 }, (_, place) => 13_900_000_000 + listsSent * 100 + place)
    const lines = ['姓名,手机号', ...phones.map((phone, place) => `会员${place},${phone}`), '又一次,12', '空,']
    await press(page, /^(发给名单|Send to a list)$/)
    const buffer = Buffer.from(lines.join('\n'))
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({ name: '回访.csv', mimeType: 'text/csv', buffer })
    await page.getByText('会员0', { exact: true }).waitFor()
  }
  const draft = async (page: Page) => {
    await choose(page)
    await press(page, /^(试算|Dry run)$/)
    await page.getByLabel(/^(请输入人数|Type)/).waitFor()
  }
  const path = '/console/templates?template=925'
  return [
    { name: 'send', path, act: choose },
    { name: 'send-draft', path, act: draft },
    {
      name: 'send-report',
      path,
      act: async (page) => {
        await draft(page)
        await page.getByLabel(/^(请输入人数|Type)/).fill('40')
        await press(page, /^(开始发送|Start sending)$/)
        await page.getByText(/^(已发 40 位|40 sent)/).waitFor()
      },
    },
  ]
}

export function press(page: Page, name: RegExp): Promise<void> {
  return page.getByRole('button', { name }).first().click()
}

export async function findMember(page: Page): Promise<void> {
  const box = page.getByRole('searchbox')
  await box.fill(consoleMember.phone)
  await box.press('Enter')
  await page.getByText('KM26').first().waitFor()
}

/** What waits for a second person. From here on the seller asks for approval. */
export function approvals(): readonly Shot[] {
  const path = '/console/templates?view=pending'
  const open = async (page: Page, server: ConsoleServer) => {
    await submitCoupons(server)
    await page.goto(server.url + path)
    await page.getByRole('link', { name: /双十二补发/ }).waitFor()
  }
  const openJob = async (page: Page, server: ConsoleServer) => {
    await open(page, server)
    await page.getByRole('link', { name: /双十二补发/ }).click()
    await page.getByRole('dialog').getByText('SY260001A').waitFor()
  }
  return [
    { name: 'approvals', path, act: open },
    { name: 'approval-issue', path, act: openJob },
    { name: 'approval-issue-own', path, as: 'submitter', act: openJob },
  ]
}

async function submitCoupons({ url, administration }: ConsoleServer): Promise<void> {
  await administration.changePolicy({ sellerId: '111', changes: { isApprovalAsked: true } })
  const cookie = await openSession(url, 'submitter', operatorPassword)
  const terms = { coupon_name: '满100减50', coupon_amount: '50', order_amount: '100', end_date: '2026-12-31' }
  const coupons = Array.from({ length: 12 }, (_, place) => {
    return {
      ...terms,
      coupon_code: `SY2600${String(place + 1).padStart(2, '0')}A`,
      phone: String(13_900_000_001 + place),
    }
  })
  const body = { out_request_no: '双十二补发-20261124-01', coupons }
  for (let isWaiting = false; !isWaiting; ) {
    // Without the policy, which the server applies within a second, nothing waits.
    const { body: session } = await askConsole(url, 'session', { verb: 'GET', cookie })
    isWaiting = JSON.stringify(session).includes('"asksApproval":true')
  }
  await askConsole(url, 'yaoquan.coupon.issue', { cookie, body })
}
