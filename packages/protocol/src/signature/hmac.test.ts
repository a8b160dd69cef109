import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hmacHex } from './hmac.ts'

const algorithm = fc.constantFrom('md5' as const, 'sha256' as const)

it.each([0, 1, 64, 65, 200])('equals the HMAC of Node.js for keys of %i characters', (length) => {
  fc.assert(
    fc.property(algorithm, fc.string({ unit: 'binary', maxLength: 400 }), (name, text) => {
      const key = 'k满'.repeat(length).slice(0, length)
      expect(hmacHex(name, key, text)).toBe(createHmac(name, key).update(text, 'utf8').digest('hex'))
    }),
    { numRuns: 30 },
  )
})

it.each([2700, 2709, 2710, 9000])('equals the HMAC of Node.js for %i Chinese characters', (length) => {
  const text = '券'.repeat(length)
  expect(hmacHex('sha256', 'helloworld', text)).toBe(createHmac('sha256', 'helloworld').update(text).digest('hex'))
})
