import type { LookupAddress } from 'node:dns'
import { expect, test } from 'vitest'
import { createPublicLookup, PrivateTargetError, refusePrivateLiteral } from './public-lookup.ts'

function lookUp(addresses: readonly string[], all: boolean): Promise<string | LookupAddress[]> {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const look = createPublicLookup((_, __, callback) => callback(null, found))
  return new Promise((resolve, reject) =>
    look('erp.example.com', { all }, (error, address) => (error ? reject(error) : resolve(address))),
  )
}

test.each([true, false])('gives the addresses it checked, all: %s', async (all) => {
  const given = await lookUp(['8.8.8.8', '2400:3200::1'], all)
  expect(given).toEqual(
    all
      ? [
          { address: '8.8.8.8', family: 4 },
          { address: '2400:3200::1', family: 6 },
        ]
      : '8.8.8.8',
  )
})

test.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['::1', '8.8.8.8']]])(
  'refuses a name that leads to %j',
  async (addresses) => {
    await expect(lookUp(addresses, true)).rejects.toBeInstanceOf(PrivateTargetError)
    await expect(lookUp(addresses, false)).rejects.toBeInstanceOf(PrivateTargetError)
  },
)

test('passes on that a name is unknown', async () => {
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
  const look = createPublicLookup((_, __, callback) => callback(unknown, []))
  const error = await new Promise((resolve) => look('nowhere.example', { all: true }, resolve))
  expect(error).toBe(unknown)
})

test.each(['http://127.0.0.1/', 'http://[::1]:80/', 'http://[::ffff:10.0.0.1]/', 'http://192.168.0.1:8080/x'])(
  'refuses %s without a look-up',
  (url) => {
    expect(() => refusePrivateLiteral(new URL(url))).toThrow(PrivateTargetError)
  },
)

test('leaves public addresses and names alone', () => {
  expect(() => refusePrivateLiteral(new URL('https://8.8.8.8/'))).not.toThrow()
  expect(() => refusePrivateLiteral(new URL('https://localhost.example.com/'))).not.toThrow()
})
