import type { DateText } from '../coupon/coupon.ts'

/** Why an order cannot have a coupon now; it names the winner or what is missing. */
export type Refusal =
  /** Without an order it was used before this CRM knew it. */
  | Readonly<{ kind: 'already-used'; orderId: string | undefined; atMs: number | undefined }>
  | Readonly<{ kind: 'held'; orderId: string; untilMs: number }>
  | Readonly<{ kind: 'void' }>
  | Readonly<{ kind: 'expired'; endDate: DateText }>
  | Readonly<{ kind: 'not-started'; startDate: DateText }>
  | Readonly<{ kind: 'shop-not-allowed'; shop: string }>
  | Readonly<{ kind: 'category-not-allowed'; category: string }>
  | Readonly<{ kind: 'amount-too-low'; missingFen: number }>
