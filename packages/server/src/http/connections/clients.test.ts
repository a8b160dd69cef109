import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { type ProxyTrust, readProxies } from '#config/proxy-trust'
import { createClientAddresses } from './clients.ts'

function requestFrom(peer: string, headers: Readonly<Record<string, string>> = {}): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  return Object.assign(new IncomingMessage(socket), { headers })
}

function addressesFor(text: string, header: ProxyTrust['header'] = 'x-forwarded-for') {
  const proxies = readProxies(text)
  if (proxies === undefined) throw new Error(text)
  return createClientAddresses({ header, proxies })
}

test('believes no header while no proxy is trusted, and shows IPv4 as such', () => {
  const { of } = createClientAddresses(undefined)
  expect(of(requestFrom('::ffff:203.0.113.9', { 'x-forwarded-for': '1.1.1.1' }))).toBe('203.0.113.9')
})

test.each([
  ['a stranger is not believed', '203.0.113.9', '1.1.1.1', '203.0.113.9'],
  ['a proxy is believed', '10.0.0.2', '198.51.100.7', '198.51.100.7'],
  [
    'what the client wrote before the proxy added its address is not',
    '10.0.0.2',
    '1.1.1.1, 198.51.100.7',
    '198.51.100.7',
  ],
  ['two proxies', '10.0.0.2', '1.1.1.1, 198.51.100.7, 10.9.9.9', '198.51.100.7'],
  ['all of them proxies', '10.0.0.2', '10.0.0.4, 10.0.0.3', '10.0.0.4'],
  ['a proxy without the header is the client', '10.0.0.2', undefined, '10.0.0.2'],
  ['no address ends the walk', '10.0.0.2', '1.1.1.1, unknown', '10.0.0.2'],
  ['with a port', '10.0.0.2', '198.51.100.7:4711', '198.51.100.7'],
  ['IPv6 with a port', '10.0.0.2', '[2001:db8::1]:4711', '2001:db8::1'],
  ['IPv4 in IPv6', '::ffff:10.0.0.2', '::ffff:198.51.100.7', '198.51.100.7'],
] as const)('X-Forwarded-For: %s', (_name, peer, header, address) => {
  const headers = header === undefined ? {} : { 'x-forwarded-for': header, forwarded: 'for=9.9.9.9' }
  expect(addressesFor('10.0.0.0/8, 2001:db8::/64').of(requestFrom(peer, headers))).toBe(address)
})

test.each([
  ['elements', 'for=1.1.1.1, for=198.51.100.7;proto=https;by=10.0.0.2', '198.51.100.7'],
  ['quoted IPv6 with a port', 'For="[2001:db8:7::1]:4711"', '2001:db8:7::1'],
  ['hidden addresses', 'for=1.1.1.1, for=_gazonk', '10.0.0.2'],
  ['a client that breaks the syntax is unknown', 'for="1.1.1.1, for=198.51.100.7', ''],
] as const)('Forwarded: %s', (_name, forwarded, address) => {
  const request = requestFrom('10.0.0.2', { forwarded, 'x-forwarded-for': '9.9.9.9' })
  expect(addressesFor('10.0.0.0/8', 'forwarded').of(request)).toBe(address)
})

test('a number of hops believes so many, whatever their addresses', () => {
  const request = requestFrom('203.0.113.9', { 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 3.3.3.3' })
  expect([1, 2, 3, 16].map((hops) => addressesFor(`${hops}`).of(request))).toEqual([
    ...['3.3.3.3', '2.2.2.2', '1.1.1.1', '1.1.1.1'],
  ])
})

test.each(['', '0', '17', '1,10.0.0.1', '10.0.0', '10.0.0.0/33', '10.0.0.0/0', 'everyone', '10.0.0.1/8/8'])(
  'refuses to trust "%s"',
  (text) => {
    expect(readProxies(text)).toBeUndefined()
  },
)
