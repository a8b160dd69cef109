import type { Layer, ReturnTerms } from '@yaoquan/basket'
import { type DateText, parseMoment } from '#domain/dates'

export type TemplateKind = 'full_reduction' | 'step' | 'discount' | 'cash' | 'gift'

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
  /** The value of a gift. */
  couponAmountFen: number | undefined
  orderAmountFen: number | undefined
  /** How often a step reduces at most. */
  stepMax: number | undefined
  /** Percent of the price to pay. */
  discountPercent: number | undefined
  discountCapFen: number | undefined
  gift: string | undefined
  validity: Validity
  /** Comma lists, as given; absent ones do not limit. */
  shop: string | undefined
  /** Categories and goods are one scope. */
  category: string | undefined
  goods: string | undefined
  /** Exclusions win. */
  excludeCategory: string | undefined
  excludeGoods: string | undefined
  excludeTags: string | undefined
  channels: string | undefined
  /** `1` Monday to `7` Sunday. */
  weekdays: string | undefined
  /** `HH:mm-HH:mm`, without the end. */
  hours: string | undefined
  memberLevels: string | undefined
  memberTags: string | undefined
  isMemberDayOnly: boolean
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
  layer: Layer
  /** An order may have at most one coupon of a group. */
  stackGroup: string | undefined
  /** Coupons of this template on one order at most. */
  perOrder: number
  returnPolicy: ReturnPolicy
  returnSplit: ReturnTerms['split']
  /** The cost bearer of its coupons, as operators name it. */
  costBearer: string | undefined
  state: 'draft' | 'published'
  /** When the version can be claimed from, `YYYY-MM-DD HH:mm:ss` GMT+8; absent: immediately. */
  publishAt: string | undefined
  notes: string | undefined
  /** Actor who saved the version, as in events; the store writes it. */
  savedBy?: string | undefined
  /** Absent where no other person's approval was needed (docs/adr/0032-approval-of-templates.md). */
  approval?: TemplateApproval | undefined
}>

export type TemplateApproval =
  /** A draft that is published once another person than `savedBy` approves it; its `publishAt` is the requested one. */
  | Readonly<{ kind: 'waiting' }>
  /** The version that the decision made, of the same terms: published, or a plain draft. `savedBy` decided. */
  | Readonly<{ kind: 'approved' | 'sent-back'; submittedBy: string; note: string | undefined }>

export type ReturnPolicy = Readonly<{
  kind: 'same-code' | 'none'
  /** Added to the last usable day. */
  extendDays: number
  /** Most returns of one coupon; absent: unlimited. */
  maxCycles?: number | undefined
}>

/** The policy of coupons without a template: they return under their own code, without limit. */
export const defaultReturnPolicy: ReturnPolicy = { kind: 'same-code', extendDays: 0 }

type LayerTerms = Pick<TemplateTerms, 'category' | 'goods' | 'shop'>

/**
 * The layer of a coupon that names none.
 * @param scope comma lists
 */
export function defaultLayer({ category, goods, shop }: Partial<LayerTerms>): Layer {
  if (category !== undefined || goods !== undefined) return 0
  return shop === undefined ? 2 : 1
}

/**
 * The moment from which a version can be claimed, epoch milliseconds; undefined for a draft. Without `publishAt` it is 0:
 * a server whose clock lags must not refuse what another one has just published.
 */
export function publishedFromMs({ state, publishAt }: Pick<TemplateTerms, 'state' | 'publishAt'>): number | undefined {
  if (state === 'draft') return undefined
  return publishAt === undefined ? 0 : parseMoment(publishAt)
}

/** The text of a template in events: JSON of its version and terms, members named as on the wire, amounts in fen. */
export function templateText(terms: TemplateTerms, version: number): string {
  return JSON.stringify({ version, ...terms }, (_name, value: unknown) =>
    typeof value === 'object' && value !== null ? snakeNames(value) : value,
  )
}

function snakeNames(value: object): object {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [snake(name), member]))
}

/**
 * What a coupon takes off an order at most.
 * @param couponAmountFen of a coupon that was issued without a template
 * @param template terms of the version that it was claimed from
 * @returns fen; undefined where its terms set no limit
 */
export function worstCaseFen(
  couponAmountFen: number | undefined,
  template: TemplateTerms | undefined,
): number | undefined {
  if (template === undefined) return couponAmountFen ?? 0
  const amountFen = template.couponAmountFen ?? 0
  switch (template.kind) {
    case 'full_reduction':
    case 'cash':
    case 'gift':
      return amountFen
    case 'step':
      return template.stepMax === undefined ? undefined : amountFen * template.stepMax
    case 'discount':
      return template.discountCapFen
  }
}
