import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CsvRow, splitCsv } from './split-csv.ts'

const damaged = (line: number) => new RangeError(`line ${line}`)

async function split(text: string, pieceLength: number): Promise<readonly CsvRow[]> {
  async function* pieces() {
    for (let start = 0; start < text.length; start += pieceLength) yield text.slice(start, start + pieceLength)
  }
  const rows: CsvRow[] = []
  for await (const row of splitCsv(pieces(), ',', damaged)) rows.push(row)
  return rows
}

const value = fc.array(fc.constantFrom('a', '满', '"', ',', '\n', '\r\n', ' ', '')).map((parts) => parts.join(''))

it('reads back what was written, with the line of each row, for any pieces and line ends', async () => {
  const rowsOfValues = fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      rowsOfValues,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (rows, end, n) => {
        let line = 1
        const expected: CsvRow[] = []
        for (const values of rows) {
          if (values.some((text) => text.trim() !== '')) expected.push({ line, values, isMalformed: false })
          line += values.join('').split('\n').length
        }
        const text = rows
          .map((values) => values.map((one) => `"${one.replaceAll('"', '""')}"`).join(',') + end)
          .join('')
        expect(await split(text, n)).toEqual(expected)
      },
    ),
  )
})

it('needs no line end after the last row, and skips blank lines', async () => {
  expect(await split('a,b\n\n\r\nc,"d"', 3)).toEqual([
    { line: 1, values: ['a', 'b'], isMalformed: false },
    { line: 4, values: ['c', 'd'], isMalformed: false },
  ])
})
