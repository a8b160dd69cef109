import { expect, test } from 'vitest'
import { firstPart } from './draft-import.ts'

const row = (line: number, characters: number) => ({ line, fields: [{ name: 'name', value: 'x'.repeat(characters) }] })
const rows = (count: number, characters: number) => Array.from({ length: count }, (_, place) => row(place, characters))

test.each([
  ['short rows', rows(450, 10), 0, 200],
  ['the last ones', rows(450, 10), 400, 50],
  ['wide rows', rows(450, 4_000), 0, 49],
  ['a row that is too wide alone', rows(3, 300_000), 1, 1],
  ['no rows', [], 0, 0],
] as const)('a part has as many rows as fit into one call: %s', (_what, all, offset, length) => {
  const part = firstPart(all, offset)
  expect(part).toEqual(all.slice(offset, offset + length))
})
