import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyBuffer } from './collect-body.ts'

test('gives the bytes of all pieces in order, whatever was expected', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 3_000 })),
      fc.constantFrom(Number.NaN, 0, 5, 4_000),
      (pieces, expected) => {
        const buffer = new BodyBuffer(expected)
        for (const piece of pieces) buffer.append(piece)
        expect(Buffer.from(buffer.bytes())).toEqual(Buffer.concat(pieces))
      },
    ),
  )
})

test('holds at most twice the bytes of a million pieces of one byte', () => {
  const buffer = new BodyBuffer(Number.NaN)
  const piece = Uint8Array.of(120)
  for (let count = 0; count < 1_000_000; count += 1) buffer.append(piece)
  const bytes = buffer.bytes()
  expect(bytes.length).toBe(1_000_000)
  expect(bytes.buffer.byteLength).toBeLessThanOrEqual(2_000_000)
})

test('holds no more than was expected, and no more for what is expected than twice what came', () => {
  const buffer = new BodyBuffer(10_000_000)
  for (let count = 0; count < 10; count += 1) buffer.append(new Uint8Array(1_000))
  expect(buffer.bytes().buffer.byteLength).toBeLessThanOrEqual(20_000)
  const whole = new BodyBuffer(1_500)
  whole.append(new Uint8Array(1_000))
  whole.append(new Uint8Array(500))
  expect(whole.bytes().buffer.byteLength).toBe(1_500)
})
