import { expect, it } from 'vitest'
import { addressRanges } from './app-settings.ts'

it.each(['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '0.0.0.0/0'])(
  'accepts %s and keeps what was given before',
  (text) => {
    expect(addressRanges(text, ['192.168.1.1'])).toEqual(['192.168.1.1', text])
  },
)

it.each(['10.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/8/8', '10.0.0.0/', 'example.com', ''])('refuses %j', (text) => {
  expect(() => addressRanges(text, undefined)).toThrow(/CIDR/)
})
