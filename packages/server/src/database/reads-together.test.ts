import { expect, test } from 'vitest'
import { ReadsTogether } from './reads-together.ts'
import { keyedBy, shared } from './shared-statements.ts'
import type { BoundStatement, SqlRow, SqlValue } from './sql-engine.ts'
import { p, sql } from './statement.ts'

const ofCodes = keyedBy(
  sql`SELECT code, n FROM t WHERE seller_id = ${p.text('sellerId')} AND code IN (${p.texts('codes')})`,
  0,
)
const one = sql`SELECT n FROM t WHERE id = ${p.number('id')}`
const present = sql`SELECT id FROM t WHERE id IN (${p.numbers('ids')})`
const rare = shared(sql`SELECT x FROM t WHERE id = ${p.number('id')}`, {
  kind: 'presence',
  by: 'id',
  find: (_, ids) => present({ ids: ids.map(Number) }),
  limit: 3,
})

/** Notes what is read, and answers with the values as rows. */
function reader(answer: (values: readonly SqlValue[]) => readonly SqlRow[]) {
  const log: (readonly SqlValue[])[] = []
  const messages: number[] = []
  const together = new ReadsTogether(async (statements: readonly BoundStatement[]) => {
    messages.push(statements.length)
    log.push(...statements.map(({ values }) => values))
    return statements.map(({ values }) => answer(values))
  })
  return { together, log, messages }
}

test('lists of several who ask are one list, and each gets the rows of its own', async () => {
  const { together, log, messages } = reader(([, ...codes]) =>
    [...new Set(codes)].map((code) => [code ?? null, `${code}!`]),
  )
  const ask = (sellerId: string, ...codes: string[]) => together.all(ofCodes({ sellerId, codes }))
  const rows = await Promise.all([ask('s', 'a', 'b'), ask('s', 'b', 'c'), ask('other', 'a'), ask('s', 'c')])
  expect(rows).toEqual([
    [
      ['a', 'a!'],
      ['b', 'b!'],
    ],
    [
      ['b', 'b!'],
      ['c', 'c!'],
    ],
    [['a', 'a!']],
    [['c', 'c!']],
  ])
  expect(log.map((values) => [...new Set(values)])).toEqual([
    ['s', 'a', 'b', 'c'],
    ['other', 'a'],
  ])
  expect(messages).toEqual([2])
})

test('equal statements are read once, and what somebody asks after an answer is read later', async () => {
  const { together, log } = reader(([id]) => [[Number(id) * 10]])
  const twice = async (id: number) => {
    const [row] = await together.all(one({ id }))
    return together.all(one({ id: Number(row?.[0]) }))
  }
  expect(await Promise.all([twice(1), twice(1), twice(2)])).toEqual([[[100]], [[100]], [[200]]])
  expect(log).toEqual([[1], [2], [10], [20]])
})

test('of what few have, only those who have it ask', async () => {
  const { together, log, messages } = reader((values) => (values.length > 1 ? [[2], [2]] : [['x']]))
  const ask = (id: number) => together.all(rare({ id }))
  expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual([[], [['x']], []])
  expect(log.map((values) => [...new Set(values)])).toEqual([[1, 2, 3], [2]])
  expect(messages).toEqual([1, 1])
})

test('where the list of those who have it is cut, and where one asks alone, each asks', async () => {
  const { together, log } = reader((values) => (values.length > 1 ? [[2], [2], [2]] : [['x']]))
  expect(await Promise.all([together.all(rare({ id: 1 })), together.all(rare({ id: 2 }))])).toEqual([[['x']], [['x']]])
  expect(await together.all(rare({ id: 7 }))).toEqual([['x']])
  expect(log.map((values) => [...new Set(values)])).toEqual([[1, 2], [1], [2], [7]])
})

test('after an error nothing more is read, since the transaction may be gone', async () => {
  let reads = 0
  const together = new ReadsTogether(async () => {
    reads += 1
    throw new Error('gone')
  })
  const requested = await Promise.allSettled([1, 2].map((id) => together.all(one({ id }))))
  requested.push(...(await Promise.allSettled([together.all(one({ id: 3 }))])))
  expect(requested.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(reads).toBe(1)
})

test('a text that ends in spaces is read where one without them is present', async () => {
  const { together, log } = reader(([first]) => [[String(first).startsWith('a') ? 'a' : 'b']])
  const list = sql`SELECT id FROM t WHERE id IN (${p.texts('ids')})`
  const find = (_: unknown, ids: readonly unknown[]) => list({ ids: ids.map(String) })
  const padded = shared(sql`SELECT x FROM t WHERE id = ${p.text('id')}`, { kind: 'presence', by: 'id', find, limit: 3 })
  const rows = await Promise.all(['a ', 'c'].map((id) => together.all(padded({ id }))))
  expect(rows).toEqual([[['a']], []])
  expect(log.map((values) => [...new Set(values)])).toEqual([['a ', 'c'], ['a ']])
})
