import { gzipSync } from 'node:zlib'
import { encode } from 'iconv-lite'
import { topSign } from './second-crm.ts'

/** A coupon as the CRM of today has it, by wire name. */
export type OldCoupon = Readonly<Record<string, string | number>>

/** How an answer is written. */
export type Written = 'json' | 'xml' | 'numbers' | 'gzip' | 'gbk'

export type OldAnswer = Readonly<{ headers: Readonly<Record<string, string>>; body: Buffer }>

const root = 'alibaba_alihealth_nr_crm_coupon_querycoupon_response'

/** Answers querycoupon from a list of coupons. It shares no code with the server. */
export function answerOldCall(
  body: string,
  crm: Readonly<{ coupons: readonly OldCoupon[]; secret: string; written: Written; lenient?: boolean }>,
): OldAnswer {
  const parameters = Object.fromEntries(new URLSearchParams(body))
  const { sign, query_d_t_o: queryText = '{}' } = parameters
  const isSigned = crm.lenient === true || sign === topSign(parameters, crm.secret)
  if (!isSigned) return plain('{"error_response":{"code":25,"msg":"Invalid signature","request_id":"r"}}')
  if (queryText.includes('"page_size":0')) {
    return plain('{"error_response":{"code":40,"msg":"Missing required arguments:page_size","request_id":"r"}}')
  }
  const { page_size: size = 20, page_num: page = 1, ...filter } = JSON.parse(queryText)
  const asked = Object.entries(filter)
  const all = crm.coupons.filter((coupon) => asked.every(([name, value]) => String(coupon[name]) === value))
  const shown = all.slice((page - 1) * size, page * size)
  return write(shown, { total: all.length, pages: Math.ceil(all.length / size), page, written: crm.written })
}

type Page = Readonly<{ total: number; pages: number; page: number; written: Written }>

function write(coupons: readonly OldCoupon[], { total, pages, page, written }: Page): OldAnswer {
  if (written === 'xml') return plain(xmlOf(coupons, { total, pages, page }), 'text/xml')
  const list = coupons.length === 0 ? {} : { result_arr_list: { erp_coupon_d_t_o: coupons } }
  const [totalCount, totalPage] = written === 'numbers' ? [total, pages] : [String(total), String(pages)]
  const found = { total_page: totalPage, total_count: totalCount, ...list, current_page: page }
  const empty = coupons.length === 0 ? { error_code: 'QUERY_RESULT_EMPTY', error_msg: '没有' } : {}
  const result = { success: coupons.length > 0, ...empty, result: found }
  const text = JSON.stringify({ [root]: { request_id: 'old', result } }, undefined, written === 'numbers' ? 2 : 0)
  if (written === 'gzip') {
    return { headers: { 'content-type': 'text/javascript', 'content-encoding': 'gzip' }, body: gzipSync(text) }
  }
  if (written === 'gbk') {
    return { headers: { 'content-type': 'text/javascript;charset=GBK' }, body: encode(text, 'gbk') }
  }
  return plain(text)
}

function xmlOf(coupons: readonly OldCoupon[], { total, pages, page }: Omit<Page, 'written'>): string {
  const element = (name: string, content: string | number) => `<${name}>${content}</${name}>\n`
  const text = (value: string | number) => `<![CDATA[${value}]]>`
  const items = coupons.map((coupon) =>
    element(
      'erp_coupon_d_t_o',
      Object.entries(coupon)
        .map(([name, value]) => element(name, text(value)))
        .join(''),
    ),
  )
  const found = [
    element('current_page', page),
    element('total_count', total),
    element('total_page', pages),
    element('result_arr_list', items.join('')),
  ]
  const success = element('success', String(coupons.length > 0))
  return `<?xml version="1.0" encoding="utf-8"?>\n<!--host-->${element(root, element('result', success + element('result', found.join(''))))}`
}

function plain(text: string, type = 'text/javascript'): OldAnswer {
  return { headers: { 'content-type': `${type};charset=UTF-8` }, body: Buffer.from(text) }
}
