import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { isRead } from './read-call-names.ts'

const read = 'method=alibaba.alihealth.nr.crm.coupon.querycoupon'
const write = 'method=vendor.coupon.use'

type Sent = Readonly<{ queryString?: string; body?: string; headers?: IncomingMessage['headers'] }>

function isReadOf({ queryString = '', body = '', headers = {} }: Sent): boolean {
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'POST', headers })
  return isRead({ request, path: '/router/rest', queryString, body: Buffer.from(body) })
}

it.each([
  ['a query in the body', { body: read }],
  ['a query in the URL', { queryString: read, body: 'page=1' }],
])('%s is a read', (_name, sent) => expect(isReadOf(sent)).toBe(true))

it.each<[string, Sent]>([
  ['another method', { body: write }],
  ['another method in the body', { queryString: read, body: write }],
  ['another method in the URL', { queryString: write, body: read }],
  ['another method beside it', { body: `${read}&${write}` }],
  [
    'another method in JSON',
    { queryString: read, body: '{"method":"vendor.coupon.use"}', headers: { 'content-type': 'application/json' } },
  ],
  ['a body of another type', { queryString: read, body: write, headers: { 'content-type': 'text/plain' } }],
  ['a compressed body', { queryString: read, body: 'a', headers: { 'content-encoding': 'gzip' } }],
])('%s may be a write', (_name, sent) => expect(isReadOf(sent)).toBe(false))
