import { expect, test } from 'vitest'
import { defaultAdminPlace } from './server-config.ts'

test.each([
  [8080, 9080],
  [64_535, 65_535],
  [64_536, 63_536],
  [0, 0],
])('puts metrics of a server on port %d to port %d of the loopback', (port, adminPort) => {
  expect(defaultAdminPlace(port)).toEqual({ host: '127.0.0.1', port: adminPort })
})
