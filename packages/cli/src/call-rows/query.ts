import { queryCoupon } from '@yaoquan/api'
import type { CouponFilter, TopClient } from '@yaoquan/client'
import { type CallRow, callRow } from '#calls/call-row'
import { couponTableColumns } from '#terminal/coupon-table'
import { say } from '#terminal/language'

const { phone, cardNo, couponCode, channel, pageSize, pageNum } = queryCoupon.request.query.fields
const { result } = queryCoupon.response
const { coupons, ...counts } = result.fields.page.fields

/** The method with the members of its query as parameters, and of its page as the result. */
const query = {
  ...queryCoupon,
  request: { phone, cardNo, couponCode, channel, pageSize, pageNum },
  response: { result: { ...result, fields: { ...counts, coupons: { ...coupons, wire: 'coupons' } } } },
  sampleOmits: ['cardNo', 'couponCode', 'channel', 'pageSize', 'pageNum'],
} as const

const largestPage = 200

/** `yaoquan query`: the coupons of a seller, by the method of Ali Health. */
export const queryRow: CallRow = callRow(query, {
  path: 'query',
  defaults: { pageSize: 20, pageNum: 1 },
  // A blank filter would find every coupon.
  refusesBlank: true,
  call: (client, request) => client.queryCoupons(request),
  pages: pagesOf,
  list: { of: 'coupons', columns: couponTableColumns },
  says: ({ totalCount, currentPage, totalPage }) =>
    say(
      `共 ${totalCount} 张，第 ${currentPage}/${totalPage} 页`,
      `${totalCount} in total, page ${currentPage}/${totalPage}`,
    ),
  examples: ['query --channel erp --all --json'],
})

/** Coupons that are issued meanwhile come last, so none is missed or repeated. */
async function* pagesOf(client: TopClient, { phone, cardNo, couponCode, channel }: CouponFilter) {
  const filter = { phone, cardNo, couponCode, channel, pageSize: largestPage }
  for (let pageNum = 1; ; pageNum += 1) {
    const page = await client.queryCoupons({ ...filter, pageNum })
    yield page.coupons
    if (pageNum >= page.totalPage) return
  }
}
