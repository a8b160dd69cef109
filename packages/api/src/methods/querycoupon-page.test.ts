import { describe, expect, it } from 'vitest'
import type { Field, Fields } from '../language/field.ts'
import { queryCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'

/** Name, type, 是否必须, example and 描述 as on the official page (apiId 41209), in its order. */
const requestRows = [
  ['query_d_t_o', 'ErpCouponQueryDto', '可选', '', '查询对象'],
  ['query_d_t_o.page_size', 'Number', '必须', '10', '每页数量'],
  ['query_d_t_o.page_num', 'Number', '必须', '1', '页码'],
  ['query_d_t_o.channel', 'String', '可选', 'erp', '渠道'],
  ['query_d_t_o.phone', 'String', '可选', '18612255668', '手机号'],
  ['query_d_t_o.card_no', 'String', '可选', '11112222', '会员卡号'],
  ['query_d_t_o.coupon_code', 'String', '可选', '11111', '优惠券code'],
] as const

const list = 'result.result.result_arr_list'

const responseRows = [
  ['result', 'ResponseResult', '', 'response'],
  ['result.error_code', 'String', 'QUERY_RESULT_EMPTY', '错误码'],
  ['result.error_msg', 'String', '查询为空', '中文描述'],
  ['result.result', 'PageResponse', '', '结果'],
  ['result.result.current_page', 'Number', '1', '当前页数'],
  [list, 'ErpCouponDTO []', '', '对象'],
  [`${list}.status`, 'String', '0', '状态,0,未使用'],
  [`${list}.start_date`, 'String', '2018-11-11', '优惠券生效日期'],
  [`${list}.serller_id`, 'String', '111', '连锁id'],
  [`${list}.phone`, 'String', '18612255668', '会员手机号'],
  [`${list}.order_amount`, 'String', '199', '满多少金额可以用'],
  [`${list}.end_date`, 'String', '2018-11-11', '优惠券失效日期'],
  [`${list}.describe`, 'String', '全场通用', '描述'],
  [`${list}.coupon_name`, 'String', '满199减99', '优惠券名称'],
  [`${list}.coupon_id`, 'String', '11', '优惠券模板id'],
  [`${list}.coupon_code`, 'String', '111aaa', '优惠券code'],
  [`${list}.coupon_amount`, 'String', '99', '优惠券金额'],
  [`${list}.channel`, 'String', 'erp', '渠道'],
  [`${list}.card_no`, 'String', '1231321111', '会员卡号'],
  [`${list}.bill_date`, 'String', '2018-11-11', '发放日期'],
  [`${list}.attribute`, 'String', '{ "firstName":"Bill" , "lastName":"Gates" }', '额外属性'],
  [`${list}.shop`, 'String', '01,02', '使用的门店'],
  [`${list}.category`, 'String', '1001,10012', '适用的品类'],
  ['result.result.total_count', 'Number', '11', '总共有多少记录'],
  ['result.result.total_page', 'Number', '2', '总共有多少页'],
  ['result.success', 'Boolean', 'false', '调用是否成功'],
] as const

type DefinedRow = Readonly<{ path: string; type: string; required: string; example: string; zh: string }>

const request = rowsOf(queryCoupon.request)
const response = rowsOf(queryCoupon.response)

describe('request', () => {
  it.each(requestRows)('%s %s %s', (path, type, required, example, zh) => {
    expect(request.find((row) => row.path === path)).toEqual({ path, type, required, example, zh })
  })

  it('has exactly the rows of the page in its order', () => {
    expect(request.map(({ path }) => path)).toEqual(requestRows.map(([path]) => path))
  })
})

describe('response', () => {
  it.each(responseRows)('%s %s', (path, type, example, zh) => {
    expect(response.find((row) => row.path === path)).toMatchObject({ path, type, example, zh })
  })

  it('has exactly the rows of the page in its order', () => {
    expect(response.map(({ path }) => path)).toEqual(responseRows.map(([path]) => path))
  })
})

it('has the title, category, description and item tag of the page', () => {
  expect(queryCoupon.name).toBe('alibaba.alihealth.nr.crm.coupon.querycoupon')
  expect(queryCoupon.title.zh).toBe('ERP调用CRM - 查询优惠券')
  expect(queryCoupon.category.zh).toBe('阿里健康-CRM')
  expect(queryCoupon.description.zh).toBe('erp或者其他渠道发放优惠券给用户,通过此接口把 发放优惠券的信息传给crm')
  expect(queryCoupon.response.result.fields.page.fields.coupons.itemTag).toBe('erp_coupon_d_t_o')
})

function rowsOf(fields: Fields, parent = ''): readonly DefinedRow[] {
  return Object.values(fields).flatMap((field): readonly DefinedRow[] => {
    const path = `${parent}${field.wire}`
    const row = {
      path,
      type: typeOf(field),
      required: field.required ? '必须' : '可选',
      example: 'example' in field ? String(field.example) : '',
      zh: field.description.zh,
    }
    return [row, ...rowsOf(innerFields(field), `${path}.`)]
  })
}

function typeOf(field: Field): string {
  switch (field.kind) {
    case 'text':
      return 'String'
    case 'number':
      return 'Number'
    case 'boolean':
      return 'Boolean'
    case 'object':
      return field.typeName
    case 'list':
      return field.item.kind === 'object' ? `${field.item.typeName} []` : 'String []'
  }
}

function innerFields(field: Field): Fields {
  if (field.kind === 'object') return field.fields
  return field.kind === 'list' && field.item.kind === 'object' ? field.item.fields : {}
}
