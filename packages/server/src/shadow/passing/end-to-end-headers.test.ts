import { expect, it } from 'vitest'
import { answerHeaders, requestHeaders } from './end-to-end-headers.ts'

const changes = { method: 'POST', host: 'crm', forwardedFor: '10.0.0.9' }

it.each<[name: string, raw: readonly string[], passed: readonly string[]]>([
  [
    'the upstream in each Host, and the caller after the last address',
    ['host', 'a', 'X-Forwarded-For', '1', 'HOST', 'b', 'x-forwarded-for', '2', 'Content-Length', '0'],
    ['host', 'crm', 'X-Forwarded-For', '1', 'HOST', 'crm', 'x-forwarded-for', '2, 10.0.0.9', 'Content-Length', '0'],
  ],
  [
    'no header that either Connection names, in whatever case',
    ['X-A', '1', 'Connection', 'x-a, ,Keep-Alive', 'X-b', '2', 'connection', ' X-B', 'TE', 'trailers', 'X-C', ''],
    ['Host', 'crm', 'X-C', '', 'X-Forwarded-For', '10.0.0.9', 'Content-Length', '0'],
  ],
  [
    'the framing and a Host that Connection names, and not its addresses',
    [
      'Host',
      'a',
      'X-Forwarded-For',
      '1',
      'Connection',
      'host, x-forwarded-for, transfer-encoding',
      'Transfer-Encoding',
      'x',
    ],
    ['Host', 'crm', 'Transfer-Encoding', 'x', 'X-Forwarded-For', '10.0.0.9'],
  ],
  [
    'a name without a value not at all',
    ['Host', 'a', 'X-A'],
    ['Host', 'crm', 'X-Forwarded-For', '10.0.0.9', 'Content-Length', '0'],
  ],
])('a request gets %s', (_name, raw, passed) => {
  expect(requestHeaders(raw, changes)).toEqual([...passed, 'Connection', 'keep-alive'])
})

it('an answer with two framings keeps the chunks, and one for HTTP/1.0 neither', () => {
  const raw = [
    'Content-Length',
    '3',
    'X-A',
    '1',
    'transfer-encoding',
    'chunked',
    'Connection',
    'close',
    'Upgrade',
    'h2c',
  ]
  expect(answerHeaders(raw, true)).toEqual(['X-A', '1', 'transfer-encoding', 'chunked'])
  expect(answerHeaders(raw, false)).toEqual(['X-A', '1'])
})
