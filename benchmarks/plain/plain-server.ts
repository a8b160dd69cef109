// A straightforward implementation for comparison: Fastify, better-sqlite3, LIMIT/OFFSET, COUNT and JSON.stringify.
// It checks signature and time, serves one app and one method, and writes no log. Usage: `plain-server.ts FILE KEY SECRET`.
import { createHash } from 'node:crypto'
import { parse } from 'node:querystring'
import Database from 'better-sqlite3'
import Fastify from 'fastify'
import { columns, type PlainCoupon } from './coupon-table.ts'

type Call = Readonly<Record<string, string>>
type Query = Readonly<{ page_size: number; page_num: number }> &
  Readonly<Partial<Record<'phone' | 'channel' | 'card_no' | 'coupon_code', string>>>
type Page = Readonly<{ coupons: readonly PlainCoupon[]; total: number }>

const [file = '', appKey = '', appSecret = ''] = process.argv.slice(2)
const sellerId = '111'
const root = 'alibaba_alihealth_nr_crm_coupon_querycoupon_response'
const database = new Database(file, { readonly: true })
database.pragma('mmap_size = 1073741824')
const statements = new Map<string, Database.Statement<unknown[], unknown>>()

const app = Fastify()
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, parse(String(body))),
)
app.post<{ Body: Call }>('/router/rest', async ({ body }, reply) => {
  if (body['app_key'] !== appKey || !isSigned(body) || !isTimely(body)) {
    return reply.send({ error_response: { code: 25, msg: 'Invalid signature' } })
  }
  const query: Query = JSON.parse(body['query_d_t_o'] ?? '{}')
  const page = findPage(query)
  const requestId = Math.random().toString(36).slice(2, 14).padEnd(12, '0')
  if (body['format'] === 'json') {
    return reply.type('text/javascript;charset=UTF-8').send(jsonAnswer(query, page, requestId))
  }
  return reply.type('text/xml;charset=UTF-8').send(xmlAnswer(query, page, requestId))
})
console.log(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
process.on('SIGTERM', () => process.exit(0))

function isSigned({ sign, ...signed }: Call): boolean {
  const pairs = Object.keys(signed)
    .sort()
    .map((name) => `${name}${signed[name]}`)
    .join('')
  return createHash('md5').update(`${appSecret}${pairs}${appSecret}`, 'utf8').digest('hex').toUpperCase() === sign
}

function isTimely({ timestamp = '' }: Call): boolean {
  return Math.abs(Date.parse(`${timestamp.replace(' ', 'T')}+08:00`) - Date.now()) < 600_000
}

function findPage(query: Query): Page {
  const conditions = ['serller_id = ?']
  const values: unknown[] = [sellerId]
  for (const column of ['phone', 'channel', 'card_no', 'coupon_code'] as const) {
    if (query[column] === undefined) continue
    conditions.push(`${column} = ?`)
    values.push(query[column])
  }
  const where = conditions.join(' AND ')
  const names = columns.map((column) => `"${column}"`).join(', ')
  const rows = prepared(`SELECT ${names} FROM coupon WHERE ${where} ORDER BY id LIMIT ? OFFSET ?`)
  const count = prepared(`SELECT COUNT(*) AS total FROM coupon WHERE ${where}`)
  const { total } = count.get(...values) as { total: number }
  const offset = (query.page_num - 1) * query.page_size
  const found = rows.all(...values, query.page_size, offset) as PlainCoupon[]
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  return { coupons: found.map((coupon) => withExpiry(coupon, today)), total }
}

function prepared(text: string): Database.Statement<unknown[], unknown> {
  const statement = statements.get(text) ?? database.prepare(text)
  statements.set(text, statement)
  return statement
}

function withExpiry(coupon: PlainCoupon, today: string): PlainCoupon {
  return coupon.status === '0' && coupon.end_date < today ? { ...coupon, status: '2' } : coupon
}

function jsonAnswer(query: Query, { coupons, total }: Page, requestId: string): string {
  const page = {
    current_page: query.page_num,
    result_arr_list: { erp_coupon_d_t_o: coupons },
    total_count: total,
    total_page: Math.ceil(total / query.page_size),
  }
  return JSON.stringify({ [root]: { result: { result: page, success: true }, request_id: requestId } })
}

function xmlAnswer(query: Query, { coupons, total }: Page, requestId: string): string {
  const list = coupons.map(
    (coupon) => `<erp_coupon_d_t_o>${columns.map((name) => element(name, coupon)).join('')}</erp_coupon_d_t_o>`,
  )
  return `<?xml version="1.0" encoding="utf-8" ?><${root}><result><result><current_page>${query.page_num}</current_page><result_arr_list>${list.join('')}</result_arr_list><total_count>${total}</total_count><total_page>${Math.ceil(total / query.page_size)}</total_page></result><success>true</success></result><request_id>${requestId}</request_id></${root}>`
}

function element(name: keyof PlainCoupon, coupon: PlainCoupon): string {
  return `<${name}>${escapeXml(coupon[name])}</${name}>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
