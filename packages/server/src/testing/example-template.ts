import type { TemplateTerms } from '#domain/templates/template'

/** Terms for checks and tests: cash for thirty days without limits, with the given terms instead. */
export function templateOf(terms: Partial<TemplateTerms> = {}): TemplateTerms {
  return { ...plain, ...terms }
}

const plain: TemplateTerms = {
  couponId: 'T',
  couponName: '10元券',
  kind: 'cash',
  couponAmountFen: 1000,
  orderAmountFen: undefined,
  stepMax: undefined,
  discountPercent: undefined,
  discountCapFen: undefined,
  gift: undefined,
  validity: { kind: 'relative', fromDay: 0, toDay: 29 },
  shop: undefined,
  category: undefined,
  goods: undefined,
  excludeCategory: undefined,
  excludeGoods: undefined,
  excludeTags: undefined,
  channels: undefined,
  weekdays: undefined,
  hours: undefined,
  memberLevels: undefined,
  memberTags: undefined,
  isMemberDayOnly: false,
  description: undefined,
  stockTotal: undefined,
  stockPerDay: undefined,
  memberTotal: undefined,
  memberPerDay: undefined,
  claimFrom: undefined,
  claimTo: undefined,
  isStackable: true,
  layer: 2,
  stackGroup: undefined,
  perOrder: 1,
  returnPolicy: { kind: 'same-code', extendDays: 0 },
  returnSplit: 'keep',
  costBearer: undefined,
  state: 'published',
  publishAt: undefined,
  notes: undefined,
}
