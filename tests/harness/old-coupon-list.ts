import { errorAnswer, forms, type OldAnswer, type OldCoupon, type OldPage, type Written } from './old-answer-forms.ts'
import { topSign } from './second-crm.ts'

export type { OldCoupon, Written } from './old-answer-forms.ts'

export type OldCrm = Readonly<{
  coupons: readonly OldCoupon[]
  secret: string
  written: Written
  /** Whether every signature is accepted. */
  lenient?: boolean
  /** What it says instead of the page that it found. */
  alter?: ((page: OldPage) => OldPage) | undefined
}>

/** Answers querycoupon from a list of coupons. It shares no code with the server. */
export function answerOldCall(body: string, crm: OldCrm): OldAnswer {
  const parameters = Object.fromEntries(new URLSearchParams(body))
  const { sign, query_d_t_o: queryText = '{}' } = parameters
  const isSigned = crm.lenient === true || sign === topSign(parameters, crm.secret)
  if (!isSigned) return errorAnswer({ code: 25, msg: 'Invalid signature' })
  if (queryText.includes('"page_size":0')) {
    return errorAnswer({ code: 40, msg: 'Missing required arguments:page_size' })
  }
  const { page_size: size = 20, page_num: page = 1, ...filter } = JSON.parse(queryText)
  const asked = Object.entries(filter)
  const all = crm.coupons.filter((coupon) => asked.every(([name, value]) => String(coupon[name]) === value))
  const coupons = all.slice((page - 1) * size, page * size)
  const found = { coupons, total: all.length, pages: Math.ceil(all.length / size), page }
  return forms[crm.written](crm.alter?.(found) ?? found)
}
