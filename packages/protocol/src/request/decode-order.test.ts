import { syncOrder } from '@yaoquan/api'
import { describe, expect, it } from 'vitest'
import { decodeRequest } from './decode-request.ts'
import { encodeRequest } from './encode-request.ts'

const line = { actual_total_fee: 1, auction_id: '1', auction_price: 1, auction_title: 'x' }
const order = { actual_total_fee: 1, create_time: '2026-11-24 10:00:00', details: [line] }
const decode = (text: string) => decodeRequest(syncOrder, new Map([['order', text]]))
const decoded = (changes: object) => {
  const result = decode(JSON.stringify({ ...order, ...changes }))
  return result.kind === 'decoded' ? result.input.order : result.error.subCode
}

describe('an object that keeps its text', () => {
  it('has it as it was sent, with members that nobody declared', () => {
    const text = ` ${JSON.stringify({ ...order, unheard: 12 }).replace('12', '12345678901234567890')}\n`
    expect(decode(text)).toMatchObject({ kind: 'decoded', input: { order: { actualTotalFee: 1, sentText: text } } })
  })

  it('is sent without it', () => {
    const input = decoded({})
    if (typeof input !== 'object') throw new Error('not decoded')
    const request = encodeRequest(syncOrder, { order: input })
    expect(JSON.parse(request['order'] ?? '')).toEqual(order)
  })
})

describe('a moment', () => {
  it.each(['2026-11-24 10:00:00', ' 2024-02-29 23:59:59 '])('may be %j', (text) => {
    expect(decoded({ create_time: text })).toMatchObject({ createTime: text.trim() })
  })

  it.each(['2026-11-24', '2026-11-24T10:00:00', '2025-02-29 10:00:00', '2026-11-24 24:00:00', '1795492800000', 1])(
    'may not be %j',
    (value) => {
      expect(decoded({ create_time: value })).toBe('isv.invalid-parameter')
    },
  )
})

describe('a lenient text', () => {
  it.each([
    ['x', 'x'],
    [1.5, '1.5'],
    [true, 'true'],
    [' ', undefined],
    [null, undefined],
    [{ a: 1 }, undefined],
    [['a'], undefined],
  ])('reads %j as %j', (value, text) => {
    expect(decoded({ channel: value })).toHaveProperty('sentText')
    expect(Object(decoded({ channel: value })).channel).toBe(text)
  })

  it('has a length, and no number that lost digits', () => {
    expect(decoded({ channel: 'x'.repeat(65) })).toBe('isv.invalid-parameter')
    expect(decoded({ order_id: 2 ** 60 })).toBe('isv.invalid-parameter')
  })
})
