import { expect, test } from 'vitest'
import { readWireExample, wireExampleNames } from '../../../../wire-examples/read-wire-example.ts'
import { createAppSearch } from './app-search.ts'

const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=x'

async function found(
  contentType: string | undefined,
  body: string | Uint8Array,
  pieceLength = 100_000,
): Promise<readonly string[]> {
  const keys: string[] = []
  const knows = async (key: string) => {
    keys.push(key)
    return false
  }
  const search = createAppSearch({ queryString: '', contentType }, knows)
  const bytes = Buffer.from(body)
  for (let at = 0; at < bytes.length; at += pieceLength) await search.lookIn(bytes.subarray(at, at + pieceLength))
  expect(search).toMatchObject({ knownKey: undefined, isGiven: keys.length > 0 })
  return keys
}

test('is over once an app is known, and asks no more', async () => {
  const requested: string[] = []
  const knows = async (key: string) => {
    requested.push(key)
    return key === 'known'
  }
  const search = createAppSearch({ queryString: 'a=1&app_key=unknown', contentType: undefined }, knows)
  await search.lookInQuery()
  expect(search).toMatchObject({ knownKey: undefined, isGiven: true })
  await search.lookIn(Buffer.from('app_key=known&b=1'))
  await search.lookIn(Buffer.from('&app_key=another'))
  expect(search).toMatchObject({ knownKey: expect.any(String), isGiven: true })
  expect(requested).toEqual(['unknown', 'known'])
})

test.each([
  ['the first parameter', form, 'app_key=123&v=2.0', ['123']],
  ['the last parameter', undefined, 'coupons=1&app_key=123', ['123']],
  ['an escaped key', 'www-form-urlencoded', 'a=1&app_key=%e8%8d%af+1', ['药 1']],
  ['no key', form, 'a=app_key&xapp_key=5&app_key=', []],
  [
    'a part of the Node SDK',
    multipart,
    '--x\r\nContent-Disposition: form-data; name="app_key"\r\n\r\n123\r\n--x--',
    ['123'],
  ],
  [
    'a part of the Java and .NET SDKs',
    multipart,
    '--x\r\nContent-Disposition:form-data;name="a"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="app_key"\r\nContent-Type:text/plain\r\n\r\n123\r\n--x--',
    ['123'],
  ],
])('finds the app_key of %s', async (_name, contentType, body, keys) => {
  expect(await found(contentType, body)).toEqual(keys)
})

test('finds it wherever the body is cut', async () => {
  const body = `a=1&app_key=12345678&b=${'x'.repeat(600)}`
  for (let cut = 1; cut < 40; cut += 1) expect(await found(form, body, cut)).toContain('12345678')
})

test('gives few values, however many there are', async () => {
  expect(await found(form, Array.from({ length: 20_000 }, (_, n) => `app_key=${n}`).join('&'))).toHaveLength(8)
})

test.each(wireExampleNames)('finds the app_key of %s, where its body has one', async (name) => {
  const { headers, body } = readWireExample(name)
  const isInBody = Buffer.from(body).includes('app_key=')
  const isBatch = headers.get('content-type')?.startsWith('text/plain') === true
  if (isInBody && !isBatch) expect(await found(headers.get('content-type'), body)).toContain('12345678')
})
