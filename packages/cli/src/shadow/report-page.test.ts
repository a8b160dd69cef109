import { figuresOf, type StoredReport } from '@yaoquan/server'
import { expect, it } from 'vitest'
import { reportPage } from './report-page.ts'

type Row = StoredReport['rows'][number]

const switching = { routes: [], isDamaged: false, isInForce: true, state: undefined, refused: [] } as const

function pageOf(more: Partial<StoredReport>): string {
  const run = { version: 2, port: 1, upstream: 'crm.example', sellerId: '1', startedAtMs: 0, updatedAtMs: 0 } as const
  const report: StoredReport = {
    ...run,
    rows: [],
    unlisted: 0,
    days: [],
    decisions: [],
    conditions: {},
    switching,
    ...more,
  }
  return reportPage({ report, figures: figuresOf(report), nowMs: 0 })
}

const row = (ofClass: Row['class'], example: Partial<Row['example']>): Row => ({
  class: ofClass,
  kind: ofClass,
  method: 'a.b',
  name: '',
  count: 1,
  firstAtMs: 0,
  lastAtMs: 0,
  example: { appKey: 'erp', couponCode: '', upstream: '', ours: '', ...example },
})

it('says when calls may not be counted', () => {
  expect(pageOf({ gaps: [{ fromMs: 0, toMs: 61_000 }] })).toMatch(/1970-01-01.*08:01:01.*可能未计入/)
})

it('masks codes of coupons that look like phones or cards, and escapes what the CRM of today says', () => {
  const page = pageOf({
    rows: [
      row('missing', { couponCode: '6221260123456789', upstream: '6221260123456789' }),
      row('order', { upstream: 'A1 18612255668', ours: '18612255668 A1' }),
      row('field', { couponCode: 'KM1', upstream: '<script>alert(1)</script>', ours: '2099-11-11' }),
    ],
  })
  expect(page).not.toMatch(/6221260123456789|18612255668|<script/)
  expect(page).toContain('A1 186****5668')
  expect(page).toContain('2099-11-11')
  expect(page).toContain('KM1')
})

it('shows each day, each verdict and why a class is accepted, and loads nothing', () => {
  const group = { method: 'a.b', appKey: 'erp', seen: 5, compared: 4, agreed: 2, deviated: { missing: 1, extra: 1 } }
  const accepted = { act: 'accept', named: 'extra', isSoFar: false, reason: 'known', by: 'Wang', atMs: 0 } as const
  const page = pageOf({
    rows: [row('missing', {}), row('extra', {})],
    days: [{ day: '2026-11-24', skipped: { busy: 1 }, groups: [group] }],
    decisions: [accepted],
    conditions: { days: 2, calls: 4 },
  })
  for (const verdict of ['agreed', 'accepted', 'deviated']) {
    expect(page).toContain(`<i class="${verdict}" style="flex-grow:${verdict === 'agreed' ? 0.5 : 0.25}">`)
  }
  expect(page).toMatch(/known<br>.*Wang/)
  expect(page).toMatch(/≥ 2<.*✗ .*1</)
  expect(page).toMatch(/≥ 4<.*✓ /)
  expect(page).not.toMatch(/(?:src|href|url)\b\s*[=(]/)
})

it('shows the days of each method and app that was compared, however often others are called', () => {
  const charted = (apps: readonly string[]) => {
    const compared = apps.map((appKey) => ({ ...none, method: 'a.b', appKey, seen: 1, compared: 1, agreed: 1 }))
    const others = Array.from({ length: 12 }, (_, n) => ({ ...none, method: `a.c${n}`, appKey: 'erp', seen: 9 }))
    const page = pageOf({ days: [{ day: '2026-11-24', skipped: {}, groups: [...others, ...compared] }] })
    return page.match(/<h3><code>.*?<\/h3>/g) ?? []
  }
  const none = { compared: 0, agreed: 0, deviated: {} }
  expect(charted(['erp', 'till'])).toEqual([
    '<h3><code>a.b</code> <code>erp</code></h3>',
    '<h3><code>a.b</code> <code>till</code></h3>',
  ])
  expect(charted(['erp'])).toEqual([])
})
