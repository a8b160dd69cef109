import { expect, test } from 'vitest'
import { endsToday, isSameView, movingView, viewOf, viewOn } from './list-view.ts'

const today = '2026-11-30'

test('a view holds the named parameters of an address, and no order that only this page knows', () => {
  const raw = { shop: '01', order: '~0', from: '', coupon: 'KM1', page: '2', days: undefined }
  expect(viewOf(raw, ['shop', 'order', 'from', 'days'])).toEqual({ shop: '01' })
})

test('views are the same whatever the order of their parameters', () => {
  expect(isSameView({ shop: '01', days: 'used' }, { days: 'used', shop: '01' })).toBe(true)
  expect(isSameView({ shop: '01' }, { shop: '01', days: 'used' })).toBe(false)
  expect(isSameView({ shop: '01' }, { days: '01' })).toBe(false)
})

test('days that move with today show the same number of days on another day', () => {
  const view = { shop: '01', from: '2026-11-24', to: today }
  expect([endsToday(view, today), endsToday(view, '2026-12-01')]).toEqual([true, false])
  const moving = movingView(view, today)
  expect(moving).toEqual({ shop: '01', from: 'today-6', to: 'today' })
  expect(viewOn(moving, today)).toEqual(view)
  expect(viewOn(moving, '2026-12-02')).toEqual({ shop: '01', from: '2026-11-26', to: '2026-12-02' })
  expect(viewOn(movingView({ to: '2026-12-03' }, today), today)).toEqual({ to: '2026-12-03' })
})
