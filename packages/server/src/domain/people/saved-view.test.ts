import { expect, test } from 'vitest'
import { hasRoom, parseView, type SavedView } from './saved-view.ts'

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
  ['21 parameters', { search: parametersOf(21) }],
  ['parameters of 4,001 characters as JSON', { search: { shop: 'x'.repeat(3_990) } }],
])('refuses %s', (_, part) => {
  expect(parseView({ list: 'coupons', name: 'x', search: {}, ...part })).toEqual({ kind: 'invalid' })
})

test.each([
  ['a name of 40 characters', { name: 'x'.repeat(40) }],
  ['20 parameters', { search: parametersOf(20) }],
  ['parameters of 4,000 characters as JSON', { search: { shop: 'x'.repeat(3_989) } }],
])('accepts %s', (_, part) => {
  expect(parseView({ list: 'coupons', name: 'x', search: {}, ...part })).toMatchObject({ kind: 'view' })
})

function parametersOf(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => ['p'.repeat(place + 1), '']))
}

test.each(['13800138000', '+86 138 0013 8000', '11,138%200013%208000', '订单 １３８００１３８０００'])(
  'refuses a phone: %s',
  (phone) => {
    const view = { list: 'coupons', name: 'x', search: { shop: '01' } }
    expect(parseView({ ...view, name: phone })).toEqual({ kind: 'has-phone' })
    expect(parseView({ ...view, search: { tag: phone } })).toEqual({ kind: 'has-phone' })
  },
)

test('there is room for 20 views of a list and 100 of a seller, and for another in the place of one', () => {
  const viewsOf = (lists: readonly string[], sellerId = '1') =>
    lists.flatMap((list) =>
      Array.from(
        { length: 20 },
        (_, place): SavedView => ({ sellerId, list, name: `${place}`, search: {}, savedAtMs: 1 }),
      ),
    )
  const [one, five] = [viewsOf(['a']), viewsOf(['a', 'b', 'c', 'd', 'e'])]
  expect(hasRoom(one, { sellerId: '1', list: 'a', name: 'new' })).toBe(false)
  expect(hasRoom(one, { sellerId: '1', list: 'a', name: '3' })).toBe(true)
  expect(hasRoom(one, { sellerId: '1', list: 'b', name: 'new' })).toBe(true)
  expect(hasRoom(five, { sellerId: '1', list: 'f', name: 'new' })).toBe(false)
  expect(hasRoom(five, { sellerId: '1', list: 'e', name: '3' })).toBe(true)
  expect(hasRoom(five, { sellerId: '2', list: 'f', name: 'new' })).toBe(true)
})
