import { describe, expect, expectTypeOf, test } from 'vitest'
import { exactly, maxInList, p, positional, sql } from './statement.ts'

const find = sql`SELECT a FROM t WHERE seller_id = ${p.text('sellerId')} AND seq > ${p.number('after')} LIMIT ${p.number('limit')}`

test('values are in the order of the text, in whatever order they are named', () => {
  const text = 'SELECT a FROM t WHERE seller_id = ? AND seq > ? LIMIT ?'
  expect(find({ limit: 9, sellerId: 's', after: 7 })).toMatchObject({ text, values: ['s', 7, 9] })
})

test('a parameter may occur several times, and undefined is NULL', () => {
  const search = sql`SELECT a FROM t WHERE (${p.textOrNull('shop')} IS NULL OR shop = ${p.textOrNull('shop')})`
  expect(search({ shop: '1' }).values).toEqual(['1', '1'])
  expect(search({ shop: undefined }).values).toEqual([null, null])
})

test('a part brings its parameters, and text stays text', () => {
  const range = sql`seq BETWEEN ${p.number('first')} AND ${p.number('last')}`
  const count = sql`SELECT COUNT(*) FROM ${'t'} WHERE ${range} AND b = ${p.bytes('digest')} LIMIT ${5}`
  const digest = new Uint8Array(1)
  expect(count({ first: 1, last: 2, digest })).toMatchObject({
    text: 'SELECT COUNT(*) FROM t WHERE seq BETWEEN ? AND ? AND b = ? LIMIT 5',
    values: [1, 2, digest],
  })
})

test('a statement without parameters takes nothing', () => {
  expect(sql`SELECT 1`()).toMatchObject({ text: 'SELECT 1', values: [] })
})

describe('a list', () => {
  const ofCodes = sql`SELECT a FROM t WHERE seller_id = ${p.text('sellerId')} AND code IN (${p.texts('codes')}) LIMIT ${p.number('limit')}`

  test('is filled up to a width with its last value', () => {
    const { text, values } = ofCodes({ sellerId: 's', codes: ['a', 'b', 'c'], limit: 9 })
    expect(text).toBe('SELECT a FROM t WHERE seller_id = ? AND code IN (?,?,?,?,?,?,?,?) LIMIT ?')
    expect(values).toEqual(['s', 'a', 'b', 'c', 'c', 'c', 'c', 'c', 'c', 9])
  })

  test('is not filled up where the text is not kept', () => {
    expect(exactly(ofCodes({ sellerId: 's', codes: ['a', 'b', 'c'], limit: 9 }))).toEqual({
      text: 'SELECT a FROM t WHERE seller_id = ? AND code IN (?,?,?) LIMIT ?',
      values: ['s', 'a', 'b', 'c', 9],
    })
    for (const other of [find({ limit: 9, sellerId: 's', after: 7 }), positional('SELECT ?', [1])]) {
      expect(exactly(other)).toBe(other)
    }
  })

  test.each([1, 2, 8, 9, 999, maxInList])('of %i values has a text with a place for each of its values', (length) => {
    const codes = Array.from({ length }, (_, place) => `${place}`)
    const { text, values } = ofCodes({ sellerId: 's', codes, limit: 1 })
    expect(text.split('?')).toHaveLength(values.length + 1)
    expect(new Set(values)).toEqual(new Set(['s', ...codes, 1]))
    expect(ofCodes.texts).toContain(text)
    expect(ofCodes.texts.length).toBeLessThan(6)
  })

  test.each([0, maxInList + 1])('of %i values is refused, and none of them is named', (length) => {
    const call = () => ofCodes({ sellerId: 's', codes: Array(length).fill('secret'), limit: 1 })
    expect(call).toThrow(new RangeError(`a list of ${length} values`))
  })

  test('of keys has a condition for each', () => {
    const key = sql`(seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')})`
    const ofKeys = sql`SELECT a FROM t WHERE ${p.anyOf('keys', key)}`
    const { text, values } = ofKeys({
      keys: [
        { sellerId: 's', seq: 1 },
        { seq: 2, sellerId: 's' },
      ],
    })
    expect(text).toBe(`SELECT a FROM t WHERE ${Array(8).fill('(seller_id = ? AND seq = ?)').join(' OR ')}`)
    expect(values).toEqual(['s', 1, ...Array(7).fill(['s', 2]).flat()])
  })
})

test('the compiler knows the name and the type of each value', () => {
  expectTypeOf(find).parameters.toEqualTypeOf<
    [{ readonly sellerId: string; readonly after: number; readonly limit: number }]
  >()
  // @ts-expect-error limit is missing
  expect(find({ sellerId: 's', after: 7 })).toBeDefined()
  // @ts-expect-error limit is misspelt
  expect(find({ sellerId: 's', after: 7, limt: 9 })).toBeDefined()
  // @ts-expect-error sellerId is a text
  expect(find({ sellerId: 1, after: 7, limit: 9 })).toBeDefined()
  // @ts-expect-error a parameter has one type
  expect(sql`${p.text('a')} ${p.number('a')}`({ a: 1 })).toBeDefined()
})
