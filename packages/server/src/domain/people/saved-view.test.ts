import { expect, test } from 'vitest'
import { parseView } from './saved-view.ts'

test('a view is its list, its name without blanks around it, and texts by name', () => {
  const view = { list: 'coupons', name: ' 会员日 ', search: { shop: '01', columns: 'code,name' } }
  expect(parseView(view)).toEqual({ kind: 'view', view: { ...view, name: '会员日' } })
})

test.each([
  ['no name', { name: ' ' }],
  ['a long name', { name: 'x'.repeat(41) }],
  ['a list of other letters', { list: 'Coupons/../' }],
  ['no parameters', { search: null }],
  ['a list of parameters', { search: ['01'] }],
  ['a parameter that is no text', { search: { shop: 1 } }],
  ['a parameter of other letters', { search: { __proto_: 'x' } }],
  ['a long parameter', { search: { shop: 'x'.repeat(2_001) } }],
])('refuses %s', (_, part) => {
  expect(parseView({ list: 'coupons', name: 'x', search: {}, ...part })).toEqual({ kind: 'invalid' })
})

test.each(['13800138000', '+86 138 0013 8000', '订单 １３８００１３８０００'])('refuses a phone: %s', (phone) => {
  const view = { list: 'coupons', name: 'x', search: { shop: '01' } }
  expect(parseView({ ...view, name: phone })).toEqual({ kind: 'has-phone' })
  expect(parseView({ ...view, search: { tag: phone } })).toEqual({ kind: 'has-phone' })
})
