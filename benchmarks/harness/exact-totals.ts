import type { CouponDraft } from '../../packages/server/src/domain/coupon/coupon-store.ts'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { draftOf, mainChannel, type Place, placeholderPhone, sellerId } from './long-chain.ts'
import { signedBody } from './signed-body.ts'

const draftsPerIssue = 10
const readers = 4

/** Lists that every issued coupon belongs to. */
const filters = [{}, { channel: mainChannel }, { phone: placeholderPhone }] as const

/** What was asked while coupons were issued, and what was issued meanwhile. */
export type Checked = Readonly<{ answers: number; issued: number }>

/**
 * Asks for pages anywhere in long lists through the server, while another program issues coupons into all of them.
 * @throws Error when a total is less than what was acknowledged before the call or more than what was begun at its end,
 * or a page is not as long as the total says
 */
export async function checkTotalsWhileIssuing(place: Place, url: string, seconds: number): Promise<Checked> {
  const standing = await Promise.all(filters.map(async (filter) => (await ask(url, filter, 1)).totalCount))
  const store = await openStore(place)
  const endMs = performance.now() + seconds * 1000
  let begun = 0
  let issued = 0
  let answers = 0
  const issuing = async () => {
    while (performance.now() < endMs) {
      const drafts = newDrafts((standing[0] ?? 0) + begun)
      begun += drafts.length
      await store.couponIssuer.issueCoupons(sellerId, drafts, Date.now())
      issued = begun
    }
  }
  const reading = async () => {
    for (; performance.now() < endMs; answers += 1) {
      const list = answers % filters.length
      const base = standing[list] ?? 0
      const least = base + issued
      const pageNum = 1 + Math.floor(Math.random() * (base / pageSize + 1))
      const { totalCount, rows } = await ask(url, filters[list] ?? {}, pageNum)
      if (totalCount < least || totalCount > base + begun)
        throw new Error(`a total of ${totalCount}, not ${least} or more`)
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
    const { totalCount } = await ask(url, filter, 1)
    if (totalCount !== (standing[list] ?? 0) + issued)
      throw new Error(`a total of ${totalCount} after ${issued} issued`)
  }
  return { answers, issued }
}

const pageSize = 10

async function ask(
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
    return { terms: { ...terms, couponCode, phone: placeholderPhone, channel: mainChannel }, state }
  })
}
