import type { BasketCoupon, Benefit, Offer, UsageWindow, Weekday } from '@yaoquan/basket'
import { listOf } from '#domain/comma-list'
import type { Coupon, CouponTerms } from '#domain/coupon/coupon'
import { includesShop, type ShopWithGroups } from '#domain/shops/shop-list'
import { parseHours } from './raw-template.ts'
import { defaultLayer, type TemplateTerms } from './template.ts'

/**
 * A coupon as the basket engine judges it.
 * @param template terms of the version it was claimed from; undefined for a coupon that was issued elsewhere
 * @param at the shop of the basket with the groups that have it; the engine knows no groups
 */
export function basketCouponOf(
  coupon: Pick<Coupon, 'terms' | 'state'>,
  template: TemplateTerms | undefined,
  at?: ShopWithGroups,
): BasketCoupon {
  const { couponCode: code, couponName: name, startDate, endDate } = coupon.terms
  const named = { code, name, templateId: template?.couponId, startDate, endDate }
  return { ...named, state: stateOf(coupon), offer: offerOf(coupon.terms, template, at) }
}

/**
 * The terms of a coupon as it was issued. A coupon that was issued elsewhere takes its amount off; everything that it does
 * not say limits nothing (docs/reference/decisions.md, "Coupons issued elsewhere in a basket").
 */
export function offerOf(terms: IssuedTerms, template: TemplateTerms | undefined, at?: ShopWithGroups): Offer {
  if (template === undefined) return offerOfIssued(terms, at)
  return {
    ...benefitOf(template),
    thresholdFen: template.orderAmountFen ?? 0,
    scope: {
      include: { categories: list(template.category), goods: list(template.goods) },
      exclude: {
        categories: list(template.excludeCategory),
        goods: list(template.excludeGoods),
        tags: list(template.excludeTags),
      },
    },
    shops: shopsOf(template.shop, at),
    channels: list(template.channels),
    windows: windowsOf(template),
    who: {
      levels: list(template.memberLevels),
      tags: list(template.memberTags),
      memberDayOnly: template.isMemberDayOnly,
    },
    layer: template.layer,
    group: template.stackGroup,
    isAlone: !template.isStackable,
    perOrder: template.perOrder,
    returns: { split: template.returnSplit, coupon: template.returnPolicy.kind === 'none' ? 'none' : 'same_code' },
  }
}

/** What counts of a coupon that was issued elsewhere. */
type IssuedTerms = Pick<CouponTerms, 'couponAmountFen'> &
  Partial<Pick<CouponTerms, 'orderAmountFen' | 'shop' | 'category'>>

function offerOfIssued({ couponAmountFen, orderAmountFen, shop, category }: IssuedTerms, at?: ShopWithGroups): Offer {
  return {
    ...worthOfIssued(couponAmountFen),
    thresholdFen: orderAmountFen ?? 0,
    scope: { include: { categories: list(category) }, exclude: {} },
    shops: shopsOf(shop, at),
    channels: [],
    windows: [],
    who: {},
    layer: defaultLayer({ category, shop }),
    isAlone: false,
    returns: { split: 'keep', coupon: 'same_code' },
  }
}

function worthOfIssued(couponAmountFen = 0): Benefit {
  return couponAmountFen === 0 ? { kind: 'unknown' } : { kind: 'off', amountFen: couponAmountFen }
}

function benefitOf({ kind, couponAmountFen, stepMax, discountPercent, discountCapFen }: TemplateTerms): Benefit {
  const amountFen = couponAmountFen ?? 0
  switch (kind) {
    case 'full_reduction':
    case 'cash':
      return { kind: 'off', amountFen }
    case 'step':
      return { kind: 'step', amountFen, stepMax }
    case 'discount':
      if (discountPercent === undefined) throw new TypeError('a discount without a percent')
      return { kind: 'percent', percentToPay: discountPercent, capFen: discountCapFen }
    case 'gift':
      return { kind: 'gift', amountFen }
  }
}

/** Every span of hours on every day; days without hours are whole. */
function windowsOf({ weekdays, hours }: Pick<TemplateTerms, 'weekdays' | 'hours'>): readonly UsageWindow[] {
  if (weekdays === undefined && hours === undefined) return []
  const named = list(weekdays)
  const days = allDays.filter((day) => named.includes(String(day)))
  const spans = hours === undefined ? ['00:00-24:00'] : list(hours)
  return spans.map((text) => {
    const span = parseHours(text)
    if (span === undefined) throw new TypeError('a template with hours that were not checked')
    return { days, fromMinute: minuteOf(span.from), toMinute: minuteOf(span.to) }
  })
}

const allDays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** The list as given, and the shop of the basket if a group of the list has it. */
function shopsOf(shops: string | undefined, at: ShopWithGroups | undefined): readonly string[] {
  const members = list(shops)
  if (shops === undefined || at === undefined || members.includes(at.shop)) return members
  return includesShop(shops, at) ? [...members, at.shop] : members
}

function list(text: string | undefined): readonly string[] {
  return text === undefined ? [] : listOf(text)
}

/** The state of a coupon as the basket engine judges it. */
export function stateOf({ state }: Pick<Coupon, 'state'>): BasketCoupon['state'] {
  if (state.kind !== 'used') return state
  return { kind: 'used', orderId: state.redemption?.orderId, atMs: state.redemption?.atMs }
}

/** What a caller may leave unsaid of an order. */
export type UnsaidFact = 'shop' | 'goods' | 'categories' | 'amount' | 'channel' | 'level' | 'tags'

/** A term of a coupon that was not judged, as events name it. */
export type UnjudgedTerm = 'shop' | 'goods' | 'threshold' | 'channel' | 'member_level' | 'member_tag'

/**
 * The terms of a coupon without those that depend on what a caller left unsaid: these are taken as fulfilled
 * (docs/reference/decisions.md, "What is judged where").
 * @returns what is left of the terms, and those that the coupon has and that were left out
 */
export function withoutUnsaid(
  offer: Offer,
  unsaid: ReadonlySet<UnsaidFact>,
): Readonly<{ offer: Offer; unjudged: readonly UnjudgedTerm[] }> {
  const { include, exclude } = offer.scope
  const namesCategories = [include, exclude].some(({ categories = [] }) => categories.length > 0)
  const namesGoods =
    namesCategories || [include.goods, exclude.goods, exclude.tags].some((list = []) => list.length > 0)
  const { levels = [], tags = [], memberDayOnly } = offer.who
  const left: readonly (readonly [term: UnjudgedTerm, isLeftOut: boolean])[] = [
    ['shop', unsaid.has('shop') && offer.shops.length > 0],
    ['goods', (unsaid.has('goods') && namesGoods) || (unsaid.has('categories') && namesCategories)],
    ['threshold', unsaid.has('amount') && offer.thresholdFen > 0],
    ['channel', unsaid.has('channel') && offer.channels.length > 0],
    ['member_level', unsaid.has('level') && levels.length > 0],
    ['member_tag', unsaid.has('tags') && tags.length > 0],
  ]
  const unjudged = left.flatMap(([term, isLeftOut]) => (isLeftOut ? [term] : []))
  if (unjudged.length === 0) return { offer, unjudged }
  return {
    offer: {
      ...offer,
      scope: unjudged.includes('goods') ? everything : offer.scope,
      channels: unjudged.includes('channel') ? [] : offer.channels,
      who: {
        levels: unjudged.includes('member_level') ? [] : levels,
        tags: unjudged.includes('member_tag') ? [] : tags,
        memberDayOnly,
      },
    },
    unjudged,
  }
}

const everything: Offer['scope'] = { include: {}, exclude: {} }
