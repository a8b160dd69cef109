import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { signedBody, waitingWrite } from './waiting-write.ts'

const called = new Map([
  ['method', 'alibaba.alihealth.nr.crm.order.sync'],
  ['app_key', '12345678'],
  ['format', 'xml'],
  ['sign_method', 'md5'],
  ['sign', 'OF-THE-CALLER'],
  ['timestamp', '2026-11-24 22:00:00'],
  ['order', '感冒 灵&=+%'],
])

// By `iconv -t GBK`.
const orderInGbk = Buffer.from('b8d0c3b020c1e9263d2b25', 'hex')

it('signs a write of an app that speaks GBK over its bytes in GBK, and sends those', () => {
  const body = signedBody(waitingWrite('m', called, 'gbk'), 'helloworld', Date.parse('2026-11-25T01:02:03+08:00'))
  const sent = new Map(
    body.split('&').map((pair): [string, Buffer] => {
      const [name = '', value = ''] = pair.split('=').map((part) => Buffer.from(part.replaceAll('%', ''), 'hex'))
      return [String(name), Buffer.from(value ?? '')]
    }),
  )
  const { sign, ...others } = Object.fromEntries(sent)
  expect(others['order']).toEqual(orderInGbk)
  expect([others['format'], others['timestamp']].map(String)).toEqual(['json', '2026-11-25 01:02:03'])
  const digest = createHash('md5').update('helloworld')
  for (const name of Object.keys(others).toSorted()) digest.update(name).update(others[name] ?? '')
  expect(String(sign)).toBe(digest.update('helloworld').digest('hex').toUpperCase())
})

it('signs a write of another app over its bytes in UTF-8', () => {
  const body = signedBody(waitingWrite('m', called, 'utf-8'), 'helloworld', Date.parse('2026-11-25T01:02:03+08:00'))
  const { sign, ...others } = Object.fromEntries(new URLSearchParams(body))
  expect(others).toMatchObject({ order: '感冒 灵&=+%', timestamp: '2026-11-25 01:02:03', format: 'json' })
  const digest = createHash('md5').update('helloworld')
  for (const name of Object.keys(others).toSorted()) digest.update(name).update(others[name] ?? '')
  expect(sign).toBe(digest.update('helloworld').digest('hex').toUpperCase())
})
