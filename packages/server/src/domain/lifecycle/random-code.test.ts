import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Written } from './lifecycle-store.ts'
import { type CodesTaken, newRandomCode, newTimedCode, untilFree } from './random-code.ts'

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const anyCode = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((bytes) => newRandomCode(sourceOf(bytes)))

/** Luhn's rule over the whole code ("Luhn mod N"): every second letter from the right counts twice. */
function hasFittingCheckLetter(code: string): boolean {
  const sum = [...code].reverse().reduce((total, letter, place) => {
    const value = letters.indexOf(letter) * (place % 2 === 0 ? 1 : 2)
    return total + Math.floor(value / 30) + (value % 30)
  }, 0)
  return sum % 30 === 0
}

/** Gives the bytes over and over, with a count laid over them so that it never runs out of fair ones. */
function sourceOf(bytes: Uint8Array): (size: number) => Uint8Array {
  let place = 0
  return (size) => Uint8Array.from({ length: size }, () => ((bytes[place++ % bytes.length] ?? 0) + (place >> 8)) % 256)
}

test('a code has 16 letters that cannot be mistaken for each other', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{16}$/)
    }),
  )
})

test('its check letter fits', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      expect(hasFittingCheckLetter(code)).toBe(true)
    }),
  )
})

test('one wrong letter is found', () => {
  fc.assert(
    fc.property(anyCode, fc.nat(15), fc.integer({ min: 1, max: 29 }), (code, place, shift) => {
      const wrong = letters.charAt((letters.indexOf(code.charAt(place)) + shift) % letters.length)
      expect(hasFittingCheckLetter(code.slice(0, place) + wrong + code.slice(place + 1))).toBe(false)
    }),
  )
})

test('no letter comes more often than the others', () => {
  const counts = new Map<string, number>()
  for (let code = 0; code < 4000; code += 1) {
    for (const letter of newRandomCode(randomBytes).slice(0, 15)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  // 2,000 of each are expected; the bound lies eight standard deviations away.
  expect(counts.size).toBe(30)
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(360)
})

test('ten thousand codes are ten thousand', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newRandomCode(randomBytes))).size).toBe(10_000)
})

test('timed codes sort by their time and have a check letter', () => {
  const time = fc.integer({ min: 0, max: Date.UTC(2200, 0) })
  fc.assert(
    fc.property(time, time, (left, right) => {
      const [earlier, later] = [Math.min(left, right), Math.max(left, right) + 10_000]
      const codes = [newTimedCode(earlier, randomBytes), newTimedCode(later, randomBytes)]
      expect(codes.every(hasFittingCheckLetter)).toBe(true)
      expect(codes.toSorted()).toEqual(codes)
    }),
  )
})

test('ten thousand timed codes of one moment are ten thousand', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newTimedCode(0, randomBytes))).size).toBe(10_000)
})

type Outcome = Written<number, CodesTaken | Readonly<{ kind: 'closed' }>>

const taken: Outcome = { kind: 'refused', refusal: { kind: 'codes-taken' } }

test.each<Outcome>([
  { kind: 'done', answer: 1, isAlreadyDone: false },
  { kind: 'conflict' },
  { kind: 'refused', refusal: { kind: 'closed' } },
])('codes that exist are made anew, and every other outcome stays: $kind', async (outcome) => {
  const outcomes = [taken, taken, outcome]
  expect(await untilFree(async () => outcomes.shift() ?? taken)).toEqual(outcome)
})

test('a source that gives the same codes for ever is an error', async () => {
  await expect(untilFree(async () => taken)).rejects.toThrow('random codes exist already')
})
