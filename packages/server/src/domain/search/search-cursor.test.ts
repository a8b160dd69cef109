import { expect, it } from 'vitest'
import { readExportCursor, writeExportCursor } from './search-cursor.ts'

const selector = { memberId: 'M1' }
const position = { part: 'events', afterSeq: 7, upToEventSeq: 42 } as const

it('continues where it was written, for the same member', () => {
  const cursor = writeExportCursor(position, selector)
  expect(readExportCursor(cursor, selector)).toEqual(position)
  expect(readExportCursor(cursor, { memberId: 'M2' })).toBeUndefined()
})

it.each([
  ['another part', (cursor: string) => cursor.replace('events', 'coupons')],
  ['another bound', (cursor: string) => cursor.replace('.42', '.43')],
  ['no bound', (cursor: string) => cursor.replace('.42', '')],
  ['another kind of cursor', () => 'c1.7.abc'],
  ['nothing', () => ''],
])('refuses %s', (_name, change) => {
  expect(readExportCursor(change(writeExportCursor(position, selector)), selector)).toBeUndefined()
})
