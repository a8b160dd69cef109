import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A value that was found, how it was spelled, and where. */
export type Found = Readonly<{ value: string; encoding: string; place: string }>

/** Text that is searched: files below a folder, and what a process printed. */
export type Searched = Readonly<{ place: string; content: Buffer }>

/** The files below a folder. */
export function filesBelow(folder: string): readonly Searched[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((place) => ({ place, content: readFileSync(place) }))
}

/**
 * Searches texts for values in nine encodings. Windows of some bytes are compared with the beginnings of all spellings, so
 * that the time does not depend on the number of values.
 */
export function findValues(values: readonly string[], searched: readonly Searched[]): readonly Found[] {
  const spellings = new Map<string, { value: string; encoding: string; bytes: Buffer }[]>()
  const seen = new Uint8Array(1 << 20)
  for (const value of values) {
    for (const [encoding, bytes] of spellingsOf(value)) {
      if (bytes.length < windowBytes) throw new RangeError(`${value} is too short in ${encoding}`)
      const beginning = bytes.toString('latin1', 0, windowBytes)
      const others = spellings.get(beginning)
      if (others === undefined) spellings.set(beginning, [{ value, encoding, bytes }])
      else others.push({ value, encoding, bytes })
      seen[hashAt(bytes, 0)] = 1
    }
  }
  return searched.flatMap(({ place, content }) => {
    const found: Found[] = []
    for (let start = 0; start + windowBytes <= content.length; start += 1) {
      if (seen[hashAt(content, start)] === 0) continue
      for (const { value, encoding, bytes } of spellings.get(content.toString('latin1', start, start + windowBytes)) ??
        []) {
        if (content.subarray(start, start + bytes.length).equals(bytes)) found.push({ value, encoding, place })
      }
    }
    return found
  })
}

const windowBytes = 8

function hashAt(bytes: Buffer, start: number): number {
  const [left, right] = [bytes.readInt32LE(start), bytes.readInt32LE(start + 4)]
  return (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 12
}

/** A value in each encoding; more than one spelling where an encoding has several. */
function spellingsOf(value: string): readonly (readonly [encoding: string, bytes: Buffer])[] {
  const utf8 = Buffer.from(value, 'utf8')
  const utf16 = Buffer.from(value, 'utf16le')
  const hex = utf8.toString('hex')
  const unicode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  const base64 = [0, 1, 2].map((before) => insideBase64(utf8, before))
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const texts: readonly (readonly [string, string])[] = [
    ...base64.map((text) => ['base64', text] as const),
    ...url.filter((text) => !base64.includes(text)).map((text) => ['base64url', text] as const),
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['percent', hex.replaceAll(/../g, '%$&')],
    ['percent', hex.toUpperCase().replaceAll(/../g, '%$&')],
    ['percent', encodeURIComponent(value)],
    [
      'unicode escapes',
      value.replaceAll(/./gsu, (character) =>
        [...Array(character.length).keys()].map((place) => unicode(character.charAt(place))).join(''),
      ),
    ],
    ['unicode escapes', value.replaceAll(/[^ -~]/g, unicode)],
  ]
  const spelled = texts
    .filter(([, text]) => text !== value)
    .map(([name, text]) => [name, Buffer.from(text, 'latin1')] as const)
  return [['utf8', utf8], ['utf16le', utf16], ['utf16be', Buffer.from(utf16).swap16()], ...spelled]
}

/** The part of the base64 text of more bytes that a value determines. @param before bytes before it, modulo 3 */
function insideBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
}
