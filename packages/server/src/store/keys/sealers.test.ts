import { expect, test } from 'vitest'
import type { Quote } from '#domain/basket/quote'
import { testKeyring } from '#testing/test-keys'
import { createQuoteSealer } from './sealers.ts'

const sealer = createQuoteSealer(testKeyring())
const quote: Quote = {
  basket: { shop: '01', atMs: 1, lines: [{ lineNo: 1, categories: ['1001'], quantityMilli: 1_000, amountFen: 9_900 }] },
  policyVersion: 2,
  coupons: { '111aaa': 3 },
  earlier: ['on'],
  validUntilMs: 600_001,
}

test('opens for its seller what it sealed, and shows nothing of it', () => {
  const text = sealer.seal('111', quote)
  expect(sealer.open('111', text)).toEqual(quote)
  expect(Buffer.from(text.slice(3), 'base64url').toString('latin1')).not.toContain('111aaa')
})

test('opens no quote of another seller, none that was changed, and no other text', () => {
  const text = sealer.seal('111', quote)
  expect(sealer.open('222', text)).toBeUndefined()
  const place = text.length - 30
  const changed = `${text.slice(0, place)}${text[place] === 'A' ? 'B' : 'A'}${text.slice(place + 1)}`
  expect([changed, '', 'q1.', 'q1.AbCdEf', text.slice(3)].map((other) => sealer.open('111', other))).toEqual(
    Array.from({ length: 5 }, () => undefined),
  )
})
