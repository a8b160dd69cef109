import { expect, it } from 'vitest'
import { maskPhone } from './mask-phone.ts'

it.each([
  ['18612255668', '186****5668'],
  ['', ''],
  ['1234', '****'],
  ['057188888888', '****88'],
  ['186****5668', '186****5668'],
  ['****88', '****88'],
  ['****', '****'],
  ['****5668', '****68'],
])('shows %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})
