import { expect, test } from 'vitest'
import { isRecentCoupon } from './retention-store.ts'

const sinceMs = Date.parse('2026-11-24T12:00:00+08:00')
const old = { isUsed: false, isVoid: false, endDate: '2026-11-23', issuedAtMs: 1, usedAtMs: undefined }

test.each([
  ['ended the day before', {}, false],
  ['was usable on that day', { endDate: '2026-11-24' }, true],
  ['never ends', { endDate: undefined }, true],
  ['was issued at that moment', { issuedAtMs: sinceMs }, true],
  ['was issued just before', { issuedAtMs: sinceMs - 1 }, false],
  ['was used at that moment', { isUsed: true, usedAtMs: sinceMs }, true],
  ['was used just before, though it had days left', { isUsed: true, usedAtMs: sinceMs - 1, endDate: undefined }, false],
  ['was imported as used', { isUsed: true, endDate: '2027-11-24' }, false],
  ['was voided, though it had days left', { isVoid: true, endDate: '2026-11-25' }, true],
  ['was voided and had no last day', { isVoid: true, endDate: undefined }, 'unknown'],
] as const)('a coupon that %s', (_, changes, isRecent) => {
  expect(isRecentCoupon({ ...old, ...changes }, sinceMs)).toBe(isRecent)
})
