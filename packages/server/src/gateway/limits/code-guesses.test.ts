import { evaluateBasket, findAtDesk } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { createCodeGuesses, lookUpByCode, missedCodes } from './code-guesses.ts'

const till = { appKey: 'erp', shop: '01', ip: '10.0.0.1' }

function start(missesPerMinute = 60) {
  const clock = { ms: 0 }
  return { clock, guesses: createCodeGuesses(missesPerMinute, () => clock.ms) }
}

test('stops a guesser after his misses, says for how long, and lets him go on then', () => {
  const { clock, guesses } = start()
  for (let miss = 0; miss < 60; miss += 1) {
    expect(guesses.wait(till)).toBe(0)
    guesses.missed(till, 1)
  }
  expect(guesses.wait(till)).toBe(1)
  clock.ms = 1000
  expect(guesses.wait(till)).toBe(0)
  guesses.missed(till, 1000)
  expect(guesses.wait(till)).toBe(1000)
})

test('another shop, another address and another app are not held up', () => {
  const { guesses } = start()
  guesses.missed(till, 10_000)
  expect(guesses.wait(till)).toBeGreaterThan(0)
  for (const other of [{ shop: '02' }, { shop: undefined }, { ip: '10.0.0.2' }, { appKey: 'till' }]) {
    expect(guesses.wait({ ...till, ...other })).toBe(0)
  }
})

test('a bucket never holds more than its misses, and 0 sets no limit', () => {
  const { clock, guesses } = start()
  guesses.missed(till, 1)
  clock.ms = 86_400_000
  guesses.missed(till, 60)
  expect(guesses.wait(till)).toBe(1)
  const unlimited = start(0).guesses
  unlimited.missed(till, 10_000)
  expect(unlimited.wait(till)).toBe(0)
})

test('a code counts at the desk whatever else the text may name, and elsewhere only without a member', () => {
  const input = { couponCode: 'x', couponCodes: ['x'], cardNo: 'x' }
  const atDesk = lookUpByCode(findAtDesk, input)
  expect(atDesk).toEqual({ shop: undefined, isAtDesk: true })
  expect(lookUpByCode(findAtDesk, { cardNo: 'x' })).toBeUndefined()
  expect(lookUpByCode(evaluateBasket, input)).toBeUndefined()
  const missed = (result: object) => missedCodes({ result }, { isAtDesk: true })
  expect(missed({ success: true, members: [{}] })).toBe(1)
  expect(missed({ success: true, members: [{}], coupon: { couponCode: 'x' } })).toBe(0)
})
