import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bytes,
  coded,
  flag,
  number,
  optionalBytes,
  optionalNumber,
  optionalText,
  record,
  text,
  word,
} from './record.ts'
import { encoder, select } from './table.ts'

const fields = {
  name: text('name'),
  note: optionalText('note'),
  count: number('count'),
  limit: optionalNumber('limit'),
  isOpen: flag('is_open'),
  hash: bytes('hash'),
  seal: optionalBytes('seal'),
  kind: word<'a' | 'b'>()('kind'),
  state: coded('state_code', { unused: 0, used: 1, void: 3 }),
}
const described = record(fields)
const columns = ['first', ...described.columns, 'last'] as const
const read = described.decoder(select(columns).at)

const anyValues = fc.record({
  name: fc.string(),
  note: fc.option(fc.string(), { nil: undefined }),
  count: fc.integer(),
  limit: fc.option(fc.integer(), { nil: undefined }),
  isOpen: fc.boolean(),
  hash: fc.uint8Array(),
  seal: fc.option(fc.uint8Array(), { nil: undefined }),
  kind: fc.constantFrom('a' as const, 'b' as const),
  state: fc.constantFrom('unused' as const, 'used' as const, 'void' as const),
})

test('a record is read from a row as it was written, wherever the row has its columns', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const row = encoder(columns)({ first: 1, ...described.cells(values), last: null })
      expect(read(row)).toEqual(values)
    }),
  )
})

test('the columns are in the order of the fields', () => {
  expect(described.columns).toEqual(Object.values(fields).map(({ column }) => column))
})

test('what is undefined is written as NULL', () => {
  const optional = record({ note: optionalText('note'), limit: optionalNumber('limit') })
  expect(encoder(optional.columns)(optional.cells({ note: undefined, limit: undefined }))).toEqual([null, null])
})

test.each([2, null, '1'])('refuses the code %j, which was never written', (code) => {
  expect(() => fields.state.read(code)).toThrow(RangeError)
})
