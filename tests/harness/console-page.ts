import { startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import type { Look, TestBrowser, WatchedPage } from './browser.ts'
import { firstSignIn, signIn } from './console.ts'
import { lifecycleClient } from './lifecycle-client.ts'
import { startTestServer, type TestServer, testNowMs } from './test-server.ts'

export const operatorPassword = 'correct horse battery'

export type ConsoleServer = TestServer &
  Readonly<{
    /** A page on which an operator of a role is signed in, and whose clock is that of the server. */
    openAs(browser: TestBrowser, role: string, path?: string, look?: Look): Promise<WatchedPage>
    /** Creates an operator, who signs in with `operatorPassword`. @returns the cookie of the first session */
    createOperator(name: string, role: string, shops?: readonly string[]): Promise<string>
    /** The cookie of a session of an operator, the first of one that was created here. Pages of `openAs` have that session too, until something ends it. */
    sessionOf(name: string): Promise<string>
    /** The moment of the server, whose clock runs; epoch milliseconds. */
    now(): number
  }>

export const consoleMember = { phone: '18612255668', cardNo: '8800123456', name: '李秀英' } as const

/** The roles that have an operator of the same name. */
const operators = ['owner', 'service', 'auditor'] as const

/** Where the server of a test keeps its data: in its folder, or on a MariaDB server of the test. */
export type ConsoleStore = 'sqlite' | 'mariadb'

/** `YAOQUAN_BROWSER_STORE=mariadb npx vitest run --project browser console` plays all stories of the console on MariaDB. */
const usualStore: ConsoleStore = process.env['YAOQUAN_BROWSER_STORE'] === 'mariadb' ? 'mariadb' : 'sqlite'

/**
 * A server with the console built, an operator per role, a member with coupons in every state, and templates of every
 * kind. The first start on a machine builds the console.
 */
export async function startConsoleServer(store: ConsoleStore = usualStore): Promise<ConsoleServer> {
  const mariadb = store === 'mariadb' ? await startMariadb() : undefined
  const server = await startTestServer(
    async (administration) => {
      await administration.importCoupons({ sellerId: '111', rows: coupons })
    },
    { storeUrl: await mariadb?.createSchema() },
  )
  const createNew = async (name: string, role: string, shops?: readonly string[]) => {
    const roles = [{ sellerId: '111', role, shops }]
    const made = await server.administration.createOperator({ name, displayName: displayNames[name] ?? name, roles })
    if (made.kind !== 'changed') throw new Error(made.kind)
    oneTimePasswords.set(`${name} ${server.url}`, made.password)
  }
  const sessions = new Map<string, Promise<string>>()
  // Passwords take more time than anything else that a server does for a test, so nobody signs in who is not needed.
  const sessionOf = (name: string) => {
    const oneTime = oneTimePasswordAt(server, name)
    const open = () =>
      // A test created an operator of several sellers itself.
      oneTime === ''
        ? signIn(server.url, name, operatorPassword)
        : firstSignIn(server.url, name, oneTime, operatorPassword)
    const session = sessions.get(name) ?? open()
    sessions.set(name, session)
    return session
  }
  for (const name of operators) await createNew(name, name)
  await createNew('newcomer', 'owner')
  await fillWithSteps(server)
  await fetch(`${server.url}/console`)
  return {
    ...server,
    async close() {
      await server.close()
      await mariadb?.stop()
    },
    openAs: (browser, role, path, look) => openAs({ server, sessionOf, browser, role, path, look }),
    async createOperator(name, role, shops) {
      await createNew(name, role, shops)
      return sessionOf(name)
    },
    sessionOf,
    now: () => testNowMs + Date.now() - server.startedMs,
  }
}

const displayNames: Readonly<Record<string, string>> = {
  owner: '王芳',
  service: '刘洋',
  auditor: '赵敏',
  newcomer: '陈静',
  marketing: '林悦',
  manager: '周凯',
}

const oneTimePasswords = new Map<string, string>()

/** The one-time password of an operator; that of `newcomer`, who never signed in, is still valid. */
export function oneTimePasswordAt({ url }: TestServer, name = 'newcomer'): string {
  return oneTimePasswords.get(`${name} ${url}`) ?? ''
}

type Opening = Readonly<{
  server: TestServer
  sessionOf: ConsoleServer['sessionOf']
  browser: TestBrowser
  role: string
  path: string | undefined
  look: Look | undefined
}>

async function openAs({ server, sessionOf, browser, role, path = '/console', look }: Opening): Promise<WatchedPage> {
  const sessionUrl = `${server.url}/console/api/session`
  const headers = { 'x-yaoquan-console': '1' }
  const opened = await browser.openIn(`${role} ${server.url}`, server.url + path, look, async (page) => {
    await page.clock.setFixedTime(testNowMs)
    const isSignedIn = async () => (await page.request.get(sessionUrl, { headers })).ok()
    if (await isSignedIn()) return
    const [name = '', value = ''] = (await sessionOf(role)).split('=')
    await page.context().addCookies([{ name, value, domain: server.host, path: '/console' }])
    if (await isSignedIn()) return
    const signedIn = await page.request.post(sessionUrl, { headers, data: { name: role, password: operatorPassword } })
    if (!signedIn.ok()) throw new Error(`${role} is not signed in: ${await signedIn.text()}`)
  })
  const { page } = opened
  // On a phone the navigation is behind a button.
  await page
    .getByRole('navigation')
    .or(page.getByRole('button', { name: /^(打开导航|Open the navigation)$/ }))
    .waitFor()
  return opened
}

const names = ['满199减99', '满50减10', '10元现金券', '门店周年庆20元券'] as const
const amounts = ['99', '10', '10', '20'] as const
const minima = ['199', '50', '0', '0'] as const

/** Of one member, in every state that an import knows, with codes that begin with KM. */
const coupons = Array.from({ length: 34 }, (_, index) => {
  const kind = index % names.length
  return {
    couponCode: `KM26${1001 + index}A`,
    couponName: names[kind] ?? '',
    couponId: String(11 + kind),
    phone: consoleMember.phone,
    cardNo: consoleMember.cardNo,
    channel: index % 3 === 0 ? 'wechat' : 'erp',
    startDate: index % 9 === 8 ? '2026-12-01' : '2026-11-01',
    endDate: index % 7 === 6 ? '2026-11-20' : index % 4 === 3 ? '2026-11-27' : '2026-12-31',
    orderAmount: minima[kind] ?? '0',
    couponAmount: amounts[kind] ?? '0',
    billDate: '2026-11-01',
    description: '全场通用，特价商品除外',
    ...(index % 2 === 0 ? { shop: '01,02' } : {}),
  }
})

/** What cannot be imported: templates, claims, holds, redemptions, returns, voids. */
async function fillWithSteps(server: TestServer): Promise<void> {
  const { call, newNo } = lifecycleClient(server)
  const write = async (
    method: Parameters<typeof call>[0],
    request: object,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const result = await call(method, { outRequestNo: newNo(), ...request } as never)
    if (result['success'] !== true) throw new Error(`${method}: ${JSON.stringify(result)}`)
    return result
  }
  for (const template of templates) await write('yaoquan.template.save', { template })
  await write('yaoquan.template.close', { couponId: '906', reason: '活动结束' })
  await write('yaoquan.member.save', { ...consoleMember, level: '金卡', tags: ['慢病', '糖尿病'] })
  for (const couponId of ['901', '902', '904']) {
    await write('yaoquan.coupon.claim', { couponId, cardNo: consoleMember.cardNo, channel: 'miniapp' })
  }
  await write('yaoquan.coupon.hold', { couponCode: 'KM261001A', orderId: 'SO-2001', ttlSeconds: 86_400 })
  const lines = [
    { lineNo: 1, category: '1001', amount: '120.00' },
    { lineNo: 2, category: '1002', amount: '99.00' },
  ]
  await write('yaoquan.coupon.redeem', { couponCode: 'KM261005A', orderId: 'SO-1001', shop: '01', lines })
  const { redemptionId } = await write('yaoquan.coupon.redeem', {
    couponCode: 'KM261002A',
    orderId: 'SO-1002',
    shop: '02',
    orderAmount: '260.00',
  })
  await write('yaoquan.coupon.return', { redemptionId, reason: '整单退货' })
  await write('yaoquan.coupon.redeem', {
    couponCode: 'KM261003A',
    orderId: 'SO-1003',
    shop: '01',
    orderAmount: '88.00',
  })
  await write('yaoquan.coupon.void', { couponCodes: ['KM261006A'], reason: '误发' })
}

const templates = [
  {
    couponId: '901',
    couponName: '双十一满199减99',
    kind: 'full_reduction',
    couponAmount: '99',
    orderAmount: '199',
    startDate: '2026-11-01',
    endDate: '2026-12-31',
    stockTotal: 5000,
    memberTotal: 5,
    shop: '01,02',
    channels: 'store,miniapp',
    weekdays: '3,6',
    description: '双十一主会场',
  },
  {
    couponId: '902',
    couponName: '慢病会员85折',
    kind: 'discount',
    discountPercent: 85,
    discountCap: '50',
    validFromDay: 0,
    validToDay: 29,
    category: '1001,10012',
    stockTotal: 20_000,
    memberPerDay: 1,
    stackable: false,
    memberTags: '慢病',
  },
  {
    couponId: '903',
    couponName: '每满100减20',
    kind: 'step',
    couponAmount: '20',
    orderAmount: '100',
    stepMax: 3,
    startDate: '2026-11-01',
    endDate: '2026-11-30',
    claimFrom: '2026-11-01 00:00:00',
    claimTo: '2026-11-30 23:59:59',
  },
  {
    couponId: '904',
    couponName: '会员生日体温计',
    kind: 'gift',
    gift: '体温计一支',
    couponAmount: '15',
    validFromDay: 0,
    validToDay: 6,
    stockTotal: 300,
    memberTotal: 1,
  },
  {
    couponId: '905',
    couponName: '年货节满300减60',
    kind: 'full_reduction',
    couponAmount: '60',
    orderAmount: '300',
    startDate: '2027-01-10',
    endDate: '2027-02-10',
    state: 'draft',
  },
  {
    couponId: '906',
    couponName: '开业10元券',
    kind: 'cash',
    couponAmount: '10',
    validFromDay: 0,
    validToDay: 13,
    stockTotal: 1000,
  },
  ...Array.from({ length: 16 }, (_, index) => ({
    couponId: String(920 + index),
    couponName: `门店周年庆${index + 1}号券`,
    kind: 'cash',
    couponAmount: String(5 + index),
    validFromDay: 0,
    validToDay: 6 + index,
    stockTotal: 1000 * (index + 1),
  })),
]
