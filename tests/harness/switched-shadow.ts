import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTimestamp } from '@yaoquan/protocol'
import { changeRoute, type Route, readSwitchState } from '@yaoquan/server'
import { expect } from 'vitest'
import { orderSync } from './order-calls.ts'
import { ends, shadowOf } from './passed-calls.ts'
import type { SecondCrm } from './second-crm.ts'
import { post, signedParameters } from './signed-call.ts'
import { startTestServer, type TestServer, testApp } from './test-server.ts'

/** A shadow before an old CRM and a server of Yaoquan, and what the test does to both. */
export type SwitchedShadow = Readonly<{
  url: string
  port: number
  adminUrl: string
  ours: TestServer
  /** Changes a route and waits until the shadow follows it. */
  route(to: Route['to'], more?: Partial<Pick<Route, 'appKey' | 'method'> & { isConfirmed: boolean }>): Promise<void>
  /** Like `route`, without waiting. @returns the revision of the routes */
  changeRoute(
    to: Route['to'],
    more?: Partial<Pick<Route, 'appKey' | 'method'> & { isConfirmed: boolean }>,
  ): Promise<number>
  state(): ReturnType<typeof readSwitchState>
}>

export async function startSwitchedShadow(crm: Pick<SecondCrm, 'port'>): Promise<SwitchedShadow> {
  const ours = await startTestServer(undefined, { isProduction: true })
  ends.push(ours.close)
  const { dataDir, administration } = ours
  const shadow = await shadowOf(crm.port, {
    compare: { dataDir, sellerId: '111' },
    ours: `${ours.url}/router/rest`,
  })
  const run = { dataDir, port: shadow.port, upstream: `127.0.0.1:${crm.port}`, sellerId: '111' }
  const state = () => readSwitchState(run)
  // The thread that keeps writes has opened the store.
  await expect.poll(() => state()?.mirror?.waiting).toBe(0)
  expect(state()?.ours).toBe(ours.url.slice('http://'.length))
  const change: SwitchedShadow['changeRoute'] = async (to, more = {}) => {
    const wanted = {
      appKey: testApp.appKey,
      to,
      reason: 'test',
      by: 'tester',
      atMs: Date.now(),
      isConfirmed: true,
      ...more,
    }
    const outcome = await changeRoute(run, wanted, (changed) =>
      administration.recordRoute({ sellerId: '111', by: 'tester', ...changed }),
    )
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    return outcome.revision
  }
  return {
    url: shadow.url,
    port: shadow.port,
    adminUrl: shadow.adminUrl ?? '',
    ours,
    changeRoute: change,
    async route(...wanted) {
      const revision = await change(...wanted)
      await expect.poll(() => state()?.revision, { interval: 20 }).toBe(revision)
    },
    state,
  }
}

/** The file of routes of a shadow. */
export const routesFile = ({ ours, port }: Pick<SwitchedShadow, 'ours' | 'port'>) =>
  join(ours.dataDir, 'shadow', `${port}.routes.json`)

export const readText = (file: string) => readFileSync(file, 'utf8')

/** The parameters of an order of one line, signed now. */
export function signedOrder(orderId: string, changes: object = {}): Record<string, string> {
  const line = { actual_total_fee: 1000, auction_id: '1', auction_price: 600, auction_title: '感冒灵颗粒' }
  const order = {
    order_id: orderId,
    actual_total_fee: 1000,
    create_time: '2026-11-24 10:00:00',
    details: [line],
    ...changes,
  }
  const timestamp = formatTimestamp(Date.now())
  return signedParameters({ method: orderSync, timestamp, order: JSON.stringify(order) })
}

/** Orders that a server of Yaoquan has stored, in order. */
export async function storedOrders(url: string): Promise<readonly string[]> {
  const orders: string[] = []
  for (let afterSeq = 0; ; ) {
    const call = { method: 'yaoquan.event.list', timestamp: formatTimestamp(Date.now()) }
    const text = await post(url, signedParameters({ ...call, after_seq: String(afterSeq), limit: '200' }))
    const { events = {} } = JSON.parse(text).yaoquan_event_list_response?.result ?? {}
    const list: readonly { seq: number; kind: string; after?: string }[] = Object.values<never>(events)[0] ?? []
    orders.push(...list.filter(({ kind }) => kind === 'order_synced').map(({ after = '' }) => after))
    if (list.length === 0) return orders
    afterSeq = Math.max(...list.map(({ seq }) => seq))
  }
}
