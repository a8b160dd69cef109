import { expect, test } from 'vitest'
import { versionChanges } from './version-changes.ts'

const names = { shop: (code: string) => (code === '01' ? '朝阳店' : undefined), category: () => undefined }

const first = {
  ...({ couponId: '11', couponName: '满199减99', kind: 'full_reduction', couponAmount: '99' } as const),
  orderAmount: '199',
  stackable: true,
  version: 1,
  closed: false,
  savedAt: '2026-11-24 22:29:00',
}

test('names each changed field with the value before and after', () => {
  const second = { ...first, version: 2, orderAmount: '299', stockTotal: 100, stackable: false, shop: '01' }
  expect(versionChanges(first, second, { language: 'zh', names })).toEqual([
    '使用门槛: 199 → 299',
    '可用门店: 无 → 朝阳店 (01)',
    '总库存: 无 → 100',
    '可与其他券同用: 是 → 否',
  ])
})

test('is silent about what the server adds', () => {
  expect(
    versionChanges(first, { ...first, version: 2, savedAt: '2026-11-25 00:00:00' }, { language: 'en', names }),
  ).toEqual([])
})
