import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { anyText } from '../testing/any-text.ts'
import { hmacHex, signWebhook } from './hmac.ts'

const algorithm = fc.constantFrom('md5' as const, 'sha256' as const)

it.each([0, 1, 64, 65, 200])('equals the HMAC of Node.js for keys of %i characters', (length) => {
  fc.assert(
    fc.property(algorithm, anyText({ maxLength: 400 }), (name, text) => {
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

// printf '%s' '1764000000000.{"券":1}' | openssl dgst -sha256 -hmac helloworld
test('is the HMAC that OpenSSL computes over timestamp, dot and body', () => {
  expect(signWebhook({ secret: 'helloworld', timestamp: '1764000000000', body: '{"券":1}' })).toBe(
    '41fa43afcda45a9b8fa8f07fe305fc4c7c09e800d8d206280581a929b1ce7b4b',
  )
})
