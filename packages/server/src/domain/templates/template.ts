import type { DateText } from '#domain/dates'

export type TemplateKind = 'full_reduction' | 'discount' | 'cash' | 'gift'

/** When a claimed coupon is usable. */
export type Validity =
  | Readonly<{ kind: 'fixed'; startDate: DateText; endDate: DateText }>
  /** Days after the day of the claim, 0 for that day itself; the last is usable. */
  | Readonly<{ kind: 'relative'; fromDay: number; toDay: number }>

/** The terms of a template; a version never changes. Absent limits do not limit. */
export type TemplateTerms = Readonly<{
  couponId: string
  couponName: string
  kind: TemplateKind
  couponAmountFen: number | undefined
  orderAmountFen: number | undefined
  /** Percent of the price to pay. */
  discountPercent: number | undefined
  discountCapFen: number | undefined
  gift: string | undefined
  validity: Validity
  shop: string | undefined
  category: string | undefined
  description: string | undefined
  stockTotal: number | undefined
  stockPerDay: number | undefined
  memberTotal: number | undefined
  memberPerDay: number | undefined
  /** First second in which it can be claimed, `YYYY-MM-DD HH:mm:ss` GMT+8. */
  claimFrom: string | undefined
  /** Last such second. */
  claimTo: string | undefined
  /** Whether its coupons may be used beside others on one order. */
  isStackable: boolean
  returnPolicy: ReturnPolicy
  notes: string | undefined
}>

/** A template's rule for returns. */
export type ReturnPolicy = Readonly<{
  kind: 'same-code' | 'none'
  /** Added to the last usable day. */
  extendDays: number
  /** Most returns of one coupon; absent: unlimited. */
  maxCycles?: number | undefined
}>

/** The policy of coupons without a template: they return under their own code, without limit. */
export const defaultReturnPolicy: ReturnPolicy = { kind: 'same-code', extendDays: 0 }

/** The text of a template in events: JSON of its version and terms, members named as on the wire, amounts in fen. */
export function templateText(terms: TemplateTerms, version: number): string {
  return JSON.stringify({ version, ...terms }, (_name, value: unknown) =>
    typeof value === 'object' && value !== null ? snakeNames(value) : value,
  )
}

function snakeNames(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      member,
    ]),
  )
}
