import { expect, test } from 'vitest'
import { templateStateOf } from './template-state.ts'

const nowMs = Date.parse('2026-11-24T22:29:00+08:00')

test.each([
  [{ closed: false }, 'open'],
  [{ closed: true, state: 'draft' as const }, 'stopped'],
  [{ closed: false, state: 'draft' as const }, 'draft'],
  [{ closed: false, state: 'draft' as const, approval: 'waiting' as const }, 'pending'],
  [{ closed: false, state: 'draft' as const, approval: 'sent_back' as const }, 'draft'],
  [{ closed: false, publishAt: '2026-12-01 00:00:00' }, 'waiting'],
  [{ closed: false, claimFrom: '2026-11-24 22:30:00' }, 'waiting'],
  [{ closed: false, claimFrom: '2026-11-24 22:29:00' }, 'open'],
  [{ closed: false, claimTo: '2026-11-24 22:28:59' }, 'ended'],
  [{ closed: false, endDate: '2026-11-23' }, 'ended'],
  [{ closed: false, endDate: '2026-11-24' }, 'open'],
])('%o is %s', (template, state) => {
  expect(templateStateOf(template, nowMs)).toBe(state)
})
