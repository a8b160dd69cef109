import { expect, test } from 'vitest'
import { normalizedPath, requestTarget } from './request-target.ts'

test.each<[url: string, path: string, normalized: string, queryString: string]>([
  ['/router/rest', '/router/rest', '/router/rest', ''],
  ['/router/rest?a=1&b=/c//d/?', '/router/rest', '/router/rest', 'a=1&b=/c//d/?'],
  ['/router/rest/', '/router/rest/', '/router/rest', ''],
  ['/router/rest///?a', '/router/rest///', '/router/rest', 'a'],
  ['//router/rest', '//router/rest', '/router/rest', ''],
  ['//router//batch//', '//router//batch//', '/router/batch', ''],
  ['http://host/router/rest?a=1', '/router/rest', '/router/rest', 'a=1'],
  ['HTTPS://host:8080//router/rest/', '//router/rest/', '/router/rest', ''],
  ['http://host', '/', '/', ''],
  ['http://host?a=1', '/', '/', 'a=1'],
  ['/', '/', '/', ''],
  ['', '', '', ''],
  ['*', '*', '*', ''],
  ['host:443', 'host:443', 'host:443', ''],
  ['/Router/rest', '/Router/rest', '/Router/rest', ''],
])('reads %s', (url, path, normalized, queryString) => {
  const target = requestTarget(url)
  expect(target).toEqual({ path, queryString })
  expect(normalizedPath(target.path)).toBe(normalized)
})

test('takes time in proportion to its length, whatever the text', () => {
  const slashes = '/'.repeat(65_000)
  expect(normalizedPath(requestTarget(`${slashes}x${slashes}`).path)).toBe('/x')
})
