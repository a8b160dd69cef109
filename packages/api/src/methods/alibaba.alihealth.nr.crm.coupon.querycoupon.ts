import { defineMethod } from '../language/method.ts'
import { erpCouponFields } from './erp-coupon.ts'

/**
 * Coupons of a chain, page by page. The contract is the page of the document centre (apiId 41209):
 * names, types, flags, examples, descriptions and order are the page's own.
 */
export const queryCoupon = defineMethod({
  name: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
  title: { zh: 'ERP调用CRM - 查询优惠券', en: 'ERP calls CRM: query coupons' },
  description: {
    zh: 'erp或者其他渠道发放优惠券给用户,通过此接口把 发放优惠券的信息传给crm',
    en: 'ERPs and other channels issue coupons to members; this method reads the issued coupons from the CRM',
  },
  category: { zh: '阿里健康-CRM', en: 'Ali Health CRM' },
  scope: 'chain',
  effect: 'read',
  request: {
    query: {
      kind: 'object',
      wire: 'query_d_t_o',
      required: false,
      typeName: 'ErpCouponQueryDto',
      description: { zh: '查询对象', en: 'What to look for' },
      whenEmpty: { pageSize: 20, pageNum: 1 },
      fields: {
        pageSize: {
          kind: 'number',
          wire: 'page_size',
          required: true,
          example: 10,
          min: 1,
          max: 200,
          description: { zh: '每页数量', en: 'Coupons a page' },
        },
        pageNum: {
          kind: 'number',
          wire: 'page_num',
          required: true,
          example: 1,
          min: 1,
          max: 2_147_483_647,
          description: { zh: '页码', en: 'Page number, from 1' },
        },
        channel: {
          kind: 'text',
          wire: 'channel',
          required: false,
          example: 'erp',
          description: { zh: '渠道', en: 'Channel' },
        },
        phone: {
          kind: 'text',
          wire: 'phone',
          required: false,
          example: '18612255668',
          description: { zh: '手机号', en: 'Phone number' },
        },
        cardNo: {
          kind: 'text',
          wire: 'card_no',
          required: false,
          example: '11112222',
          description: { zh: '会员卡号', en: 'Member card number' },
        },
        couponCode: {
          kind: 'text',
          wire: 'coupon_code',
          required: false,
          example: '11111',
          description: { zh: '优惠券code', en: 'Coupon code' },
        },
      },
    },
  },
  response: {
    result: {
      kind: 'object',
      wire: 'result',
      required: true,
      typeName: 'ResponseResult',
      description: { zh: 'response', en: 'Response' },
      fields: {
        errorCode: {
          kind: 'text',
          wire: 'error_code',
          required: false,
          example: 'QUERY_RESULT_EMPTY',
          description: { zh: '错误码', en: 'Error code' },
        },
        errorMessage: {
          kind: 'text',
          wire: 'error_msg',
          required: false,
          example: '查询为空',
          description: { zh: '中文描述', en: 'Description of the error in Chinese' },
        },
        page: {
          kind: 'object',
          wire: 'result',
          required: true,
          typeName: 'PageResponse',
          description: { zh: '结果', en: 'Result' },
          fields: {
            currentPage: {
              kind: 'number',
              wire: 'current_page',
              required: true,
              example: 1,
              min: 1,
              max: 2_147_483_647,
              description: { zh: '当前页数', en: 'Number of this page' },
            },
            coupons: {
              kind: 'list',
              wire: 'result_arr_list',
              required: true,
              itemTag: 'erp_coupon_d_t_o',
              description: { zh: '对象', en: 'The coupons' },
              item: { kind: 'object', typeName: 'ErpCouponDTO', fields: erpCouponFields },
            },
            totalCount: {
              kind: 'number',
              wire: 'total_count',
              required: true,
              example: 11,
              min: 0,
              max: Number.MAX_SAFE_INTEGER,
              description: { zh: '总共有多少记录', en: 'Coupons on all pages' },
            },
            totalPage: {
              kind: 'number',
              wire: 'total_page',
              required: true,
              example: 2,
              min: 0,
              max: Number.MAX_SAFE_INTEGER,
              description: { zh: '总共有多少页', en: 'Number of pages' },
            },
          },
        },
        success: {
          kind: 'boolean',
          wire: 'success',
          required: true,
          example: false,
          description: { zh: '调用是否成功', en: 'Whether the call succeeded' },
        },
      },
    },
  },
  errorCodes: [
    {
      code: 'QUERY_RESULT_EMPTY',
      message: { zh: '查询为空', en: 'No coupon matches, or the page lies past the end' },
      cure: {
        zh: '没有符合条件的优惠券，或页码超过总页数；请检查筛选条件与 page_num',
        en: 'Nothing matches the filters, or page_num is past total_page; check both',
      },
    },
  ],
})
