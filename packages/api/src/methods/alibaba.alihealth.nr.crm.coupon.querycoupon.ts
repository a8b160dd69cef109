import { boolean, listOf, number, object, objects, requiredCount, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { erpCouponFields } from './erp-coupon.ts'

const pageNumber = { required: true, min: 1, max: 2_147_483_647 } as const

const query = {
  typeName: 'ErpCouponQueryDto',
  fields: {
    pageSize: number('page_size', 10, '每页数量', 'Coupons per page', { required: true, min: 1, max: 200 }),
    pageNum: number('page_num', 1, '页码', 'Page number, from 1', pageNumber),
    channel: text('channel', 'erp', '渠道', 'Channel'),
    phone: text('phone', '18612255668', '手机号', 'Phone number'),
    cardNo: text('card_no', '11112222', '会员卡号', 'Member card number'),
    couponCode: text('coupon_code', '11111', '优惠券code', 'Coupon code'),
  },
} as const

const page = {
  typeName: 'PageResponse',
  fields: {
    currentPage: number('current_page', 1, '当前页数', 'Current page number', pageNumber),
    coupons: listOf(
      'result_arr_list',
      objects('erp_coupon_d_t_o', 'ErpCouponDTO', erpCouponFields),
      '对象',
      'The coupons',
    ),
    totalCount: number('total_count', 11, '总共有多少记录', 'Total number of coupons', requiredCount),
    totalPage: number('total_page', 2, '总共有多少页', 'Number of pages', requiredCount),
  },
} as const

const result = {
  typeName: 'ResponseResult',
  fields: {
    errorCode: text('error_code', 'QUERY_RESULT_EMPTY', '错误码', 'Error code'),
    errorMessage: text('error_msg', '查询为空', '中文描述', 'Description of the error in Chinese'),
    page: object('result', page, '结果', 'Result', { required: true }),
    success: boolean('success', false, '调用是否成功', 'Whether the call succeeded', { required: true }),
  },
} as const

/**
 * The coupons of a seller, page by page. The contract is the API's page in the official document centre (apiId 41209):
 * names, types, flags, examples, Chinese descriptions and order are copied from it.
 */
export const queryCoupon = defineMethod({
  name: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
  title: { zh: 'ERP调用CRM - 查询优惠券', en: 'ERP calls CRM: query coupons' },
  description: {
    zh: 'erp或者其他渠道发放优惠券给用户,通过此接口把 发放优惠券的信息传给crm',
    en: 'ERPs and other channels issue coupons to members; this method queries the issued coupons in the CRM',
  },
  ...reads(category.aliHealth),
  request: {
    query: object('query_d_t_o', query, '查询对象', 'Query object', { whenEmpty: { pageSize: 20, pageNum: 1 } }),
  },
  response: { result: object('result', result, 'response', 'Response', { required: true }) },
  errorCodes: [
    {
      code: 'QUERY_RESULT_EMPTY',
      message: { zh: '查询为空', en: 'No coupon matches, or the page is past the last one' },
      cure: {
        zh: '没有符合条件的优惠券，或页码超过总页数；请检查筛选条件与 page_num',
        en: 'No coupon matches the filters, or page_num exceeds total_page; check both',
      },
    },
  ],
})
