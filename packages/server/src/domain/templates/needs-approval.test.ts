import { expect, test } from 'vitest'
import { templateOf } from '#testing/example-template'
import { needsApproval } from './needs-approval.ts'
import type { TemplateTerms } from './template.ts'

const published = templateOf({ stockTotal: 100, memberPerDay: 2, savedBy: 'operator:wang' })

test.each<[string, Partial<TemplateTerms>]>([
  ['nothing', {}],
  ['texts for people', { description: '全场通用', notes: '双十一' }],
  ['a smaller stock', { stockTotal: 99 }],
  ['a limit more', { stockPerDay: 10, memberTotal: 1 }],
  ['a later moment', { publishAt: '2026-12-01 00:00:00' }],
  ['a draft of anything', { state: 'draft', couponAmountFen: 100_000 }],
])('%s needs nobody else', (_what, changed) => {
  expect(needsApproval({ ...published, ...changed }, published)).toBe(false)
})

test.each<[string, Partial<TemplateTerms>]>([
  ['a higher amount', { couponAmountFen: 1001 }],
  ['a lower amount', { couponAmountFen: 999 }],
  ['a larger stock', { stockTotal: 101 }],
  ['a stock without an end', { stockTotal: undefined }],
  ['more per member', { memberPerDay: 3 }],
  ['another name', { couponName: '100元券' }],
  ['more days', { validity: { kind: 'relative', fromDay: 0, toDay: 30 } }],
  ['another bearer of the cost', { costBearer: '厂家' }],
])('%s needs another person', (_what, changed) => {
  expect(needsApproval({ ...published, ...changed }, published)).toBe(true)
})

test('the first publication needs another person', () => {
  expect(needsApproval(published, undefined)).toBe(true)
})

test('terms that were stored as JSON are the same terms', () => {
  expect(needsApproval(published, JSON.parse(JSON.stringify(published)))).toBe(false)
})
