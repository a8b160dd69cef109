import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonEscapes } from '../encodings/json.ts'
import { Utf8Writer, utf8 } from '../encodings/utf8-writer.ts'
import { xmlEscapes } from '../encodings/xml-writer.ts'

/** Any UTF-16 text, including lone surrogates, with many characters that need escaping. */
const text = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(...'"\\/<&>\r\n\t')),
  )
  .map((parts) => parts.map((part) => (typeof part === 'number' ? String.fromCharCode(part) : part)).join(''))

test('a text in JSON equals the result of JSON.stringify with lone surrogates replaced', () => {
  fc.assert(
    fc.property(text, (given) => {
      const out = new Utf8Writer()
      out.writeEscaped(given, jsonEscapes)
      expect(textOf(out)).toBe(JSON.stringify(given.toWellFormed()).slice(1, -1))
    }),
  )
})

test('a text in XML has no forbidden characters and its markup escaped', () => {
  const marks: Readonly<Record<string, string>> = {
    '"': '&quot;',
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '\r': '&#13;',
  }
  fc.assert(
    fc.property(text, (given) => {
      const out = new Utf8Writer()
      out.writeEscaped(given, xmlEscapes)
      const allowed = [...given.toWellFormed()].filter(isAllowedInXml)
      expect(textOf(out)).toBe(allowed.map((character) => marks[character] ?? referenceTo(character)).join(''))
    }),
  )
})

test('pieces of any length are concatenated, and taken bytes do not change', () => {
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 0, max: 5_000 }), (pieces, length) => {
      const out = new Utf8Writer()
      const long = '药'.repeat(length)
      for (const piece of pieces) out.write(utf8(piece.toWellFormed()))
      out.writeCharacter(0x2c)
      out.write(utf8(long))
      const taken = out.take()
      out.write(utf8('next'))
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(taken)).toBe(
        `${pieces.map((piece) => piece.toWellFormed()).join('')},${long}`,
      )
      expect(textOf(out)).toBe('next')
    }),
  )
})

test('arrays of any length, some of them discarded, stay as they were taken, and long ones share no memory', () => {
  const written = fc.record({ length: fc.oneof(fc.nat(40), fc.nat(60_000)), isTaken: fc.boolean() })
  fc.assert(
    fc.property(fc.array(written, { maxLength: 30 }), (arrays) => {
      const out = new Utf8Writer()
      const taken = arrays.flatMap(({ length, isTaken }, place) => {
        const bytes = new Uint8Array(length).fill(place + 1)
        for (let start = 0; start < length; start += 7_000) out.write(bytes.subarray(start, start + 7_000))
        expect(out.length).toBe(length)
        if (isTaken) return [{ bytes, found: out.take() }]
        out.clear()
        return []
      })
      for (const { bytes, found } of taken) {
        expect(Buffer.compare(bytes, found)).toBe(0)
        if (found.length > 16_384) expect(found.buffer.byteLength).toBe(found.length)
      }
    }),
  )
})

/** Characters above U+FFFF are references, others are unchanged. */
function referenceTo(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xffff ? `&#x${code.toString(16).toUpperCase()};` : character
}

/** XML 1.0, production 2. */
function isAllowedInXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code >= 0x20 ? code !== 0xfffe && code !== 0xffff : code === 0x09 || code === 0x0a || code === 0x0d
}

function textOf(out: Utf8Writer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.take())
}
