import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './lifecycle-store.ts'

test('the order of members makes no difference, at any depth', () => {
  const one = { b: [{ y: 1, x: '2' }], a: { d: null, c: true } }
  const other = { a: { c: true, d: null }, b: [{ x: '2', y: 1 }] }
  expect(canonicalJson(one)).toBe(canonicalJson(other))
})

test('an absent member is one that is undefined', () => {
  expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }))
})

test('the order of a list does make a difference', () => {
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
})

test('nothing is lost', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
