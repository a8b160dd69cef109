import type { LookupAddress } from 'node:dns'
import { expect, test } from 'vitest'
import {
  createPublicLookup,
  isPublicAddress,
  leadsToPrivateNetwork,
  PrivateTargetError,
  refusePrivateLiteral,
} from './public-lookup.ts'

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

test.each(['8.8.8.8', '223.5.5.5', '2400:3200::1', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  ['loopback', '127.0.0.1'],
  ['loopback', '127.8.9.1'],
  ['loopback', '::1'],
  ['this host', '0.0.0.0'],
  ['this host', '::'],
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '192.168.1.1'],
  ['unique local', 'fd00::1'],
  ['link-local', '169.254.169.254'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['shared', '100.64.0.1'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['loopback as mapped IPv6', '::ffff:127.0.0.1'],
  ['private as mapped IPv6', '::ffff:c0a8:101'],
  ['loopback as compatible IPv6', '::7f00:1'],
  ['compatible IPv6, which no network routes', '::808:808'],
  ['private through NAT64', '64:ff9b::a00:1'],
  ['private through 6to4', '2002:0a00:0001::1'],
  ['no address', 'localhost'],
  ['no address', ''],
])('%s is not public: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  'http://localhost./hook',
  'http://LOCALHOST./hook',
  'http://erp.localhost/hook',
  'http://erp.localhost.:8080/hook',
  'http://[::127.0.0.1]/hook',
  'http://[::10.0.0.1]/hook',
])('refuses %s without a look-up, which might not know the name', async (url) => {
  const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))
  expect(await leadsToPrivateNetwork(url, resolve)).toBe(true)
})

test.each(['http://127.0.0.1:9000/hook', 'http://[::1]/hook', 'http://10.0.0.8/', 'http://localhost/'])(
  'tells that %s leads to a private network',
  async (url) => {
    expect(await leadsToPrivateNetwork(url)).toBe(true)
  },
)

test('lets a public address pass', async () => {
  expect(await leadsToPrivateNetwork('https://8.8.8.8/hook')).toBe(false)
})

test('one private address of a name is enough', async () => {
  const resolve = async () => ['8.8.8.8', '192.168.1.1'].map((address) => ({ address, family: 4 }))
  expect(await leadsToPrivateNetwork('https://erp.example.com/hook', resolve)).toBe(true)
})

test('a name that is not known yet passes: each connection is checked anyway', async () => {
  const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))
  expect(await leadsToPrivateNetwork('https://nowhere.example/hook', resolve)).toBe(false)
})
