import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyReport, ShadowReport } from '#shadow/report/shadow-report'
import { forgetErased } from './forget-erased.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'forget-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const call = { method: 'm', appKey: '1', atMs: 1 }
const missing = { class: 'missing', name: '', couponCode: 'A', upstream: 'A', ours: '' } as const

test.each(['111', '222'])('an erasure in seller %s reaches examples of a run of several sellers', async (eraser) => {
  const report = new ShadowReport(emptyReport(0))
  const secondLooks = { settle: () => report.deviated(call, [missing]) }
  secondLooks.settle()
  const examples = () => report.data().rows.map(({ example }) => example.couponCode)
  const newest = new Map([
    ['111', 1],
    ['222', 1],
  ])
  const eventReader = {
    listEvents: async ({ sellerId }: { sellerId: string }) => ({ events: [], newestSeq: newest.get(sellerId) }),
    listSellerEvents: async ({ sellerId }: { sellerId: string }) => ({ events: sellerId === eraser ? [{}] : [] }),
  }
  const finish = vi.fn(async () => undefined)
  const sellers = { apps: new Map([['2', '222']]), sessions: new Map() }
  const look = () =>
    forgetErased({ dataDir, port: 9180, sellerId: '111', sellers }, {
      eventReader,
      erasures: { finish },
      report,
      secondLooks,
      clock: () => 1,
    } as never)
  await look()
  expect([examples(), finish.mock.calls.length]).toEqual([['A'], 0])
  newest.set(eraser, 2)
  await look()
  await look()
  expect([examples(), finish.mock.calls.length]).toEqual([[''], 1])
  report.deviated(call, [missing])
  expect([examples(), new ShadowReport(report.data()).data().forgottenAtMs]).toEqual([[''], 1])
  report.deviated({ ...call, atMs: 2 }, [missing])
  expect(examples()).toEqual(['A'])
})
