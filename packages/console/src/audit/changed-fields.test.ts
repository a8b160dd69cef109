import { expect, test } from 'vitest'
import { changedFields, changesOf } from './changed-fields.ts'

test('names the fields that differ, in the order of the state after', () => {
  const before = '{"state":"open","stock":10,"tags":["a"],"gift":"x"}'
  const after = '{"tags":["a","b"],"state":"closed","stock":10}'
  expect(changedFields(before, after)).toEqual([
    { name: 'tags', before: ['a'], after: ['a', 'b'] },
    { name: 'state', before: 'open', after: 'closed' },
    { name: 'gift', before: 'x', after: undefined },
  ])
})

test('tells whose password was changed, though the name stays', () => {
  const before = '{"operator":"li.na","enabled":true}'
  const after = '{"operator":"li.na","act":"password_changed","enabled":true}'
  expect(changedFields(before, after)).toEqual([
    { name: 'operator', before: undefined, after: 'li.na' },
    { name: 'act', before: undefined, after: 'password_changed' },
  ])
})

test('does not repeat the id of the template that the event is about', () => {
  const after = '{"coupon_id":"11","coupon_name":"满50减10"}'
  const name = { name: 'coupon_name', before: undefined, after: '满50减10' }
  expect(changesOf({ couponId: '11', after })).toEqual([name])
  expect(changesOf({ after })).toEqual([{ name: 'coupon_id', before: undefined, after: '11' }, name])
})

test('shows everything of a state that is new or gone', () => {
  expect(changedFields(undefined, '{"name":"ERP"}')).toEqual([{ name: 'name', before: undefined, after: 'ERP' }])
  expect(changedFields('{"name":"ERP"}', undefined)).toEqual([{ name: 'name', before: 'ERP', after: undefined }])
})

test('shows a text that is no object as it is', () => {
  expect(changedFields(undefined, 'plain')).toEqual([{ name: '', before: undefined, after: 'plain' }])
  expect(changedFields('{}', '{}')).toEqual([])
})
