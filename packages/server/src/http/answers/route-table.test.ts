import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { answerRoute, normalizedPath, type Route, RouteTable, requestTarget } from './route-table.ts'
import { textAnswer } from './write-answer.ts'

const answer = () => undefined
const routes: readonly Route[] = [
  { verb: 'GET', path: '/docs/*', answer },
  { verb: 'GET', path: '/docs/en/*', answer },
  { verb: 'GET', path: '/docs/', answer },
  { verb: 'GET', path: '/docs/a.b', answer },
  { verb: 'GET', path: '/docs/:page/raw', answer },
  { verb: 'GET', path: '/assets/:file', answer },
  { verb: 'POST', path: '/hooks/:token', answer },
]
const table = new RouteTable(routes)

test.each<[request: string, path: string | undefined, parameters?: Readonly<Record<string, string>>]>([
  ['GET /docs/', '/docs/'],
  ['HEAD /docs/', '/docs/'],
  ['GET /docs/a.b', '/docs/a.b'],
  ['GET /docs/a%2Eb', '/docs/a.b'],
  ['GET /docs/axb', '/docs/*'],
  ['GET /docs/en/x/y', '/docs/en/*'],
  ['GET /docs/a/raw', '/docs/:page/raw', { page: 'a' }],
  ['GET /assets/a%20b.css', '/assets/:file', { file: 'a b.css' }],
  ['GET /assets/..%2Fa', '/assets/:file', { file: '../a' }],
  ['GET /assets/%2525', '/assets/:file', { file: '%25' }],
  ['POST /hooks/7', '/hooks/:token', { token: '7' }],
  ['GET /hooks/7', undefined],
  ['POST /docs/', undefined],
  ['GET /docs', undefined],
  ['GET //docs/', undefined],
  ['GET /DOCS/', undefined],
  ['GET /assets/', undefined],
  ['GET /assets/a/b', undefined],
  ['GET /docs%2F', undefined],
  ['GET /docs/%zz', undefined],
  ['GET /assets/%', undefined],
])('finds for %s the route %s', (request, path, parameters = {}) => {
  const [method = '', target = ''] = request.split(' ')
  const found = table.find(method, target)
  expect(found && { path: found.route.path, parameters: found.parameters }).toEqual(path && { path, parameters })
})

const fault = new Error('password of the database')
const failing = new RouteTable([
  { verb: 'GET', path: '/page/:name', answer: ({ parameters }) => textAnswer(200, parameters['name'] ?? '') },
  { verb: 'GET', path: '/broken', answer: () => Promise.reject(fault) },
  {
    verb: 'POST',
    path: '/broken',
    answer() {
      throw fault
    },
  },
])

test.each<[method: string, url: string, status: number, body: string]>([
  ['GET', '/page/one?a=b', 200, 'one'],
  ['GET', 'http://host/page/two', 200, 'two'],
  ['HEAD', '/page/one', 200, 'one'],
  ['PUT', '/page/one', 404, '404 Not Found'],
  ['GET', '/page/%zz', 404, '404 Not Found'],
  ['GET', '*', 404, '404 Not Found'],
  ['GET', '', 404, '404 Not Found'],
])('answers %s %s with %d', async (method, url, status, body) => {
  const faults: unknown[] = []
  const answer = await answerRoute({ method, url } as IncomingMessage, failing, (error) => faults.push(error))
  expect([answer?.status, String(answer?.body)]).toEqual([status, body])
  expect(faults).toEqual([])
})

test.each([
  ['GET', '500 Internal Server Error'],
  ['POST', '{"error":"Internal Server Error"}'],
])('reports what a route throws at %s and does not show it', async (method, body) => {
  const faults: unknown[] = []
  const answer = await answerRoute({ method, url: '/broken' } as IncomingMessage, failing, (error) =>
    faults.push(error),
  )
  expect([answer?.status, String(answer?.body)]).toEqual([500, body])
  expect(faults).toEqual([fault])
})

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
