import { timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { AccessReader } from '#domain/access/access-store'
import { registerWebhook } from '#domain/administration/register-webhook'
import { dayMs, momentText, parseMoment } from '#domain/dates'
import { systemRequest } from '#domain/lifecycle/shared-act'
import type { WebhookRegistry } from '#domain/webhooks/webhook-store'
import { json, membersOf, type PageAnswer, type PageRequest, type PageRoute, page } from '#site/page-route'
import { fixtures } from './fixtures.ts'
import type { HookInspector } from './hook-inspector.ts'
import { faultKinds, type InjectedFaults } from './injected-faults.ts'
import type { MovableClocks } from './movable-clocks.ts'
import { openTestApp, type TestAppDependencies, testSellerPrefix } from './test-app.ts'

export type SandboxDependencies = Omit<TestAppDependencies, 'nowMs'> &
  Readonly<{
    clocks: MovableClocks
    faults: InjectedFaults
    hooks: HookInspector
    webhooks: WebhookRegistry
    /** The address by which this server reaches itself, `http://127.0.0.1:PORT`. */
    ownUrl: () => string
  }>

/** Apps created per hour on one server: enough for a class, too few to fill a disk. */
const maxAppsPerHour = 120
const shownEvents = 10
/** The farthest that a clock may be moved. */
const maxAheadMs = 20 * 365 * dayMs

/** The requests of the sandbox's page. Every answer is JSON; requests about an app need its secret. */
export function sandboxApi(dependencies: SandboxDependencies): readonly PageRoute[] {
  const { access, hooks, clocks } = dependencies
  const made = new LRUCache<symbol, true>({ max: maxAppsPerHour, ttl: 3_600_000 })
  const ofApp = (name: string, act: AppRequest) =>
    post(`/sandbox/api/${name}`, async (members) => {
      const app = await proveApp(members, access)
      if (app !== undefined) return act(app, members, dependencies)
      // `yaoquan trigger` knows a sandbox by this member: a proxy may answer 401 to anything.
      return json({ error: wrongKey, is_sandbox: true }, 401)
    })
  const createApp = post('/sandbox/api/apps', async () => {
    if ([...made.keys()].length >= maxAppsPerHour) {
      return refused(429, '本小时创建的应用过多 (too many test apps created this hour)')
    }
    // An app counts before it is created, so that requests at the same time cannot pass the limit.
    made.set(Symbol('app'), true)
    const app = await openTestApp({ ...dependencies, nowMs: clocks.now() })
    return json({ app_key: app.appKey, app_secret: app.appSecret, seller_id: app.sellerId, fixtures })
  })
  const receiveHook: PageRoute = {
    verb: 'POST',
    path: '/sandbox/hooks/:token',
    async answer({ parameters: { token = '' }, headers, body }) {
      const status = await hooks.receive(token, { headers, body, nowMs: Date.now() })
      return page('', 'text/plain; charset=utf-8', status ?? 404)
    },
  }
  const state: AppRequest = (app) => stateOf(app, dependencies)
  const ofApps = [ofApp('state', state), ofApp('clock', moveClock), ofApp('fault', setFault), ofApp('hook', openHook)]
  return [createApp, ...ofApps, receiveHook]
}

const wrongKey = '密钥不正确，或不是沙箱的应用 (wrong key or secret, or not an app of this sandbox)'

type AppRequest = (
  app: ProvenApp,
  members: Members,
  dependencies: SandboxDependencies,
) => Promise<PageAnswer> | PageAnswer

type Members = Readonly<Record<string, unknown>>
type ProvenApp = Readonly<{ appKey: string; sellerId: string }>

/** Only JSON: a form of another site cannot send that type, and a script of one needs a permission that it does not get. */
function post(path: string, act: (members: Members) => Promise<PageAnswer>): PageRoute {
  return {
    verb: 'POST',
    path,
    async answer(request) {
      if (!isOwnRequest(request))
        return refused(403, '只接受本站页面的请求 (only requests from pages of this site are accepted)')
      const members = membersOf(request.body)
      return members === undefined ? refused(400, '请求体应为JSON对象 (the body must be a JSON object)') : act(members)
    },
  }
}

function isOwnRequest({ headers }: PageRequest): boolean {
  const site = headers['sec-fetch-site']
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '')
  return isJson && (site === undefined || site === 'same-origin')
}

