import { unguarded } from '@yaoquan/api'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openPackage } from './open-package.ts'
import { readRows } from './read-rows.ts'
import { xlsxBytes } from './xlsx-bytes.ts'

type Rows = readonly (readonly string[])[]

async function written(titles: readonly string[], ...blocks: readonly Rows[]): Promise<Buffer> {
  async function* rows() {
    yield* blocks
  }
  const pieces: Uint8Array[] = []
  for await (const piece of xlsxBytes(titles, rows())) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function readBack(file: Uint8Array): Promise<Rows> {
  const rows: (readonly string[])[] = []
  for await (const message of readRows(file)) {
    if (message.kind === 'refused') throw new Error(message.problem.en)
    if (message.kind === 'rows') rows.push(...message.rows.map(({ values }) => values.map(unguarded)))
  }
  return rows
}

it('gives every text back that an importer reads, whatever it begins with', async () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'\'=+-@＝\t\r\n_x0041_<>&"\u0001药 ') }),
    fc.string({ unit: 'grapheme' }),
  )
  const cell = text.filter((value) => value.trim() !== '' && value.isWellFormed())
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
      expect(await readBack(await written(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows])
    }),
  )
})

it('has no formula, and texts in place of numbers', async () => {
  const file = await written(['券码', '手机号'], [['00123', '13800138000']], [['=1+1', '+85291234567']])
  const parts = await openPackage(file)
  const pieces: Uint8Array[] = []
  for await (const piece of parts.read('xl/worksheets/sheet1.xml')) pieces.push(piece)
  const sheet = Buffer.concat(pieces).toString()
  expect(sheet).not.toMatch(/<f>|<v>/)
  expect(sheet.match(/<c r="[A-Z]+\d+" t="inlineStr" s="1">/g)).toHaveLength(6)
  expect(await readBack(file)).toEqual([
    ['券码', '手机号'],
    ['00123', '13800138000'],
    ['=1+1', '+85291234567'],
  ])
})
