import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { encode } from 'iconv-lite'

/** A coupon as the CRM of today has it, by wire name. */
export type OldCoupon = Readonly<Record<string, string | number>>

export type OldAnswer = Readonly<{ headers: Readonly<Record<string, string>>; body: Buffer }>

/** What an answer of querycoupon says. */
export type OldPage = Readonly<{
  coupons: readonly OldCoupon[]
  total: number
  pages: number
  page: number
  /** `error_code`; undefined for none, and for that of an empty answer. */
  errorCode?: string
}>

const root = 'alibaba_alihealth_nr_crm_coupon_querycoupon_response'

/** The ways in which an answer may be written. They say the same. */
export const forms = {
  json: (page) => plain(JSON.stringify(treeOf(page))),
  numbers: (page) => plain(JSON.stringify(treeOf(page, { isNumeric: true }), undefined, 2)),
  'members in another order': (page) => plain(JSON.stringify(turned(treeOf(page)))),
  simplified: (page) => plain(JSON.stringify({ ...resultOf(page), request_id: 'old' })),
  'a bare list': (page) => plain(JSON.stringify(treeOf(page, { isBare: true }))),
  'nulls and blanks': (page) => plain(JSON.stringify(treeOf(page, { more: { memo: null, channel_name: ' ' } }))),
  'escaped characters': (page) => plain(JSON.stringify(treeOf(page)).replace(/[^ -~]/g, escaped)),
  'a byte order mark': (page) => plain(`\ufeff${JSON.stringify(treeOf(page))}`),
  'no content type': (page) => ({ headers: {}, body: Buffer.from(JSON.stringify(treeOf(page))) }),
  gzip: (page) => packed('gzip', gzipSync(JSON.stringify(treeOf(page)))),
  deflate: (page) => packed('deflate', deflateSync(JSON.stringify(treeOf(page)))),
  'deflate without a head': (page) => packed('deflate', deflateRawSync(JSON.stringify(treeOf(page)))),
  brotli: (page) => packed('br', brotliCompressSync(JSON.stringify(treeOf(page)), quick)),
  gbk: (page) => inGbk(JSON.stringify(treeOf(page)), 'text/javascript;charset=GBK'),
  'gbk that only its bytes tell': (page) => inGbk(JSON.stringify(treeOf(page)), 'text/javascript'),
  xml: (page) =>
    plain(
      xmlOf(page, (value) => `<![CDATA[${value}]]>`),
      'text/xml',
    ),
  'xml with entities': (page) => plain(xmlOf(page, entities), 'text/xml'),
  'xml in gbk': (page) =>
    inGbk(
      xmlOf(page, (value) => `<![CDATA[${value}]]>`, 'GBK'),
      'text/xml',
    ),
} as const satisfies Readonly<Record<string, (page: OldPage) => OldAnswer>>

/** How an answer is written. */
export type Written = keyof typeof forms

export const writtenForms = Object.keys(forms) as readonly Written[]

/** Its best compression takes a hundred times as long. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }

type Choices = Readonly<{ isNumeric?: boolean; isBare?: boolean; more?: object }>

function treeOf(page: OldPage, choices: Choices = {}): object {
  return { [root]: { request_id: 'old', ...resultOf(page, choices) } }
}

function resultOf({ coupons, total, pages, page, errorCode }: OldPage, choices: Choices = {}): object {
  const { isNumeric = false, isBare = false, more = {} } = choices
  const items = coupons.map((coupon) => ({ ...coupon, ...more }))
  const list = coupons.length === 0 ? {} : { result_arr_list: isBare ? items : { erp_coupon_d_t_o: items } }
  const [total_count, total_page] = isNumeric ? [total, pages] : [String(total), String(pages)]
  const code = errorCode ?? (coupons.length === 0 ? 'QUERY_RESULT_EMPTY' : undefined)
  const failed = code === undefined ? {} : { error_code: code, error_msg: '没有' }
  const found = { total_page, total_count, ...list, current_page: page }
  return { result: { success: code === undefined, ...failed, result: found } }
}

/** The same members, the last first. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, turned(member)])
      .reverse(),
  )
}

function xmlOf(
  { coupons, total, pages, page, errorCode }: OldPage,
  text: (value: string | number) => string,
  encoding = 'utf-8',
): string {
  const element = (name: string, content: string | number) => `<${name}>${content}</${name}>\n`
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
  const success = element('success', String(errorCode === undefined && coupons.length > 0))
  const code = errorCode === undefined ? '' : element('error_code', errorCode)
  const result = element('result', success + code + element('result', found.join('')))
  return `<?xml version="1.0" encoding="${encoding}"?>\n<!--host-->${element(root, result)}`
}

function plain(text: string, type = 'text/javascript'): OldAnswer {
  return { headers: { 'content-type': `${type};charset=UTF-8` }, body: Buffer.from(text) }
}

function packed(coding: string, body: Buffer): OldAnswer {
  return { headers: { 'content-type': 'text/javascript', 'content-encoding': coding }, body }
}

function inGbk(text: string, type: string): OldAnswer {
  return { headers: { 'content-type': type }, body: encode(text, 'gbk') }
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function entities(value: string | number): string {
  return String(value).replace(/[^ -~]|[<>&"']/g, (character) => `&#${character.codePointAt(0)};`)
}

/** An error of the platform, whose body is `error_response`. */
export function errorAnswer(error: object): OldAnswer {
  return plain(JSON.stringify({ error_response: { request_id: 'r', ...error } }))
}