/** The app of a request, if it is one of a test seller and the request has its secret. */
async function proveApp(members: Members, access: AccessReader): Promise<ProvenApp | undefined> {
  const app = await access.findApp(String(members['app_key'] ?? ''))
  const input = Buffer.from(String(members['app_secret'] ?? ''), 'utf8')
  const expected = Buffer.from(app?.appSecret ?? '', 'utf8')
  const sellerId = app?.sellerIds[0]
  if (!app?.isEnabled || !sellerId?.startsWith(testSellerPrefix)) return undefined
  if (input.length !== expected.length || !timingSafeEqual(input, expected)) return undefined
  return { appKey: app.appKey, sellerId }
}

function stateOf({ appKey, sellerId }: ProvenApp, { clocks, faults, hooks, ownUrl }: SandboxDependencies): PageAnswer {
  const hook = hooks.find(appKey)
  const nowMs = clocks.now(sellerId)
  return json({
    seller_id: sellerId,
    clock: momentText(nowMs),
    ahead_seconds: Math.round((nowMs - Date.now()) / 1000),
    fault: faults.find(appKey),
    fixtures,
    hook: hook && {
      url: `${ownUrl()}/sandbox/hooks/${hook.token}`,
      secret: hook.secret,
      answer: hook.answer,
      deliveries: hook.deliveries.map((delivery) => ({ ...delivery, at: momentText(delivery.atMs) })),
    },
  })
}

function moveClock(app: ProvenApp, members: Members, dependencies: SandboxDependencies): PageAnswer {
  const { move_seconds: seconds, to } = members
  const { clocks } = dependencies
  const { sellerId } = app
  if (to === 'now') clocks.reset(sellerId)
  else {
    const moved = typeof seconds === 'number' ? clocks.now(sellerId) + seconds * 1000 : parseMoment(String(to))
    if (moved === undefined || !Number.isFinite(moved) || Math.abs(moved - Date.now()) > maxAheadMs) {
      return refused(
        400,
        '时间应为 yyyy-MM-dd HH:mm:ss，20年以内 (the time must be yyyy-MM-dd HH:mm:ss, within 20 years)',
      )
    }
    clocks.moveTo(sellerId, moved)
  }
  return stateOf(app, dependencies)
}

function setFault(app: ProvenApp, members: Members, dependencies: SandboxDependencies): PageAnswer {
  const { kind, calls = 1, seconds = 3, method } = members
  const known = faultKinds.find((candidate) => candidate === kind)
  if (kind === 'none') dependencies.faults.clear(app.appKey)
  else if (known === undefined || !isWhole(calls, 1000) || !isWhole(seconds, 60)) {
    return refused(400, `kind: ${faultKinds.join(', ')}, none; calls: 1..1000; seconds: 1..60`)
  } else {
    const ofMethod = typeof method === 'string' && method !== '' ? method : undefined
    dependencies.faults.set(app.appKey, { kind: known, calls, seconds, method: ofMethod })
  }
  return stateOf(app, dependencies)
}

/** Opens the inspector of an app where it has none, and sets how it answers. */
async function openHook(app: ProvenApp, members: Members, dependencies: SandboxDependencies): Promise<PageAnswer> {
  const { status = 200, delay_seconds: delaySeconds = 0 } = members
  const isStatus = typeof status === 'number' && status >= 200 && status <= 599
  if (!isStatus || !(delaySeconds === 0 || isWhole(delaySeconds, 30))) {
    return refused(400, 'status: 200..599; delay_seconds: 0..30')
  }
  if (dependencies.hooks.find(app.appKey) === undefined) await registerHook(app, dependencies)
  dependencies.hooks.setAnswer(app.appKey, { status, delaySeconds })
  return stateOf(app, dependencies)
}

async function registerHook({ appKey, sellerId }: ProvenApp, dependencies: SandboxDependencies): Promise<void> {
  const { acts, hooks, webhooks, reconciliation, randomBytes, ownUrl, clocks } = dependencies
  const hook = hooks.open(appKey, Buffer.from(randomBytes(32)).toString('hex'))
  const url = `${ownUrl()}/sandbox/hooks/${hook.token}`
  // The address is that of this server itself, which webhooks may otherwise not reach.
  const isRefusedTarget = async () => false
  // A new webhook also gets the newest events, so that the page shows deliveries at once.
  const afterSeq = Math.max(0, (await reconciliation.findNewestSeq(sellerId)) - shownEvents)
  const input = { sellerId, url, secret: hook.secret, afterSeq }
  const request = systemRequest(clocks.now(sellerId))
  await registerWebhook(input, { acts, request, webhooks, isRefusedTarget, randomBytes })
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max
}

function refused(status: number, message: string): PageAnswer {
  return json({ error: message }, status)
}
