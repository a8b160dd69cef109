import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ShadowReport } from '#shadow/report/shadow-report'
import { beginCrawl, readPosition, writePosition } from './crawl-position.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'crawl-'))
  mkdirSync(join(dataDir, 'shadow'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('keeps how often coupons deviated, and no code of a coupon, which an erasure would not reach', () => {
  const targets = { by: 'channel', values: ['erp'] } as const
  const begun = beginCrawl({ upstream: 'crm', sellerId: '111', targets, pageSize: 9, nowMs: 1 })
  const report = new ShadowReport(begun.report)
  report.deviated({ method: 'm', appKey: 'crawl', atMs: 1 }, [
    { class: 'learning', name: 'seller', couponCode: 'CODE-A', upstream: '', ours: '' },
  ])
  writePosition(dataDir, { ...begun, report: report.data() })
  const written = readPosition(dataDir)
  expect(written?.report.rows).toMatchObject([{ kind: 'learning:seller', count: 1 }])
  expect(JSON.stringify(written)).not.toContain('CODE-A')
})
