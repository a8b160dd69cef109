import { expect, it } from 'vitest'
import { shownName } from './shown-name.ts'

it.each(['phne', 'couponCode', 'user.phone', 'card-no', 'phone2', 'line12', '__proto__'])('%s is shown', (name) => {
  expect(shownName(name)).toBe(name)
})

it.each([
  '',
  '12',
  '6222021234567890123',
  'phone6222021234567890123',
  '010-88881234',
  'phone13900000001',
  '１３９００００００01',
  '张三',
  'phne\n',
  '0123456789abcdef0123456789abcdef',
  'x'.repeat(33),
])('%j may be a value and is not shown', (name) => {
  expect(shownName(name)).toBe('…')
})
