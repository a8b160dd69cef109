import { expect, test } from 'vitest'
import { changedFields } from './changed-fields.ts'

test('names the fields that differ, by name', () => {
  const before = '{"state":"open","stock":10,"tags":["a"]}'
  const after = '{"tags":["a","b"],"state":"closed","stock":10}'
  expect(changedFields(before, after)).toEqual([
    { name: 'state', before: 'open', after: 'closed' },
    { name: 'tags', before: '["a"]', after: '["a","b"]' },
  ])
})

test('shows everything of a state that is new or gone', () => {
  expect(changedFields(undefined, '{"name":"ERP"}')).toEqual([{ name: 'name', before: undefined, after: 'ERP' }])
  expect(changedFields('{"name":"ERP"}', undefined)).toEqual([{ name: 'name', before: 'ERP', after: undefined }])
})

test('shows a text that is no object as it is', () => {
  expect(changedFields(undefined, 'plain')).toEqual([{ name: '', before: undefined, after: 'plain' }])
  expect(changedFields('{}', '{}')).toEqual([])
})
