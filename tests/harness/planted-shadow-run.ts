import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestServer, testApp } from './test-server.ts'

/** The files of a shadow run: ten calls, of which eight agree. */
export async function plantShadowRun({ dataDir }: Pick<TestServer, 'dataDir'>): Promise<void> {
  const run = { upstream: 'crm.example', sellerId: '111' }
  const atMs = Date.parse('2026-11-24T12:00:00+08:00')
  const row = (kind: string, upstream: string, ours: string) => {
    const [ofClass = '', name = ''] = kind.split(':')
    const example = { appKey: testApp.appKey, couponCode: 'KM000001', upstream, ours }
    const times = { firstAtMs: atMs, lastAtMs: atMs }
    return {
      class: ofClass,
      kind,
      method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
      name,
      count: 1,
      ...times,
      example,
    }
  }
  const rows = [row('field:status:1/0', '1', '0'), row('missing', 'KM000009', '')]
  const group = {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    appKey: testApp.appKey,
    sellerId: '111',
    seen: 10,
    compared: 10,
    agreed: 8,
    timing: 3,
    deviated: { 'field:status:1/0': 1, missing: 1 },
  }
  const ofOther = {
    ...group,
    appKey: '20000002',
    sellerId: '222',
    seen: 2,
    compared: 0,
    agreed: 0,
    timing: 0,
    deviated: {},
  }
  const day = { day: '2026-11-24', ...run, skipped: { busy: 2 }, groups: [group, ofOther] }
  await mkdir(join(dataDir, 'shadow', '9180.days'), { recursive: true })
  await writeFile(join(dataDir, 'shadow', '9180.days', '2026-11-24.json'), JSON.stringify(day))
  const learned = { seen: 500, created: 204, moved: 14, notLearned: 2, orders: 30, failedAnswers: 0 }
  const times = { startedAtMs: atMs, updatedAtMs: atMs, gaps: [{ fromMs: atMs, toMs: atMs + 60_000 }] }
  const rules = { 'status:after:2': { 0: { count: 38, couponCode: 'KM000011' }, 2: { count: 2, couponCode: '' } } }
  const report = { version: 2, port: 9180, ...run, ...times, rows, unlisted: 0, learned, rules }
  const counts = { ...learned, seen: 580 }
  const crawl = { version: 1, ...run, targets: 5, target: 2, calls: 60, counts, differing: 1, updatedAtMs: atMs }
  await writeFile(join(dataDir, 'shadow', 'crawl.json'), JSON.stringify(crawl))
  await writeFile(join(dataDir, 'shadow', '9180.json'), JSON.stringify(report))
  const { method, appKey } = group
  const routes = [{ appKey, method, to: 'compare', reason: '先不切换查询', by: 'owner', atMs }]
  const written = { version: 1, ...run, revision: 1, routes }
  await writeFile(join(dataDir, 'shadow', '9180.routes.json'), JSON.stringify(written))
  const seesLess = { zh: '结果无法写入', en: 'the report cannot be written' }
  const state = { version: 1, ours: '127.0.0.1:8081', revision: 1, seesLess, startedAtMs: atMs, routed: {}, unread: {} }
  await writeFile(join(dataDir, 'shadow', '9180.switch.json'), JSON.stringify(state))
}
