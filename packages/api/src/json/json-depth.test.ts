import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isNestedTooDeep, maxJsonDepth } from './json-depth.ts'

const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`

test('allows 32 levels and no more', () => {
  expect(isNestedTooDeep(nested(maxJsonDepth))).toBe(false)
  expect(isNestedTooDeep(nested(maxJsonDepth + 2))).toBe(true)
  expect(isNestedTooDeep('['.repeat(maxJsonDepth))).toBe(false)
  expect(isNestedTooDeep('['.repeat(maxJsonDepth + 1))).toBe(true)
})

test('counts no brackets in texts, whatever is escaped there, and none that are side by side', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', 'x', '券') }), { maxLength: 80 }),
      (texts) => {
        expect(isNestedTooDeep(JSON.stringify(texts.map((text) => [{ [text]: text }])))).toBe(false)
        expect(isNestedTooDeep(`${JSON.stringify(texts)}${'['.repeat(maxJsonDepth + 1)}`)).toBe(true)
      },
    ),
  )
})
