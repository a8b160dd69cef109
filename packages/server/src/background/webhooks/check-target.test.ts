import { expect, test } from 'vitest'
import { leadsToPrivateNetwork } from './check-target.ts'

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
