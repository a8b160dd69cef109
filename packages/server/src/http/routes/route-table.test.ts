import { expect, test } from 'vitest'
import { type Route, RouteTable } from './route-table.ts'

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
