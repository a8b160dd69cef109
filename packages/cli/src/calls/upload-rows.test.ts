import type { TopClient } from '@yaoquan/client'
import { expect, it } from 'vitest'
import { issueRows } from './upload-rows.ts'

type Request = Parameters<TopClient['issueCoupons']>[0]
const counts = { createdCount: 0, existingCount: 0, conflictCount: 0, duplicateCount: 0, invalidCount: 0 }

function target() {
  const requests: Request[] = []
  const store = issueRows(
    {
      issueCoupons: async (request) => {
        requests.push(request)
        const items = request.coupons.map(({ couponCode }) => ({ couponCode, outcome: 'created' as const }))
        return { ...counts, items, success: true, requestId: 'r' }
      },
    },
    'N',
  )
  return { requests, store }
}

it('numbers its calls consecutively and leaves out the seller', async () => {
  const { requests, store } = target()
  await store([{ couponCode: 'a', sellerId: '111', status: '1' }])
  await store([{ couponCode: 'b', phone: '18612255668' }])
  expect(requests).toEqual([
    { outRequestNo: 'N-1', coupons: [{ couponCode: 'a', status: '1' }] },
    { outRequestNo: 'N-2', coupons: [{ couponCode: 'b', phone: '18612255668' }] },
  ])
})

it('cuts coupons with long texts into several calls and keeps their order', async () => {
  const { requests, store } = target()
  const rows = Array.from({ length: 1_000 }, (_, n) => ({ couponCode: `c${n}`, attribute: 'x'.repeat(4_000) }))
  expect(await store(rows)).toHaveLength(1_000)
  expect(requests.map(({ coupons }) => coupons.length)).toEqual([249, 249, 249, 249, 4])
  expect(requests.flatMap(({ coupons }) => coupons.map(({ couponCode }) => couponCode))).toEqual(
    rows.map(({ couponCode }) => couponCode),
  )
})

it('reports the outcome of each row', async () => {
  const items = [
    { couponCode: 'a', outcome: 'existing' as const },
    { couponCode: 'b', outcome: 'conflict' as const, field: 'end_date,phone' },
    { couponCode: 'b', outcome: 'duplicate' as const },
    { couponCode: 'd', outcome: 'invalid' as const, field: 'end_date', rule: 'must be YYYY-MM-DD' },
  ]
  const answer = { ...counts, items, success: false, requestId: 'r' }
  const store = issueRows({ issueCoupons: async () => answer }, 'N')
  expect(await store(items.map(({ couponCode }) => ({ couponCode })))).toEqual([
    { kind: 'existing' },
    { kind: 'conflict', fields: ['end_date', 'phone'] },
    { kind: 'duplicate' },
    { kind: 'invalid', faults: [{ field: 'end_date', rule: { zh: 'must be YYYY-MM-DD', en: 'must be YYYY-MM-DD' } }] },
  ])
})
