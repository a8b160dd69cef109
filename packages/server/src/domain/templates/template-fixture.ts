import type { TemplateTerms } from './template.ts'

/** Terms for tests: cash for thirty days, without limits, with what the test cares about laid over it. */
export function templateOf(terms: Partial<TemplateTerms> = {}): TemplateTerms {
  return { ...plain, ...terms }
}

const plain: TemplateTerms = {
  couponId: 'T',
  couponName: '10元券',
  kind: 'cash',
  couponAmountFen: 1000,
  orderAmountFen: undefined,
  discountPercent: undefined,
  discountCapFen: undefined,
  gift: undefined,
  validity: { kind: 'relative', fromDay: 0, toDay: 29 },
  shop: undefined,
  category: undefined,
  description: undefined,
  stockTotal: undefined,
  stockPerDay: undefined,
  memberTotal: undefined,
  memberPerDay: undefined,
  claimFrom: undefined,
  claimTo: undefined,
  isStackable: true,
  returnPolicy: { kind: 'same-code', extendDays: 0 },
  notes: undefined,
}
