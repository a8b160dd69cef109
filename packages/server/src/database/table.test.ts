import { expect, test } from 'vitest'
import type { BoundStatement } from './sql-engine.ts'
import { maxInList, p, sql } from './statement.ts'
import { allInList, assign, defineTable, insertInto, keyOf, select } from './table.ts'

const note = defineTable({ name: 'note', key: ['seller_id', 'seq'], columns: ['seq', 'content', 'seller_id'] })

test('a selection says where a row has each column', () => {
  const { text, of, at, named } = select(note.columns)
  expect([text, of('n')]).toEqual(['seq, content, seller_id', 'n.seq, n.content, n.seller_id'])
  expect(at).toEqual({ seq: 0, content: 1, seller_id: 2 })
  expect(named([7, null, '111'])).toEqual({ seq: 7, content: null, seller_id: '111' })
})

test('values go in the order of the columns, in whatever order a record names them', () => {
  const { text, encode } = insertInto(note)
  expect(text).toBe('INSERT INTO note (seq, content, seller_id) VALUES (?, ?, ?)')
  expect(encode({ seq: 7, content: undefined, seller_id: '111' })).toEqual([7, null, '111'])
  expect(encode({ seller_id: '111', content: 'x', seq: 7 })).toEqual([7, 'x', '111'])
  const withMore = { seq: 7, content: 'x', seller_id: '111', other: 1 }
  expect(encode(withMore)).toEqual([7, 'x', '111'])
})

test('assignments take their values in the order of their text', () => {
  const assigned = assign(['content', 'seq'])
  expect(assigned.encode({ seq: 7, content: 'x' })).toEqual(['x', 7])
  expect(sql`UPDATE note SET ${assigned}`({ seq: 7, content: 'x' })).toMatchObject({
    text: 'UPDATE note SET content = ?, seq = ?',
    values: ['x', 7],
  })
})

test('the key of a row is in the order of the key', () => {
  expect(keyOf(note, [7, 'x', '111'])).toEqual(['111', 7])
})

const inOrder = sql`SELECT a FROM note WHERE seller_id = ${p.text('sellerId')} AND a IN (${p.numbers('list')}) LIMIT ${p.number('limit')}`

test('a list of any length is read in parts, in order, with the values before and after it', async () => {
  const requested: (readonly unknown[])[] = []
  const reader = {
    async all({ values }: BoundStatement) {
      requested.push([values.at(0), values.at(-1)])
      return [...new Set(values.slice(1, -1))].map((value) => [value])
    },
  }
  for (const length of [0, 1, maxInList, maxInList + 1]) {
    const list = Array.from({ length }, (_, place) => place)
    const rows = await allInList(reader, inOrder, { sellerId: 's', list, limit: 7 })
    expect(rows).toEqual(list.map((value) => [value]))
  }
  expect(requested).toEqual(Array(4).fill(['s', 7]))
})
