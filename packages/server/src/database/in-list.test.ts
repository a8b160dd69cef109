import { expect, test } from 'vitest'
import { allInList } from './in-list.ts'
import type { BoundStatement } from './sql-engine.ts'
import { maxInList, p, sql } from './statement.ts'

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
