import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { textAnswer } from '#http/answers/write-answer'
import { answerRoute, RouteTable } from './route-table.ts'

const fault = new Error('password of the database')
const table = new RouteTable([
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
  const answer = await answerRoute({ method, url } as IncomingMessage, table, (error) => faults.push(error))
  expect([answer?.status, String(answer?.body)]).toEqual([status, body])
  expect(faults).toEqual([])
})

test.each([
  ['GET', '500 Internal Server Error'],
  ['POST', '{"error":"Internal Server Error"}'],
])('reports what a route throws at %s and does not show it', async (method, body) => {
  const faults: unknown[] = []
  const answer = await answerRoute({ method, url: '/broken' } as IncomingMessage, table, (error) => faults.push(error))
  expect([answer?.status, String(answer?.body)]).toEqual([500, body])
  expect(faults).toEqual([fault])
})
