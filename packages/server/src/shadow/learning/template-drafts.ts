import { templateFields } from '@yaoquan/api'
import type { CouponTerms } from '#domain/coupon/coupon'
import { optionalYuan } from '#domain/coupon/coupon-draft'
import { type DateText, dayMs, startOfDay } from '#domain/dates'
import type { RawTemplate } from '#domain/templates/raw-template'

/** What coupons of one template id say about a template. */
export type TemplateDraft = Readonly<{
  couponId: string
  coupons: number
  /** Terms in which the coupons differ; without a draft then. */
  differing: readonly (keyof CouponTerms)[]
  /** Fields that a person must fill in before the draft can be saved, by wire name. */
  missing: readonly string[]
  /** Values by wire name, for `template save`. */
  draft: Readonly<Record<string, string | number>> | undefined
}>

/** Terms that all coupons of a template share. */
const shared = ['couponName', 'couponAmountFen', 'orderAmountFen', 'shop', 'category', 'description'] as const

type Shared = (typeof shared)[number]
type Days = Readonly<{ first: number | undefined; last: number | undefined }>

type Group = {
  coupons: number
  readonly first: CouponTerms
  readonly differing: Set<Shared>
  hasEqualDates: boolean
  /** Days from the issue; undefined once coupons differ. */
  days: Days | undefined
}

/** Template ids beyond are left out: a CRM that gives each coupon an id of its own has no templates. */
const maxGroups = 10_000

/** Collects coupons by template id, in bounded memory. */
export class TemplateDrafts {
  readonly #groups = new Map<string, Group>()
  #unlisted = 0

  add(terms: CouponTerms): void {
    const { couponId } = terms
    if (couponId === undefined) return
    const group = this.#groups.get(couponId)
    if (group === undefined) {
      if (this.#groups.size >= maxGroups) this.#unlisted += 1
      else {
        const begun = {
          coupons: 1,
          first: terms,
          differing: new Set<Shared>(),
          hasEqualDates: true,
          days: daysOf(terms),
        }
        this.#groups.set(couponId, begun)
      }
      return
    }
    group.coupons += 1
    for (const term of shared) if (group.first[term] !== terms[term]) group.differing.add(term)
    const { first, days } = group
    if (first.startDate !== terms.startDate || first.endDate !== terms.endDate) group.hasEqualDates = false
    const own = daysOf(terms)
    if (days?.first !== own?.first || days?.last !== own?.last) group.days = undefined
  }

  /** Coupons whose template id found no place. */
  get unlisted(): number {
    return this.#unlisted
  }

  /** The ids with the most coupons first. */
  drafts(): readonly TemplateDraft[] {
    return [...this.#groups]
      .map(([couponId, group]) => draftOf(couponId, group))
      .toSorted((left, right) => right.coupons - left.coupons)
  }
}

function draftOf(couponId: string, group: Group): TemplateDraft {
  const { coupons, differing } = group
  if (differing.size > 0) return { couponId, coupons, differing: [...differing], missing: [], draft: undefined }
  const raw = rawOf(couponId, group)
  const needed = ['couponName', 'kind'] as const
  const hasValidity = (raw.startDate !== undefined && raw.endDate !== undefined) || raw.validToDay !== undefined
  const missing = [
    ...needed.filter((field) => raw[field] === undefined).map((field) => templateFields[field].wire),
    ...(hasValidity ? [] : [templateFields.startDate.wire, templateFields.endDate.wire]),
  ]
  const named = Object.entries(templateFields).flatMap(([name, { wire }]) => {
    const value = Object.entries(raw).find(([property]) => property === name)?.[1]
    return typeof value === 'string' || typeof value === 'number' ? [[wire, value] as const] : []
  })
  return { couponId, coupons, differing: [], missing, draft: Object.fromEntries(named) }
}

type RawDraft = { readonly [Field in keyof RawTemplate]?: RawTemplate[Field] | undefined }

function rawOf(couponId: string, { first, hasEqualDates, days }: Group): RawDraft {
  const { couponName, couponAmountFen, orderAmountFen, startDate, endDate, shop, category, description } = first
  const { first: from = -1, last: to = -1 } = days ?? {}
  const isRelative = !hasEqualDates && from >= 0 && to >= from
  return {
    couponId,
    couponName,
    kind: kindOf(couponAmountFen, orderAmountFen),
    couponAmount: optionalYuan(couponAmountFen),
    orderAmount: optionalYuan(orderAmountFen),
    startDate: hasEqualDates ? startDate : undefined,
    endDate: hasEqualDates ? endDate : undefined,
    validFromDay: isRelative ? from : undefined,
    validToDay: isRelative ? to : undefined,
    shop,
    category,
    description,
    state: 'draft',
  }
}

/** An amount off an order that costs at least as much is a reduction; without such an order it is cash. Of other kinds no coupon tells. */
function kindOf(couponAmountFen = 0, orderAmountFen = 0): RawTemplate['kind'] | undefined {
  if (couponAmountFen === 0) return undefined
  if (orderAmountFen === 0) return 'cash'
  return orderAmountFen >= couponAmountFen ? 'full_reduction' : undefined
}

function daysOf({ billDate, startDate, endDate }: CouponTerms): Days | undefined {
  if (billDate === undefined) return undefined
  const from = (day: DateText | undefined) => {
    return day === undefined ? undefined : Math.round((startOfDay(day) - startOfDay(billDate)) / dayMs)
  }
  return { first: from(startDate), last: from(endDate) }
}
