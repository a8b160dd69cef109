import { expect, test } from 'vitest'
import { guardsOf } from './guards.ts'
import type { Template } from './use-templates.ts'

const today = '2026-11-24'
const calm = { stockTotal: 100, stackable: false } as const

const rows: readonly (readonly [string, Partial<Template>, readonly RegExp[]])[] = [
  ['a harmless template', { ...calm, kind: 'full_reduction', couponAmount: '10', orderAmount: '50' }, []],
  ['an amount without a minimum', { ...calm, kind: 'cash', couponAmount: '10' }, [/没有门槛/]],
  ['an amount of the minimum', { ...calm, kind: 'full_reduction', couponAmount: '50', orderAmount: '50.00' }, [/0 元/]],
  ['a percentage without a cap', { ...calm, kind: 'discount', discountPercent: 80 }, [/没有封顶/]],
  ['claims without end', { kind: 'gift', gift: '体温计', stackable: false }, [/无限领取/]],
  ['coupons that combine', { stockTotal: 1, kind: 'gift', gift: '体温计' }, [/叠加/]],
  ['days that are over', { ...calm, kind: 'gift', gift: '体温计', endDate: '2026-11-23' }, [/已经过去/]],
]

test.each(rows)('%s is told', (_name, template, expected) => {
  const guards = guardsOf(template, 'zh', today)
  expect(guards.length).toBe(expected.length)
  for (const [index, pattern] of expected.entries()) expect(guards[index]).toMatch(pattern)
})
