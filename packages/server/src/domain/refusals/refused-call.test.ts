import { expect, test } from 'vitest'
import { listRefusals, type RefusalEntry, type RefusalLog, type RefusalQuery } from './refused-call.ts'

/** 15,000 calls, the newest first; every thousandth is of another app. */
const calls: readonly RefusalEntry[] = Array.from({ length: 15_000 }, (_, index) => ({
  requestId: `r${index}`,
  method: 'yaoquan.coupon.redeem',
  appKey: index % 1_000 === 999 ? 'rare' : 'usual',
  atMs: 100_000 - Math.floor(index / 2),
  errorCode: index % 2 === 0 ? 'COUPON_USED' : 'COUPON_EXPIRED',
}))

const log: Pick<RefusalLog, 'listRefusals'> = {
  listRefusals(_seller, _span, { after, limit }) {
    const start = after === undefined ? 0 : calls.findIndex(({ requestId }) => requestId === after.requestId) + 1
    return Promise.resolve(calls.slice(start, start + limit))
  },
}

const everything: RefusalQuery = {
  sellerId: '111',
  span: { fromMs: 0, untilMs: 200_000 },
  after: undefined,
  limit: 200,
  appKey: undefined,
  method: undefined,
  errorCode: undefined,
}

async function walk(query: RefusalQuery): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = []
  let after: RefusalQuery['after']
  do {
    const { refusals, next } = await listRefusals({ ...query, after }, log)
    pages.push(refusals.map(({ requestId }) => requestId))
    after = next
  } while (after !== undefined)
  return pages
}

test('pages have every call once, the newest first', async () => {
  const pages = await walk(everything)
  expect(pages.flat()).toEqual(calls.map(({ requestId }) => requestId))
  expect(pages[0]).toHaveLength(200)
})

test.each<[string, Partial<RefusalQuery>, (call: RefusalEntry) => boolean]>([
  ['of an app', { appKey: 'rare' }, ({ appKey }) => appKey === 'rare'],
  ['of a reason', { errorCode: 'COUPON_USED' }, ({ errorCode }) => errorCode === 'COUPON_USED'],
  ['of both', { appKey: 'rare', errorCode: 'COUPON_USED' }, () => false],
  ['of a method', { method: 'yaoquan.coupon.void' }, () => false],
])('pages %s have what matches, and each examines a bounded number', async (_what, filter, matches) => {
  const pages = await walk({ ...everything, ...filter })
  expect(pages.flat()).toEqual(calls.filter(matches).map(({ requestId }) => requestId))
  expect(pages.length).toBeGreaterThan(1)
})
