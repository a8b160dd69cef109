import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSplit, splitText } from '#domain/sales/sale-text'

test('reads what it wrote', () => {
  const share = fc.record({ lineNo: fc.nat(1_000_000_000), fen: fc.nat(100_000_000_000) }, { noNullPrototype: true })
  fc.assert(
    fc.property(fc.array(share), (byLine) => {
      expect(readSplit(splitText(byLine))).toEqual(byLine)
    }),
  )
})

test.each(['1', '1:', '1:2,', 'a:b', '1:-2'])('refuses %j', (text) => {
  expect(() => readSplit(text)).toThrow(TypeError)
})
