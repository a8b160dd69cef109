import { expect, test } from 'vitest'
import { findingOf } from '#domain/findings/finding'
import { findingText } from './finding-text.ts'

const found = { orderId: 'SO-1', couponCode: 'C1' } as const

test.each([
  ['CHANNEL', '（不在可用渠道内）', '(not for that channel)'],
  ['coupon-not-found', '（券不存在）', '(no such coupon)'],
  ['of-a-later-version', '（of-a-later-version）', '(of-a-later-version)'],
])('the reason %s is said in words, if there are any', (problem, zh, en) => {
  for (const kind of ['NAMED_NOT_REDEEMED', 'OFFLINE_NOT_VALID'] as const) {
    const text = findingText(findingOf({ ...found, kind, problem }, []))
    expect(text.zh).toContain(zh)
    expect(text.en).toContain(en)
  }
})

test('an unknown order is called so in one language at a time', () => {
  expect(findingText(findingOf({ ...found, kind: 'OFFLINE_CONFLICT' }, []))).toEqual({
    zh: '订单 SO-1 离线核销了券 C1，但该券由另一订单使用',
    en: 'order SO-1 redeemed coupon C1 offline, which another order used',
  })
})
