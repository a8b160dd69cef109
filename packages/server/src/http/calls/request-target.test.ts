import { expect, test } from 'vitest'
import { requestTarget } from './request-target.ts'

test.each<[url: string, path: string, queryString: string]>([
  ['/router/rest', '/router/rest', ''],
  ['/router/rest?a=1&b=/c//d/?', '/router/rest', 'a=1&b=/c//d/?'],
  ['/router/rest/', '/router/rest', ''],
  ['/router/rest///?a', '/router/rest', 'a'],
  ['//router/rest', '/router/rest', ''],
  ['//router//batch//', '/router/batch', ''],
  ['http://host/router/rest?a=1', '/router/rest', 'a=1'],
  ['HTTPS://host:8080//router/rest/', '/router/rest', ''],
  ['http://host', '/', ''],
  ['http://host?a=1', '/', 'a=1'],
  ['/', '/', ''],
  ['', '', ''],
  ['*', '*', ''],
  ['host:443', 'host:443', ''],
  ['/Router/rest', '/Router/rest', ''],
])('reads %s', (url, path, queryString) => {
  expect(requestTarget(url)).toEqual({ path, queryString })
})

test('takes time in proportion to its length, whatever the text', () => {
  const slashes = '/'.repeat(65_000)
  expect(requestTarget(`${slashes}x${slashes}`)).toEqual({ path: '/x', queryString: '' })
})
