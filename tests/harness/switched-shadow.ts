import { join } from 'node:path'
import { formatTimestamp } from '@yaoquan/protocol'
import { changeRoute, type Route, readSwitchState } from '@yaoquan/server'
import { expect, vi } from 'vitest'
import { orderSync } from './order-calls.ts'
import { startShadowBefore } from './passed-calls.ts'
import { patienceMs } from './patience.ts'
import type { SecondCrm } from './second-crm.ts'
import { post, signedParameters } from './signed-call.ts'
import { startTestServer, type TestServer, testApp } from './test-server.ts'

type RouteChange = Partial<Pick<Route, 'method'> & { isConfirmed: boolean }>

/** A shadow before an old CRM and a server of Yaoquan, for all tests of a file, each with an app of its own. */
export type SwitchedShadow = Readonly<{
  url: string
  port: number
  adminUrl: string
  ours: TestServer
  /** A new app, with the secret of `testApp`. */
  app(): Promise<SwitchedApp>
  state(): ReturnType<typeof readSwitchState>
  /** Ends the server of Yaoquan before the shadow. */
  stopOurs(): Promise<void>
  close(): Promise<void>
}>

export type SwitchedApp = Readonly<{
  appKey: string
  /** Changes a route and waits until the shadow follows it. */
  route(to: Route['to'], more?: RouteChange): Promise<void>
  /** Like `route`, without waiting. @returns the revision of the routes */
  changeRoute(to: Route['to'], more?: RouteChange): Promise<number>
  /** Syncs an order by the shadow. @returns the text of the answer */
  sync(orderId: string, changes?: object): Promise<string>
}>

export async function startSwitchedShadow(crm: Pick<SecondCrm, 'port'>): Promise<SwitchedShadow> {
  const ours = await startTestServer(undefined, { isProduction: true })
  const { dataDir } = ours
  const shadow = await startShadowBefore(crm.port, {
    compare: { dataDir, sellerId: '111' },
    ours: `${ours.url}/router/rest`,
  })
  const run = { dataDir, port: shadow.port, upstream: `127.0.0.1:${crm.port}`, sellerId: '111' }
  const state = () => readSwitchState(run)
  // The thread that keeps writes has opened the store.
  await vi.waitFor(() => expect(state()?.mirror?.waiting).toBe(0), { timeout: patienceMs, interval: 20 })
  expect(state()?.ours).toBe(ours.url.slice('http://'.length))
  let stopped: Promise<void> | undefined
  const stopOurs = () => {
    stopped ??= ours.close()
    return stopped
  }
  return {
    url: shadow.url,
    port: shadow.port,
    adminUrl: shadow.adminUrl ?? '',
    ours,
    async app() {
      const appKey = await newApp(ours)
      return {
        appKey,
        changeRoute: (...wanted) => changeRouteOf(ours, { run, appKey }, ...wanted),
        async route(...wanted) {
          const revision = await changeRouteOf(ours, { run, appKey }, ...wanted)
          await expect.poll(() => state()?.revision, { interval: 20 }).toBe(revision)
        },
        sync: (orderId, changes) => post(shadow.url, signedOrder(orderId, changes, appKey)),
      }
    },
    state,
    stopOurs,
    async close() {
      await shadow.close()
      await stopOurs()
    },
  }
}

let apps = 0

/** Registers a further app of chain 111. */
export async function newApp({ administration }: Pick<TestServer, 'administration'>): Promise<string> {
  apps += 1
  const appKey = `2000000${apps}`
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: appKey, sellerIds: ['111'], grants, ...testApp, appKey })
  return appKey
}

type RoutedApp = Readonly<{ run: Parameters<typeof changeRoute>[0]; appKey: string }>

/** Changes a route of an app without waiting. @returns the revision of the routes */
export async function changeRouteOf(
  { administration }: Pick<TestServer, 'administration'>,
  { run, appKey }: RoutedApp,
  to: Route['to'],
  more: RouteChange = {},
): Promise<number> {
  const by = 'tester'
  const wanted = { appKey, to, reason: 'test', by, atMs: Date.now(), isConfirmed: true, ...more }
  const outcome = await changeRoute(run, wanted, (changed) =>
    administration.recordRoute({ sellerId: '111', by, ...changed }),
  )
  if (outcome.kind !== 'done') throw new Error(outcome.kind)
  return outcome.revision
}

/** The file of routes of a shadow. */
export const routesFile = ({ ours, port }: Pick<SwitchedShadow, 'ours' | 'port'>) =>
  join(ours.dataDir, 'shadow', `${port}.routes.json`)

/** The parameters of an order of one line, signed now. */
export function signedOrder(orderId: string, changes: object = {}, appKey: string = testApp.appKey) {
  const line = { actual_total_fee: 1000, auction_id: '1', auction_price: 600, auction_title: '感冒灵颗粒' }
  const order = {
    order_id: orderId,
    actual_total_fee: 1000,
    create_time: '2026-11-24 10:00:00',
    details: [line],
    ...changes,
  }
  const timestamp = formatTimestamp(Date.now())
  return signedParameters({ method: orderSync, app_key: appKey, timestamp, order: JSON.stringify(order) })
}

/** Ids of the orders that a server of Yaoquan has stored, in order. @param start of the ids */
export async function storedOrders(url: string, start: string): Promise<readonly string[]> {
  const synced = (await storedEvents(url)).filter(({ kind }) => kind === 'order_synced')
  const orders = synced.map(({ after = '{}' }): string => JSON.parse(after).order_id)
  return orders.filter((id) => id.startsWith(start))
}

type StoredEvent = Readonly<{ event_seq: number; kind: string; actor?: string; after?: string }>

/** All events of chain 111, in order. */
export async function storedEvents(url: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  for (;;) {
    const call = { method: 'yaoquan.event.list', timestamp: formatTimestamp(Date.now()), limit: '200' }
    const text = await post(url, signedParameters({ ...call, after_seq: String(events.at(-1)?.event_seq ?? 0) }))
    const { events: page = {} } = JSON.parse(text).yaoquan_event_list_response?.result ?? {}
    const list: readonly StoredEvent[] = Object.values<never>(page)[0] ?? []
    if (list.length === 0) return events
    events.push(...list)
  }
}
