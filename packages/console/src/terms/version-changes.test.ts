import { expect, test } from 'vitest'
import { versionChanges } from './version-changes.ts'

const first = {
  ...({ couponId: '11', couponName: '满199减99', kind: 'full_reduction', couponAmount: '99' } as const),
  ...{ orderAmount: '199', stackable: true, version: 1, closed: false, savedAt: '2026-11-24 22:29:00' },
}

test('names each changed field with the value before and after', () => {
  const second = { ...first, version: 2, orderAmount: '299', stockTotal: 100, stackable: false }
  expect(versionChanges(first, second, 'zh')).toEqual([
    '满多少金额可以用: 199 → 299',
    '总库存: 无 → 100',
    '能否与其他券在同一订单使用: 是 → 否',
  ])
})

test('is silent about what the server adds', () => {
  expect(versionChanges(first, { ...first, version: 2, savedAt: '2026-11-25 00:00:00' }, 'en')).toEqual([])
})
