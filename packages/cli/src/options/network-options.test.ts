import { expect, test } from 'vitest'
import { adminListen } from './network-options.ts'

test.each([
  ['off', 'off'],
  ['0', 'off'],
  ['9080', { host: '127.0.0.1', port: 9080 }],
  ['10.0.0.5:9080', { host: '10.0.0.5', port: 9080 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:9080', { host: '::1', port: 9080 }],
])('reads %s', (text, place) => {
  expect(adminListen(text)).toEqual(place)
})

test.each(['', 'on', ':9080', 'example.com:9080', '127.0.0.1', '127.0.0.1:70000', '127.0.0.1:x'])(
  'refuses "%s"',
  (text) => {
    expect(() => adminListen(text)).toThrow(/应为/)
  },
)
