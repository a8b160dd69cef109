import { expect, test } from 'vitest'
import { signWebhook } from './sign-webhook.ts'

// printf '%s' '1764000000000.{"券":1}' | openssl dgst -sha256 -hmac helloworld
test('is the HMAC that OpenSSL computes over timestamp, dot and body', () => {
  expect(signWebhook({ secret: 'helloworld', timestamp: '1764000000000', body: '{"券":1}' })).toBe(
    '41fa43afcda45a9b8fa8f07fe305fc4c7c09e800d8d206280581a929b1ce7b4b',
  )
})
