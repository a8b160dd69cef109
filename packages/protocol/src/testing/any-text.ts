import fc from 'fast-check'

/** Any code point but half of a surrogate pair. `unit: 'binary'` is the same, and takes each process more than a second to prepare. */
const codePoint = fc
  .integer({ min: 0, max: 0x10_f7_ff })
  .map((place) => String.fromCodePoint(place < 0xd8_00 ? place : place + 0x8_00))

/** Texts of any characters: half of them of code points from all of Unicode, half below 256. */
export function anyText(length: Readonly<{ minLength?: number; maxLength?: number }> = {}): fc.Arbitrary<string> {
  const byte = fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code))
  return fc.string({ unit: fc.oneof(codePoint, byte), ...length })
}
