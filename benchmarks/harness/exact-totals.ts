import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { issuerOf } from '../../packages/server/src/testing/issue-drafts.ts'
import { draftOf, mainChannel, placeholderCard, placeholderPhone, type StorePlace, sellerId } from './large-seller.ts'
import { signedBody } from './signed-body.ts'

const draftsPerIssue = 10
const readers = 4

/** Lists that every issued coupon belongs to. */
const filters = [{}, { channel: mainChannel }, { phone: placeholderPhone }] as const

/** How many answers were checked, and how many coupons were issued meanwhile. */
export type Checked = Readonly<{ answers: number; issued: number }>

/**
 * Queries random pages of long lists through the server while another program issues coupons into all of them.
 * @throws Error if a total is below the coupons acknowledged before the call or above those begun at its end, or if the
 * length of a page contradicts the total
 */
export async function checkTotalsWhileIssuing(place: StorePlace, url: string, seconds: number): Promise<Checked> {
  const initialTotals = await Promise.all(filters.map(async (filter) => (await query(url, filter, 1)).totalCount))
  const store = await openStore(place)
  const endMs = performance.now() + seconds * 1000
  let begun = 0
  let issued = 0
  let answers = 0
  const issuing = async () => {
    while (performance.now() < endMs) {
      const drafts = newDrafts((initialTotals[0] ?? 0) + begun)
      begun += drafts.length
      await issuerOf(store).issueCoupons(sellerId, drafts, Date.now())
      issued = begun
    }
  }
  const reading = async () => {
    for (; performance.now() < endMs; answers += 1) {
      const list = answers % filters.length
      const base = initialTotals[list] ?? 0
      const least = base + issued
      const pageNum = 1 + Math.floor(Math.random() * (base / pageSize + 1))
      const { totalCount, rows } = await query(url, filters[list] ?? {}, pageNum)
      if (totalCount < least || totalCount > base + begun)
        throw new Error(`a total of ${totalCount}, expected ${least} to ${base + begun}`)
      const expected = Math.max(0, Math.min(pageSize, totalCount - (pageNum - 1) * pageSize))
      if (rows !== expected) throw new Error(`${rows} coupons on page ${pageNum} of ${totalCount}`)
    }
  }
  try {
    await Promise.all([issuing(), ...Array.from({ length: readers }, reading)])
  } finally {
    await store.close()
  }
  for (const [list, filter] of filters.entries()) {
    const { totalCount } = await query(url, filter, 1)
    if (totalCount !== (initialTotals[list] ?? 0) + issued)
      throw new Error(`a total of ${totalCount} after ${issued} issued`)
  }
  return { answers, issued }
}

const pageSize = 10

async function query(
  url: string,
  filter: object,
  pageNum: number,
): Promise<Readonly<{ totalCount: number; rows: number }>> {
  const body = new URLSearchParams(signedBody({ ...filter, page_size: pageSize, page_num: pageNum }, 'json'))
  const text = await (await fetch(`${url}/router/rest`, { method: 'POST', body })).text()
  const total = /"total_count":(\d+)/.exec(text)?.[1]
  if (total === undefined) throw new Error(`no total: ${text.slice(0, 300)}`)
  return { totalCount: Number(total), rows: text.split('"coupon_code"').length - 1 }
}

function newDrafts(first: number): readonly CouponDraft[] {
  return Array.from({ length: draftsPerIssue }, (_, index) => {
    const { terms, state } = draftOf(first + index, 1)
    const couponCode = `LATE${first + index}`
    // The card of another member would bring that member's coupons into the list of the phone.
    const identity = { phone: placeholderPhone, cardNo: placeholderCard }
    return { terms: { ...terms, ...identity, couponCode, channel: mainChannel }, state }
  })
}
