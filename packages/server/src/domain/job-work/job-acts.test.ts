import { expect, test } from 'vitest'
import type { CouponTask } from '#domain/jobs/job'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { numberedCoupon } from '#testing/found-coupons'
import { planCoupon } from './job-acts.ts'

const nowMs = Date.parse('2026-11-29T23:59:59.999+08:00')
const voiding = (withHeld: boolean): CouponTask => ({ kind: 'void', reason: '活动取消', withHeld })
const extending = (endDate: string): CouponTask => ({ kind: 'extend', endDate, reason: undefined })
const held = (untilMs: number) => ({ kind: 'held', orderId: 'SO1', untilMs }) as const

test.each<[string, CouponTask, StoredCoupon['state'] | undefined, string | undefined]>([
  ['a void of a code without a coupon', voiding(false), undefined, 'coupon-not-found'],
  ['a void of a free coupon', voiding(false), { kind: 'unused' }, undefined],
  ['a void of a void one', voiding(false), { kind: 'void' }, 'unchanged'],
  ['a void of a used one', voiding(false), { kind: 'used' }, 'already-used'],
  ['a void of a held one', voiding(false), held(nowMs + 1), 'held'],
  ['a void of a held one that may be', voiding(true), held(nowMs + 1), undefined],
  ['a void of one whose hold ended', voiding(false), held(nowMs), undefined],
  ['an extension to yesterday', extending('2026-11-28'), { kind: 'unused' }, 'end-date-passed'],
  ['an extension to today', extending('2026-11-29'), { kind: 'unused' }, undefined],
  ['an extension to the day that it has', extending('2026-11-30'), { kind: 'unused' }, 'unchanged'],
  ['an extension of a used one', extending('2026-12-01'), { kind: 'used' }, 'already-used'],
  ['an extension of a void one', extending('2026-12-01'), { kind: 'void' }, 'void'],
])('the dry run of %s says what becomes of it', (_what, task, state, outcome) => {
  const endDate = task.kind === 'extend' && task.endDate === '2026-11-30' ? task.endDate : '2026-11-01'
  const coupon = state && numberedCoupon(1, state, { endDate })
  expect(planCoupon(task, coupon, nowMs)).toBe(outcome)
})
