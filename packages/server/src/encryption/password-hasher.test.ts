import { scryptSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { createPasswordHasher } from './password-hasher.ts'

const passwords = createPasswordHasher({ logN: 10, r: 8, p: 1 })

it('fits its own password only, with another salt each time and the work of today', async () => {
  const ofToday = createPasswordHasher()
  const [first, second] = [await ofToday.hash('correct horse'), await ofToday.hash('correct horse')]
  expect(first).toMatch(/^scrypt\$15\$8\$3\$/)
  expect(first).not.toBe(second)
  expect(await ofToday.fits('correct horse', first)).toBe(true)
  expect(await ofToday.fits('correct horsf', first)).toBe(false)
  expect(ofToday.isWeak(first)).toBe(false)
})

it('takes an accented letter in both of its spellings', async () => {
  expect(await passwords.fits('cafe\u0301 au lait', await passwords.hash('caf\u00e9 au lait'))).toBe(true)
})

it('checks a hash that was made with less work, and calls it weak', async () => {
  const salt = Buffer.from('0123456789abcdef')
  const hash = scryptSync('old', salt, 32, { N: 2 ** 9, r: 8, p: 1 })
  const text = `scrypt$9$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`
  expect([await passwords.fits('old', text), await passwords.fits('new', text)]).toEqual([true, false])
  expect(passwords.isWeak(text)).toBe(true)
})

it.each([
  ['nobody', undefined],
  ['no hash', ''],
  ['an unknown method', 'argon2$15$8$3$AAAA$BBBB'],
  ['more work than was ever asked for', `scrypt$30$8$1$AAAA$${'A'.repeat(43)}`],
  ['no work', `scrypt$0$8$1$AAAA$${'A'.repeat(43)}`],
])('fits no password of %s', async (_what, hash) => {
  expect(await passwords.fits('', hash)).toBe(false)
})

it('is busy while many passwords wait, and not after', async () => {
  const hash = await passwords.hash('x')
  const attempts = Array.from({ length: 22 }, () => passwords.fits('y', hash))
  expect(passwords.isBusy()).toBe(true)
  await Promise.race(attempts)
  expect(passwords.isBusy()).toBe(false)
  await Promise.all(attempts)
})
