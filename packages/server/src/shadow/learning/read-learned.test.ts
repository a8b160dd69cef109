import { expect, test } from 'vitest'
import { readLearned } from './read-learned.ts'

test.each([
  [true, '111', true],
  [true, '', true],
  [false, '111', true],
  [false, '', false],
  [true, '222', false],
])(
  'where the seller of a call is sure: %s, a coupon of seller "%s" is learned: %s',
  (isSellerSure, named, isLearned) => {
    const members = Object.entries({ coupon_code: 'A', status: '0', serller_id: named }).filter(
      ([, text]) => text !== '',
    )
    const from = { sellerId: '111', isSellerSure, asked: {}, stateOf: () => ({ kind: 'unused' }) as const }
    const { draft, findings } = readLearned(new Map(members), from)
    const ofSeller = findings.filter(({ name }) => name === 'seller')
    expect(ofSeller.length === 0).toBe(isLearned)
    if (!isLearned) expect(draft).toBeUndefined()
  },
)
